import type { Person } from '../../domain/person.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Problem } from '../../domain/problem.ts';
import { openRefusal, type ShareKind, shareRefusal, WORKSPACE } from '../../domain/shares.ts';
import type { Context, Statements } from './context.ts';

/** What is locked while somebody's share is looked at and used: two who use it come one after the other. */
export function shareOf({ id }: Pick<Person, 'id'>): string {
  return `share/${id}`;
}

type Given = Pick<Context, 'policy' | 'now' | 'newId'>;

/**
 * Takes what a person asks for out of their share of an hour, inside the transaction that saves the request: of two replicas the second
 * sees what the first has taken. Undefined when there was room. Problems: invites_per_hour, member_addresses_per_hour; nothing is taken.
 */
export async function takeShare(
  tx: Statements,
  { policy, now, newId }: Given,
  person: Person,
  kind: ShareKind,
  amount: number,
): Promise<Problem | undefined> {
  await tx.lockSame(shareOf(person));
  const at = now();
  const refused = shareRefusal(kind, amount, await tx.shareUses(person.id, kind, at), {
    person,
    policy: policy(),
    now: at,
  });
  if (refused !== undefined) return refused;
  await tx.insertShareUse({ id: newId(), personId: person.id, kind, amount, at });
  return undefined;
}

/**
 * As takeShare, for one guest invite more, or for `count` together: they must fit among the person's open ones too, and those that are not
 * free into the day's credits of the workspace. Nothing is taken unless there is room in all. Problems: open_invites, invites_per_hour, invites_per_day, credits_per_day.
 */
export async function takeInviteShare(
  tx: Statements,
  given: Given,
  person: Person,
  { count = 1, free = 0 }: { readonly count?: number; readonly free?: number } = {},
): Promise<Problem | undefined> {
  const { policy, now, newId } = given;
  const kinds: readonly ShareKind[] = ['guest_invites', 'daily_guest_invites', ...dailyCredits(policy(), count - free)];
  const amountOf = (kind: ShareKind) => (kind === 'daily_credits' ? count - free : count);
  await tx.lockSame(shareOf(person));
  const at = now();
  const by = { person, policy: policy(), now: at };
  const refused = openRefusal(await tx.countOpenInvites(person.id, at), person, by.policy, count);
  if (refused !== undefined) return refused;
  for (const kind of kinds) {
    // Always after the person's own lock, so that nobody waits for anybody in a circle.
    if (kind === 'daily_credits') await tx.lockSame(shareOf({ id: WORKSPACE }));
    const over = shareRefusal(kind, amountOf(kind), await tx.shareUses(userOf(kind, person), kind, at), by);
    if (over !== undefined) return over;
  }
  for (const kind of kinds)
    await tx.insertShareUse({ id: newId(), personId: userOf(kind, person), kind, amount: amountOf(kind), at });
  return undefined;
}

/** Credits are counted only where there is a budget: without one, nobody waits for anybody else. */
function dailyCredits({ invites }: Policy, costing: number): readonly ShareKind[] {
  return invites.creditsPerDay === undefined || costing === 0 ? [] : ['daily_credits'];
}

function userOf(kind: ShareKind, person: Person): string {
  return kind === 'daily_credits' ? WORKSPACE : person.id;
}

/** Whether the day's credits do not reach for so many guests of this person, as far as is known before the request is saved. */
export async function isOverBudget({ store, policy, now }: Context, person: Person, count = 1): Promise<boolean> {
  if (policy().invites.creditsPerDay === undefined) return false;
  const used = await store.shareUses(WORKSPACE, 'daily_credits', now());
  return shareRefusal('daily_credits', count, used, { person, policy: policy(), now: now() }) !== undefined;
}
