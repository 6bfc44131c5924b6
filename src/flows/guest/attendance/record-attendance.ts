import {
  type Attendance,
  type ConnectionEvent,
  isAbout,
  isSameAttendance,
  isSamePresence,
  noAttendance,
  presenceOf,
  withEvents,
} from '../../../domain/attendance.ts';
import { type Invite, isAnnounced, isExternal, isRunning } from '../../../domain/invite.ts';
import { emailKey } from '../../../domain/text/email.ts';
import { type Context, guestlist, type Statements, writeAudit } from '../../shared/context.ts';

/** A connection longer ago is no news any more, ms: the card says since when. */
const NEWS_MS = 15 * 60_000;
/** Invites of one run whose guests are found not to have come: the others follow with the next. */
const MOST_ABSENCES = 200;

/** Writes what these events say to the invites they are about, with the card and the notice of a first connection. */
export async function recordEvents(
  context: Context,
  tx: Statements,
  events: readonly ConnectionEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const times = events.map(({ at }) => at);
  const invites = await tx.attendedInvites({
    guestKeys: unique(events.map(({ email }) => email && emailKey(email))),
    providerInviteIds: unique(events.map(({ providerInviteId }) => providerInviteId)),
    from: times.reduce((a, b) => Math.min(a, b)),
    to: times.reduce((a, b) => Math.max(a, b)),
  });
  for (const invite of invites) {
    const known = (await tx.getAttendance(invite.id)) ?? noAttendance(invite.id);
    const about = events.filter((event) => isAbout(event, invite));
    await record(context, tx, invite, known, withEvents(known, about));
  }
}

/** Writes of late guests, and of those who never came, that the log does not show them. `from`, `to`: what was read, epoch ms. */
export async function recordAbsences(
  context: Context,
  tx: Statements,
  { from, until, foundWithin }: { readonly from: number; readonly until: number; readonly foundWithin: number },
): Promise<void> {
  const found = await tx.unattendedInvites({ from, to: until, foundWithin, limit: MOST_ABSENCES });
  for (const { invite, attendance } of found) {
    const known = attendance ?? noAttendance(invite.id);
    await record(context, tx, invite, known, { ...known, absentAt: until });
  }
}

async function record(
  context: Context,
  tx: Statements,
  invite: Invite,
  before: Attendance,
  after: Attendance,
): Promise<void> {
  if (isSameAttendance(before, after)) return;
  await tx.saveAttendance(after);
  const isNews = !isSamePresence(presenceOf(before), presenceOf(after), invite.endsAt);
  if (isNews && isAnnounced(invite)) await tx.enqueue({ inviteId: invite.id, kind: 'card' });
  if (before.firstAt === undefined && after.firstAt !== undefined) await arrived(context, tx, invite, after.firstAt);
  else if (before.absentAt === undefined && presenceOf(after)?.is === 'absent') await absent(context, tx, invite);
}

/** `at`: when the guest connected first, epoch ms. */
async function arrived(context: Context, tx: Statements, invite: Invite, at: number): Promise<void> {
  const { id: inviteId, workspaceId } = invite;
  await writeAudit(context, tx, { inviteId, workspaceId, actor: guestlist, action: 'guest_connected', facts: { at } });
  const now = context.now();
  if (!isRunning(invite, now) || now > at + NEWS_MS || !(await wants(tx, invite, 'arrived'))) return;
  await tx.enqueueOnce({ inviteId, kind: 'notice', name: 'arrived', facts: { at } });
}

async function absent(context: Context, tx: Statements, invite: Invite): Promise<void> {
  const { id: inviteId, workspaceId, startsAt } = invite;
  await writeAudit(context, tx, { inviteId, workspaceId, actor: guestlist, action: 'guest_absent' });
  if (!isRunning(invite, context.now()) || !(await wants(tx, invite, 'absent'))) return;
  await tx.enqueueOnce({ inviteId, kind: 'notice', name: `absent:${startsAt}`, facts: { startsAt } });
}

/** Whether the inviter wants to hear of it. Of an imported invite nobody knows who that is, and a card that is nowhere has no thread. */
async function wants(tx: Statements, invite: Invite, news: 'arrived' | 'absent'): Promise<boolean> {
  if (!isAnnounced(invite) || isExternal(invite)) return false;
  return (await tx.getArrivalNews(invite.inviterId))[news];
}

function unique(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined && text !== ''))] as string[];
}
