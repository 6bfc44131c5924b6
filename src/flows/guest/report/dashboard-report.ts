import { accessPeriods } from '../../../domain/report/access-periods.ts';
import type { Context } from '../../shared/context.ts';
import { invitesWithEvents, MOST_ROWS } from './invites-with-events.ts';
import type { DashboardRow, Found, ReportSpan } from './report.types.ts';

/** Invites made in Parsec's own dashboard, past Guestlist, and found there in a time, in the order in which they were. */
export async function dashboardReport(
  context: Context,
  { from, to }: ReportSpan,
): Promise<Found & { readonly rows: readonly DashboardRow[] }> {
  const rows: DashboardRow[] = [];
  const query = { endsAfter: from, createdFrom: from, createdBefore: to, isImported: true };
  for await (const page of invitesWithEvents(context, query)) {
    rows.push(
      ...page.map(({ invite, events }) => ({
        invite,
        periods: accessPeriods(invite, events),
        foundAt: invite.createdAt,
      })),
    );
  }
  const sorted = rows.toSorted((a, b) => a.foundAt - b.foundAt);
  return { rows: sorted.slice(0, MOST_ROWS), isCut: sorted.length > MOST_ROWS, unconfirmed: 0 };
}
