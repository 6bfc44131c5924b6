import { hasEnded, type Invite } from '../../domain/invite.ts';
import { mayAdminister, type Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { saveLocked } from '../shared/approvals.ts';
import { type Context, changeInvite, closedStates } from '../shared/context.ts';
import { followInviter } from './follow-inviter.ts';
import { resumed } from './resume-invite.ts';

/**
 * Makes an admin the inviter of an invite whose inviter has left; a held one is created again. Pressed twice it is taken over once. Its own
 * inviter, who is back, needs nobody's leave. Problems: invite_unknown, not_*, invite_ended, nothing_to_take_over.
 */
export async function takeOver(context: Context, inviteId: string, person: Person): Promise<Invite | Problem> {
  const invite = await context.store.getInvite(inviteId);
  if (invite === undefined) return problem('invite_unknown');
  // The inviter, who was let in as a full member: back since the last look.
  if (invite.inviterId === person.id) {
    await followInviter(context, inviteId, person);
    return (await context.store.getInvite(inviteId)) ?? invite;
  }
  const admin = await context.people.person(person.id, 'admin');
  if (isProblem(admin)) return admin;
  const refused = mayAdminister(admin, context.policy(), invite.workspaceId);
  if (refused !== undefined) return refused;
  // The inviter may be back since the last look, too.
  await followInviter(context, inviteId, admin);
  const result = await changeInvite(context, inviteId, async (current, tx) => {
    if (closedStates.includes(current.state) || hasEnded(current, context.now())) return problem('invite_ended');
    const open = await tx.openApprovalOf(inviteId);
    const waiting = open && (await tx.lockApproval(open.id));
    const parts = await resumed(tx, current, admin.id);
    // The second press of two finds nothing left to do.
    if (parts === undefined) return current.inviterId === admin.id ? undefined : problem('nothing_to_take_over');
    // What waits for approval is theirs from now on: they do not approve it, and it is decided by what they may.
    if (waiting?.state === 'open' && waiting.requesterId === current.inviterId)
      await saveLocked(tx, waiting, { requesterId: admin.id });
    const facts = { by: admin.id, from: current.inviterId, held: current.inviterLeft?.isHeld === true ? 1 : 0 };
    await tx.enqueue({ inviteId, kind: 'notice', name: `taken_over:${current.version}`, facts });
    const mine = { ...parts, inviterZone: admin.timeZone };
    return { parts: mine, actor: admin.id, action: 'taken_over', facts: { from: current.inviterId } };
  });
  context.wake();
  return result ?? (await context.store.getInvite(inviteId)) ?? problem('invite_unknown');
}
