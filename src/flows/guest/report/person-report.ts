import { accessPeriods } from '../../../domain/report/access-periods.ts';
import type { RequestedMember } from '../../../store/report-invites.ts';
import type { Context } from '../../shared/context.ts';
import { type InviteWithEvents, invitesWithEvents, isUnconfirmed, MOST_ROWS } from './invites-with-events.ts';
import type { Found, GuestRow, ReportSpan } from './report.types.ts';

/** Actions by which somebody answers for letting a guest in. */
const LETS_IN: ReadonlySet<string> = new Set(['requested', 'taken_over']);

/**
 * Whom a person let in by invites requested in a time, oldest first: guests Parsec confirmed, and members. Also invites that another person
 * has taken over since, unless only those the person still answers for are wanted (`isOwnOnly`).
 */
export async function personReport(
  context: Context,
  personId: string,
  { from, to }: ReportSpan,
  isOwnOnly: boolean,
): Promise<Found & { readonly rows: readonly GuestRow[]; readonly members: readonly RequestedMember[] }> {
  const rows: GuestRow[] = [];
  let unconfirmed = 0;
  const query = {
    endsAfter: from,
    createdFrom: from,
    createdBefore: to,
    ...(isOwnOnly ? { inviterId: personId } : {}),
  };
  for await (const page of invitesWithEvents(context, query)) {
    for (const one of page.filter((each) => isOf(each, personId))) {
      const { invite, events } = one;
      const periods = accessPeriods(invite, events);
      const isThere = events.some(({ action }) => action === 'granted' || action === 'found_after_doubt');
      if (isThere || periods.length > 0) rows.push({ invite, periods });
      else if (isUnconfirmed(invite)) unconfirmed += 1;
    }
  }
  const members = await context.store.membersRequestedBy({ personId, from, to, limit: MOST_ROWS + 1 });
  const isCut = rows.length > MOST_ROWS || members.length > MOST_ROWS;
  const sorted = rows.toSorted((a, b) => a.invite.createdAt - b.invite.createdAt);
  return { rows: sorted.slice(0, MOST_ROWS), members: members.slice(0, MOST_ROWS), isCut, unconfirmed };
}

function isOf({ invite, events }: InviteWithEvents, personId: string): boolean {
  return invite.inviterId === personId || events.some(({ actor, action }) => actor === personId && LETS_IN.has(action));
}
