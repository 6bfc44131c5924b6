import type { Person } from '../../domain/person.ts';
import type { Removal, RemovalKind } from '../../domain/removal.ts';
import type { Context } from '../shared/context.ts';
import { mayWithdraw } from '../shared/withdraw-removal.ts';

/** A removal that does not get through, for one person. */
export type ShownRemoval = Removal & { readonly mayWithdraw: boolean };

/** What stands above a list while its system does not answer. */
const MOST_WITHOUT_LIST = 10;

/** What is wanted of these members or pending invites and does not get through, by their keys. */
export async function removalsOf(
  context: Context,
  person: Person,
  { provider, kind, keys }: { readonly provider: string; readonly kind: RemovalKind; readonly keys: readonly string[] },
): Promise<ReadonlyMap<string, ShownRemoval>> {
  const removals = await context.store.stuckRemovals({ kind, provider, keys, limit: keys.length });
  return new Map(
    removals.map((each) => [each.targetKey, { ...each, mayWithdraw: mayWithdraw(context, each, person) }]),
  );
}

/** What this person may withdraw at a system, oldest first, whether or not the system answers. */
export async function removalsToWithdraw(
  context: Context,
  person: Person,
  { provider, kind }: { readonly provider: string; readonly kind: RemovalKind },
): Promise<readonly ShownRemoval[]> {
  const removals = await context.store.stuckRemovals({ kind, provider, limit: 100 });
  return removals
    .filter((each) => mayWithdraw(context, each, person))
    .slice(0, MOST_WITHOUT_LIST)
    .map((each) => ({ ...each, mayWithdraw: true }));
}
