import { isExternal } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import { guestsOf, offeredHosts, RECENT_MS, type UsedGuest } from '../../domain/recent.ts';
import type { Context, Host } from '../shared/context.ts';
import { hostsOrKnown } from '../shared/hosts-or-known.ts';
import { inTime } from '../shared/in-time.ts';

type Search = { readonly text: string; readonly limit: number };
type Recent = Pick<Context, 'store' | 'now'>;

/** Of one person's invites so many are looked at. */
const MOST = 500;

/** A person's invites of late, newest first. */
function recentInvitesOf({ store, now }: Recent, person: Person, limit = MOST) {
  return store.recentInvites({ inviterId: person.id, endsAfter: now() - RECENT_MS, limit });
}

/** The hosts a person used lately, the latest first, each once. */
export async function recentHosts(context: Recent, person: Person) {
  const invites = await recentInvitesOf(context, person);
  return [...new Map(invites.toReversed().map((invite) => [invite.hostId, invite])).values()].toReversed();
}

/** The hosts a search in a form offers: those the person used lately first. While the provider doesn't answer, those it has shown before. */
export async function searchHosts(
  context: Pick<Context, 'store' | 'now' | 'guestAccess' | 'knownHosts'>,
  person: Person,
  search: Search,
): Promise<readonly (Host | Pick<Host, 'hostId' | 'name'>)[]> {
  const [{ hosts }, recent] = await Promise.all([
    hostsOrKnown(context, search, inTime(context.guestAccess.hosts(search))),
    recentHosts(context, person),
  ]);
  return offeredHosts(search, hosts, recent);
}

/** The guests a person invited lately that match a text: of their own invites only, which nobody hides from them. */
export async function searchGuests(context: Recent, person: Person, search: Search): Promise<readonly UsedGuest[]> {
  return guestsOf(await recentInvitesOf(context, person), search);
}

/** Whether there is anything to search. */
export async function hasRecentGuests(context: Recent, person: Person): Promise<boolean> {
  return (await recentInvitesOf(context, person, 1)).length > 0;
}

/** The address of a guest that was chosen by one of the person's own invites. Problems: invite_unknown, invite_erased. */
export async function recentGuest(
  { store }: Pick<Context, 'store'>,
  person: Person,
  inviteId: string,
): Promise<string | Problem> {
  const invite = await store.getInvite(inviteId);
  if (invite === undefined || isExternal(invite) || invite.inviterId !== person.id) return problem('invite_unknown');
  return invite.erasedAt === undefined ? invite.guestEmail : problem('invite_erased');
}
