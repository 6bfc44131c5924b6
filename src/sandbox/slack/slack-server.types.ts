/**
 * The sandbox's Slack server as the page and the tests use it: a workspace with people, channels and messages, and for each person the
 * actions of Slack's apps. The bot uses only its HTTP and socket side.
 */
export type Json = { readonly [key: string]: unknown };

export type Person = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email: string;
  /** IANA name, as users.info gives it in `tz`. */
  readonly tz: string;
  /** The language and country of the account, which users.info returns on request. */
  readonly locale: string;
  /** An account can become another kind at any time. */
  kind: 'member' | 'admin' | 'owner' | 'guest' | 'single_channel_guest' | 'external' | 'bot' | 'deactivated';
};

/** A user group. Its members and `disabled` can change at any time. */
export type UserGroup = { readonly id: string; readonly handle: string; members: string[]; disabled: boolean };

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  members: string[];
  archived: boolean;
  /**
   * With whom it is shared: another company, one with a pending invite, or another workspace of the same organization. A channel with
   * an external member is always shared with their company.
   */
  shared: 'no' | 'company' | 'company_invited' | 'organization';
};

/** A message. `ephemeralFor`: the only person who sees it. */
export type Message = {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
  readonly threadTs: string | undefined;
  readonly broadcast: boolean;
  readonly ephemeralFor: string | undefined;
  text: string;
  blocks: readonly Json[];
  /** Legacy attachments as posted, neither checked nor completed. */
  attachments?: readonly Json[];
  metadata: Json | undefined;
  files: readonly SharedFile[];
  /** How often chat.update or a response_url edited it. */
  edits: number;
};

/** A file in a message. */
export type SharedFile = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly size: number;
  /** What a picture shows. */
  readonly alt_txt?: string;
};

/** A file at the server: awaited, uploaded, or shared in a message. */
export type HeldFile = {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  /** The path of its upload URL. */
  readonly uploadPath: string;
  /** What it shows, for screen readers; '' where nobody said. */
  readonly altText: string;
  state: 'awaited' | 'uploaded' | 'shared';
  bytes: Buffer;
};

/** An open modal; the topmost is the last one in `views`. */
export type OpenView = {
  readonly id: string;
  readonly rootId: string;
  readonly previousId: string | undefined;
  hash: string;
  /** The view as the bot sent it. */
  view: Json;
  /** The person's values: block_id -> action_id -> the value object of view.state.values. */
  values: Record<string, Record<string, Json>>;
  /** Field errors of the last submission: block_id -> text. */
  errors: Record<string, string>;
  /** `busy` while a submission waits for its ack; `failure` is Slack's message after 3 seconds without one. */
  busy: boolean;
  failure: string | undefined;
};

/** A note of Slack itself to one person, such as "/guest failed with the error operation_timeout". */
export type SlackbotNote = { readonly person: string; readonly channel: string; readonly text: string };

/** A Web API call of the bot, with its answer. */
export type ApiCall = {
  readonly method: string;
  readonly args: Json;
  readonly answer: Json;
  readonly status: number;
  /** On the server's clock, epoch ms. */
  readonly at: number;
  /** Until the answer, in real time. */
  readonly ms: number;
};

/** Something the app sent that Slack's documents do not allow, and why Slack refused it. `where`: the method, or what was answered. */
export type Violation = { readonly at: number; readonly where: string; readonly faults: readonly string[] };

export type Option = {
  readonly text: { readonly text: string };
  readonly value: string;
  readonly description?: { readonly text: string };
};
export type Options = { readonly groups: readonly { readonly label: string; readonly options: readonly Option[] }[] };

/** A payload to the bot, with its ack or the reason there is none. */
export type Delivery = {
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Json;
  /** `late`: an ack after the 3 seconds, which Slack ignores. */
  outcome: 'waiting' | 'acked' | 'timeout' | 'nobody' | 'refused' | 'late';
  ack: unknown;
  /** On the server's clock, epoch ms. */
  readonly at: number;
  /** Until the ack, in real time. */
  ms: number | undefined;
};

