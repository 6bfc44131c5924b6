import { defined } from '../../domain/defined.ts';
import type { Person } from '../../domain/person.ts';
import { searchedFor } from '../../domain/text/email.ts';
import type { SeenInvite } from '../../domain/visibility.ts';
import type { Context } from '../shared/context.ts';
import { readerOf, seeInvites } from '../shared/see-invites.ts';

/** So many words are looked for; each reads all invites there are in the time. */
const MOST_WORDS = 6;

/** What is looked for: every word in the guest's address, the computer, the event or the id. `who`: who invited. Epoch ms, `to` excluded. */
export type FindFilters = {
  readonly text: string;
  readonly who: string | undefined;
  readonly span: { readonly from: number; readonly to: number } | undefined;
};

/**
 * One page of the invites that match, newest first, and the number of all; `page` counts from 0. What is hidden from the person is not found,
 * and not counted: what a search finds says what is in it.
 */
export async function findInvites(
  context: Context,
  person: Person,
  { text, who, span }: FindFilters,
  at: { readonly page: number; readonly size: number },
): Promise<{ readonly invites: readonly SeenInvite[]; readonly total: number; readonly page: number }> {
  const words = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS)
    .map(searchedFor);
  const query = { which: 'all', words, now: context.now(), ...defined({ span }) } as const;
  const reader = await readerOf(context, person, query, { withBookings: false });
  const common = { ...query, ...defined({ who, reader }), limit: at.size };
  const asked = await context.store.listInvites({ ...common, offset: at.page * at.size });
  // Something may have been erased while somebody pages: a page that no longer exists becomes the last there is.
  const last = Math.max(0, Math.ceil(asked.total / at.size) - 1);
  const { invites, total } =
    at.page <= last ? asked : await context.store.listInvites({ ...common, offset: last * at.size });
  return { invites: await seeInvites(context, person, invites), total, page: Math.min(at.page, last) };
}
