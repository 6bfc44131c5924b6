import type { Invite } from '../../../domain/invite.ts';
import { mayChange, type Person } from '../../../domain/person.ts';
import { type Problem, problem } from '../../../domain/problem.ts';
import { inviteOfOccurrence, readOccurrenceId, triesOf, withMark } from '../../../domain/series.ts';
import { datesOf } from '../../../domain/time/occurrences.ts';
import type { Context, Statements } from '../../shared/context.ts';

/** The occurrence an invite is to be. `taken` is written after the invite itself: what is refused in between changes no series. */
export type Taken = {
  readonly of: Pick<Invite, 'seriesId' | 'occurrence'>;
  readonly taken?: () => Promise<void>;
};

/**
 * Makes an invite that somebody fills in by hand the occurrence of a series that its form names, in the transaction that saves it: the series
 * creates no other. `id`: as the form says (occurrenceId), '' for none. Undefined for an invite of its own: also where the series is over, or
 * has no such occurrence. Problems: occurrence_created, not_*.
 */
export async function takeOccurrence(
  context: Pick<Context, 'policy' | 'now'>,
  tx: Statements,
  person: Person,
  id: string,
): Promise<Taken | Problem | undefined> {
  const named = readOccurrenceId(id);
  const series = named && (await tx.lockSeries(named.seriesId));
  if (named === undefined || series === undefined) return undefined;
  const refused = mayChange(series, person, context.policy());
  if (refused !== undefined) return refused;
  if (series.state !== 'active' || !datesOf(series).includes(named.date)) return undefined;
  const invites = await tx.invitesOfSeries(series.id);
  if (inviteOfOccurrence(invites, named.date) !== undefined) return problem('occurrence_created');
  return {
    of: { seriesId: series.id, occurrence: nextTry(invites, named.date) },
    async taken() {
      const marks = withMark(series.marks, named.date, { trouble: undefined, skippedBy: undefined });
      await tx.saveSeries(series.id, { marks, updatedAt: context.now() });
      await tx.enqueue({ kind: 'series', name: series.id });
      await tx.enqueue({ kind: 'series_card', name: series.id });
    },
  };
}

/** What names the next try of an occurrence: `2026-12-07`, `2026-12-07#2`. */
export function nextTry(invites: readonly Invite[], date: string): string {
  const tries = triesOf(invites, date).length;
  return tries === 0 ? date : `${date}#${tries + 1}`;
}
