import type { Invite } from './invite.ts';
import { emailKey } from './text/email.ts';

/** Another invite of the same guest to the same host, as far as it is shown. Instants are epoch milliseconds. */
export type OtherInvite = Pick<Invite, 'eventName' | 'permissions' | 'startsAt' | 'endsAt'>;

/**
 * Who else lets a guest in where one invite does not any more. `from` (epoch ms) is not after now when they are in already, `until` (epoch ms)
 * is when the last of those ends that follow each other without a gap. A booking is an invite its readers may not see: it may be for
 * anybody, or who asks for a minute of a guest's time would learn where else they are invited.
 */
export type OtherAccess =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'invites';
      readonly others: readonly OtherInvite[];
      readonly from: number;
      readonly until: number;
    }
  | { readonly kind: 'booking'; readonly from: number; readonly until: number };

export const noOtherAccess: OtherAccess = { kind: 'none' };

/** What of it goes on when an invite ends, at `endsAt` (epoch ms): others that end then too, or before, let nobody in any longer. */
export function accessBeyond(access: OtherAccess, endsAt: number): OtherAccess {
  return access.kind !== 'none' && access.until <= endsAt ? noOtherAccess : access;
}

/** Whether two invites are for the same guest on the same host. */
function isSameAccess(a: Pick<Invite, 'guestEmail' | 'hostId'>, b: Pick<Invite, 'guestEmail' | 'hostId'>): boolean {
  return a.hostId === b.hostId && emailKey(a.guestEmail) === emailKey(b.guestEmail);
}

/** Whether another invite lets its guest in at `now` (epoch ms), or begins before this one would have ended. */
export function isBeside({ endsAt }: Pick<Invite, 'endsAt'>, other: Invite, now: number): boolean {
  return other.endsAt > now && other.startsAt <= Math.max(endsAt, now);
}

/**
 * What else lets the guest of an invite in at `now` (epoch ms), or from then on until it would have ended. `live`:
 * other invites that let somebody in on its host now or later; `isSeen`: whether the readers may see one.
 */
export function otherAccess(
  invite: Invite,
  live: readonly Invite[],
  isSeen: (other: Invite) => boolean,
  now: number,
): OtherAccess {
  const near = live.filter((other) => isBeside(invite, other, now));
  const seen = unbroken(
    near.filter((other) => isSameAccess(invite, other) && isSeen(other)),
    now,
  );
  if (seen !== undefined) return { kind: 'invites', ...seen };
  const hidden = unbroken(
    near.filter((other) => !isSeen(other)),
    now,
  );
  return hidden === undefined ? noOtherAccess : { kind: 'booking', from: hidden.from, until: hidden.until };
}

/** Those that follow each other without a gap, from the first on. */
function unbroken(
  invites: readonly Invite[],
  now: number,
): { readonly others: readonly OtherInvite[]; readonly from: number; readonly until: number } | undefined {
  const inOrder = invites.toSorted((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
  const [first] = inOrder;
  if (first === undefined) return undefined;
  const others: OtherInvite[] = [];
  let until = Math.max(first.startsAt, now);
  for (const each of inOrder) {
    if (each.startsAt > until) break;
    others.push(each);
    until = Math.max(until, each.endsAt);
  }
  return { others, from: Math.min(first.startsAt, until), until };
}
