import { overlaps } from '../../../domain/invite.ts';
import { accessPeriods } from '../../../domain/report/access-periods.ts';
import type { Context } from '../../shared/context.ts';
import { invitesWithEvents, isUnconfirmed, MOST_ROWS } from './invites-with-events.ts';
import type { AccessRow, Found, ReportSpan } from './report.types.ts';

/**
 * Who could use a computer in a time, and when, earliest first. `names`: what the computer is and was called: a change of computer is noted
 * with the name. `inviterId`: only invites of this person.
 */
export async function accessReport(
  context: Context,
  host: { readonly hostId: string; readonly names: ReadonlySet<string> },
  { from, to }: ReportSpan,
  inviterId: string | undefined,
): Promise<Found & { readonly rows: readonly AccessRow[] }> {
  const now = context.now();
  const rows: AccessRow[] = [];
  let unconfirmed = 0;
  const query = { endsAfter: from, startsBefore: to, ...(inviterId === undefined ? {} : { inviterId }) };
  for await (const page of invitesWithEvents(context, query)) {
    for (const { invite, events } of page) {
      const isHere = (id: string | undefined, name: string) =>
        id === undefined ? host.names.has(name) : id === host.hostId;
      const asked = { startsAt: from, endsAt: to };
      if (isUnconfirmed(invite) && invite.hostId === host.hostId && overlaps(invite, asked)) unconfirmed += 1;
      const periods = accessPeriods(invite, events).filter(
        (period) => isHere(period.hostId, period.hostName) && overlapsSpan(period, { from, to }) && period.from <= now,
      );
      rows.push(...periods.map((period) => ({ invite, period })));
    }
  }
  const sorted = rows.toSorted((a, b) => a.period.from - b.period.from);
  return { rows: sorted.slice(0, MOST_ROWS), isCut: sorted.length > MOST_ROWS, unconfirmed };
}

function overlapsSpan(
  period: { readonly from: number; readonly until: number },
  span: Pick<ReportSpan, 'from' | 'to'>,
) {
  return period.from < span.to && period.until > span.from;
}
