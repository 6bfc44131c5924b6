import { z } from 'zod';
import { type Answer, noContent, refuse, withBody } from './answers.ts';
import type { EmulatedMember } from './emulated.types.ts';
import { onGroup } from './groups.ts';
import type { State } from './state.ts';

const UserIds = z.array(z.int()).refine((ids) => new Set(ids).size === ids.length, 'must be unique');
const Some = z.object({ user_ids: UserIds.min(1) });
const AnyNumber = z.object({ user_ids: UserIds });

/** The groups the members are in already remain. */
export function assignMembers(state: State, id: string, body: unknown): Answer {
  return onMembers(state, id, body, Some, (member, groupId) => {
    member.group_ids = [...new Set([...member.group_ids, groupId])];
  });
}

/** Deprecated: takes the members out of every other group. */
export function moveMembers(state: State, id: string, body: unknown): Answer {
  return onMembers(state, id, body, Some, (member, groupId) => {
    member.group_ids = [groupId];
  });
}

export function removeMembers(state: State, id: string, body: unknown): Answer {
  return onMembers(state, id, body, AnyNumber, (member, groupId) => {
    member.group_ids = member.group_ids.filter((each) => each !== groupId);
  });
}

/** All of them or none. */
function onMembers(
  state: State,
  id: string,
  body: unknown,
  schema: typeof AnyNumber,
  change: (member: EmulatedMember, groupId: number) => void,
): Answer {
  return onGroup(state, id, (group) =>
    withBody(schema, body, ({ user_ids }) => {
      const members = state.members.filter((member) => user_ids.includes(member.user_id));
      if (members.length < user_ids.length) return refuse(404, 'user_ids: no such member');
      for (const member of members) change(member, group.id);
      return noContent;
    }),
  );
}
