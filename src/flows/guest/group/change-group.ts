import { type GuestGroup, membersOf } from '../../../domain/guest-group.ts';
import { hasEnded, type Invite, isAwaiting, isWithdrawn, wishedTerms } from '../../../domain/invite.ts';
import { mayAdminister, mayChange, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import type { Context } from '../../shared/context.ts';
import { ruleOfInvite } from '../decide-invite.ts';
import { requestCancel } from '../request-cancel.ts';
import { type ChangeAnswer, clippedEnd, requestChange } from '../request-change.ts';
import { takeOver } from '../take-over.ts';

/** What an action on all of a group came to: for how many it was done, or asked of approvers (`waiting` of them), and for whom not, and why. */
export type GroupOutcome = {
  readonly done: number;
  readonly waiting?: number;
  readonly refused: readonly { readonly invite: Invite; readonly problem: Problem }[];
};

/** What can be done to all of a group at once. */
export type GroupAction = 'extend' | 'end' | 'takeOver' | 'retry';

/** Whether an action on all of a group means this one of its guests at `now` (epoch ms). */
export function isMeant(invite: Invite, action: GroupAction, now: number): boolean {
  const isOpen = !hasEnded(invite, now) && invite.state !== 'cancelling';
  switch (action) {
    case 'extend':
      return isOpen && invite.inviterLeft === undefined && (invite.state === 'granted' || isAwaiting(invite));
    case 'end':
      return isOpen;
    case 'takeOver':
      return invite.inviterLeft !== undefined && !hasEnded(invite, now);
    case 'retry':
      return invite.state === 'failed' && !wasDecided(invite) && invite.erasedAt === undefined && now < invite.endsAt;
  }
}

/** People did not want this guest: approvers are asked again only for that guest alone. */
function wasDecided(invite: Invite): boolean {
  return isWithdrawn(invite) || invite.problem?.code === 'approval_denied';
}

/** A group and those of its guests whom an action means. */
export type GroupForChange = { readonly group: GuestGroup; readonly invites: readonly Invite[] };

/**
 * The guests of a group whom an action means and whom this person may change; what they may is decided for each again when it is done.
 * Problems: group_unknown, not_*, invite_ended where the action means nobody.
 */
export async function groupForChange(
  context: Context,
  groupId: string,
  person: Person,
  action: GroupAction,
): Promise<GroupForChange | Problem> {
  const group = await context.store.getGuestGroup(groupId);
  if (group === undefined) return problem('group_unknown');
  const now = context.now();
  const all = membersOf(await context.store.invitesOfGroup(groupId));
  const meant = all.filter((invite) => isMeant(invite, action, now));
  const admin = action === 'takeOver' ? await context.people.person(person.id, 'admin') : person;
  // Nobody is told who the guests are whom they may not take over. An inviter who is back needs nobody's leave.
  const refusalOf = (invite: Invite) => {
    if (action !== 'takeOver') return mayChange(invite, person, context.policy());
    if (invite.inviterId === person.id) return undefined;
    return isProblem(admin) ? admin : mayAdminister(admin, context.policy(), invite.workspaceId);
  };
  const invites = meant.filter((invite) => refusalOf(invite) === undefined);
  const [first] = meant;
  if (first === undefined) return problem(nobodyLeft[action]);
  return invites.length === 0 ? (refusalOf(first) ?? problem('group_unknown')) : { group, invites };
}

const nobodyLeft = {
  extend: 'invite_ended',
  end: 'invite_ended',
  takeOver: 'nothing_to_take_over',
  retry: 'nothing_to_retry',
} as const satisfies Record<GroupAction, Problem['code']>;

/**
 * Moves the end of all guests of a group to one time (epoch ms), or to the latest that is allowed; one that ends later already is left as it
 * is, so doing it twice is doing it once. Each is decided by itself. Problems: those of groupForChange; of single guests those of requestChange, also
 * host_booked: nobody is asked here whether to go on all the same.
 */
export async function extendGroup(
  context: Context,
  groupId: string,
  person: Person,
  to: { readonly endsAt: number; readonly sendEmail: boolean },
): Promise<GroupOutcome | Problem> {
  return forEach(context, groupId, person, 'extend', async (invite) => {
    const rule = await ruleOfInvite(context, person, invite);
    const { endsAt } = clippedEnd(context, invite, to.endsAt, rule);
    const endsNow = wishedTerms(invite).endsAt;
    if (endsAt <= endsNow)
      return to.endsAt > endsNow ? problem('window_too_long', { maxMs: endsNow - invite.startsAt }) : undefined;
    const answers = { clash: '', approval: { reason: '', bypass: false } };
    return requestChange(context, invite.id, person, { endsAt, sendEmail: to.sendEmail }, answers);
  });
}

/** Cancels all open invites of a group. Problems: those of groupForChange; of single guests those of requestCancel. */
export function endGroup(
  context: Context,
  groupId: string,
  person: Person,
  options: { readonly sendEmail: boolean },
): Promise<GroupOutcome | Problem> {
  return forEach(context, groupId, person, 'end', (invite) => requestCancel(context, invite.id, person, options));
}

/** Makes an admin the inviter of all whose inviter has left. Problems: those of groupForChange; of single guests those of takeOver. */
export function takeOverGroup(context: Context, groupId: string, person: Person): Promise<GroupOutcome | Problem> {
  return forEach(context, groupId, person, 'takeOver', (invite) => takeOver(context, invite.id, person));
}

async function forEach(
  context: Context,
  groupId: string,
  person: Person,
  action: GroupAction,
  change: (invite: Invite) => Promise<Invite | ChangeAnswer | Problem | undefined>,
): Promise<GroupOutcome | Problem> {
  const found = await groupForChange(context, groupId, person, action);
  if (isProblem(found)) return found;
  const refused: { invite: Invite; problem: Problem }[] = [];
  let waiting = 0;
  for (const invite of found.invites) {
    const result = await change(invite);
    if (isProblem(result)) refused.push({ invite, problem: result });
    else if (result !== undefined && 'approval' in result) waiting += 1;
  }
  return { done: found.invites.length - refused.length, waiting, refused };
}
