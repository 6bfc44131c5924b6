import type { EmulatedInvite } from '../../src/sandbox/parsec/parsec-emulator.types.ts';
import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { words } from '../support/gestures.ts';
import type { World } from '../support/world.ts';
import type { ApprovalSetUp, Press } from './approval-actions.ts';
import { requestsOf } from './approval-cards.ts';
import type { Refusable } from './fault-injection.ts';

/** Whether a request was taken: 'maybe' when the person got no answer. */
export type Taken = 'no' | 'maybe' | 'yes';

/** One invite from the form to its end, and what people asked for: what the oracle compares the servers with. */
export type Scenario = {
  readonly event: string;
  readonly email: string;
  readonly channel: string;
  readonly inviter: string;
  /** The time as typed after the command. */
  readonly when: string;
  asked: Taken;
  /** The end at the time of the submission, roughly, epoch ms; undefined before. */
  askedEnd: number | undefined;
  cancel: Taken;
  /** The possible ends, epoch ms: one when every request is certain, none while nobody asked for another end. */
  ends: ReadonlySet<number>;
  /** How many requests for a change were taken, or may have been. */
  changes: number;
  gamepad: Taken;
  kicks: number;
  kickSure: boolean;
  /** What somebody did in Parsec's own dashboard. */
  dashboard: 'nothing' | 'cancelled' | 'moved the end';
  /** Ends that required a warning: no fault could prevent it. */
  readonly warned: Set<number>;
  /** How often somebody pressed twice, or two people at the same moment. */
  doubleClicks: number;
  /** The latest time of the clock since the request, epoch ms; the clock may have gone back since. */
  latest: number;
  /** The clock passed the end before Parsec had the invite or the change, which it then need not have. */
  overtaken: boolean;
  /** Who has to approve what; undefined: nothing needs approval. */
  readonly approvals: ApprovalSetUp | undefined;
  readonly presses: Press[];
  /** Whether a change was taken that waits, or waited, for approval: its end is among `ends`, beside the one before. */
  waits: boolean;
  /** What was wrong on the way. */
  readonly wrong: string[];
  /** What happened, for failure reports. */
  readonly story: string[];
};

export function held(world: World, scenario: Scenario): readonly EmulatedInvite[] {
  return world.parsec.invites.filter((each) => each.event_name === scenario.event);
}

/** The invites of a scenario at Parsec that are not cancelled. */
export function live(world: World, scenario: Scenario): readonly EmulatedInvite[] {
  return held(world, scenario).filter(({ hidden }) => !hidden.cancelled);
}

/** The main invite of a scenario at Parsec, when a late create has made more than one. */
export function mainOf(world: World, scenario: Scenario): EmulatedInvite | undefined {
  return live(world, scenario)[0] ?? held(world, scenario)[0];
}

/** Whether Parsec has what people asked for, as far as that is certain. */
export function isSettled(world: World, scenario: Scenario): boolean {
  const invite = mainOf(world, scenario);
  if (live(world, scenario).length > 1) return false;
  const end = endAtParsec(world, scenario);
  if (invite === undefined || end === undefined) return false;
  if (invite.hidden.cancelled) return true;
  if (scenario.cancel !== 'no') return false;
  if (scenario.gamepad !== 'no' && !invite.gamepad) return false;
  if (
    scenario.kickSure &&
    !said(world, scenario).notices.some((each) =>
      /disconnected|The guest (wasn't kicked|isn't kicked yet)/.test(each.text),
    )
  )
    return false;
  if (scenario.ends.size === 0) return true;
  const isSure = scenario.ends.size === 1 || (scenario.waits && hasApprovedEnds(world, scenario, end));
  return isSure && scenario.ends.has(end);
}

/** Whether no end that people approved is later than the one at Parsec. */
function hasApprovedEnds(world: World, scenario: Scenario, end: number): boolean {
  const changes = new Set(
    requestsOf(world, scenario)
      .filter(
        ({ kind, cards }) => kind === 'change' && !cards.some(({ text }) => /\*(Denied|Expired|Withdrawn)/.test(text)),
      )
      .map(({ id }) => id),
  );
  return scenario.presses.every(
    ({ id, how, endsAt }) => (how !== 'approve' && how !== 'edit') || !changes.has(id) || endsAt <= end,
  );
}

