import { type Invite, type Permissions, permissionKeys, samePermissions } from '../../domain/invite.ts';
import type { OtherAccess, OtherInvite } from '../../domain/other-access.ts';
import { shortText } from '../blocks/blocks.ts';
import { readerTime } from './time-copy.ts';

/** So many are named, at most. */
const MOST = 3;

/**
 * Whether the guest of an invite that no longer lets them in can still connect, one or two sentences, mrkdwn. `guest` is mrkdwn:
 * "ana@example.com" or "The guest".
 */
export function accessCopy(guest: string, access: OtherAccess, invite: Invite, now: number): string {
  const zone = invite.timeZone;
  switch (access.kind) {
    case 'none':
      return `${guest} can no longer connect.`;
    case 'invites':
      return access.from > now
        ? `${guest} can connect again from ${readerTime(access.from, zone)} to ${readerTime(access.until, zone)}, with ${othersCopy(access.others, invite)}.`
        : goesOnCopy(guest, access, invite, now);
    case 'booking':
      return `This invite no longer lets the guest in. ${bookingCopy(access, invite, now)}`;
  }
}

/** The same after another sentence, mrkdwn; '' where nothing else lets the guest in. */
export function alsoCopy(guest: string, access: OtherAccess, invite: Invite, now: number): string {
  return access.kind === 'none' ? '' : accessCopy(guest, access, invite, now);
}

/** Until when the guest of an ending invite can still connect, one sentence, mrkdwn; '' where nothing else lets them in. */
export function goesOnCopy(guest: string, access: OtherAccess, invite: Invite, now: number): string {
  if (access.kind === 'none') return '';
  if (access.kind === 'booking') return bookingCopy(access, invite, now);
  return `${guest} can still connect until ${readerTime(access.until, invite.timeZone)}, with ${othersCopy(access.others, invite)}.`;
}

/** The same at the end of a line among many, mrkdwn; '' for nothing. */
export function stillCopy(access: OtherAccess, invite: Invite, now: number): string {
  if (access.kind !== 'invites' || access.from > now) return '';
  const [first] = access.others;
  const differs = first !== undefined && !samePermissions(first.permissions, invite.permissions);
  const only = differs && access.others.length === 1 ? ` (${onlyCopy(first.permissions)})` : '';
  return `; can still connect until ${readerTime(access.until, invite.timeZone)} with another invite${only}`;
}

function bookingCopy(
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

/** Each with its end where there are several, and with its permissions where they differ from this invite's. */
function othersCopy(others: readonly OtherInvite[], invite: Invite): string {
  const shown = others.slice(0, MOST).map(({ eventName, permissions, endsAt }) => {
    const facts = [
      ...(others.length === 1 ? [] : [`until ${readerTime(endsAt, invite.timeZone)}`]),
      ...(samePermissions(permissions, invite.permissions) ? [] : [onlyCopy(permissions)]),
    ];
    return `*${shortText(eventName, 60)}*${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
  });
  const more = others.length > MOST ? ` and ${others.length - MOST} more` : '';
  return `${others.length === 1 ? 'another invite' : `${others.length} other invites`}: ${shown.join('; ')}${more}`;
}

/** The permissions of an invite next to one with others: "gamepad only". */
export function onlyCopy(permissions: Permissions): string {
  const allowed = permissionKeys.filter((key) => permissions[key]);
  if (allowed.length === permissionKeys.length) return 'full control';
  return allowed.length === 0 ? 'view only' : `${allowed.join(' and ')} only`;
}
