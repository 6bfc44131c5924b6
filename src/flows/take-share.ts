import type { Person } from '../domain/person.ts';
import type { Problem } from '../domain/problem.ts';
import { openRefusal, type ShareKind, shareRefusal } from '../domain/shares.ts';
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
  const refused = shareRefusal(kind, amount, await tx.shareUses(person.id, kind, at), { person, policy, now: at });
  if (refused !== undefined) return refused;
  await tx.insertShareUse({ id: newId(), personId: person.id, kind, amount, at });
  return undefined;
}

/** As takeShare, for one guest invite more: it must fit among the person's open ones too. Problems: open_invites, invites_per_hour. */
export async function takeInviteShare(tx: Statements, given: Given, person: Person): Promise<Problem | undefined> {
  await tx.lockSame(shareOf(person));
  const open = await tx.countOpenInvites(person.id, given.now());
  return openRefusal(open, person, given.policy) ?? takeShare(tx, given, person, 'guest_invites', 1);
}
