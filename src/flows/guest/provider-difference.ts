import { defined } from '../../domain/defined.ts';
import { changedPermissions, type Invite, type InviteChange } from '../../domain/invite.ts';
import { isProblem } from '../../domain/problem.ts';
import { emailKey } from '../../domain/text/email.ts';
import { readZone } from '../../domain/time/zoned-time.ts';
import { guestlist, type ProviderGuestInvite } from '../shared/context.ts';

/**
 * What the provider shows otherwise than we have it, as a change nobody asked for here; undefined when it agrees. A key that is
 * not shown contradicts nothing, and a window that ends before it starts is not believed. The host's name is the caller's to find.
 */
export function differenceOf(invite: Invite, seen: ProviderGuestInvite): InviteChange | undefined {
  const permissions = changedPermissions(invite.permissions, seen.permissions);
  const zone = seen.timeZone === undefined ? undefined : readZone(seen.timeZone);
  const startsAt = moved(invite.startsAt, seen.startsAt);
  const endsAt = moved(invite.endsAt, seen.endsAt);
  const possible = (endsAt ?? invite.endsAt) > (startsAt ?? invite.startsAt);
  const change: InviteChange = {
    sendEmail: false,
    requestedBy: guestlist,
    ...(seen.hostId === undefined || seen.hostId === invite.hostId ? {} : { hostId: seen.hostId }),
    ...defined({ permissions }),
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
 * Whether an invite at the provider may be the one a create of ours made, whose answer is not recorded (yet). Such a one is left to
 * create-invite, which knows it by its id, or looks for it. Only the guest counts: all else may have been changed in the dashboard
 * since, or is shown otherwise than it was sent, and taken for an external invite it would be created and paid for once more.
 */
export function mayBeOurs(pending: Invite, seen: { readonly guestEmail: string }): boolean {
  return pending.createSentAt !== undefined && emailKey(seen.guestEmail) === emailKey(pending.guestEmail);
}
