import type {
  ApiCall,
  Channel,
  Delivery,
  HeldFile,
  Json,
  Message,
  Person,
  SlackbotNote,
  UserGroup,
} from '../slack-server.types.ts';
import type { Changes } from './changes.ts';
import { newId, newSecret } from './ids.ts';
import type { Manifest } from './manifest.ts';
import type { Timers } from './timers.ts';
import { createTimestamps } from './timestamps.ts';

/** Everything the server holds, and the few things all its parts need. */
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
  /** Whether the plan has them. */
  readonly hasUserGroups: boolean;
  readonly messages: Message[];
  readonly files: HeldFile[];
  readonly notes: SlackbotNote[];
  readonly calls: ApiCall[];
  readonly deliveries: Delivery[];
  /** Emoji names by channel and ts. */
  readonly reactions: Map<string, Set<string>>;
  /** What people chose in messages: `person channel ts` -> block_id -> action_id -> value object. */
  readonly choices: Map<string, Record<string, Record<string, Json>>>;
  readonly newTs: (channel: string) => string;
  /** The person of a direct message with the bot, by its channel id. */
  readonly directMessages: Map<string, string>;
};

export function createWorkspace(given: {
  readonly now: () => number;
  readonly manifest: Manifest;
  readonly changes: Changes;
  readonly timers: Timers;
  readonly hasUserGroups: boolean;
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
    botToken: newSecret('xoxb'),
    appToken: newSecret('xapp-1'),
    signingSecret: newSecret('s').slice(2),
    verificationToken: newSecret('v').slice(2, 26),
    people: [bot],
    channels: [],
    userGroups: [],
    messages: [],
    files: [],
    notes: [],
    calls: [],
    deliveries: [],
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

/** Whether an id names somebody or something here. */
export function knows(workspace: Workspace): (id: string) => boolean {
  return (id) => personOf(workspace, id) !== undefined || channelOf(workspace, id) !== undefined;
}

/** A stranger from another company who shares a channel, and the workspace they are of. */
export function teamOf(workspace: Workspace, person: Person): string {
  return person.kind === 'stranger' ? `T${person.id.slice(1)}` : workspace.teamId;
}

/** What Slack itself tells one person. */
export function tell(workspace: Workspace, person: string, channel: string, text: string): void {
  workspace.notes.push({ person, channel, text });
  workspace.changes.changed();
}

/** The conversation of a person with the bot, opened when there is none yet. */
export function directMessageWith(workspace: Workspace, person: string): Channel {
  for (const [channelId, owner] of workspace.directMessages) {
    const channel = owner === person ? channelOf(workspace, channelId) : undefined;
    if (channel !== undefined) return channel;
  }
  const channel: Channel = {
    id: newId('D'),
    name: 'directmessage',
    kind: 'im',
    members: [person, workspace.botUserId],
    archived: false,
    shared: 'no',
  };
  workspace.channels.push(channel);
  workspace.directMessages.set(channel.id, person);
  workspace.changes.changed();
  return channel;
}
