import type { Message } from '../../src/sandbox/slack/slack-server.types.ts';
import { words } from '../support/gestures.ts';
import type { World } from '../support/world.ts';
import type { Refusable } from './faults.ts';
import {
  createdEnds,
  held,
  isWarning,
  type Life,
  live,
  mainOf,
  namedEnd,
  said,
  warnedEnd,
  wasNotFound,
  wasNotMade,
  wasRefused,
} from './life.ts';

export type Fault = {
  readonly kind: 'lost notice' | 'duplicate create' | 'duplicate post' | 'wrong state' | 'wrong notice';
  readonly what: string;
};

const kinds = {
  ended:
    /has ended\. It ended|^:checkered_flag: (The invite of .* ended <|\*(The guest access of \d+ (guests|invites) has|\d+ guest invites have) ended\.)/,
  cancelled: /cancelled this invite/,
  failed: /no invite was made/,
  changed: /^:pencil2: (<@\w+> )?Changed by /,
  changedThere: /^:pencil2: (<@\w+> )?Changed in Parsec/,
  cancelledThere: /was cancelled in Parsec/,
  refused: /^:warning: (<@\w+> )?The change .* was not made/,
  kicked: /disconnected/,
  notKicked: /could not be kicked/,
  notCancelled: /could \*not\* be cancelled/,
  // Known by the key they carry: what they say changes with what becomes of the end.
  soon: /^$/,
  twin: /made this invite twice|carried out too late/,
  twinStuck: /made a second invite/,
} as const;
type Kind = keyof typeof kinds;
/** What can come to pass more than once in a life. */
const mayRepeat: ReadonlySet<Kind> = new Set<Kind>([
  'kicked',
  'notKicked',
  'refused',
  'notCancelled',
  'twin',
  'twinStuck',
]);

/** Ends that come within this of the first may be warned of with it. */
const TOGETHER_MS = 5 * 60_000;

/** After so many tries without an answer the channel is told that a cancel does not get through. */
const STUCK_TRIES = 6;

function triedToCancel(world: World, life: Life): number {
  const ids = held(world, life).map(({ id }) => id);
  return world.parsec.requests.filter(
    ({ operation, path }) => operation === 'Cancel Guest Access Invite' && ids.some((id) => path.includes(id)),
  ).length;
}

function kindOf(message: Message): Kind | undefined {
  if (isWarning(message)) return 'soon';
  const found = Object.entries(kinds).find(([, pattern]) => pattern.test(message.text));
  return found && (found[0] as Kind);
}

