import type { Problem } from '../../domain/problem.ts';
import { outOfBounds, type Paging } from './bounds.ts';
import { Credits, GuestAccessInvite, NamedGuestAccessInvite, ReadGuestAccessInvite } from './schema.ts';
import type { TeamCalls } from './team-calls.ts';

/** Times are RFC 3339 text. Parsec leaves send_email off by default; here it is never left to a default. */
export type InviteChange = {
  readonly host_peer_id?: string;
  readonly keyboard?: boolean;
  readonly mouse?: boolean;
  readonly gamepad?: boolean;
  readonly time_zone?: string;
  readonly starts_at?: string;
  readonly expires_at?: string;
};

export type NewInvite = Required<InviteChange> & {
  readonly guest_email: string;
  readonly event_name: string;
  readonly message: string;
};

/** Guests on machines, for a while. */
export function guestAccessOperations({ one, page, done }: TeamCalls) {
  return {
    getGuestAccessInvite: (guestAccessInviteID: string) =>
      one('getGuestAccessInvite', ReadGuestAccessInvite, { ids: { guestAccessInviteID } }),

    getGuestAccessInvites: (paging: Paging) => page('getGuestAccessInvites', GuestAccessInvite, paging),

    /** Costs a credit, unless the guest is a member of the team. */
    createGuestAccessInvite: (invite: NewInvite, sendEmail: boolean) =>
      one('createGuestAccessInvite', GuestAccessInvite, {
        body: inviteFault(invite) ?? { ...invite, send_email: sendEmail },
      }),

    /** Changes only what is named. Changed permissions reach a connected guest at once. */
    updateGuestAccessInvite: (guestAccessInviteID: string, change: InviteChange, sendEmail: boolean) =>
      one('updateGuestAccessInvite', NamedGuestAccessInvite, {
        ids: { guestAccessInviteID },
        body: inviteFault(change) ?? { ...change, send_email: sendEmail },
      }),

    /** Disconnects connected guests too, and gives the credit of an unused invite back. */
    cancelGuestAccessInvite: (guestAccessInviteID: string, sendEmail: boolean) =>
      done('cancelGuestAccessInvite', { ids: { guestAccessInviteID }, query: { send_email: sendEmail } }),

    kickGuestAccessGuest: (guestAccessInviteID: string) =>
      done('kickGuestAccessGuest', { ids: { guestAccessInviteID } }),

    getGuestAccessInviteCredits: () => one('getGuestAccessInviteCredits', Credits),
  };
}

/** Parsec: the end is after the start, time_zone has at least 3 characters, the e-mail is one. */
function inviteFault(invite: InviteChange & { readonly guest_email?: string }): Problem | undefined {
  const { starts_at, expires_at, time_zone, guest_email, host_peer_id } = invite;
  if (host_peer_id === '') return outOfBounds('host_peer_id', 'is empty');
  if (guest_email !== undefined && !/^\S+@\S+$/.test(guest_email))
    return outOfBounds('guest_email', 'is not an e-mail');
  if (time_zone !== undefined && time_zone.length < 3) return outOfBounds('time_zone', 'has fewer than 3 characters');
  if (starts_at !== undefined && expires_at !== undefined && Date.parse(expires_at) <= Date.parse(starts_at)) {
    return outOfBounds('expires_at', 'is not after starts_at');
  }
  return undefined;
}
