import { type Invite, type InviteChange, samePermissions } from '../domain/invite.ts';
import { isProblem } from '../domain/problem.ts';
import { readZone } from '../domain/zoned-time.ts';
import { guestlist, type SeenGuestInvite } from './context.ts';

/**
 * What the provider shows otherwise than we have it, as a change nobody asked for here; undefined when it agrees. A key that is
 * not shown contradicts nothing, and a window that ends before it starts is not believed. The host's name is the caller's to find.
 */
export function differenceOf(invite: Invite, seen: SeenGuestInvite): InviteChange | undefined {
  const permissions = { ...invite.permissions, ...seen.permissions };
  const zone = seen.timeZone === undefined ? undefined : readZone(seen.timeZone);
  const startsAt = moved(invite.startsAt, seen.startsAt);
  const endsAt = moved(invite.endsAt, seen.endsAt);
  const possible = (endsAt ?? invite.endsAt) > (startsAt ?? invite.startsAt);
  const change: InviteChange = {
    sendEmail: false,
    askedBy: guestlist,
    ...(seen.hostId === undefined || seen.hostId === invite.hostId ? {} : { hostId: seen.hostId }),
    ...(samePermissions(permissions, invite.permissions) ? {} : { permissions }),
    ...(zone === undefined || isProblem(zone) || zone === invite.timeZone ? {} : { timeZone: zone }),
    ...(possible && startsAt !== undefined ? { startsAt } : {}),
    ...(possible && endsAt !== undefined ? { endsAt } : {}),
  };
  return Object.keys(change).length > 2 ? change : undefined;
}

/** Their instant where it is another than ours, epoch ms. Whether Parsec keeps parts of a second is not documented. */
export function moved(ours: number, theirs: number | undefined): number | undefined {
  if (theirs === undefined || Math.floor(theirs / 1000) === Math.floor(ours / 1000)) return undefined;
  return theirs;
}

/**
 * Whether an invite at the provider may be the one a create of ours made, whose answer is not recorded (yet): nothing it shows
 * contradicts what was asked for. Such a one is left to grant-invite, which looks for it itself.
 */
export function mayBeOurs(pending: Invite, seen: SeenGuestInvite): boolean {
  const agrees = <T>(theirs: T | undefined, ours: T) => theirs === undefined || theirs === ours;
  return (
    agrees(seen.hostId, pending.hostId) &&
    agrees(seen.guestEmail?.trim().toLowerCase(), pending.guestEmail.trim().toLowerCase()) &&
    agrees(seen.eventName?.trim(), pending.eventName.trim()) &&
    near(seen.startsAt, pending.startsAt) &&
    near(seen.endsAt, pending.endsAt)
  );
}

function near(theirs: number | undefined, ours: number): boolean {
  return theirs === undefined || Math.abs(theirs - ours) < 1000;
}