/** What is wrong with a life that is over, by what the servers hold and what people wished. Empty when nothing is. */
export function judge(world: World, life: Life): readonly Fault[] {
  const faults: Fault[] = [];
  const fault = (kind: Fault['kind'], what: string) => void faults.push({ kind, what: `${life.event}: ${what}` });
  const invites = held(world, life);
  const { cards, notices } = said(world, life);
  if (life.asked === 'no' || (life.asked === 'maybe' && invites.length === 0 && cards.length === 0)) {
    if (invites.length > 0) fault('wrong state', 'an invite nobody asked for');
    if (cards.length + notices.length > 0) fault('wrong notice', 'told of an invite nobody asked for');
    return faults;
  }

  for (const message of notices) if (kindOf(message) === undefined) fault('wrong notice', `“${message.text}”`);
  const of = (kind: Kind) => notices.filter((message) => kindOf(message) === kind);
  const exactly = (kind: Kind, wanted: 0 | 1, orMore = false) => {
    const found = of(kind).length;
    if (found < wanted) fault('lost notice', kind);
    if (found > 0 && wanted === 0 && !orMore) fault('wrong notice', `${kind} was told and did not happen`);
  };
  // Prolonged there while nobody could ask, or over only until the clock went back, it is open again and ends once more.
  const endUnseen = wasRefused(world, life, 'Get Guest Access Invite');
  const again: ReadonlySet<Kind> = new Set<Kind>(endUnseen || life.dashboard === 'moved the end' ? ['ended'] : []);
  for (const twice of repeated(notices, again)) fault('duplicate post', twice);
  if (cards.length === 0) fault('lost notice', 'no card');
  if (cards.length > 1) fault('duplicate post', `${cards.length} cards`);
  // A second one that a late create has made must be cancelled by now. Where the clock went over the end, nobody could.
  const left = live(world, life).length;
  if (left > 1 && !life.overtaken) fault('duplicate create', `${left} invites at Parsec let the guest in`);
  // With two of them, only one can be edited, or the last is the one that is known; that there are two is a fault of its own.
  const [card] = cards.toSorted((one, other) => other.edits - one.edits || Number(other.ts) - Number(one.ts));
  const invite = mainOf(world, life);
  const cardSays = (state: string) => card !== undefined && words(card).includes(state);
  const says = (state: string) => {
    if (card !== undefined && !cardSays(state))
      fault('wrong state', `the card does not say ${state}: ${words(card).slice(0, 400)}`);
  };

  if (invite === undefined) {
    exactly('ended', 0);
    if (life.cancel !== 'no' && card !== undefined && words(card).includes('*Cancelled*')) {
      if (of('cancelled').length + of('failed').length === 0) fault('lost notice', 'cancelled before it was made');
    } else if (life.overtaken || wasNotMade(world, life)) {
      says('*No invite was made.*');
      exactly('failed', 1);
    } else fault('wrong state', 'no invite at Parsec');
    return faults;
  }

  if (invite.hidden.cancelled && cardSays('*No invite was made.*')) {
    // Made too late, and taken back.
    if (!wasNotMade(world, life) && !life.overtaken) fault('wrong state', 'no invite was made');
    exactly('failed', 1);
    exactly('ended', 0);
    return faults;
  }
  exactly('failed', 0);
  const refused = (operation: Refusable) => wasRefused(world, life, operation);
  const excused = life.overtaken || refused('Update Guest Access Invite');
  const mayBeStuck = refused('Cancel Guest Access Invite') || wasNotFound(world, life);
  if (!mayBeStuck && triedToCancel(world, life) < STUCK_TRIES) exactly('notCancelled', 0);
  exactly('cancelledThere', 0, life.dashboard === 'cancelled');
  exactly('changedThere', 0, life.dashboard === 'moved the end');
  if (life.dashboard === 'cancelled') {
    // Who learns of it only when the time is over has nothing but the end to tell.
    const late = of('cancelledThere').length === 0;
    says(late ? '*Ended*' : '*Cancelled* in Parsec');
    exactly('ended', late ? 1 : 0);
  } else if (invite.hidden.cancelled && cardSays('*Ended*') && (life.overtaken || endUnseen || of('twin').length > 0)) {
    // It was over by our own record when a cancel came through late, or a late change had opened it again.
    exactly('ended', 1);
    exactly('cancelled', 0);
  } else if (invite.hidden.cancelled) {
    if (life.cancel === 'no') fault('wrong state', 'cancelled at Parsec, which nobody asked for');
    says('*Cancelled*');
    exactly('cancelled', 1);
    // Nobody could see that it was none: the clock went on over it while the key was refused, and back.
    exactly('ended', 0, endUnseen);
  } else {
    // Whatever Parsec said to it, it is wanted until it is so, or the time is over.
    if (life.cancel === 'yes' && !life.overtaken) fault('wrong state', 'the guest is not cancelled');
    says('*Ended*');
    exactly('ended', 1);
    exactly('cancelled', 0);
    const notices = [...of('changed'), ...of('changedThere')];
    judgeEnd(world, life, Date.parse(invite.expires_at), { notices, card, excused, fault });
    if (life.gamepad === 'yes' && !invite.gamepad && !excused) fault('wrong state', 'the gamepad was not given');
    if (life.gamepad === 'no' && invite.gamepad) fault('wrong state', 'a gamepad nobody asked for');
  }
  const changes = distinct(of('changed'));
  if (changes > life.changes) fault('wrong notice', `${changes} changes told of ${life.changes}`);
  if (of('refused').length > 0 && !excused) fault('wrong notice', `“${of('refused')[0]?.text}”`);
  // One that was refused at first is told as that, and once more when it is done.
  for (const kind of ['kicked', 'notKicked'] as const) {
    if (distinct(of(kind)) > life.kicks) fault('duplicate post', `${distinct(of(kind))} ${kind} told of ${life.kicks}`);
  }
  const kicks = distinct([...of('kicked'), ...of('notKicked')]);
  if (life.kickSure && kicks === 0 && !life.overtaken && !invite.hidden.cancelled) fault('lost notice', 'kicked');

  for (const end of life.warned) {
    const isOfIt = (first: number) => first <= end && end <= first + TOGETHER_MS;
    if (!of('soon').some((message) => isOfIt(warnedEnd(message))))
      fault('lost notice', `ends soon, ${new Date(end).toISOString()}`);
  }
  return faults;
}

/** The end is where it was wished, the card says so, and a change of it was told once. */
function judgeEnd(
  world: World,
  life: Life,
  end: number,
  seen: {
    readonly notices: readonly Message[];
    readonly card: Message | undefined;
    /** Something stood in the way of what was wished. */
    readonly excused: boolean;
    readonly fault: (kind: Fault['kind'], what: string) => void;
  },
): void {
  const at = (ms: number) => new Date(ms).toISOString();
  if (life.ends.size > 0 && !life.ends.has(end) && !seen.excused)
    seen.fault('wrong state', `ends ${at(end)} instead of ${[...life.ends].map(at).join(' or ')}`);
  if (seen.card !== undefined && !words(seen.card).includes(`<!date^${end / 1000}^`))
    seen.fault('wrong state', 'the card names another end');
  if (createdEnds(world, life).has(end)) return;
  // Moved in the dashboard, it may be over before anybody looks: then its end is told, and no change of it.
  const isOver = life.dashboard === 'moved the end';
  if (!seen.notices.some((message) => namedEnd(message, 'ends') === end) && !seen.excused && !isOver)
    seen.fault('lost notice', `changed to ${at(end)}`);
}

/** How many notices there are when one that was posted twice counts once: by the key each carries. */
function distinct(notices: readonly Message[]): number {
  return new Set(notices.map((message) => JSON.stringify(message.metadata))).size;
}

/** Notices that say the same of the same thing: by what they tell, and by the key they carry. */
function repeated(notices: readonly Message[], again: ReadonlySet<Kind>): readonly string[] {
  const counts = new Map<string, Set<string>>();
  const count = (what: string, ts: string) => counts.set(what, (counts.get(what) ?? new Set()).add(ts));
  for (const message of notices) {
    count(`key ${JSON.stringify(message.metadata)}`, message.ts);
    const kind = kindOf(message);
    if (kind === 'soon') count(`ends soon, ${warnedEnd(message)}`, message.ts);
    else if (kind === 'changed' || kind === 'changedThere') count(message.text, message.ts);
    else if (kind !== undefined && !mayRepeat.has(kind) && !again.has(kind)) count(kind, message.ts);
  }
  return [...counts].filter(([, all]) => all.size > 1).map(([what, all]) => `${all.size} times ${what}`);
}
