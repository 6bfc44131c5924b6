import { emailKey } from '../domain/email.ts';
import { cleanLine } from '../domain/text/clean.ts';
import type { SeenGuestInvite, WantedGuestInvite } from './provider.ts';

/**
 * Whether an invite at the provider is the one that was wanted: same host, e-mail (case aside), event name and window (to
 * the second), and not cancelled. 'unclear' when all it shows agrees, and something needed to be sure is not shown.
 */
export function compareInvite(seen: SeenGuestInvite, wanted: WantedGuestInvite): 'same' | 'different' | 'unclear' {
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

/** Whether two texts are the same, case and space around them aside. */
export function sameText(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function agree<Value>(value: Value | undefined, test: (value: Value) => boolean): boolean | undefined {
  return value === undefined ? undefined : test(value);
}

// A server may drop or round sub-second digits.
function sameSecond(a: number, b: number): boolean {
  return Math.abs(a - b) < 1000;
}
