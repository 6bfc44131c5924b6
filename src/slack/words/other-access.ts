import { type Invite, type Permissions, permissionKeys, samePermissions } from '../../domain/invite.ts';
import type { OtherAccess, OtherInvite } from '../../domain/other-access.ts';
import { shortText } from '../views/blocks.ts';
import { readerTime } from './times.ts';

/** Named, at most. */
const MOST = 3;

/**
 * Whether the guest of an invite that lets nobody in any more can connect all the same, one or two sentences, mrkdwn. `guest` is mrkdwn:
 * "ana@example.com" or "The guest".
 */
export function accessWords(guest: string, access: OtherAccess, invite: Invite, now: number): string {
  const zone = invite.timeZone;
  switch (access.kind) {
    case 'none':
      return `${guest} can no longer connect.`;
    case 'invites':
      return access.from > now
        ? `${guest} can connect again from ${readerTime(access.from, zone)} to ${readerTime(access.until, zone)}, by ${othersWords(access.others, invite)}.`
        : goesOnWords(guest, access, invite, now);
    case 'booking':
      return `This invite no longer lets the guest in. ${bookingWords(access, invite, now)}`;
  }
}

/** The same behind another sentence, '' where nothing else lets the guest in. Mrkdwn. */
export function alsoWords(guest: string, access: OtherAccess, invite: Invite, now: number): string {
  return access.kind === 'none' ? '' : accessWords(guest, access, invite, now);
}

/** Until when a guest can connect who is in by an invite that ends, '' where nothing else lets them in. One sentence, mrkdwn. */
export function goesOnWords(guest: string, access: OtherAccess, invite: Invite, now: number): string {
  if (access.kind === 'none') return '';
  if (access.kind === 'booking') return bookingWords(access, invite, now);
  return `${guest} can still connect until ${readerTime(access.until, invite.timeZone)}, by ${othersWords(access.others, invite)}.`;
}

/** The same for a line among many, behind it; '' for nothing. Mrkdwn. */
export function stillWords(access: OtherAccess, invite: Invite, now: number): string {
  if (access.kind !== 'invites' || access.from > now) return '';
  const [first] = access.others;
  const differs = first !== undefined && !samePermissions(first.permissions, invite.permissions);
  const only = differs && access.others.length === 1 ? ` (${onlyWords(first.permissions)})` : '';
  return `; can still connect until ${readerTime(access.until, invite.timeZone)} by another invite${only}`;
}

function bookingWords(
  { from, until }: Extract<OtherAccess, { kind: 'booking' }>,
  { hostName, timeZone }: Invite,
  now: number,
): string {
  const when =
    from > now
      ? `from ${readerTime(from, timeZone)} to ${readerTime(until, timeZone)}`
      : `until ${readerTime(until, timeZone)}`;
  return `*${shortText(hostName, 60)}* has another booking ${when}.`;
}

/** Each with its end where there are several, and with what it allows where that is not what this invite allowed. */
function othersWords(others: readonly OtherInvite[], invite: Invite): string {
  const shown = others.slice(0, MOST).map(({ eventName, permissions, endsAt }) => {
    const facts = [
      ...(others.length === 1 ? [] : [`until ${readerTime(endsAt, invite.timeZone)}`]),
      ...(samePermissions(permissions, invite.permissions) ? [] : [onlyWords(permissions)]),
    ];
    return `*${shortText(eventName, 60)}*${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
  });
  const more = others.length > MOST ? ` and ${others.length - MOST} more` : '';
  return `${others.length === 1 ? 'another invite' : `${others.length} other invites`}: ${shown.join('; ')}${more}`;
}

/** What an invite allows, beside another that allows something else: "gamepad only". */
export function onlyWords(permissions: Permissions): string {
  const allowed = permissionKeys.filter((key) => permissions[key]);
  if (allowed.length === permissionKeys.length) return 'full control';
  return allowed.length === 0 ? 'view only' : `${allowed.join(' and ')} only`;
}
