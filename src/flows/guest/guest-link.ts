import { type Invite, isAwaiting } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';
import { guestLink, type ShownLink } from '../shared/shown-link.ts';
import { openForChange } from './request-change.ts';

/** Invites looked at to see whether the system gives links. */
const RECENT = 10;

/**
 * The guest's own link of an invite, for who invited and for admins: it is a way in. Undefined where the system gave none. Problems:
 * invite_unknown, link_hidden, other not_*, invite_ended, invite_awaiting, invite_not_ready.
 */
export async function linkOfInvite(
  context: Context,
  inviteId: string,
  person: Person,
): Promise<{ readonly invite: Invite; readonly link: ShownLink | undefined } | Problem> {
  const invite = await openForChange(context, inviteId, person);
  if (isProblem(invite)) return invite.code === 'not_inviter' ? problem('link_hidden') : invite;
  if (isAwaiting(invite)) return problem('invite_awaiting');
  if (invite.state !== 'granted') return problem('invite_not_ready');
  return { invite, link: guestLink(context, invite.link) };
}

/**
 * Whether the system gives Guestlist the guests' links, as far as the newest invites show: no document promises it, and one that may not be
 * shown is none. 'unknown' while there is no invite.
 */
export async function givesLinks(context: Context): Promise<'yes' | 'no' | 'unknown'> {
  const { invites } = await context.store.listInvites({ which: 'all', now: context.now(), offset: 0, limit: RECENT });
  const made = invites.find(({ providerInviteId }) => providerInviteId !== undefined);
  if (made === undefined) return 'unknown';
  return guestLink(context, made.link)?.checked.kind === 'known' ? 'yes' : 'no';
}
