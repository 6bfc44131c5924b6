import { defined } from '../../domain/defined.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { hostMatches } from '../../domain/text/host-search.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import type {
  GuestInviteChange,
  GuestInviteRequest,
  Host,
  Member,
  MemberTerms,
  ProviderGuestInvite,
} from '../provider.ts';
import { writeTimestamp } from '../team-fields.ts';
import type { InviteChange, NewInvite } from './api-guest-access.ts';
import type { InviteTerms } from './requests.ts';
import type { Machine, NamedGuestAccessInvite, Member as ParsecMember, TeamInvite } from './schema.ts';

// Between Parsec's terms and Guestlist's.

/** `providerInviteId`: the id it was asked for by, in case the answer leaves it out. */
export function toGuestInvite(invite: NamedGuestAccessInvite, providerInviteId: string): ProviderGuestInvite {
  const { keyboard, mouse, gamepad } = invite;
  return {
    providerInviteId: invite.id ?? providerInviteId,
    hostId: invite.host_peer_id,
    guestEmail: readText(invite.guest_email),
    eventName: readText(invite.event_name),
    permissions: defined({ keyboard, mouse, gamepad }),
    timeZone: invite.time_zone,
    startsAt: invite.starts_at,
    endsAt: invite.expires_at,
    cancelled: saysCancelled(invite),
    link: linkOf(invite),
  };
}

export function newInvite(wanted: GuestInviteRequest): NewInvite {
  return {
    host_peer_id: wanted.hostId,
    guest_email: wanted.guestEmail,
    event_name: wanted.eventName,
    ...wanted.permissions,
    time_zone: wanted.timeZone,
    starts_at: writeTimestamp(wanted.startsAt),
    expires_at: writeTimestamp(wanted.endsAt),
    message: wanted.message,
  };
}

export function changeOf(change: GuestInviteChange): InviteChange {
  return {
    ...change.permissions,
    ...defined({
      host_peer_id: change.hostId,
      time_zone: change.timeZone,
      starts_at: change.startsAt === undefined ? undefined : writeTimestamp(change.startsAt),
      expires_at: change.endsAt === undefined ? undefined : writeTimestamp(change.endsAt),
    }),
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
      const hostId = machine.peer_id ?? machineId(machine);
      const { team_group_id: one, team_group_ids: groupIds = one === undefined ? [] : [one] } = machine;
      return { hostId, name: nameOrId(machine.name, hostId), online: machine.is_online, groupIds };
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

/** A machine has one of the two. */
export function machineId(machine: Machine): string {
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
  const group_id = groupId === undefined ? undefined : /^\d+$/.test(groupId) ? Number(groupId) : Number.NaN;
  return defined({ group_id, team_app_rule_id: appRuleId });
}

/** What people read of a text; undefined when that is nothing. */
function readText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanLine(text) || undefined;
}

function linkOf(invite: NamedGuestAccessInvite): string | undefined {
  const places = [invite.join_url, invite.link, invite.url, invite.invite_url, invite.access_link];
  return places.find((text): text is string => typeof text === 'string' && URL.canParse(text));
}

// No document lists states, so only these unmistakable signs count; all else follows from the window.
function saysCancelled(invite: NamedGuestAccessInvite): boolean {
  const said = [invite.state, invite.status].some((text) => typeof text === 'string' && /^cancell?ed$/i.test(text));
  return said || [invite.canceled_at, invite.cancelled_at].some((at) => typeof at === 'string' && at !== '');
}
