import type { Invite } from '../../../domain/invite.ts';
import { isMaskedFor, maskedSeries } from '../../../domain/masking.ts';
import { mayChange, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { inviteOfOccurrence, readOccurrenceId, type Series } from '../../../domain/series.ts';
import { emailKey } from '../../../domain/text/email.ts';
import { searchKey } from '../../../domain/text/search-key.ts';
import { type Occurrence, occurrencesOf } from '../../../domain/time/occurrences.ts';
import type { Context } from '../../shared/context.ts';
import { sightsOf } from '../../shared/see-invites.ts';

/** Series looked at for one list, newest first. */
const MOST = 500;
/** More than there can be: access is taken away by all of them. */
const EVERY = 100_000;

/** A series as one person may see it. */
export type SeenSeries = {
  readonly series: Series;
  readonly invites: readonly Invite[];
  readonly mayChange: boolean;
};

/**
 * The series a person may see that are not over, newest first, and that match a text (guest, computer, event), at most `limit`; `more`: how
 * many others match. A text finds nothing that is hidden from the person.
 */
export async function listSeries(
  context: Context,
  person: Person,
  query: { readonly text: string; readonly limit: number },
): Promise<{ readonly found: readonly SeenSeries[]; readonly more: number }> {
  const all = await context.store.activeSeries({ workspaceId: context.workspaceId(), limit: MOST });
  const sights = await sightsOf(context, person, all);
  const searched = searchKey(query.text.trim());
  const seen = all
    .filter((_, nth) => sights[nth] === 'all')
    .map((series) => asSeen(context, person, series))
    .filter(({ guestEmail, hostName, eventName, id }) =>
      [guestEmail, hostName, eventName, id].some((text) => searchKey(text).includes(searched)),
    );
  const found = await Promise.all(
    seen.slice(0, query.limit).map(async (series) => ({
      series,
      invites: await context.store.invitesOfSeries(series.id),
      mayChange: mayChange(series, person, context.policy()) === undefined,
    })),
  );
  return { found, more: Math.max(0, seen.length - found.length) };
}

/** The series that are not over and invite this guest, whoever started them. */
export async function activeSeriesOf(context: Context, guestEmail: string): Promise<readonly Series[]> {
  const all = await context.store.activeSeries({ workspaceId: context.workspaceId(), limit: EVERY });
  return all.filter((series) => emailKey(series.guestEmail) === emailKey(guestEmail));
}

/** One series with its invites, for somebody who may see it. Problem: series_unknown. */
export async function seriesFor(context: Context, id: string, person: Person): Promise<SeenSeries | Problem> {
  const series = await context.store.getSeries(id);
  if (series === undefined || series.workspaceId !== context.workspaceId()) return problem('series_unknown');
  const [sight] = await sightsOf(context, person, [series]);
  if (sight !== 'all') return problem('series_unknown');
  const may = mayChange(series, person, context.policy()) === undefined;
  const invites = await context.store.invitesOfSeries(id);
  return { series: asSeen(context, person, series), invites, mayChange: may };
}

function asSeen(context: Context, person: Person, series: Series): Series {
  return isMaskedFor(series, person, context.policy()) ? maskedSeries(series) : series;
}

/** An occurrence that somebody may change, and the invite it is by now. `id`: occurrenceId. Problems: series_unknown, not_*. */
export async function occurrenceFor(
  context: Context,
  id: string,
  person: Person,
): Promise<
  { readonly series: Series; readonly occurrence: Occurrence; readonly invite: Invite | undefined } | Problem
> {
  const named = readOccurrenceId(id);
  const seen = await seriesFor(context, named?.seriesId ?? '', person);
  if (isProblem(seen)) return seen;
  const refused = mayChange(seen.series, person, context.policy());
  if (refused !== undefined) return refused;
  const occurrence = occurrencesOf(seen.series).find(({ date }) => date === named?.date);
  if (occurrence === undefined) return problem('series_unknown');
  return { series: seen.series, occurrence, invite: inviteOfOccurrence(seen.invites, occurrence.date) };
}
