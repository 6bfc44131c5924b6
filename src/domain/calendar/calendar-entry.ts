import type { Invite } from '../invite.ts';

/** An invite as an entry of a calendar. Instants are epoch ms. */
export type CalendarEntry = {
  /** The same for good: by it a calendar knows which entry a later file is about. */
  readonly uid: string;
  /** Grows with each change: a calendar takes no older one. */
  readonly sequence: number;
  readonly status: CalendarStatus;
  readonly startsAt: number;
  readonly endsAt: number;
  /** When this file was made. */
  readonly madeAt: number;
  readonly title: string;
  readonly description: string;
};

export type CalendarStatus = 'confirmed' | 'cancelled';

/** The address-like name of an entry; the id of an invite is unique. */
export function calendarUid({ id }: Pick<Invite, 'id'>): string {
  return `${id}@guestlist`;
}

/**
 * What a calendar should say of an invite; undefined while it need not say anything else than before: nobody knows yet, or the time is just
 * over. One that is held lets nobody in, and neither does one that failed.
 */
export function calendarStatus({ state }: Pick<Invite, 'state'>): CalendarStatus | undefined {
  switch (state) {
    case 'granted':
      return 'confirmed';
    case 'requested':
    case 'cancelled':
    case 'failed':
      return 'cancelled';
    case 'cancelling':
    case 'ended':
      return undefined;
  }
}

/** What a calendar file says of an invite, so that one that would say the same is not sent: in a form that is the same for the same. */
export function calendarFacts(
  { startsAt, endsAt, hostName, eventName }: Pick<Invite, 'startsAt' | 'endsAt' | 'hostName' | 'eventName'>,
  status: CalendarStatus,
): string {
  return status === 'cancelled' ? status : JSON.stringify([startsAt, endsAt, hostName, eventName]);
}
