import { hasEnded, mailsGuest } from '../../../domain/invite.ts';
import { mayChange, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { inviteOfOccurrence, readOccurrenceId, type Series, withMark } from '../../../domain/series.ts';
import { daysBetween } from '../../../domain/time/calendar.ts';
import { type Occurrence, occurrencesOf, windowOn } from '../../../domain/time/occurrences.ts';
import { readWindow, type TypedTime } from '../../../domain/time/typed-window.ts';
import { type Context, closedStates, type Statements, writeAudit } from '../../shared/context.ts';
import { requestCancel } from '../request-cancel.ts';
import type { FieldProblem } from '../request-invite.ts';
import { policyLimits } from '../window-limits-now.ts';
import { seriesLimits } from './request-series.ts';

type Change = {
  readonly parts: Partial<Series>;
  readonly action: 'series_skipped' | 'series_restored' | 'series_moved' | 'series_ended';
  readonly facts?: Readonly<Record<string, string | number>>;
};

/**
 * Leaves one occurrence out. Skipped twice, it is skipped once. Problems: series_unknown, series_ended, not_*, occurrence_passed, and
 * occurrence_created for one that is an invite by now.
 */
export function skipOccurrence(context: Context, id: string, person: Person): Promise<Series | Problem> {
  return changeOccurrence<never>(context, id, person, async (series, occurrence) => {
    if (occurrence.isSkipped) return undefined;
    const marks = withMark(series.marks, occurrence.date, { skippedBy: person.id, trouble: undefined });
    return { parts: { marks }, action: 'series_skipped' };
  });
}

/** Takes a skip back. Problems: as skipOccurrence. */
export function restoreOccurrence(context: Context, id: string, person: Person): Promise<Series | Problem> {
  return changeOccurrence<never>(context, id, person, async (series, occurrence) => {
    if (!occurrence.isSkipped) return undefined;
    const marks = withMark(series.marks, occurrence.date, { skippedBy: undefined });
    return { parts: { marks }, action: 'series_restored' };
  });
}

/** Wall times somebody moves an occurrence to, in the zone of its series. */
export type MovedTimes = { readonly start: TypedTime; readonly end: TypedTime };

/**
 * Moves one occurrence; the others stay. By field what is wrong with the times: as an invite's, and series_overlaps. Problems: as
 * skipOccurrence.
 */
export function moveOccurrence(
  context: Context,
  id: string,
  person: Person,
  { start, end }: MovedTimes,
): Promise<Series | FieldProblem[] | Problem> {
  return changeOccurrence<FieldProblem[]>(context, id, person, async (series, occurrence) => {
    const limits = seriesLimits(policyLimits(context));
    const window = readWindow({ zone: series.timeZone, start, end, fold: series.fold }, limits);
    if (Array.isArray(window)) return window;
    const { startsAt, endsAt } = window;
    const others = occurrencesOf(series).filter(({ date, isSkipped }) => date !== occurrence.date && !isSkipped);
    if (others.some((other) => other.startsAt < endsAt && startsAt < other.endsAt))
      return [{ field: 'start', problem: problem('series_overlaps') }];
    const { startTime, endTime, endDays } = series;
    const usual = windowOn({ date: occurrence.date, startTime, endTime, endDays }, series.timeZone, series.fold);
    const isUsual = usual?.startsAt === startsAt && usual.endsAt === endsAt;
    const times = {
      date: start.date,
      startTime: start.time,
      endTime: end.time,
      endDays: daysBetween(start.date, end.date),
    };
    // At another time it may be possible, or not for another reason: its inviter is told again.
    const fresh = { trouble: undefined, skippedBy: undefined };
    const marks = withMark(series.marks, occurrence.date, { ...fresh, movedTo: isUsual ? undefined : times });
    return { parts: { marks }, action: 'series_moved', facts: { to: startsAt } };
  });
}

/**
 * Ends a series: nothing more is created. `cancels`: whether the invites that were created and have not ended are cancelled too. Problems:
 * series_unknown, not_*; one that has ended already is answered as it is.
 */
export async function endSeries(
  context: Context,
  seriesId: string,
  person: Person,
  { cancels }: { readonly cancels: boolean },
): Promise<Series | Problem> {
  const ended = await changeSeries<never>(context, seriesId, person, async () => ({
    parts: { state: 'ended', endedBy: person.id },
    action: 'series_ended',
    facts: { cancels: cancels ? 1 : 0 },
  }));
  const series = isProblem(ended) && ended.code === 'series_ended' ? await context.store.getSeries(seriesId) : ended;
  if (series === undefined) return problem('series_unknown');
  if (isProblem(series)) return series;
  if (!cancels) return series;
  // One that somebody else took over keeps none of the others open.
  let refused: Problem | undefined;
  for (const invite of await openInvitesOf(context, seriesId)) {
    const cancelled = await requestCancel(context, invite.id, person, { sendEmail: mailsGuest(invite) });
    if (isProblem(cancelled) && cancelled.code !== 'invite_ended') refused = cancelled;
  }
  return refused ?? series;
}

/** The invites of a series that have not ended: created, or about to be. */
export async function openInvitesOf(context: Pick<Context, 'store' | 'now'>, seriesId: string) {
  const invites = await context.store.invitesOfSeries(seriesId);
  return invites.filter((invite) => !closedStates.includes(invite.state) && !hasEnded(invite, context.now()));
}

/** Changes an occurrence that is still to come and is no invite yet. `id`: occurrenceId. */
async function changeOccurrence<Faults extends FieldProblem[]>(
  context: Context,
  id: string,
  person: Person,
  change: (series: Series, occurrence: Occurrence) => Promise<Change | Faults | undefined>,
): Promise<Series | Faults | Problem> {
  const named = readOccurrenceId(id);
  if (named === undefined) return problem('series_unknown');
  return changeSeries<Faults>(context, named.seriesId, person, async (series, tx) => {
    const occurrence = occurrencesOf(series).find(({ date }) => date === named.date);
    if (occurrence === undefined) return problem('series_unknown');
    if (inviteOfOccurrence(await tx.invitesOfSeries(series.id), named.date) !== undefined)
      return problem('occurrence_created');
    if (occurrence.startsAt <= context.now()) return problem('occurrence_passed');
    const changed = await change(series, occurrence);
    if (changed === undefined || Array.isArray(changed)) return changed;
    return { ...changed, facts: { ...changed.facts, startsAt: occurrence.startsAt } };
  });
}

/** Reads a series where nobody else changes it, asks who may, writes it with its audit row, and has the job and the card follow. */
async function changeSeries<Faults extends FieldProblem[]>(
  context: Context,
  seriesId: string,
  person: Person,
  change: (series: Series, tx: Statements) => Promise<Change | Faults | Problem | undefined>,
): Promise<Series | Faults | Problem> {
  const result = await context.store.transaction<Series | Faults | Problem>(async (tx) => {
    const series = await tx.lockSeries(seriesId);
    if (series === undefined) return problem('series_unknown');
    const refused = mayChange(series, person, context.policy());
    if (refused !== undefined) return refused;
    if (series.state === 'ended') return problem('series_ended');
    const changed = await change(series, tx);
    if (changed === undefined) return series;
    if (isProblem(changed) || Array.isArray(changed)) return changed;
    const parts = { ...changed.parts, updatedAt: context.now() };
    await tx.saveSeries(seriesId, parts);
    await tx.enqueue({ kind: 'series', name: seriesId });
    await tx.enqueue({ kind: 'series_card', name: seriesId });
    const { workspaceId, hostName: host } = series;
    const facts = { series: seriesId, host, ...changed.facts };
    await writeAudit(context, tx, { subject: seriesId, workspaceId, actor: person.id, action: changed.action, facts });
    return { ...series, ...parts };
  });
  context.wake();
  return result;
}
