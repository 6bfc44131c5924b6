/**
 * What the sandbox's Slack server offers to the page and to the tests: a workspace with people, channels and messages,
 * and for each person the gestures Slack's own apps have. Everything the bot does goes over the wire, never through here.
 */
export type Json = { readonly [key: string]: unknown };

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  /** IANA name, as users.info gives it in `tz`. */
  readonly tz: string;
  /** The language and country Slack is set to, as users.info gives it when it is asked to. */
  readonly locale: string;
  /** An account can become another kind at any time. */
  kind: 'member' | 'admin' | 'owner' | 'guest' | 'single_channel_guest' | 'stranger' | 'bot' | 'deactivated';
};

/** A user group; who is in it, and whether it is disabled, can change at any time. */
export type UserGroup = { readonly id: string; readonly handle: string; members: string[]; disabled: boolean };

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  members: string[];
  archived: boolean;
  /**
   * With whom it is shared: another company, one that was only invited so far, or another workspace of the same organization. A channel
   * with a stranger in it is shared with their company, whatever stands here.
   */
  shared: 'no' | 'company' | 'company_invited' | 'organization';
};

/** A message as the server holds it. `ephemeralFor` is set for those that only one person sees. */
export type Message = {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly threadTs: string | undefined;
  readonly broadcast: boolean;
  readonly ephemeralFor: string | undefined;
  text: string;
  blocks: readonly Json[];
  /** What apps could show before there were blocks, as posted; nothing is checked or added. */
  attachments?: readonly Json[];
  metadata: Json | undefined;
  readonly files: readonly SharedFile[];
  /** How often it was edited with chat.update or replaced through a response_url. */
  edits: number;
};

/** A file as a message shows it. */
export type SharedFile = { readonly id: string; readonly name: string; readonly title: string; readonly size: number };

/** A file as the server holds it: announced, its bytes arrived, shown to somebody. */
export type HeldFile = {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  /** Where its bytes are awaited. */
  readonly uploadPath: string;
  state: 'awaited' | 'uploaded' | 'shared';
  bytes: Buffer;
};

/** A modal that a person has open, topmost last in `views`. */
export type OpenView = {
  readonly id: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  hash: string;
  /** title, blocks, submit, close, callback_id, private_metadata, notify_on_close ... as the bot sent it. */
  view: Json;
  /** What the person has put in: block_id -> action_id -> the value object Slack would send in view.state.values. */
  values: Record<string, Record<string, Json>>;
  /** Field errors of the last submission: block_id -> text. */
  errors: Record<string, string>;
  /** Set while a submission waits for its ack, and Slack's own failure text after 3 seconds without one. */
  busy: boolean;
  failure: string | undefined;
};

/** What a person is told by Slack itself, such as "/guest failed with the error operation_timeout" (dispatch_failed...). */
export type SlackbotNote = { readonly person: string; readonly channel: string; readonly text: string };

/** Every Web API call the bot made, in order, with the answer it got. */
export type ApiCall = { readonly method: string; readonly args: Json; readonly answer: Json; readonly status: number };

export type Option = {
  readonly text: { readonly text: string };
  readonly value: string;
  readonly description?: { readonly text: string };
};
export type Options = { readonly groups: readonly { readonly label: string; readonly options: readonly Option[] }[] };

/** Every payload that went to the bot, with what became of it: its ack, or why there is none. */
export type Delivery = {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Json;
  /** Set once it is known; `late` is an ack after the 3 seconds, which Slack ignores. */
  outcome: 'waiting' | 'acked' | 'timeout' | 'nobody' | 'refused' | 'late';
  ack: unknown;
};

/** What the manifest offers to people. */
export type SlashCommand = { readonly command: string; readonly description: string; readonly usageHint: string };
export type Shortcut = {
  readonly name: string;
  readonly type: 'global' | 'message';
  readonly callbackId: string;
  readonly description: string;
};

/** Where a clicked element is. */
export type Place = { readonly channel: string; readonly ts: string } | { readonly viewId: string };

/** A person's hands. Each promise settles when Slack would be done with the gesture: acknowledged, refused or timed out. */
export type Hands = {
  /** Types a slash command in a channel's composer: `command('C1', '/guest invite')`. */
  command(channel: string, text: string): Promise<'ok' | 'failed'>;
  /** Runs a global shortcut, or a message shortcut on a message. */
  shortcut(callbackId: string): Promise<'ok' | 'failed'>;
  messageShortcut(callbackId: string, message: { channel: string; ts: string }): Promise<'ok' | 'failed'>;
  /** Presses a button, picks from an overflow or a select, in a message or a modal. `value` as the element needs it. */
  act(place: Place, target: { blockId?: string; actionId: string }, value?: unknown): Promise<'ok' | 'failed'>;
  /** Searches an external select. */
  search(place: Place, target: { blockId?: string; actionId: string }, text: string): Promise<Options | 'failed'>;
  /**
   * Puts a value into an input of the topmost modal without submitting; dispatches block_actions where Slack would.
   * Text for text inputs, `2026-11-23` and `14:00` for pickers, an option value (or a list of them) for choices, ids for
   * user and channel selects. An external select needs the option itself, as search() gave it.
   */
  fill(viewId: string, target: { blockId: string; actionId?: string }, value: unknown): Promise<'ok' | 'failed'>;
  /** Submits: closed (or replaced, pushed), errors shown, or failed for want of an ack. */
  submit(viewId: string): Promise<'closed' | 'open' | 'errors' | 'failed'>;
  /** Closes a modal with its Close button, or with `all` the whole stack with the cross. The bot hears of it when it asked to. */
  close(viewId: string, all?: boolean): Promise<void>;
  /** Writes a message as this person (not to the bot over commands): for message shortcuts and app mentions. */
  say(channel: string, text: string, threadTs?: string): Message;
  /** Modals open on this person's screen, topmost last. */
  views(): readonly OpenView[];
  /** Messages this person can see in a channel, oldest first, ephemeral ones for this person among them. */
  messages(channel: string): readonly Message[];
  /** Opens the bot's home tab: the bot gets app_home_opened, if it subscribes to it. */
  openHome(): Promise<void>;
  /** The home tab as the bot published it for this person, with its `id` and `state`; act() works in it by that id. */
  home(): Json | undefined;
  /** What this person has chosen in a message's selects, pickers and checkboxes: block_id -> action_id -> value object. */
  choices(message: { channel: string; ts: string }): Readonly<Record<string, Record<string, Json>>>;
};

