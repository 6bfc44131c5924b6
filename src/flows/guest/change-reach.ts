import type { Person } from '../../domain/person.ts';
import type { Reach } from '../../domain/reach.ts';
import type { Context } from '../shared/context.ts';

/** How a person hears of their own invites from now on. */
export async function changeReach(
  { store, now }: Pick<Context, 'store' | 'now'>,
  person: Person,
  reach: Reach,
): Promise<'changed' | 'as it was'> {
  if ((await store.getReach(person.id)) === reach) return 'as it was';
  await store.saveReach(person.id, reach, now());
  return 'changed';
}
