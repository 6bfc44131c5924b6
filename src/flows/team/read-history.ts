import { defined } from '../../domain/defined.ts';
import { type MemberRow, type Tally, tallyOf } from '../../domain/member-batch.ts';
import { mayAdminister, type Person } from '../../domain/person.ts';
import type { Problem } from '../../domain/problem.ts';
import { searchKey } from '../../domain/text/search-key.ts';
import type { Context, HistoryRow } from '../shared/context.ts';
import {
  type Endings,
  GUESTS,
  type HistoryKind,
  historyActions,
  historyKinds,
  isHistoryAction,
} from '../shared/history-actions.ts';
import { teamOperations } from './team-operations.ts';

/** How far back is read, ms. */
const periods = { day: 24 * 3_600_000, week: 7 * 24 * 3_600_000, month: 31 * 24 * 3_600_000 } as const;

/** Removals of a kind and system that are looked at for a page of the history: the oldest. */
const MOST_STUCK = 200;

/** What of the history is wanted; what is left out does not narrow it. */
export type HistoryFilters = {
  readonly who?: string | undefined;
  /** A system's name, `guests` or `settings`. */
  readonly area?: string | undefined;
  readonly kind?: HistoryKind | undefined;
  readonly when?: keyof typeof periods | undefined;
  /** Part of whom or what it was about. */
  readonly text?: string | undefined;
};

/** The result. `reason`: the code of a Problem, with what its copy needs. Withdrawn: somebody did not want it any more. */
export type HistoryOutcome =
  | { readonly kind: 'done' | 'open' | 'lost' | 'withdrawn' }
  /** Waits: it did not get through, and is tried again until it does. */
  | {
      readonly kind: 'refused' | 'waits';
      readonly reason: string;
      readonly facts: Readonly<Record<string, string | number>>;
    };

/** One line: what somebody did, as it was then, and the result as far as anybody knows. */
export type HistoryEntry = Pick<HistoryRow, 'id' | 'at' | 'actor' | 'area' | 'action'> & {
  /** What the audit noted; for an operation of `/team` nothing. */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /** What was put into a form of `/team`, line by line. */
  readonly shown: readonly string[];
  readonly outcome: HistoryOutcome;
  /** The removal that is tried again, while it is. */
  readonly removalId?: string;
  /** For a batch of members: how far it is. */
  readonly tally?: Tally;
};

/** `newestAt`: when the newest of all was done; with it the pages behind the first stay what they were when the first was read. */
export type HistoryPage = {
  readonly entries: readonly HistoryEntry[];
  readonly page: number;
  readonly more: boolean;
  readonly newestAt: number | undefined;
};

/** One page of the history, `page` from 0, newest first. Problems: not_allowed_*, not_admin. */
export async function historyPage(
  context: Context,
  person: Person,
  filters: HistoryFilters,
  at: { readonly page: number; readonly size: number; readonly newestAt?: number | undefined },
): Promise<HistoryPage | Problem> {
  const refused = mayAdminister(person, context.policy(), context.workspaceId());
  if (refused !== undefined) return refused;
  const { page, size, newestAt } = at;
  const query = { ...queryOf(context, filters), ...(page === 0 || newestAt === undefined ? {} : { until: newestAt }) };
  const rows = await context.store.readHistory({ ...query, offset: page * size, limit: size + 1 });
  const entries = await withOutcomes(context, rows.slice(0, size));
  return { entries, page, more: rows.length > size, newestAt: page === 0 ? rows[0]?.at : newestAt };
}

function queryOf(context: Context, { who, area, kind, when, text }: HistoryFilters) {
  const wanted = kind && historyKinds[kind];
  const operations = teamOperations(context).map(({ row }) => row.operation);
  return defined({
    actor: who,
    area,
    operations: kind === 'team' ? undefined : wanted && operations.filter((name) => wanted.operations.test(name)),
    actions: wanted?.actions,
    since: when && context.now() - periods[when],
    text: text === undefined ? undefined : searchKey(text),
  });
}

async function withOutcomes(context: Context, rows: readonly HistoryRow[]): Promise<readonly HistoryEntry[]> {
  const audit = rows.filter((row) => row.kind === 'audit');
  const subjects = [...new Set(audit.map((row) => row.subject))];
  const wanted = new Set(audit.flatMap(({ action }) => [action, ...endingsOf(action).all]));
  const later = await context.store.auditOfSubjects(subjects, [...wanted]);
  const batches = audit.flatMap(({ action, subject }) => (action.startsWith('members_') ? [subject] : []));
  const tallies = tallyEach(await context.store.memberTallies(batches));
  const entries: HistoryEntry[] = [];
  for (const row of rows) {
    const { id, at, actor, area, action } = row;
    const common = { id, at, actor, area, action };
    if (row.kind === 'team') {
      entries.push({ ...common, facts: {}, shown: row.shown, outcome: outcomeOf(row.outcome, { provider: area }) });
      continue;
    }
    const tally = tallies.get(row.subject);
    entries.push({
      ...common,
      facts: await knownFacts(context, row),
      shown: [],
      outcome: endOf(row, later),
      ...defined({ tally }),
    });
  }
  return withRemovals(context, entries);
}

