import { checked, type Paging } from './bounds.ts';
import { GuestInviteChange, NewGuestInvite } from './requests.ts';
import {
  Credits,
  GuestAccessInvite,
  GuestAccessInvites,
  NamedGuestAccessInvite,
  ReadGuestAccessInvite,
} from './schema.ts';
import type { TeamCalls } from './team-calls.ts';

/** Parsec leaves send_email off by default; here it is never left to a default. */
type Unmailed<Request> = Omit<Request, 'send_email'>;
export type InviteChange = Unmailed<GuestInviteChange>;
export type NewInvite = Unmailed<NewGuestInvite>;

/** Guests on machines, for a while. */
export function guestAccessOperations({ one, page, done }: TeamCalls) {
  return {
    getGuestAccessInvite: (guestAccessInviteID: string) =>
      one('getGuestAccessInvite', ReadGuestAccessInvite, { ids: { guestAccessInviteID } }),

    getGuestAccessInvites: (paging: Paging) => page('getGuestAccessInvites', GuestAccessInvites, paging),

    /** Costs a credit, unless the guest is a member of the team. */
    createGuestAccessInvite: (invite: NewInvite, sendEmail: boolean) =>
      one('createGuestAccessInvite', GuestAccessInvite, {
        body: checked(NewGuestInvite, { ...invite, send_email: sendEmail }),
      }),

    /** Changes only what is named. Changed permissions reach a connected guest at once. */
    updateGuestAccessInvite: (guestAccessInviteID: string, change: InviteChange, sendEmail: boolean) =>
      one('updateGuestAccessInvite', NamedGuestAccessInvite, {
        ids: { guestAccessInviteID },
        body: checked(GuestInviteChange, { ...change, send_email: sendEmail }),
      }),

    /** Disconnects connected guests too, and gives the credit of an unused invite back. */
    cancelGuestAccessInvite: (guestAccessInviteID: string, sendEmail: boolean) =>
      done('cancelGuestAccessInvite', { ids: { guestAccessInviteID }, query: { send_email: sendEmail } }),

    kickGuestAccessGuest: (guestAccessInviteID: string) =>
      done('kickGuestAccessGuest', { ids: { guestAccessInviteID } }),

    getGuestAccessInviteCredits: () => one('getGuestAccessInviteCredits', Credits),
  };
}
