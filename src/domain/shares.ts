import { isAdmin, type Person } from './person.ts';
import type { Limits, Policy } from './policy.ts';
import { type Problem, problem } from './problem.ts';

/** What a person has only so much of within an hour. */
export type ShareKind = 'guest_invites' | 'member_addresses';

/** Something a person used of it. `at` in epoch ms. */
export type ShareUse = { readonly amount: number; readonly at: number };

export const HOUR_MS = 3_600_000;
/** What lies further ahead than replicas' clocks are apart was used before the clock was set back: it is not held against anybody, ms. */
export const AHEAD_MS = 60_000;

const limitOf = { guest_invites: 'invitesPerHour', member_addresses: 'memberAddressesPerHour' } as const;

/** What one person may have: admins have limits of their own. */
function limitsFor(person: Person, policy: Policy): Limits {
  return isAdmin(person, policy) ? policy.limits.admins : policy.limits.everyone;
}

/**
 * Whether there is room for `amount` more. `used`: what the person used in the last hour. Undefined is yes. Problems: invites_per_hour
 * and member_addresses_per_hour, with what is left and the minutes until there is room (0 when there never is for so much at once).
 */
export function shareRefusal(
  kind: ShareKind,
  amount: number,
  used: readonly ShareUse[],
  by: { readonly person: Person; readonly policy: Policy; readonly now: number },
): Problem | undefined {
  const { person, policy, now } = by;
  const max = limitsFor(person, policy)[limitOf[kind]];
  const total = used.reduce((sum, use) => sum + use.amount, 0);
  if (total + amount <= max) return undefined;
  return problem(kind === 'guest_invites' ? 'invites_per_hour' : 'member_addresses_per_hour', {
    max,
    asked: amount,
    left: Math.max(0, max - total),
    minutes: amount > max ? 0 : minutesUntilRoom(total + amount - max, used, now),
    ...forAdmins(person, policy),
  });
}

/** Whether a person may have one more open invite. Undefined is yes. Problem: open_invites. */
export function openRefusal(open: number, person: Person, policy: Policy): Problem | undefined {
  const max = limitsFor(person, policy).openInvites;
  return open < max ? undefined : problem('open_invites', { max, open, ...forAdmins(person, policy) });
}

/** To an admin "ask an admin" says nothing. */
function forAdmins(person: Person, policy: Policy): { readonly admin?: 1 } {
  return isAdmin(person, policy) ? { admin: 1 } : {};
}

function minutesUntilRoom(wanted: number, used: readonly ShareUse[], now: number): number {
  let freed = 0;
  for (const { amount, at } of used.toSorted((a, b) => a.at - b.at)) {
    freed += amount;
    if (freed >= wanted) return Math.max(1, Math.ceil((at + HOUR_MS - now) / 60_000));
  }
  return 60;
}