/** What takes access away and is tried again, with the removal that can be withdrawn. */
async function withRemovals(context: Context, entries: readonly HistoryEntry[]): Promise<readonly HistoryEntry[]> {
  const areas = new Set(entries.flatMap(({ area, outcome }) => (outcome.kind === 'waits' ? [area] : [])));
  const found = new Map<string, string>();
  for (const provider of areas) {
    for (const kind of ['member', 'invite', 'team'] as const) {
      const removals = await context.store.stuckRemovals({ kind, provider, limit: MOST_STUCK });
      for (const { id, requesters } of removals) for (const { of } of requesters) found.set(of, id);
    }
  }
  return entries.map((entry) => {
    const removalId = found.get(entry.id);
    return removalId === undefined ? entry : { ...entry, removalId };
  });
}

type AuditRow = Extract<HistoryRow, { kind: 'audit' }>;

/** Whose invite it is, and which, was not always noted: then it is read from the invite. */
async function knownFacts(context: Context, { area, facts, subject }: AuditRow): Promise<HistoryEntry['facts']> {
  if (area !== GUESTS || facts.guest !== undefined) return facts;
  const invite = await context.store.getInvite(subject);
  if (invite === undefined) return facts;
  const { inviterId: inviter, guestEmail: guest, hostName: host, eventName: event } = invite;
  return { ...facts, inviter, guest, host, event };
}

type Later = Awaited<ReturnType<Context['store']['auditOfSubjects']>>[number];

function endingsOf(action: string): Endings & { readonly all: readonly string[] } {
  const endings: Endings = isHistoryAction(action) ? historyActions[action] : { done: [], refused: [] };
  return {
    ...endings,
    all: [...endings.done, ...endings.refused, ...(endings.waits ?? []), ...(endings.withdrawn ?? [])],
  };
}

/**
 * The result of an audited action: the newest of its endings, until the same is asked of the same subject again. An ending that names what it
 * ends (`of`) ends that and nothing else: replicas' clocks may differ, and two people may ask the same.
 */
function endOf(row: AuditRow, later: readonly Later[]): HistoryOutcome {
  const { all, done, waits = [], withdrawn = [], takes } = endingsOf(row.action);
  if (all.length === 0) return { kind: 'done' };
  const mine = later.filter(({ subject }) => subject === row.subject);
  const next = mine.find((other) => other.action === row.action && isAfter(other, row));
  const ends = mine.filter((other) => {
    if (!all.includes(other.action)) return false;
    if (other.facts.of !== undefined) return other.facts.of === row.id;
    const inTime = takes === 'first' || next === undefined || !isAfter(other, next);
    return other.at >= row.at && inTime;
  });
  // Of what was noted in one millisecond the good end counts: it is what a refusal is followed by; and any end what waited.
  const rank = ({ action }: Later) => Number(done.includes(action)) - Number(waits.includes(action));
  const sorted = ends.toSorted((a, b) => a.at - b.at || rank(a) - rank(b));
  const end = takes === 'first' ? sorted[0] : sorted.at(-1);
  if (end === undefined) return { kind: 'open' };
  if (done.includes(end.action)) return { kind: 'done' };
  if (withdrawn.includes(end.action)) return { kind: 'withdrawn' };
  const facts = Object.entries(end.facts).filter(
    (fact): fact is [string, string | number] => typeof fact[1] !== 'boolean',
  );
  const code = String(end.facts.problem ?? '');
  const known = { provider: systemOf(row), ...Object.fromEntries(facts) };
  return waits.includes(end.action) ? { kind: 'waits', reason: code, facts: known } : outcomeOf(code, known);
}

function isAfter(a: { at: number; id: string }, b: { at: number; id: string }): boolean {
  return a.at > b.at || (a.at === b.at && a.id > b.id);
}

// Guests are let in at one system.
function systemOf({ area }: AuditRow): string {
  return area === GUESTS ? 'parsec' : area;
}

/** An outcome as `/team` writes it down: asked, done, withdrawn, or the code of a Problem, with `waits:` before it while it is tried again. */
function outcomeOf(code: string, facts: Readonly<Record<string, string | number>>): HistoryOutcome {
  if (code === 'done') return { kind: 'done' };
  if (code === 'asked') return { kind: 'open' };
  if (code === 'withdrawn') return { kind: 'withdrawn' };
  if (code.startsWith('waits:')) return { kind: 'waits', reason: code.slice('waits:'.length), facts };
  return code === 'provider_outcome_unknown' ? { kind: 'lost' } : { kind: 'refused', reason: code, facts };
}

function tallyEach(counts: readonly { batchId: string; state: string; count: number }[]): ReadonlyMap<string, Tally> {
  const rows = new Map<string, Pick<MemberRow, 'state'>[]>();
  for (const { batchId, state, count } of counts) {
    const known = rows.get(batchId) ?? [];
    for (let n = 0; n < count; n++) known.push({ state: state as MemberRow['state'] });
    rows.set(batchId, known);
  }
  return new Map([...rows].map(([batchId, states]) => [batchId, tallyOf(states)]));
}
