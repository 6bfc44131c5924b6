import { isAdmin, type Person } from './person.ts';
import type { Limits, Policy } from './policy/policy.ts';
import { type Problem, problem } from './problem.ts';

/** What a person, or the workspace, has only so much of within an hour or a day. */
export type ShareKind = 'guest_invites' | 'daily_guest_invites' | 'member_addresses' | 'daily_credits';

/** Something a person used of it. `at` in epoch ms. */
export type ShareUse = { readonly amount: number; readonly at: number };

const HOUR_MS = 3_600_000;
/** What lies further ahead than replicas' clocks are apart was used before the clock was set back: it is not held against anybody, ms. */
export const AHEAD_MS = 60_000;

const DAY_MS = 24 * HOUR_MS;

/** Of each kind, how long something that was used counts, ms. */
export const shareWindowMs: Readonly<Record<ShareKind, number>> = {
  guest_invites: HOUR_MS,
  daily_guest_invites: DAY_MS,
  member_addresses: HOUR_MS,
  daily_credits: DAY_MS,
};

/** Whose share the credits of the workspace are. */
export const WORKSPACE = 'workspace';

const codes = {
  guest_invites: 'invites_per_hour',
  daily_guest_invites: 'invites_per_day',
  member_addresses: 'member_addresses_per_hour',
  daily_credits: 'credits_per_day',
} as const;

/** How much there is of a kind; undefined for any amount. */
function limitOf(kind: ShareKind, person: Person, policy: Policy): number | undefined {
  const { invitesPerHour, invitesPerDay, memberAddressesPerHour } = limitsFor(person, policy);
  // Admins go on: they answer for the budget.
  const creditsPerDay = isAdmin(person, policy) ? undefined : policy.invites.creditsPerDay;
  return {
    guest_invites: invitesPerHour,
    daily_guest_invites: invitesPerDay,
    member_addresses: memberAddressesPerHour,
    daily_credits: creditsPerDay,
  }[kind];
}

/** What one person may have: admins have limits of their own. */
function limitsFor(person: Person, policy: Policy): Limits {
  return isAdmin(person, policy) ? policy.limits.admins : policy.limits.everyone;
}

/**
 * Whether there is room for `amount` more. `used`: what was used in the last hour or day. Undefined is yes. Problems: invites_per_hour,
 * invites_per_day, credits_per_day and member_addresses_per_hour, with what is left and the minutes until there is room (0 when there never
 * is for so much at once).
 */
export function shareRefusal(
  kind: ShareKind,
  amount: number,
  used: readonly ShareUse[],
  by: { readonly person: Person; readonly policy: Policy; readonly now: number },
): Problem | undefined {
  const { person, policy, now } = by;
  const max = limitOf(kind, person, policy);
  const total = used.reduce((sum, use) => sum + use.amount, 0);
  if (max === undefined || total + amount <= max) return undefined;
  return problem(codes[kind], {
    max,
    asked: amount,
    left: Math.max(0, max - total),
    minutes: amount > max ? 0 : minutesUntilRoom(total + amount - max, used, { now, windowMs: shareWindowMs[kind] }),
    ...forAdmins(person, policy),
  });
}

/** Whether a person may have so many more open invites. Undefined is yes. Problem: open_invites. */
export function openRefusal(open: number, person: Person, policy: Policy, amount = 1): Problem | undefined {
  const max = limitsFor(person, policy).openInvites;
  if (open + amount <= max) return undefined;
  return problem('open_invites', { max, open, ...(amount > 1 ? { asked: amount } : {}), ...forAdmins(person, policy) });
}

/** To an admin "ask an admin" says nothing. */
function forAdmins(person: Person, policy: Policy): { readonly admin?: 1 } {
  return isAdmin(person, policy) ? { admin: 1 } : {};
}

function minutesUntilRoom(
  wanted: number,
  used: readonly ShareUse[],
  { now, windowMs }: { readonly now: number; readonly windowMs: number },
): number {
  let freed = 0;
  for (const { amount, at } of used.toSorted((a, b) => a.at - b.at)) {
    freed += amount;
    if (freed >= wanted) return Math.max(1, Math.ceil((at + windowMs - now) / 60_000));
  }
  return windowMs / 60_000;
}
