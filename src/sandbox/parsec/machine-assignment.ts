import { z } from 'zod';
import { type Answer, noContent, refuse, withBody } from './answers.ts';
import { machineShown, onMachine } from './machines.ts';
import { type State, sameAddress } from './state.ts';

const member = { user_id: z.int().optional(), email: z.email().optional() };
const ToMany = z.object({ ...member, team_group_ids: z.array(z.int()).optional() });
const ToOne = z.object({ ...member, team_group_id: z.int().optional() });

type Assignment = {
  readonly user_id?: number | undefined;
  readonly email?: string | undefined;
  readonly groups: readonly number[] | undefined;
};

/** To a member or to groups, never to both. Whatever was assigned before is not any more. */
export function setAssignment(state: State, id: string, body: unknown): Answer {
  return withBody(ToMany, body, ({ team_group_ids: groups, ...rest }) => assign(state, id, { ...rest, groups }));
}

/** Deprecated: knows one group only. */
export function createAssignment(state: State, id: string, body: unknown): Answer {
  return withBody(ToOne, body, ({ team_group_id, ...rest }) =>
    assign(state, id, { ...rest, groups: team_group_id === undefined ? undefined : [team_group_id] }),
  );
}

/** Member, groups and reservation: all of it goes. */
export function removeAssignment(state: State, id: string): Answer {
  return onMachine(state, id, (machine) => {
    Object.assign(machine, { user_id: null, team_group_ids: [], email: null });
    return noContent;
  });
}

function assign(state: State, id: string, { user_id, email, groups }: Assignment): Answer {
  return onMachine(state, id, (machine) => {
    const toMember = user_id !== undefined || email !== undefined;
    if (!toMember && groups === undefined) return refuse(400, 'a member or a group is required');
    if (toMember && groups !== undefined) return refuse(400, 'a machine cannot be assigned to both member and group');
    if (groups?.some((each) => !state.groups.some((group) => group.id === each))) {
      return refuse(404, 'team_group_ids: no such group');
    }
    const byId = state.members.find((each) => each.user_id === user_id);
    const byEmail = state.members.find((each) => email !== undefined && sameAddress(each.email, email));
    if (user_id !== undefined && byId === undefined) return refuse(404, 'user_id: no such member');
    if (byId !== undefined && email !== undefined && byId !== byEmail) return refuse(400, 'user_id and email differ');
    const assignee = byId ?? byEmail;
    Object.assign(machine, {
      user_id: assignee?.user_id ?? null,
      team_group_ids: [...new Set(groups)],
      // Nobody has joined with it yet.
      email: assignee === undefined && email !== undefined ? email : null,
    });
    return { status: 200, body: { data: machineShown(machine) } };
  });
}
