import type { EmulatedInvite } from '../../src/sandbox/parsec/parsec-emulator.types.ts';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { words } from '../support/gestures.ts';
import type { World } from '../support/world.ts';
import type { Refusable } from './faults.ts';

/** Whether a wish was taken: 'maybe' when the answer to the person was lost. */
export type Taken = 'no' | 'maybe' | 'yes';

/** One invite from the form to its end, and what people wished of it: all the judge goes by, with what the servers hold. */
export type Life = {
  readonly event: string;
  readonly email: string;
  readonly channel: string;
  readonly inviter: string;
  /** What is typed behind the command: when. */
  readonly when: string;
  asked: Taken;
  /** Where the end was when it was submitted, about, epoch ms; undefined before. */
  askedEnd: number | undefined;
  cancel: Taken;
  /** Where the end may be, epoch ms: one place when all wishes are certain; empty as long as nobody wished for another end. */
  ends: ReadonlySet<number>;
  /** How many wishes for a change were taken, or may have been. */
  changes: number;
  gamepad: Taken;
  kicks: number;
  kickSure: boolean;
  /** What somebody did in Parsec's own dashboard, past the bot. */
  dashboard: 'nothing' | 'cancelled' | 'moved the end';
  /** Ends the channel must have been warned of: the world stood still there with nothing in the way. */
  readonly warned: Set<number>;
  /** How often somebody pressed twice, or two people at the same moment. */
  doubleClicks: number;
  /** The latest time the clock has shown since it was asked for, epoch ms; it may have gone back since. */
  latest: number;
  /** The clock passed the end before Parsec had the invite, or before it had what was wished: then it may not have it. */
  overtaken: boolean;
  /** What happened, for a failure to be understood. */
  readonly story: string[];
};

export function held(world: World, life: Life): readonly EmulatedInvite[] {
  return world.parsec.invites.filter((each) => each.event_name === life.event);
}

/** Those of a life's invites at Parsec that let the guest in, or will. */
export function live(world: World, life: Life): readonly EmulatedInvite[] {
  return held(world, life).filter(({ hidden }) => !hidden.cancelled);
}

/** The one of a life's invites at Parsec that is meant, when a late create has made more of them. */
export function mainOf(world: World, life: Life): EmulatedInvite | undefined {
  return live(world, life)[0] ?? held(world, life)[0];
}

/** What Parsec has is what was wished, as far as it is certain. */
export function isSettled(world: World, life: Life): boolean {
  const invite = mainOf(world, life);
  if (live(world, life).length > 1) return false;
  const end = endAtParsec(world, life);
  if (invite === undefined || end === undefined) return false;
  if (invite.hidden.cancelled) return true;
  if (life.cancel !== 'no') return false;
  if (life.gamepad !== 'no' && !invite.gamepad) return false;
  if (life.kickSure && !said(world, life).notices.some((each) => /disconnected|could not be kicked/.test(each.text)))
    return false;
  return life.ends.size === 0 || (life.ends.size === 1 && life.ends.has(end));
}

/** The end Parsec has, epoch ms. */
export function endAtParsec(world: World, life: Life): number | undefined {
  const invite = mainOf(world, life);
  return invite === undefined ? undefined : Date.parse(invite.expires_at);
}

/** The ends the invite was created with, epoch ms, as they were sent: one that is made from now on keeps its length each time. */
export function createdEnds(world: World, life: Life): ReadonlySet<number> {
  const ends = new Set<number>();
  for (const { operation, body } of world.parsec.requests) {
    if (operation !== 'Create Guest Access Invite' || typeof body !== 'object' || body === null) continue;
    if ('event_name' in body && body.event_name === life.event && 'expires_at' in body)
      ends.add(Date.parse(String(body.expires_at)));
  }
  return ends;
}

/** Whether Parsec refused to do this to the invite at least once, or the key: then the channel may have been told so. */
export function wasRefused(world: World, life: Life, operation: Refusable | 'Get Guest Access Invite'): boolean {
  const ids = held(world, life).map((invite) => invite.id);
  return world.parsec.requests.some(
    (request) =>
      request.operation === operation &&
      (request.status === 403 || request.status === 401) &&
      ids.some((id) => request.path.includes(id)),
  );
}

/** Whether the key was refused when an invite was looked for whose create had no answer: without an id at Parsec it is nobody's. */
export function wasNotFound(world: World, life: Life): boolean {
  const { requests } = world.parsec;
  const isRefused = requests.some(
    ({ operation, status }) => operation === 'Get Guest Access Invites' && status === 401,
  );
  const lost = requests.some(
    ({ operation, status, body }) =>
      operation === 'Create Guest Access Invite' &&
      (typeof status !== 'number' || status >= 500) &&
      typeof body === 'object' &&
      body !== null &&
      'event_name' in body &&
      body.event_name === life.event,
  );
  return isRefused && lost;
}

/** Whether a create of the life was refused for the key: then no invite is made. */
export function wasNotMade(world: World, life: Life): boolean {
  return world.parsec.requests.some(
    ({ operation, status, body }) =>
      operation === 'Create Guest Access Invite' &&
      status === 401 &&
      typeof body === 'object' &&
      body !== null &&
      'event_name' in body &&
      body.event_name === life.event,
  );
}

/** What the bot said of the life for all to see: its cards, what stands in their threads, and what told of its end with others. */
export function said(
  world: World,
  life: Life,
): { readonly cards: readonly Message[]; readonly notices: readonly Message[] } {
  const all = world.slack.messages.filter(
    (message) =>
      message.channel === life.channel && message.user === world.slack.botUserId && message.ephemeralFor === undefined,
  );
  const cards = all.filter(
    (message) => message.threadTs === undefined && message.text.includes(`(${life.event})`) && !isWarning(message),
  );
  const threads = new Set<string | undefined>(cards.map((card) => card.ts));
  const notices = all.filter(
    // By the event: while Slack does not say with whom the channel is shared, the guest's address is masked.
    (message) =>
      threads.has(message.threadTs) ||
      (isDigest(message) && words(message).includes(`(${life.event}): `)) ||
      (isWarning(message) && words(message).includes(`(${life.event})`)),
  );
  return { cards, notices };
}

/** Whether a message tells of the ends of several. */
export function isDigest(message: Message): boolean {
  return JSON.stringify(message.metadata ?? '').includes('"digest:');
}

/** Whether a message warns of an end, or of several; also once it says what became of them. */
export function isWarning(message: Message): boolean {
  return JSON.stringify(message.metadata ?? '').includes('"warning:');
}

/** The end a warning was about, epoch ms; of several the first, and the others came within five minutes of it. */
export function warnedEnd(message: Message): number {
  return Number(/"warning:[^":]+:(\d+)/.exec(JSON.stringify(message.metadata ?? ''))?.[1]);
}

/** The end a notice is about, epoch ms: the first date it names behind `word`. */
export function namedEnd(message: Message, word: string): number | undefined {
  const found = new RegExp(`${word}[^<]*<!date\\^(\\d+)\\^`).exec(message.text)?.[1];
  return found === undefined ? undefined : Number(found) * 1000;
}
