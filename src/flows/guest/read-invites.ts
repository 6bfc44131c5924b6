import { defined } from '../../domain/defined.ts';
import { type Invite, isAwaiting, isHeld, isRunning } from '../../domain/invite.ts';
import type { OtherAccess } from '../../domain/other-access.ts';
import { coordinates, mayChange, type Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { searchedFor } from '../../domain/text/email.ts';
import type { Booking, SeenInvite } from '../../domain/visibility.ts';
import type { Context, InviteQuery } from '../shared/context.ts';
import { otherAccessFor } from '../shared/other-access.ts';
import { readerOf, seeInvite, seeInvites } from '../shared/see-invites.ts';
import { guestLink, type ShownLink } from '../shared/shown-link.ts';

/** Invites read at once. */
const PAGE = 100;

/**
 * Invites a person may change now in the way intended, that match a text (id, guest, host or event); at most `limit`. Their own, and
 * for coordinators and admins all: nothing among them is hidden from the person.
 */
export async function changeable(
  context: Context,
  person: Person,
  query: { readonly text: string; readonly intent: 'update' | 'extend' | 'cancel' | 'kick'; readonly limit: number },
): Promise<readonly Invite[]> {
  const now = context.now();
  const changesAll = coordinates(person, context.policy());
  const changeableNow = (invite: Invite) => {
    if (query.intent === 'kick') return isRunning(invite, now);
    if (query.intent === 'cancel') return invite.state !== 'cancelling' || isHeld(invite);
    const isOpen = invite.state === 'granted' || (query.intent === 'update' && isAwaiting(invite));
    return isOpen && invite.inviterLeft === undefined;
  };
  // Page by page: those that cannot be changed now must not stand in the way of those that can.
  const found: Invite[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { invites, total } = await context.store.listInvites({
      which: query.intent === 'kick' ? 'active' : 'open',
      ...(changesAll ? {} : { who: person.id }),
      text: searchedFor(query.text),
      now,
      offset,
      limit: PAGE,
    });
    found.push(...invites.filter(changeableNow));
    if (found.length >= query.limit || offset + PAGE >= total) return found.slice(0, query.limit);
  }
}

/** One page of invites as a person may see them, `page` counted from 0, and the number of all. */
export async function listPage(
  context: Context,
  person: Person,
  query: { readonly filter: 'mine' | 'active' | 'upcoming' | 'all'; readonly page: number; readonly size: number },
): Promise<{ readonly invites: readonly SeenInvite[]; readonly total: number; readonly page: number }> {
  const which: InviteQuery['which'] = query.filter === 'mine' ? 'open' : query.filter;
  const now = context.now();
  // What has ended holds no host any more: of others' invites only those somebody may read are in the list of all.
  const reader = which === 'all' ? await readerOf(context, person, { which, now }, { withBookings: true }) : undefined;
  const common = {
    which,
    ...(query.filter === 'mine' ? { who: person.id } : {}),
    ...defined({ reader }),
    now,
    limit: query.size,
  };
  const asked = await context.store.listInvites({ ...common, offset: query.page * query.size });
  // Invites end while somebody pages: a page that no longer exists becomes the last there is.
  const last = Math.max(0, Math.ceil(asked.total / query.size) - 1);
  const { invites, total } =
    query.page <= last ? asked : await context.store.listInvites({ ...common, offset: last * query.size });
  return { invites: await seeInvites(context, person, invites), total, page: Math.min(query.page, last) };
}

/**
 * The invite a reference means, as a person may see it: its id (with or without `inv_`), or the newest that matches the text. A text
 * finds nothing that is hidden from the person: what it found would say what is in it. Problem: invite_unknown.
 */
export async function findInvite(context: Context, reference: string, person: Person): Promise<SeenInvite | Problem> {
  const typed = cleanLine(reference);
  if (typed === '') return problem('invite_unknown');
  const byId = (await context.store.getInvite(typed)) ?? (await context.store.getInvite(`inv_${typed}`));
  if (byId !== undefined) return seeInvite(context, person, byId);
  const query = { which: 'all', text: searchedFor(typed), now: context.now() } as const;
  const reader = await readerOf(context, person, query, { withBookings: false });
  const { invites } = await context.store.listInvites({
    ...query,
    ...defined({ reader }),
    offset: 0,
    limit: 1,
  });
  const [found] = await seeInvites(context, person, invites);
  return found?.kind === 'invite' ? found : problem('invite_unknown');
}

/** What somebody asked about, with its history for who may see it; whether they may change it, and the guest's link if they may. */
export type InviteAnswer =
  | {
      readonly kind: 'invite';
      readonly invite: Invite;
      readonly auditLines: Awaited<ReturnType<Context['store']['auditOfInvite']>>;
      readonly mayChange: boolean;
      readonly link: ShownLink | undefined;
      /** What else lets the guest in, as this person may know it. */
      readonly access: OtherAccess;
    }
  | Booking;

/** One invite with its history, for a person. Problem: invite_unknown. */
export async function inviteWithHistory(
  context: Context,
  reference: string,
  person: Person,
): Promise<InviteAnswer | Problem> {
  const found = await findInvite(context, reference, person);
  if (found.kind !== 'invite') return found;
  const may = mayChange(found.invite, person, context.policy()) === undefined;
  return {
    ...found,
    auditLines: await context.store.auditOfInvite(found.invite.id),
    mayChange: may,
    link: may ? guestLink(context, found.invite.link) : undefined,
    access: await otherAccessFor(context, found.invite, person),
  };
}

/** An invite somebody wants to make again, with all that is in it. Problems: invite_unknown, invite_erased, invite_hidden. */
export async function inviteToRepeat(context: Context, inviteId: string, person: Person): Promise<Invite | Problem> {
  const invite = await context.store.getInvite(inviteId);
  if (invite === undefined) return problem('invite_unknown');
  if (invite.erasedAt !== undefined) return problem('invite_erased');
  const seen = await seeInvite(context, person, invite);
  if (seen.kind !== 'invite') return problem('invite_hidden');
  // Whom somebody may not know, they name themselves.
  return seen.invite.guestEmail === invite.guestEmail ? invite : { ...seen.invite, guestEmail: '' };
}

/** Why somebody wanted approval for an invite when they asked last, for them to ask again; '' where they did not ask, or gave no reason. */
export async function reasonToRepeat(context: Context, inviteId: string, person: Person): Promise<string> {
  const asked = await context.store.approvalsOf(inviteId);
  return asked.find(({ kind, requesterId }) => kind === 'invite' && requesterId === person.id)?.reason ?? '';
}

/** Why approval is wanted for what waits of an invite; '' where nothing waits, or no reason was given. */
export async function reasonOfOpen(context: Context, inviteId: string): Promise<string> {
  return (await context.store.openApprovalOf(inviteId))?.reason ?? '';
}

/** Other invites that hold a host in a window (epoch ms), as a person may see them, earliest first; `except` is left out. */
export async function clashingInvites(
  context: Context,
  person: Person,
  query: { readonly hostId: string; readonly startsAt: number; readonly endsAt: number; readonly except?: string },
): Promise<readonly SeenInvite[]> {
  const others = await context.store.invitesOnHost(query);
  return seeInvites(
    context,
    person,
    others.filter((other) => other.id !== query.except),
  );
}
