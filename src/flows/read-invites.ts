import { searchedFor } from '../domain/email.ts';
import { type Invite, isRunning } from '../domain/invite.ts';
import { isAdmin, mayChange, type Person } from '../domain/person.ts';
import { type Problem, problem } from '../domain/problem.ts';
import type { Context, InviteQuery } from './context.ts';

/** Invites read at once. */
const PAGE = 100;

/** Invites a person may change now in the way intended, that match a text (id, guest, computer or event); at most `limit`. */
export async function changeable(
  context: Context,
  person: Person,
  query: { readonly text: string; readonly intent: 'update' | 'extend' | 'cancel' | 'kick'; readonly limit: number },
): Promise<readonly Invite[]> {
  const now = context.now();
  const changeableNow = (invite: Invite) => {
    if (query.intent === 'kick') return isRunning(invite, now);
    if (query.intent === 'cancel') return invite.state !== 'cancelling';
    return invite.state === 'granted';
  };
  // Page by page: those that cannot be changed now must not stand in the way of those that can.
  const found: Invite[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { invites, total } = await context.store.listInvites({
      which: query.intent === 'kick' ? 'active' : 'open',
      ...(isAdmin(person, context.policy) ? {} : { who: person.id }),
      text: searchedFor(query.text),
      now,
      offset,
      limit: PAGE,
    });
    found.push(...invites.filter(changeableNow));
    if (found.length >= query.limit || offset + PAGE >= total) return found.slice(0, query.limit);
  }
}

/** One page of invites, `page` counted from 0, and the number of all. */
export async function listPage(
  context: Context,
  person: Person,
  query: { readonly filter: 'mine' | 'active' | 'upcoming' | 'all'; readonly page: number; readonly size: number },
): Promise<{ readonly invites: readonly Invite[]; readonly total: number; readonly page: number }> {
  const which: InviteQuery['which'] = query.filter === 'mine' ? 'open' : query.filter;
  const common = {
    which,
    ...(query.filter === 'mine' ? { who: person.id } : {}),
    now: context.now(),
    limit: query.size,
  };
  const asked = await context.store.listInvites({ ...common, offset: query.page * query.size });
  // Invites end while somebody pages: a page that is gone becomes the last there is.
  const last = Math.max(0, Math.ceil(asked.total / query.size) - 1);
  if (query.page <= last) return { ...asked, page: query.page };
  return { ...(await context.store.listInvites({ ...common, offset: last * query.size })), page: last };
}

/** The invite a reference means: its id (with or without `inv_`), or the newest that matches the text. Problem: invite_unknown. */
export async function findInvite(context: Context, reference: string): Promise<Invite | Problem> {
  const text = reference.trim();
  if (text === '') return problem('invite_unknown');
  const byId = (await context.store.getInvite(text)) ?? (await context.store.getInvite(`inv_${text}`));
  if (byId !== undefined) return byId;
  const { invites } = await context.store.listInvites({
    which: 'all',
    text: searchedFor(text),
    now: context.now(),
    offset: 0,
    limit: 1,
  });
  return invites[0] ?? problem('invite_unknown');
}

/** One invite with its history, and whether this person may change it. Problem: invite_unknown. */
export async function inviteWithHistory(context: Context, reference: string, person: Person) {
  const invite = await findInvite(context, reference);
  if ('kind' in invite) return invite;
  return {
    invite,
    happenings: await context.store.auditOfInvite(invite.id),
    mayChange: mayChange(invite, person, context.policy) === undefined,
  };
}
