import { compareOwner, type InviteKeys, type MadeRow, type ShownInvite } from '../../domain/own-invite.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { searchedFor } from '../../domain/text/email.ts';
import { whoIs } from '../../domain/who-is.ts';
import type { Context, InvitedRow, Member, PendingInvite } from '../shared/context.ts';
import { sightsOf } from '../shared/see-invites.ts';
import type { InvitingSystem, SystemWithMembers } from './member-systems.ts';

/** One page of a list a system gives page by page: `more` says whether another comes, since few systems count. `page` from 0. */
export type ListPage<Item> = { readonly items: readonly Item[]; readonly page: number; readonly more: boolean };

export type ListQuery = { readonly text: string; readonly page: number; readonly size: number };

/**
 * A pending invite, and who made it here; undefined when it was made elsewhere, or that is unknown
 * (domain/own-invite.ts). Its address is what the system shows, and where it shows none, what was typed here.
 */
export type OwnedInvite = PendingInvite & { readonly requesterId: string | undefined };

/**
 * One page of the pending invites that match a text, as they are now: those the person sees. What is hidden is left out before anything
 * is searched or counted. What was made elsewhere is announced nowhere, and so for admins; where that is unknown, it is for who may see what
 * was made here for the same person.
 */
export async function pendingPage(
  context: Context,
  person: Person,
  system: InvitingSystem,
  query: ListQuery,
): Promise<ListPage<OwnedInvite> | Problem> {
  const page = await pageOf(seenPages(context, person, system), query, (invite) =>
    [invite.email, invite.name, invite.role].join(' '),
  );
  if (!isProblem(page))
    for (const invite of page.items) context.shownNames.remember(system.name, invite.inviteId, whoIs(invite));
  return page;
}

async function* seenPages(
  context: Context,
  person: Person,
  system: InvitingSystem,
): AsyncGenerator<readonly OwnedInvite[] | Problem> {
  for await (const page of system.memberInvites.pending()) {
    yield isProblem(page) ? page : await seenOf(context, person, system, page);
  }
}

async function seenOf(
  context: Context,
  person: Person,
  system: InvitingSystem,
  page: readonly PendingInvite[],
): Promise<readonly OwnedInvite[]> {
  const invites = await withRows(context, system, page);
  const nowhere = {
    workspaceId: context.workspaceId(),
    requesterId: '',
    channelId: '',
    cardChannelId: undefined,
  };
  const facts = invites.map(({ row = nowhere }) => ({
    ...row,
    inviterId: row.requesterId,
    isOfMembers: true as const,
  }));
  const sights = await sightsOf(context, person, facts);
  return invites.flatMap(({ invite }, nth) => (sights[nth] === 'all' ? [invite] : []));
}

/** One page of the members that match a text, as they are now. */
export async function membersPage(
  context: Pick<Context, 'shownNames'>,
  system: SystemWithMembers,
  query: ListQuery,
): Promise<ListPage<Member> | Problem> {
  const page = await pageOf(system.members.list(), query, (member) =>
    [member.email, member.name, member.role].join(' '),
  );
  if (!isProblem(page))
    for (const member of page.items) context.shownNames.remember(system.name, member.memberId, whoIs(member));
  return page;
}

/** Reads no further than the page that is wanted. A page that no longer exists becomes the last there is. */
async function pageOf<Item>(
  pages: AsyncIterable<readonly Item[] | Problem>,
  { text, page, size }: ListQuery,
  textOf: (item: Item) => string,
): Promise<ListPage<Item> | Problem> {
  const wanted = searchedFor(text).trim().toLowerCase();
  const found: Item[] = [];
  const end = (page + 1) * size;
  for await (const items of pages) {
    if (isProblem(items)) return items;
    found.push(...items.filter((item) => textOf(item).toLowerCase().includes(wanted)));
    if (found.length > end) break;
  }
  const last = Math.max(0, Math.ceil(found.length / size) - 1);
  const at = Math.min(page, last);
  return { items: found.slice(at * size, (at + 1) * size), page: at, more: found.length > (at + 1) * size };
}

/** Invites with what the row that is about them says: who made them here, and to which address. */
export async function withOwners(
  context: Context,
  system: InvitingSystem,
  invites: readonly PendingInvite[],
): Promise<readonly OwnedInvite[]> {
  return (await withRows(context, system, invites)).map(({ invite }) => invite);
}

/** `row`: the one that made it, or may have. */
type InviteWithRow = { readonly invite: OwnedInvite; readonly row: InvitedRow | undefined };

async function withRows(
  context: Context,
  system: InvitingSystem,
  invites: readonly PendingInvite[],
): Promise<readonly InviteWithRow[]> {
  const rows = await context.store.invitedMemberRows(system.name, {
    inviteIds: invites.map((invite) => invite.inviteId),
    emails: invites.flatMap((invite) => invite.email ?? []),
  });
  const now = context.now();
  const { inviteIds } = system.memberInvites;
  return invites.map((invite) => {
    const row = rowAbout(invite, rows, inviteIds, now);
    const requesterId =
      row !== undefined && compareOwner(row, invite, inviteIds, now) === 'same' ? row.requesterId : undefined;
    // Whose key it is, is theirs under whatever invite.
    const person = row ?? rows.find((each) => each.inviteId === invite.inviteId);
    return { invite: { ...invite, email: invite.email ?? person?.email, requesterId }, row };
  });
}

/** The row an invite was made by, of rows with the newest batch first; one that does not say comes last. */
export function rowAbout<Row extends MadeRow>(
  invite: ShownInvite,
  rows: readonly Row[],
  keys: InviteKeys,
  now: number,
): Row | undefined {
  const compared = rows.map((row) => [row, compareOwner(row, invite, keys, now)] as const);
  const [row] = compared.find(([, is]) => is === 'same') ?? compared.find(([, is]) => is === 'unsure') ?? [];
  return row;
}
