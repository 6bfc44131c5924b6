import type { Person } from '../../domain/person.ts';
import type { Preferences } from '../../domain/preferences.ts';
import type { Context } from '../shared/context.ts';

/** What a person wants of Guestlist; the defaults as long as they never said. */
export function preferencesOf({ store }: Pick<Context, 'store'>, { id }: Pick<Person, 'id'>): Promise<Preferences> {
  return store.getPreferences(id);
}
