import { readAll } from '../../../domain/pages.ts';
import { isProblem } from '../../../domain/problem.ts';
import { groupCredits } from '../../../domain/report/credit-groups.ts';
import { creditUses } from '../../../domain/report/credit-uses.ts';
import { emailKey } from '../../../domain/text/email.ts';
import { monthOf } from '../../../domain/time/months.ts';
import type { Context } from '../../shared/context.ts';
import { invitesWithEvents, isUnconfirmed } from './invites-with-events.ts';
import type { CreditRow, Found, ReportSpan } from './report.types.ts';

/**
 * What invites cost in a time, by month, channel, person and computer: each row is counted once, so that sums over them are right. Counted when Parsec confirmed them, each time it did. Who is a member of the team, and
 * costs nothing, is looked up as of now: nobody noted it then.
 */
export async function creditReport(
  context: Context,
  { from, to, zone }: ReportSpan,
  inviterId: string | undefined,
): Promise<Found & { readonly rows: readonly CreditRow[]; readonly knowsMembers: boolean }> {
  const members = await memberKeys(context);
  const rows: CreditRow[] = [];
  let unconfirmed = 0;
  // What was confirmed in this time was requested before its end, and ends after its beginning.
  const query = { endsAfter: from, createdBefore: to, ...(inviterId === undefined ? {} : { inviterId }) };
  for await (const page of invitesWithEvents(context, query)) {
    for (const { invite, events } of page) {
      if (isUnconfirmed(invite) && invite.createdAt >= from) unconfirmed += 1;
      for (const { at, isReturned, hostName } of creditUses(invite, events)) {
        if (at < from || at >= to) continue;
        const isFree = members?.has(emailKey(invite.guestEmail)) === true;
        const month = monthOf(at, zone);
        const { channelId, inviterId } = invite;
        const count = { confirmed: 1, members: Number(isFree), returned: Number(!isFree && isReturned) };
        rows.push({ month, channelId, inviterId, hostName, ...count });
      }
    }
    // What a page adds is put together at once: a year has many invites, and few channels, people and computers.
    rows.splice(0, rows.length, ...groupCredits(rows, keyOf));
  }
  return { rows, isCut: false, unconfirmed, knowsMembers: members !== undefined };
}

function keyOf({ month, channelId, inviterId, hostName }: CreditRow): string {
  return [month, channelId, inviterId, hostName].join('\n');
}

/** The addresses of all members of the team, as they are compared; undefined while Parsec does not say. */
async function memberKeys({ members, log }: Context): Promise<ReadonlySet<string> | undefined> {
  if (members === undefined) return undefined;
  const all = await readAll(members.list());
  if (isProblem(all)) {
    log.info({ problem: all.code }, 'a report does not know who is a member');
    return undefined;
  }
  return new Set(all.flatMap(({ email }) => (email === undefined ? [] : [emailKey(email)])));
}
