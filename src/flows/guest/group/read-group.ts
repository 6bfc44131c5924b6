import { presenceOf } from '../../../domain/attendance.ts';
import { defined } from '../../../domain/defined.ts';
import { type GuestGroup, membersOf } from '../../../domain/guest-group.ts';
import type { Invite } from '../../../domain/invite.ts';
import { noOtherAccess } from '../../../domain/other-access.ts';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import type { Context } from '../../shared/context.ts';
import type { GroupMember } from '../../shared/notifier.ts';
import { seeInvites } from '../../shared/see-invites.ts';
import { revealGuest } from '../reveal-guest.ts';

/** A group with those of its guests whom a person may see, as they may see them. Problems: group_unknown, invite_hidden. */
export async function seeGroup(
  context: Context,
  groupId: string,
  person: Person,
): Promise<{ readonly group: GuestGroup; readonly members: readonly GroupMember[] } | Problem> {
  const group = await context.store.getGuestGroup(groupId);
  if (group === undefined) return problem('group_unknown');
  const seen = await seeInvites(context, person, membersOf(await context.store.invitesOfGroup(groupId)));
  const shown = seen.flatMap((each) => (each.kind === 'invite' ? [each.invite] : []));
  const members = await Promise.all(shown.map((invite) => memberOf(context, invite)));
  return members.length === 0 ? problem('invite_hidden') : { group, members };
}

async function memberOf({ store }: Context, invite: Invite): Promise<GroupMember> {
  const presence = presenceOf(await store.getAttendance(invite.id));
  return { invite, access: noOtherAccess, ...defined({ presence }) };
}

/**
 * The guests of a group with their whole addresses, for who may know them; that they were shown, to whom and where, is in the audit log of each
 * before anybody sees it. Problems: group_unknown, those of revealGuest.
 */
export async function revealGroup(
  context: Context,
  groupId: string,
  person: Person,
  channelId: string,
): Promise<readonly Invite[] | Problem> {
  const members = membersOf(await context.store.invitesOfGroup(groupId));
  const shown: Invite[] = [];
  let refused: Problem | undefined;
  for (const { id } of members) {
    const invite = await revealGuest(context, id, person, channelId);
    if (isProblem(invite)) refused = invite;
    else shown.push(invite);
  }
  return shown.length === 0 ? (refused ?? problem('group_unknown')) : shown;
}
