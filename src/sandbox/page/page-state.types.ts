import type { EmulatedInvite, EmulatedMachine, EmulatedMail } from '../parsec/parsec-emulator.types.ts';
import type {
  AppProfile,
  Channel,
  Json,
  Message,
  OpenView,
  Person,
  SharedFile,
  Shortcut,
  SlashCommand,
  Violation,
} from '../slack/slack-server.types.ts';

export type { AppProfile, EmulatedInvite, EmulatedMachine, OpenView, Person, SharedFile, Shortcut, SlashCommand };

/** `choices`: what this person has picked in the message's selects, block_id -> action_id -> value object. */
export type PageMessage = Message & {
  readonly choices: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** The people Slack notifies of it. */
  readonly notifies: readonly string[];
};

/** Something small to try. */
export type Task = { readonly title: string; readonly how: string; readonly done: boolean };

/** How a system fails, if at all. */
export type FaultMode = 'fine' | 'down' | 'slow' | 'busy' | 'cut' | 'late' | 'refused';

/** How Slack fails the bot's calls, if at all. */
export type SlackFaultMode = 'fine' | 'down' | 'slow' | 'busy' | 'cut';

/** A request between the bot and a server around it. Its payloads are asked for one by one. */
export type PageExchange = {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  /** Until the response, in real time; undefined while there is none. */
  readonly ms: number | undefined;
  readonly with: string;
  readonly from: 'bot' | 'Slack';
  readonly method: string;
  readonly path: string;
  readonly status: string;
  readonly failed: boolean;
};

/** What a person has not read: anything, and how often Slack would have notified them. */
export type Unread = { readonly unread: boolean; readonly mentions: number };

export type PageChannel = Pick<Channel, 'id' | 'name' | 'kind' | 'members' | 'archived'> &
  Unread & {
    /** What this person can see, oldest first. */
    readonly messages: readonly PageMessage[];
  };

/** A person in a system. `as`: the role or group, if there is one. */
export type PersonThere = { readonly id: string; readonly who: string; readonly as?: string | undefined };

/** A system that people are invited to. Lists are oldest first. */
export type PageSystem = {
  readonly name: string;
  readonly label: string;
  readonly faultMode: FaultMode;
  readonly waiting: readonly PersonThere[];
  readonly members: readonly PersonThere[];
  readonly mails: readonly { readonly to: string; readonly about: string }[];
};

/** Parsec's state for guests. */
export type ParsecState = {
  readonly credits: number;
  readonly invites: readonly EmulatedInvite[];
  readonly mails: readonly EmulatedMail[];
  readonly machines: readonly EmulatedMachine[];
};

/** All that one person's screen shows, sent after every change. */
export type PageState = {
  /** The workspace's id, a new one at every start of the sandbox. */
  readonly workspace: string;
  /** The sandbox's time when this was sent, epoch ms. */
  readonly now: number;
  /** The next event people will see, if the bot plans one; `moving` while the clock walks there. */
  readonly clock: {
    readonly next: { readonly at: number; readonly kind: string } | undefined;
    readonly moving: boolean;
  };
  /** What to try; undefined while the sandbox is being made ready, empty for an app that brings nothing to try. */
  readonly tasks: readonly Task[] | undefined;
  readonly slackFaultMode: SlackFaultMode;
  /** Oldest first. */
  readonly exchanges: readonly PageExchange[];
  /** What the bot sent against Slack's documents, oldest first. */
  readonly violations: readonly Violation[];
  /** Undefined for a bot that runs elsewhere. */
  readonly bot: 'running' | 'stopped' | undefined;
  /** Whose screen this is: the person asked for, or the first one when there is no such person. */
  readonly you: string;
  readonly botUserId: string;
  readonly people: readonly Person[];
  readonly userGroups: readonly { readonly id: string; readonly handle: string }[];
  /** What each person has not read, over all their channels. */
  readonly unread: Readonly<Record<string, Unread>>;
  readonly app: AppProfile;
  /** This person's home tab of the app, if it published one. */
  readonly home: OpenView | undefined;
  /** Direct messages too: with the app only. */
  readonly channels: readonly PageChannel[];
  /** Open modals, topmost last. */
  readonly views: readonly OpenView[];
  /** Slack's own notes to this person, oldest first. */
  readonly notes: readonly { readonly channel: string; readonly text: string }[];
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  /** Undefined where Parsec isn't emulated. */
  readonly parsec: ParsecState | undefined;
  readonly systems: readonly PageSystem[];
};
