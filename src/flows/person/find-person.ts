import type { Left } from '../../domain/person-request.ts';
import { standsInTheWay } from '../../domain/person-request.ts';
import type { StoredProblem } from '../../domain/problem.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { emailKey } from '../../domain/text/email.ts';
import type { InvitingSystem, SystemWithMembers } from '../member/member-systems.ts';
import { type OwnedInvite, withOwners } from '../member/read-member-lists.ts';
import type { Context, Member, Provider } from '../shared/context.ts';

/** What a system has of a person: what can be removed, and what can't, and why. */
export type FoundThere = {
  readonly members: readonly Member[];
  readonly invites: readonly OwnedInvite[];
  readonly left: readonly Left[];
};

/** Looks for somebody at a system, by their address: as a member, and in pending invites. Problems: those of the system. */
export async function findPersonAt(context: Context, system: Provider, email: string): Promise<FoundThere | Problem> {
  const found = await memberAt(context, system, email);
  if (isProblem(found)) return found;
  const invites = system.memberInvites === undefined ? [] : await invitesAt(context, system as InvitingSystem, email);
  return isProblem(invites) ? invites : { ...found, invites };
}

async function memberAt(
  context: Context,
  system: Provider,
  email: string,
): Promise<Pick<FoundThere, 'members' | 'left'> | Problem> {
  const stays = (why: Problem) => ({ members: [], left: [{ what: 'member', why: stored(why) } as const] });
  const { members, name: provider } = system;
  if (members === undefined) return stays(problem('members_not_shown', { provider }));
  const member = await memberWith(context, system as SystemWithMembers, email);
  if (member === 'none') return { members: [], left: [] };
  if (member === 'hidden') return stays(problem('member_not_findable', { provider }));
  if (isProblem(member)) return member;
  if (members.remove === undefined) return stays(problem('ability_missing', { provider }));
  const inTheWay = await whyNotRemoved(system as SystemWithMembers, member);
  if (inTheWay === undefined) return { members: [member], left: [] };
  return isProblem(inTheWay) ? inTheWay : stays(problem(inTheWay, { provider }));
}

/** The member with this address. 'hidden': the system shows no addresses, and nothing here says who it is. */
async function memberWith(
  context: Context,
  { name, members, memberInvites }: SystemWithMembers,
  email: string,
): Promise<Member | 'none' | 'hidden' | Problem> {
  if (members.findByEmail !== undefined) return members.findByEmail(email);
  // Who was invited here is known by the key of their invite, where that is the person's.
  if (memberInvites?.inviteIds !== 'per person') return 'hidden';
  const rows = await context.store.invitedMemberRows(name, { inviteIds: [], emails: [email] });
  const memberId = rows.find(({ inviteId }) => inviteId !== undefined)?.inviteId;
  if (memberId === undefined) return 'hidden';
  const member = await members.get(memberId);
  return isProblem(member) && member.code === 'provider_not_found' ? 'none' : member;
}

/** An owner is not removed, nor the only admin: nobody could undo it. */
async function whyNotRemoved(
  { members }: SystemWithMembers,
  member: Member,
): Promise<ReturnType<typeof standsInTheWay> | Problem> {
  // The list is read only where it matters.
  if (standsInTheWay(member.role, []) === undefined) return undefined;
  const others: (string | undefined)[] = [];
  for await (const page of members.list()) {
    if (isProblem(page)) return page;
    others.push(...page.filter(({ memberId }) => memberId !== member.memberId).map(({ role }) => role));
  }
  return standsInTheWay(member.role, others);
}

async function invitesAt(
  context: Context,
  system: InvitingSystem,
  email: string,
): Promise<readonly OwnedInvite[] | Problem> {
  const found: OwnedInvite[] = [];
  for await (const page of system.memberInvites.pending()) {
    if (isProblem(page)) return page;
    const owned = await withOwners(context, system, page);
    const isTheirs = (invite: OwnedInvite) => invite.email !== undefined && emailKey(invite.email) === emailKey(email);
    found.push(...owned.filter((invite) => invite.inviteId !== '' && isTheirs(invite)));
  }
  return found;
}

/** A Problem as it is kept. */
export function stored({ code, facts }: Problem): StoredProblem {
  return { code, facts };
}