/** The end at Parsec, epoch ms. */
export function endAtParsec(world: World, scenario: Scenario): number | undefined {
  const invite = mainOf(world, scenario);
  return invite === undefined ? undefined : Date.parse(invite.expires_at);
}

/** The ends sent with each attempt to create the invite, epoch ms: an invite from now on keeps its length, so its end moves. */
export function createdEnds(world: World, scenario: Scenario): ReadonlySet<number> {
  const ends = new Set<number>();
  for (const { operation, body } of world.parsec.requests) {
    if (operation !== 'Create Guest Access Invite' || typeof body !== 'object' || body === null) continue;
    if ('event_name' in body && body.event_name === scenario.event && 'expires_at' in body)
      ends.add(Date.parse(String(body.expires_at)));
  }
  return ends;
}

/** Whether Parsec refused this operation, or the key, at least once: then the channel may have been notified. */
export function wasRefused(
  world: World,
  scenario: Scenario,
  operation: Refusable | 'Get Guest Access Invite',
): boolean {
  const ids = held(world, scenario).map((invite) => invite.id);
  return world.parsec.requests.some(
    (request) =>
      request.operation === operation &&
      (request.status === 403 || request.status === 401) &&
      ids.some((id) => request.path.includes(id)),
  );
}

/** Whether the key was refused while Guestlist looked for an invite whose create had no answer. */
export function wasNotFound(world: World, scenario: Scenario): boolean {
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
      body.event_name === scenario.event,
  );
  return isRefused && lost;
}

/** Whether a create of the scenario was refused because of the key: then there is no invite. */
export function wasNotMade(world: World, scenario: Scenario): boolean {
  return world.parsec.requests.some(
    ({ operation, status, body }) =>
      operation === 'Create Guest Access Invite' &&
      status === 401 &&
      typeof body === 'object' &&
      body !== null &&
      'event_name' in body &&
      body.event_name === scenario.event,
  );
}

/** The public messages about a scenario: its cards, the replies in their threads, and shared notices of ends. */
export function said(
  world: World,
  scenario: Scenario,
): { readonly cards: readonly Message[]; readonly notices: readonly Message[] } {
  const all = world.slack.messages.filter(
    (message) =>
      message.channel === scenario.channel &&
      message.user === world.slack.botUserId &&
      message.ephemeralFor === undefined,
  );
  const cards = all.filter(
    (message) => message.threadTs === undefined && message.text.includes(`(${scenario.event})`) && !isWarning(message),
  );
  const threads = new Set<string | undefined>(cards.map((card) => card.ts));
  const notices = all.filter(
    // Found by event, since the guest's address is masked while Slack does not say with whom the channel is shared.
    (message) =>
      threads.has(message.threadTs) ||
      (isDigest(message) && words(message).includes(`(${scenario.event}): `)) ||
      (isWarning(message) && words(message).includes(`(${scenario.event})`)),
  );
  return { cards, notices };
}

/** Whether a message announces the ends of several invites. */
export function isDigest(message: Message): boolean {
  return JSON.stringify(message.metadata ?? '').includes('"digest:');
}

/** Whether a message warns of one or more ends, also after it was updated. */
export function isWarning(message: Message): boolean {
  return JSON.stringify(message.metadata ?? '').includes('"warning:');
}

/** The end a warning is about, epoch ms; the first of several, which are within five minutes. */
export function warnedEnd(message: Message): number {
  return Number(/"warning:[^":]+:(\d+)/.exec(JSON.stringify(message.metadata ?? ''))?.[1]);
}

/** The end a notice is about, epoch ms: the first date after `word`. */
export function namedEnd(message: Message, word: string): number | undefined {
  const found = new RegExp(`${word}[^<]*<!date\\^(\\d+)\\^`).exec(message.text)?.[1];
  return found === undefined ? undefined : Number(found) * 1000;
}
