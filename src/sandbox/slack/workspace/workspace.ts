import type { Timers } from '../../timers.ts';
import type {
  ApiCall,
  Channel,
  Delivery,
  HeldFile,
  Json,
  Message,
  Person,
  SlackbotNote,
  SlackServerOptions,
  UserGroup,
  Violation,
} from '../slack-server.types.ts';
import type { Changes } from './changes.ts';
import { newId, newSecret } from './ids.ts';
import type { Manifest } from './manifest.ts';
import { createTimestamps } from './timestamps.ts';
import { violationsIn } from './violations.ts';

/** The state of the server, and what all its parts need. */
export type Workspace = {
  readonly now: () => number;
  readonly manifest: Manifest;
  readonly changes: Changes;
  readonly timers: Timers;
  readonly teamId: string;
  readonly teamDomain: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** The old verification token that Slack still sends in every payload. */
  readonly verificationToken: string;
  readonly people: Person[];
  readonly channels: Channel[];
  readonly userGroups: UserGroup[];
  /** Whether the plan has user groups. */
  readonly hasUserGroups: boolean;
  readonly messages: Message[];
  readonly files: HeldFile[];
  readonly notes: SlackbotNote[];
  readonly calls: ApiCall[];
  readonly deliveries: Delivery[];
  readonly violations: Violation[];
  /** Emoji names by channel and ts. */
  readonly reactions: Map<string, Set<string>>;
  /** People's choices in messages: `person channel ts` -> block_id -> action_id -> value object. */
  readonly choices: Map<string, Record<string, Record<string, Json>>>;
  readonly newTs: (channel: string) => string;
  /** The person of a direct message with the bot, by its channel id. */
  readonly directMessages: Map<string, string>;
};

export function createWorkspace({
  secrets,
  ...given
}: Pick<Workspace, 'now' | 'manifest' | 'changes' | 'timers' | 'hasUserGroups'> & {
  readonly secrets: NonNullable<SlackServerOptions['secrets']>;
}): Workspace {
  const botUserId = newId('U');
  const bot: Person = {
    id: botUserId,
    name: given.manifest.botName.toLowerCase().replaceAll(/[^a-z0-9._-]/g, ''),
    realName: given.manifest.botName,
    email: '',
    tz: 'America/Los_Angeles',
    locale: 'en-US',
    kind: 'bot',
  };
  return {
    ...given,
    teamId: newId('T'),
    teamDomain: 'sandbox',
    appId: newId('A'),
    botId: newId('B'),
    botUserId,
    botToken: secrets.bot,
    appToken: secrets.app,
    signingSecret: secrets.signing,
    verificationToken: newSecret('v').slice(2, 26),
    people: [bot],
    channels: [],
    userGroups: [],
    messages: [],
    files: [],
    notes: [],
    calls: [],
    deliveries: [],
    violations: [],
    reactions: new Map(),
    choices: new Map(),
    newTs: createTimestamps(given.now),
    directMessages: new Map(),
  };
}

export function personOf(workspace: Workspace, id: string): Person | undefined {
  return workspace.people.find((one) => one.id === id);
}

export function channelOf(workspace: Workspace, id: string): Channel | undefined {
  return workspace.channels.find((one) => one.id === id);
}

/** A message that is not ephemeral. */
export function messageOf(workspace: Workspace, channel: string, ts: string): Message | undefined {
  return workspace.messages.find((one) => one.channel === channel && one.ts === ts && one.ephemeralFor === undefined);
}

/** Whether a person may see a message of a channel they see: not an ephemeral one for somebody else. */
export function isShownTo(person: string, { ephemeralFor }: Message): boolean {
  return ephemeralFor === undefined || ephemeralFor === person;
}

/** Whether an id names a person or a channel. */
export function knows(workspace: Workspace): (id: string) => boolean {
  return (id) => personOf(workspace, id) !== undefined || channelOf(workspace, id) !== undefined;
}

/** The workspace of a person; external members have their own. */
export function teamOf(workspace: Workspace, person: Person): string {
  return person.kind === 'external' ? `T${person.id.slice(1)}` : workspace.teamId;
}

/** Adds an item to one of the workspace's lists. */
export function added<Item>({ changes }: Workspace, list: Item[], item: Item): Item {
  list.push(item);
  changes.changed();
  return item;
}

/** `since`: when the call came in, by `performance.now()`. */
export function recordCall(workspace: Workspace, call: Omit<ApiCall, 'at' | 'ms'>, since: number): void {
  const ms = Math.round(performance.now() - since);
  added(workspace, workspace.calls, { ...call, at: workspace.now() - ms, ms });
  const faults = violationsIn(call.answer);
  if (faults.length > 0) recordViolation(workspace, call.method, faults);
}

/** Records that Slack refused something for what is in it. */
export function recordViolation(workspace: Workspace, where: string, faults: readonly string[]): void {
  added(workspace, workspace.violations, { at: workspace.now(), where, faults });
}

/** Adds a note of Slack itself to one person. */
export function notify(workspace: Workspace, person: string, channel: string, text: string): void {
  added(workspace, workspace.notes, { person, channel, text });
}

/** The direct message of a person with the bot, opened if needed. */
export function directMessageWith(workspace: Workspace, person: string): Channel {
  for (const [channelId, owner] of workspace.directMessages) {
    const channel = owner === person ? channelOf(workspace, channelId) : undefined;
    if (channel !== undefined) return channel;
  }
  const id = newId('D');
  workspace.directMessages.set(id, person);
  return added(workspace, workspace.channels, {
    id,
    name: 'directmessage',
    kind: 'im',
    members: [person, workspace.botUserId],
    archived: false,
    shared: 'no',
  });
}
