import type { LeftReason } from '../../domain/inviter-left.ts';
import { leftReason } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import type { Context } from './context.ts';

/** Whether somebody can answer for what they invited to: a full member of the workspace can. Slack may not say so now, or ever. */
export type Standing = 'here' | 'unknown' | 'hidden' | LeftReason;

/**
 * Looks at an inviter. Only a definite answer of Slack counts: that the account is deactivated, is a guest now, belongs to another
 * workspace, or is not there (`user_not_found`). That Slack is slow, is not reached, or takes our token no more says nothing about people.
 */
export async function inviterStanding(
  context: Pick<Context, 'people' | 'workspaceId'>,
  inviterId: string,
): Promise<Standing> {
  const workspaceId = context.workspaceId();
  // Before Slack has said where we are, everybody would seem to be from somewhere else.
  if (workspaceId === '') return 'unknown';
  const person = await context.people.person(inviterId);
  if (isProblem(person)) {
    if (person.facts.error === 'user_not_found') return 'removed';
    return person.facts.definite === 1 ? 'hidden' : 'unknown';
  }
  return person.isStale ? 'unknown' : (leftReason(person, workspaceId) ?? 'here');
}
