import { z } from 'zod';
import { sameEmail } from '../same-email.ts';
import { type Answer, noContent, readBody, refuse } from './answers.ts';
import { machineShown, requireMachine } from './machines.ts';
import { hasGroup, type State } from './state.ts';

const member = { user_id: z.int().optional(), email: z.email().optional() };
const ToMany = z.object({ ...member, team_group_ids: z.array(z.int()).optional() });
const ToOne = z
  .object({ ...member, team_group_id: z.int().optional() })
  .transform(({ team_group_id: id, ...rest }) => ({ ...rest, team_group_ids: id === undefined ? undefined : [id] }));

/** To a member or to groups, never to both. Replaces the previous assignment. */
export function setAssignment(state: State, id: string, body: unknown): Answer {
  return assign(state, id, readBody(ToMany, body));
}

/** Deprecated: takes only one group. */
export function createAssignment(state: State, id: string, body: unknown): Answer {
  return assign(state, id, readBody(ToOne, body));
}

/** Removes member, groups and reservation. */
export function removeAssignment(state: State, id: string): Answer {
  Object.assign(requireMachine(state, id), { user_id: null, team_group_ids: [], email: null });
  return noContent;
}

function assign(state: State, id: string, assignment: z.infer<typeof ToMany>): Answer {
  const { user_id, email, team_group_ids: groups } = assignment;
  const machine = requireMachine(state, id);
  const toMember = user_id !== undefined || email !== undefined;
  if (!toMember && groups === undefined) refuse(400, 'a member or a group is required');
  if (toMember && groups !== undefined) refuse(400, 'a machine cannot be assigned to both member and group');
  if (groups?.some((each) => !hasGroup(state, each))) refuse(404, 'team_group_ids: no such group');
  const byId = state.members.find((each) => each.user_id === user_id);
  const byEmail = state.members.find((each) => email !== undefined && sameEmail(each.email, email));
  if (user_id !== undefined && byId === undefined) refuse(404, 'user_id: no such member');
  if (byId !== undefined && email !== undefined && byId !== byEmail) refuse(400, 'user_id and email differ');
  const assignee = byId ?? byEmail;
  Object.assign(machine, {
    user_id: assignee?.user_id ?? null,
    team_group_ids: [...new Set(groups)],
    // Nobody has joined with it yet.
    email: assignee === undefined && email !== undefined ? email : null,
  });
  return { status: 200, body: { data: machineShown(machine) } };
}
