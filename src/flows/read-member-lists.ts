import { searchedFor } from '../domain/email.ts';
import { type InviteKeys, judgeInvite, type MadeRow, type ShownInvite } from '../domain/own-invite.ts';
import type { Person } from '../domain/person.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import { whoIs } from '../domain/who-is.ts';
import type { Context, InvitedRow, Member, PendingInvite } from './context.ts';
import type { InvitingSystem, SystemWithMembers } from './member-systems.ts';
import { sightsOf } from './see-invites.ts';

/** One page of a list a system gives page by page: `more` says whether another comes, since few systems count. `page` from 0. */
export type ListPage<Item> = { readonly items: readonly Item[]; readonly page: number; readonly more: boolean };

export type ListQuery = { readonly text: string; readonly page: number; readonly size: number };

/**
 * A pending invite, and who made it here; undefined when it was made elsewhere, or that cannot be told (domain/own-invite.ts). Its address is what the system shows, and where it shows
 * none, what was typed here.
 */
export type OwnedInvite = PendingInvite & { readonly askerId: string | undefined };

/**
 * One page of the pending invites that match a text, as they are now: those the person sees. What is hidden is left out before anything
 * is searched or counted. What was made elsewhere is told nowhere, and so for admins; where that cannot be told, it is for who may see what
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
    workspaceId: context.teller.workspaceId(),
    askerId: '',
    channelId: '',
    cardChannelId: undefined,
  };
  const told = invites.map(({ row = nowhere }) => ({ ...row, inviterId: row.askerId }));
  const sights = await sightsOf(context, person, told);
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

/** Reads no further than the page that is wanted. A page that is gone meanwhile becomes the last there is. */
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
    const askerId = row !== undefined && judgeInvite(row, invite, inviteIds, now) === 'same' ? row.askerId : undefined;
    // Whose key it is, is theirs under whatever invite.
    const person = row ?? rows.find((each) => each.inviteId === invite.inviteId);
    return { invite: { ...invite, email: invite.email ?? person?.email, askerId }, row };
  });
}

/** The row an invite was made by, of rows with the newest batch first; one of which that cannot be told comes last. */
export function rowAbout<Row extends MadeRow>(
  invite: ShownInvite,
  rows: readonly Row[],
  keys: InviteKeys,
  now: number,
): Row | undefined {
  const judged = rows.map((row) => [row, judgeInvite(row, invite, keys, now)] as const);
  const [row] = judged.find(([, is]) => is === 'same') ?? judged.find(([, is]) => is === 'unsure') ?? [];
  return row;
}
