import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { words } from '../support/gestures.ts';
import type { World } from '../support/world.ts';
import { requestsOf } from './approval-cards.ts';
import { checkApprovals, decisions } from './approval-oracle.ts';
import type { Refusable } from './fault-injection.ts';
import {
  createdEnds,
  held,
  isWarning,
  live,
  mainOf,
  namedEnd,
  type Scenario,
  said,
  warnedEnd,
  wasNotFound,
  wasNotMade,
  wasRefused,
} from './scenario.ts';

export type Violation = {
  readonly kind:
    | 'lost notice'
    | 'duplicate create'
    | 'duplicate post'
    | 'wrong state'
    | 'wrong notice'
    | 'without approval';
  readonly what: string;
};

const kinds = {
  ended:
    /^:checkered_flag: (.*'s (access|invite) to .* ended <|\*(Access ended for \d+ (guests|invites)|\d+ guest invites ended)\.)/,
  cancelled: /cancelled this invite/,
  failed: /the invite for .* wasn't created/,
  // The inviter has no name while Slack does not say it.
  changed: /^:pencil2: (<@\w+>: )?(\S+|The inviter) changed this invite: /,
  changedThere: /^:pencil2: (<@\w+>: )?This invite was changed in Parsec/,
  cancelledThere: /was cancelled in Parsec/,
  refused: /^:warning: (<@\w+>: )?The change .* wasn't made/,
  kicked: /disconnected/,
  notKicked: /The guest (wasn't kicked|isn't kicked yet)/,
  notCancelled: /This invite is \*not\* cancelled yet/,
  // Recognized by their key: their text changes with the end.
  soon: /^$/,
  // Once another guest was seen to connect: the log then speaks of those who don't.
  absent: /^:mag: (<@\w+>: )?\S+ hasn't connected to/,
  twin: /created this invite twice|ran an old request late/,
  twinStuck: /created a second invite/,
  ...decisions,
} as const;
type Kind = keyof typeof kinds;
/** What may happen more than once in a scenario. */
const mayRepeat: ReadonlySet<Kind> = new Set<Kind>([
  'kicked',
  'notKicked',
  'refused',
  'notCancelled',
  'twin',
  'twinStuck',
  // One for each request.
  'approved',
  'denied',
  'expired',
]);

/** Invites that end within this time of the first one may share its warning. */
const TOGETHER_MS = 5 * 60_000;

/** After this many unanswered attempts the channel is notified that the cancel does not get through. */
const STUCK_TRIES = 6;

function triedToCancel(world: World, scenario: Scenario): number {
  const ids = held(world, scenario).map(({ id }) => id);
  return world.parsec.requests.filter(
    ({ operation, path }) => operation === 'Cancel Guest Access Invite' && ids.some((id) => path.includes(id)),
  ).length;
}

function kindOf(message: Message): Kind | undefined {
  if (isWarning(message)) return 'soon';
  const found = Object.entries(kinds).find(([, pattern]) => pattern.test(message.text));
  return found && (found[0] as Kind);
}

/** Compares what the servers hold with what people asked for, after the scenario has ended. Empty when nothing is wrong. */
export function checkScenario(world: World, scenario: Scenario): readonly Violation[] {
  const violations: Violation[] = [];
  const violation = (kind: Violation['kind'], what: string) =>
    void violations.push({ kind, what: `${scenario.event}: ${what}` });
  const invites = held(world, scenario);
  const { cards, notices } = said(world, scenario);
  if (scenario.asked === 'no' || (scenario.asked === 'maybe' && invites.length === 0 && cards.length === 0)) {
    if (invites.length > 0) violation('wrong state', 'an invite nobody asked for');
    if (cards.length + notices.length + requestsOf(world, scenario).length > 0)
      violation('wrong notice', 'a notification of an invite nobody asked for');
    return violations;
  }

  for (const message of notices) if (kindOf(message) === undefined) violation('wrong notice', `“${message.text}”`);
  const of = (kind: Kind) => notices.filter((message) => kindOf(message) === kind);
  const exactly = (kind: Kind, wanted: 0 | 1, orMore = false) => {
    const found = of(kind).length;
    if (found < wanted) violation('lost notice', kind);
    if (found > 0 && wanted === 0 && !orMore) violation('wrong notice', `notified ${kind}, which did not happen`);
  };
  // Extended in the dashboard while the key was refused, or reopened when the clock went back: it ends a second time.
  const endUnseen = wasRefused(world, scenario, 'Get Guest Access Invite');
  const again: ReadonlySet<Kind> = new Set<Kind>(endUnseen || scenario.dashboard === 'moved the end' ? ['ended'] : []);
  for (const twice of repeated(notices, again)) violation('duplicate post', twice);
  if (cards.length === 0) violation('lost notice', 'no card');
  if (cards.length > 1) violation('duplicate post', `${cards.length} cards`);
  // A second invite made by a late create must be cancelled by now, unless the clock passed its end first.
  const left = live(world, scenario).length;
  if (left > 1 && !scenario.overtaken) violation('duplicate create', `${left} invites at Parsec let the guest in`);
  // Of two cards, the edited one or else the latest counts; that there are two is a violation of its own.
  const [card] = cards.toSorted((one, other) => other.edits - one.edits || Number(other.ts) - Number(one.ts));
  const invite = mainOf(world, scenario);
  const cardSays = (state: string) => card !== undefined && words(card).includes(state);
  const says = (state: string) => {
    if (card !== undefined && !cardSays(state))
      violation('wrong state', `the card does not say ${state}: ${words(card).slice(0, 400)}`);
  };

  checkApprovals(world, scenario, violation);
  const refusal = cardSays('*Denied*') ? 'denied' : cardSays('*Not approved.*') ? 'expired' : undefined;
  if (refusal !== undefined) {
    if (invites.length > 0) violation('without approval', `an invite at Parsec, ${refusal} on its card`);
    exactly(refusal, 1);
    for (const kind of ['ended', 'failed', 'cancelled'] as const) exactly(kind, 0);
    if (scenario.cancel === 'yes') violation('wrong state', `${refusal}, although it was cancelled`);
    return violations;
  }

  if (invite === undefined) {
    exactly('ended', 0);
    if (scenario.cancel !== 'no' && card !== undefined && words(card).includes('*Cancelled*')) {
      if (of('cancelled').length + of('failed').length === 0) violation('lost notice', 'cancelled before it was made');
    } else if (scenario.overtaken || wasNotMade(world, scenario)) {
      says("*The invite wasn't created.*");
      exactly('failed', 1);
    } else violation('wrong state', 'no invite at Parsec');
    return violations;
  }

  if (invite.hidden.cancelled && cardSays("*The invite wasn't created.*")) {
    // Created too late, then cancelled.
    if (!wasNotMade(world, scenario) && !scenario.overtaken) violation('wrong state', 'no invite was made');
    exactly('failed', 1);
    exactly('ended', 0);
    return violations;
  }
  exactly('failed', 0);
  const refused = (operation: Refusable) => wasRefused(world, scenario, operation);
  const excused = scenario.overtaken || refused('Update Guest Access Invite');
  const mayBeStuck = refused('Cancel Guest Access Invite') || wasNotFound(world, scenario);
  if (!mayBeStuck && triedToCancel(world, scenario) < STUCK_TRIES) exactly('notCancelled', 0);
  exactly('cancelledThere', 0, scenario.dashboard === 'cancelled');
  exactly('changedThere', 0, scenario.dashboard === 'moved the end');
  if (scenario.dashboard === 'cancelled') {
    // Discovered only after the end, so only the end is notified.
    const late = of('cancelledThere').length === 0;
    says(late ? '*Ended*' : '*Cancelled* in Parsec');
    exactly('ended', late ? 1 : 0);
  } else if (
    invite.hidden.cancelled &&
    cardSays('*Ended*') &&
    (scenario.overtaken || endUnseen || of('twin').length > 0)
  ) {
    // Our record had it ended when a late cancel arrived, or a late change had reopened it.
    exactly('ended', 1);
    exactly('cancelled', 0);
  } else if (invite.hidden.cancelled) {
    if (scenario.cancel === 'no') violation('wrong state', 'cancelled at Parsec, which nobody asked for');
    says('*Cancelled*');
    exactly('cancelled', 1);
    // The clock passed the end while the key was refused, and went back: the end could not be checked.
    exactly('ended', 0, endUnseen);
  } else {
    // Whatever Parsec answers, the cancel is retried until it succeeds or the invite expires.
    if (scenario.cancel === 'yes' && !scenario.overtaken) violation('wrong state', 'the guest is not cancelled');
    says('*Ended*');
    exactly('ended', 1);
    exactly('cancelled', 0);
    const notices = [...of('changed'), ...of('changedThere')];
    checkEnd(world, scenario, Date.parse(invite.expires_at), { notices, card, excused, violation });
    if (scenario.gamepad === 'yes' && !invite.gamepad && !excused)
      violation('wrong state', 'the gamepad was not given');
    if (scenario.gamepad === 'no' && invite.gamepad) violation('wrong state', 'a gamepad nobody asked for');
  }
  const changes = distinct(of('changed'));
  if (changes > scenario.changes) violation('wrong notice', `${changes} changes notified, ${scenario.changes} made`);
  if (of('refused').length > 0 && !excused) violation('wrong notice', `“${of('refused')[0]?.text}”`);
  // A kick that is refused first is notified twice: as refused, and when it is done.
  for (const kind of ['kicked', 'notKicked'] as const) {
    if (distinct(of(kind)) > scenario.kicks)
      violation('duplicate post', `${distinct(of(kind))} ${kind} notified, ${scenario.kicks} asked for`);
  }
  const kicks = distinct([...of('kicked'), ...of('notKicked')]);
  if (scenario.kickSure && kicks === 0 && !scenario.overtaken && !invite.hidden.cancelled)
    violation('lost notice', 'kicked');

  for (const end of scenario.warned) {
    const isOfIt = (first: number) => first <= end && end <= first + TOGETHER_MS;
    if (!of('soon').some((message) => isOfIt(warnedEnd(message))))
      violation('lost notice', `ends soon, ${new Date(end).toISOString()}`);
  }
  return violations;
}

/** The end is where people asked for it, the card shows it, and a change of it was notified. */
function checkEnd(
  world: World,
  scenario: Scenario,
  end: number,
  seen: {
    readonly notices: readonly Message[];
    readonly card: Message | undefined;
    /** Something prevented what people asked for. */
    readonly excused: boolean;
    readonly violation: (kind: Violation['kind'], what: string) => void;
  },
): void {
  const at = (ms: number) => new Date(ms).toISOString();
  if (scenario.ends.size > 0 && !scenario.ends.has(end) && !seen.excused)
    seen.violation('wrong state', `ends ${at(end)} instead of ${[...scenario.ends].map(at).join(' or ')}`);
  if (seen.card !== undefined && !words(seen.card).includes(`<!date^${end / 1000}^`))
    seen.violation('wrong state', 'the card names another end');
  if (createdEnds(world, scenario).has(end)) return;
  // Moved in the dashboard, it may end before Guestlist looks: then only the end is notified.
  const hasEnded = scenario.dashboard === 'moved the end';
  if (!seen.notices.some((message) => namedEnd(message, 'ends') === end) && !seen.excused && !hasEnded)
    seen.violation('lost notice', `changed to ${at(end)}`);
}

/** How many notices have different keys. */
function distinct(notices: readonly Message[]): number {
  return new Set(notices.map((message) => JSON.stringify(message.metadata))).size;
}

/** Notices posted more than once: with the same key, or about the same event. */
function repeated(notices: readonly Message[], again: ReadonlySet<Kind>): readonly string[] {
  const counts = new Map<string, Set<string>>();
  const count = (what: string, ts: string) => counts.set(what, (counts.get(what) ?? new Set()).add(ts));
  for (const message of notices) {
    count(`key ${JSON.stringify(message.metadata)}`, message.ts);
    const kind = kindOf(message);
    if (kind === 'soon') count(`ends soon, ${warnedEnd(message)}`, message.ts);
    else if (kind === 'changed' || kind === 'changedThere' || kind === 'absent') count(message.text, message.ts);
    else if (kind !== undefined && !mayRepeat.has(kind) && !again.has(kind)) count(kind, message.ts);
  }
  return [...counts].filter(([, all]) => all.size > 1).map(([what, all]) => `${all.size} times ${what}`);
}