/** Commands and shortcuts of the manifest. */
export type SlashCommand = { readonly command: string; readonly description: string; readonly usageHint: string };
export type Shortcut = {
  readonly name: string;
  readonly type: 'global' | 'message';
  readonly callbackId: string;
  readonly description: string;
};

/** The message or view of an element. */
export type Place = { readonly channel: string; readonly ts: string } | { readonly viewId: string };

/** What a person can do. Each promise settles when Slack has finished the action: acknowledged, refused or timed out. */
export type UserActions = {
  /** Types a slash command in a channel's composer: `command('C1', '/guest invite')`. */
  command(channel: string, text: string): Promise<'ok' | 'failed'>;
  /** Runs a global shortcut, or a message shortcut on a message. */
  shortcut(callbackId: string): Promise<'ok' | 'failed'>;
  messageShortcut(callbackId: string, message: { channel: string; ts: string }): Promise<'ok' | 'failed'>;
  /** Uses an element in a message or a modal, such as a button or a select. `value` in the shape of fill. */
  act(place: Place, target: { blockId?: string; actionId: string }, value?: unknown): Promise<'ok' | 'failed'>;
  /** Searches an external select. */
  search(place: Place, target: { blockId?: string; actionId: string }, text: string): Promise<Options | 'failed'>;
  /**
   * Puts a value into an input of a modal without submitting; dispatches block_actions where Slack does.
   * Text for text inputs, `2026-11-23` and `14:00` for pickers, an option value (or a list of them) for choices, ids for
   * user and channel selects. An external select needs the option itself, as search() gave it.
   */
  fill(viewId: string, target: { blockId: string; actionId?: string }, value: unknown): Promise<'ok' | 'failed'>;
  /** Submits: 'closed', 'open' (updated or pushed), 'errors', or 'failed' without an ack. */
  submit(viewId: string): Promise<'closed' | 'open' | 'errors' | 'failed'>;
  /** Closes a modal with its Close button, or with `all` the whole stack with the cross. */
  close(viewId: string, all?: boolean): Promise<void>;
  /** Posts a message as this person. */
  say(channel: string, text: string, threadTs?: string): Message;
  /** Modals open on this person's screen, topmost last. */
  views(): readonly OpenView[];
  /** The messages this person sees in a channel, oldest first. */
  messages(channel: string): readonly Message[];
  /**
   * Opens the bot's home tab, or its messages, and sends app_home_opened if the bot subscribes to it: Slack sends one event for both. Throws
   * where the manifest has no such tab.
   */
  openHome(tab?: 'home' | 'messages'): Promise<void>;
  /** This person's home tab with its `id` and `state`; act() takes the id. */
  home(): Json | undefined;
  /** The same as it is on this person's screen. */
  homeTab(): OpenView | undefined;
  /** This person's choices in a message: block_id -> action_id -> value object. */
  choices(message: { channel: string; ts: string }): Readonly<Record<string, Record<string, Json>>>;
};

/** One scripted trouble of the Web API. Troubles apply in the order they were added, each `times` times (once by default). */
export type SlackTrouble = {
  /** `*` for any. */
  readonly method: string;
  readonly times?: number;
  readonly when?: (args: Json) => boolean;
  readonly then:
    | { readonly error: string; readonly extra?: Json }
    | { readonly rateLimited: { readonly retryAfterSeconds: number | undefined } }
    | { readonly status: number }
    | { readonly hang: true }
    /** The call is handled, then the connection is cut. */
    | { readonly cutAfter: true }
    /** The connection is cut before the call is handled. */
    | { readonly cutBefore: true }
    | { readonly delayMs: number }
    /** The bot gets no answer, and the call is handled after this time on the server's clock. */
    | { readonly late: 'cut' | 'hang'; readonly afterMs: number };
};

