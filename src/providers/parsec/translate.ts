import { hostMatches } from '../../domain/host-search.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import type { GuestInviteChange, Host, Member, MemberTerms, SeenGuestInvite, WantedGuestInvite } from '../provider.ts';
import type { InviteChange, NewInvite } from './api-guest-access.ts';
import type { InviteTerms } from './requests.ts';
import type { Machine, NamedGuestAccessInvite, Member as ParsecMember, TeamInvite } from './schema.ts';

// Between Parsec's words and ours.

/** `providerInviteId`: the id it was asked for by, in case the answer leaves it out. */
export function seenInvite(invite: NamedGuestAccessInvite, providerInviteId: string): SeenGuestInvite {
  const { keyboard, mouse, gamepad } = invite;
  return {
    providerInviteId: invite.id ?? providerInviteId,
    hostId: invite.host_peer_id,
    guestEmail: seenText(invite.guest_email),
    eventName: seenText(invite.event_name),
    permissions: {
      ...(keyboard === undefined ? {} : { keyboard }),
      ...(mouse === undefined ? {} : { mouse }),
      ...(gamepad === undefined ? {} : { gamepad }),
    },
    timeZone: invite.time_zone,
    startsAt: invite.starts_at,
    endsAt: invite.expires_at,
    cancelled: saysCancelled(invite),
    link: linkOf(invite),
  };
}

export function newInvite(wanted: WantedGuestInvite): NewInvite {
  return {
    host_peer_id: wanted.hostId,
    guest_email: wanted.guestEmail,
    event_name: wanted.eventName,
    ...wanted.permissions,
    time_zone: wanted.timeZone,
    starts_at: timestamp(wanted.startsAt),
    expires_at: timestamp(wanted.endsAt),
    message: wanted.message,
  };
}

export function changeOf(change: GuestInviteChange): InviteChange {
  return {
    ...(change.hostId === undefined ? {} : { host_peer_id: change.hostId }),
    ...change.permissions,
    ...(change.timeZone === undefined ? {} : { time_zone: change.timeZone }),
    ...(change.startsAt === undefined ? {} : { starts_at: timestamp(change.startsAt) }),
    ...(change.endsAt === undefined ? {} : { expires_at: timestamp(change.endsAt) }),
  };
}

/**
 * Of machines those guests can be invited to, whose name `text` means or is part of, by name; each once, and last those without an id,
 * which can only be shown.
 */
export function hostsAmong(machines: readonly Machine[], text: string): Host[] {
  return machines
    .filter((machine) => machine.is_guest_access !== false)
    .map((machine) => {
      // Guest invites name their host by peer_id; that `id` is the same is not documented.
      const hostId = machine.peer_id ?? machineKey(machine);
      return { hostId, name: nameOrId(machine.name, hostId), online: machine.is_online };
    })
    .filter((host, nth, all) => host.hostId === '' || all.findIndex(({ hostId }) => hostId === host.hostId) === nth)
    .filter((host) => hostMatches(host.name, text))
    .sort(
      (a, b) =>
        Number(a.hostId === '') - Number(b.hostId === '') ||
        a.name.localeCompare(b.name, 'en', { numeric: true }) ||
        a.hostId.localeCompare(b.hostId, 'en'),
    );
}

export function machineKey(machine: Machine): string {
  return machine.id ?? machine.peer_id ?? '';
}

export function memberOf(member: ParsecMember): Member {
  return {
    memberId: member.user_id,
    name: nameOrId(member.name ?? member.email, member.user_id),
    email: member.email,
    role: member.is_admin === true ? 'Admin' : undefined,
  };
}

/** Requests say group_name, the filter says name: whichever comes back. */
export function groupName(group: { readonly name: string | undefined; readonly group_name: string | undefined }) {
  return group.name ?? group.group_name;
}

// No document lists states: only what says plainly that it is over is left out.
export function isOpen(invite: TeamInvite): boolean {
  return !/^(accepted|joined|cancell?ed|revoked)$/i.test(invite.status ?? '');
}

/** Of the terms, what Parsec has: it has no roles. An id that is no number is refused before it is sent. */
export function termsOf({ groupId, appRuleId }: Pick<MemberTerms, 'groupId' | 'appRuleId'>): InviteTerms {
  return {
    ...(groupId === undefined ? {} : { group_id: /^\d+$/.test(groupId) ? Number(groupId) : Number.NaN }),
    ...(appRuleId === undefined ? {} : { team_app_rule_id: appRuleId }),
  };
}

/** What people read of a text; undefined when that is nothing. */
function seenText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanLine(text) || undefined;
}

/** Parsec: RFC 3339, "with sub-second precision added if present". */
function timestamp(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

function linkOf(invite: NamedGuestAccessInvite): string | undefined {
  const places = [invite.join_url, invite.link, invite.url, invite.invite_url, invite.access_link];
  return places.find((text): text is string => typeof text === 'string' && URL.canParse(text));
}

// No document lists states, so only these unmistakable signs count; all else is told from the window.
function saysCancelled(invite: NamedGuestAccessInvite): boolean {
  const said = [invite.state, invite.status].some((text) => typeof text === 'string' && /^cancell?ed$/i.test(text));
  return said || [invite.canceled_at, invite.cancelled_at].some((at) => typeof at === 'string' && at !== '');
}
