import { type Invite, overlaps } from './invite.ts';
import { cleanLine } from './text/clean.ts';
import { emailKey } from './text/email.ts';

/** What distinguishes one guest invite from another. Instants are epoch milliseconds. */
export type SentInvite = Pick<Invite, 'hostId' | 'guestEmail' | 'eventName' | 'startsAt' | 'endsAt'>;

/** The same as a provider shows it; a key it leaves out is undefined. */
type ShownInvite = { readonly [K in keyof SentInvite]: SentInvite[K] | undefined } & { readonly cancelled: boolean };

/**
 * Whether an invite at the provider is the one that was wanted: same host, email (case aside), event name and window (to
 * the second), and not cancelled. 'unclear' when all it shows agrees, and something needed to be sure is not shown.
 */
export function compareInvite(seen: ShownInvite, wanted: SentInvite): 'same' | 'different' | 'unclear' {
  if (seen.cancelled) return 'different';
  const agreements = [
    agree(seen.hostId, (hostId) => hostId === wanted.hostId),
    agree(seen.guestEmail, (email) => emailKey(email) === emailKey(wanted.guestEmail)),
    agree(seen.eventName, (name) => cleanLine(name) === cleanLine(wanted.eventName)),
    agree(seen.startsAt, (at) => sameSecond(at, wanted.startsAt)),
    agree(seen.endsAt, (at) => sameSecond(at, wanted.endsAt)),
  ];
  if (agreements.includes(false)) return 'different';
  return agreements.includes(undefined) ? 'unclear' : 'same';
}

/**
 * Whether two invites are alike in all that is looked for after a lost answer: nobody could distinguish them at the provider, and nobody wants
 * both.
 */
export function isTwin(a: SentInvite, b: SentInvite): boolean {
  return (
    a.hostId === b.hostId &&
    emailKey(a.guestEmail) === emailKey(b.guestEmail) &&
    a.eventName === b.eventName &&
    a.endsAt === b.endsAt &&
    overlaps(a, b)
  );
}

/** Whether two texts are the same, case and space around them aside. */
export function sameText(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Whether two instants are the same but for parts of a second, epoch ms: a server may drop or round them. */
export function sameSecond(a: number, b: number): boolean {
  return Math.abs(a - b) < 1000;
}

function agree<Value>(value: Value | undefined, test: (value: Value) => boolean): boolean | undefined {
  return value === undefined ? undefined : test(value);
}