/** What the manifest says about the app and the tabs under its name. */
export type AppProfile = {
  readonly name: string;
  readonly description: string;
  readonly longDescription: string;
  readonly homeTab: boolean;
  readonly messagesTab: boolean;
  /** Nobody can write to the app in its Messages tab. */
  readonly readOnly: boolean;
  /** Whether the app is sent app_home_opened. */
  readonly hearsHomeOpened: boolean;
  /** The granted scopes. */
  readonly scopes: readonly string[];
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
  readonly userGroups: readonly UserGroup[];
  readonly channels: readonly Channel[];
  readonly messages: readonly Message[];
  readonly files: readonly HeldFile[];
  readonly notes: readonly SlackbotNote[];
  readonly calls: readonly ApiCall[];
  readonly deliveries: readonly Delivery[];
  readonly violations: readonly Violation[];
  readonly commands: readonly SlashCommand[];
  readonly shortcuts: readonly Shortcut[];
  readonly app: AppProfile;
  /** The number of open sockets (Socket Mode). */
  readonly sockets: number;
  /** `id`: a new one unless given, as for channels and user groups. */
  addPerson(person: Partial<Person> & Pick<Person, 'name'>): Person;
  addChannel(channel: {
    id?: string;
    name: string;
    kind?: 'public' | 'private';
    members?: readonly string[];
    bot?: boolean;
    /** `true`: shared with another company. */
    shared?: boolean | Channel['shared'];
  }): Channel;
  addUserGroup(group: { id?: string; handle: string; members?: readonly string[] }): UserGroup;
  as(personId: string): UserActions;
  /** Sends any payload in a person's name, also for people who cannot act. */
  forge(
    personId: string,
    type: Delivery['type'],
    payload: Json,
  ): Promise<{ readonly acked: true; readonly ack: unknown } | { readonly acked: false }>;
  /** HTTP mode: the URL for deliveries, e.g. `http://127.0.0.1:3000/slack/events`. Without one: Socket Mode. */
  deliverTo(url: string | undefined): void;
  /**
   * Sends the same bytes of a delivery once more (with the old signature or envelope), as an attacker or a broken network would: to the
   * same place, to another bot's `url`, or over one of the open sockets, by number. The ack changes nothing on screen.
   */
  redeliver(delivery: Delivery, to?: { readonly url?: string; readonly socket?: number }): Promise<Delivery>;
  /** Sends any text over every open socket. */
  sendFrame(text: string): void;
  trouble(trouble: SlackTrouble): void;
  clearTrouble(): void;
  /** Handles the late calls that are due, after the clock was moved. */
  catchUp(): void;
  /**
   * Closes the bot's sockets as Slack does: 'refresh' sends a disconnect first, 'cut' does not. With `url` (from
   * apps.connections.open) only its socket, also before it opens.
   */
  disconnectSockets(how: 'refresh' | 'cut', url?: string): void;
  /** Calls the listener after every visible change. Returns a function that stops listening. */
  onChange(listener: () => void): () => void;
  /** Resolves with the first truthy value of `look`, tried now and after each change. Rejects after `giveUpMs` (20 s) with `what` and the state. */
  until<T>(what: string, look: () => T | undefined | false | null, giveUpMs?: number): Promise<T>;
  stop(): Promise<void>;
};

export type SlackServerOptions = {
  /** Epoch ms: dates messages. The 3-second limits run on real time. */
  readonly now: () => number;
  /** The parsed manifest: commands, shortcuts and scopes. */
  readonly manifest: Json;
  /** Scopes of the manifest that the workspace did not grant. */
  readonly withoutScopes?: readonly string[];
  /** Whether the workspace's plan has user groups, true by default. */
  readonly userGroups?: boolean;
  /** Whether to enforce Slack's rate limits with 429, true by default. */
  readonly rateLimits?: boolean;
  readonly port?: number;
  /** Tokens and the signing secret, new ones by default. */
  readonly secrets?: { readonly bot: string; readonly app: string; readonly signing: string };
  /** Real ms an ack may take, 3000 by default. */
  readonly ackWithinMs?: number;
  /** Real ms a trigger_id is valid, 3000 by default. */
  readonly triggerLifeMs?: number;
  /** Real ms before each retry of an event; Slack retries at once, after 1 and after 5 minutes. */
  readonly eventRetriesMs?: readonly number[];
};
