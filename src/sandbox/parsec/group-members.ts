import { z } from 'zod';
import { type Answer, noContent, readBody, refuse } from './answers.ts';
import { requireGroup } from './groups.ts';
import type { EmulatedMember } from './parsec-emulator.types.ts';
import type { State } from './state.ts';

const UserIds = z.array(z.int()).refine((ids) => new Set(ids).size === ids.length, 'must be unique');
const Some = z.object({ user_ids: UserIds.min(1) });
const AnyNumber = z.object({ user_ids: UserIds });

/** Keeps the members' other groups. */
export function assignMembers(state: State, id: string, body: unknown): Answer {
  return changeMembers(state, id, body, Some, ({ group_ids }, groupId) => [...new Set([...group_ids, groupId])]);
}

/** Deprecated: removes the members from every other group. */
export function moveMembers(state: State, id: string, body: unknown): Answer {
  return changeMembers(state, id, body, Some, (_member, groupId) => [groupId]);
}

export function removeMembers(state: State, id: string, body: unknown): Answer {
  return changeMembers(state, id, body, AnyNumber, ({ group_ids }, groupId) =>
    group_ids.filter((each) => each !== groupId),
  );
}

/** All or none. */
function changeMembers(
  state: State,
  id: string,
  body: unknown,
  schema: typeof AnyNumber,
  groupsOf: (member: EmulatedMember, groupId: number) => number[],
): Answer {
  const group = requireGroup(state, id);
  const { user_ids } = readBody(schema, body);
  const members = state.members.filter((member) => user_ids.includes(member.user_id));
  if (members.length < user_ids.length) refuse(404, 'user_ids: no such member');
  for (const member of members) member.group_ids = groupsOf(member, group.id);
  return noContent;
}