/** One scripted trouble of the Web API; each is used up `times` times (once by default), in the order given. */
export type SlackTrouble = {
  /** Or `*` for any. */
  readonly method: string;
  readonly times?: number;
  readonly when?: (args: Json) => boolean;
  readonly then:
    | { readonly error: string; readonly extra?: Json }
    | { readonly rateLimited: { readonly retryAfterSeconds: number | undefined } }
    | { readonly status: number }
    | { readonly hang: true }
    /** The work is done, then the connection is cut before the answer. */
    | { readonly cutAfter: true }
    /** The connection is cut before any work is done. */
    | { readonly cutBefore: true }
    | { readonly delayMs: number }
    /** The bot gets no answer, and the work is done only when this time has passed on the server's clock. */
    | { readonly late: 'cut' | 'hang'; readonly afterMs: number };
};

export type SlackServer = {
  /** `http://127.0.0.1:PORT/api/`, for SLACK_API_URL. */
  readonly apiUrl: string;
  readonly teamId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  readonly files: readonly HeldFile[];
  readonly notes: readonly SlackbotNote[];
  readonly calls: readonly ApiCall[];
  readonly deliveries: readonly Delivery[];
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  /** How many sockets the bot has open (Socket Mode). */
  readonly sockets: number;
  addPerson(person: {
    name: string;
    kind?: Person['kind'];
    tz?: string;
    locale?: string;
    email?: string;
    realName?: string;
  }): Person;
  addChannel(channel: {
    name: string;
    kind?: 'public' | 'private';
    members?: readonly string[];
    bot?: boolean;
    /** `true`: with another company. */
    shared?: boolean | Channel['shared'];
  }): Channel;
  addUserGroup(group: { handle: string; members?: readonly string[] }): UserGroup;
  as(personId: string): Hands;
  /** Sends a payload in any person's name, also of those who have no hands: what of it is true the bot has to find out. */
  forge(
    personId: string,
    type: Delivery['type'],
    payload: Json,
  ): Promise<{ readonly acked: true; readonly ack: unknown } | { readonly acked: false }>;
  /** HTTP mode: where to deliver, e.g. `http://127.0.0.1:3000/slack/events`. Without it: Socket Mode. */
  deliverTo(url: string | undefined): void;
  /**
   * Delivers the very bytes of a delivery once more (over HTTP with its old signature, over Socket Mode in its old envelope), as an
   * attacker or a broken network would: where the first went, to another bot's `url`, or over one of the open sockets, by number.
   * Nothing becomes of the acknowledgement on anybody's screen; the answer tells it.
   */
  redeliver(delivery: Delivery, to?: { readonly url?: string; readonly socket?: number }): Promise<Delivery>;
  /** Sends a text over every open socket, whatever it is. */
  sendFrame(text: string): void;
  trouble(trouble: SlackTrouble): void;
  clearTrouble(): void;
  /** Does what is late and due by now: for a clock that was moved. */
  catchUp(): void;
  /**
   * Closes the bot's sockets as Slack does now and then: 'refresh' asks first (disconnect, refresh_requested), 'cut' does not.
   * With `url` (an answer of apps.connections.open) only the socket that was opened with it, or never will be.
   */
  disconnectSockets(how: 'refresh' | 'cut', url?: string): void;
  /** Called after every change of anything a person could see. Answers the way to stop listening. */
  onChange(listener: () => void): () => void;
  /** Resolves with the first truthy value of `look` (tried now and after each change); after `giveUpMs` (20 s) rejects, naming `what` and showing the state. */
  until<T>(what: string, look: () => T | undefined | false | null, giveUpMs?: number): Promise<T>;
  stop(): Promise<void>;
};

export type SlackServerOptions = {
  /** Epoch ms: dates messages. The 3-second limits run on real time. */
  readonly now: () => number;
  /** Commands, shortcuts and scopes come from the bot's own manifest, parsed. Calls outside the granted scopes get missing_scope. */
  readonly manifest: Json;
  /** Scopes the workspace did not grant (the optional ones of the manifest may be refused). */
  readonly withoutScopes?: readonly string[];
  /** Whether the workspace's plan has user groups (it has, unless told). */
  readonly userGroups?: boolean;
  /** Enforce chat.postMessage 1/s per channel and the tier limits with 429 (on by default). */
  readonly rateLimits?: boolean;
  readonly port?: number;
  /** Real ms an ack may take; 3000 as Slack unless told. Shorter makes tests of lateness quicker. */
  readonly ackWithinMs?: number;
  /** Real ms a trigger_id is good for; 3000 as Slack unless told. */
  readonly triggerLifeMs?: number;
  /** Real ms before each repetition of an event that was not acknowledged; Slack: at once, after 1 and after 5 minutes. */
  readonly eventRetriesMs?: readonly number[];
};
