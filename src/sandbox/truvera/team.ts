import { z } from 'zod';
import type { EmulatedAnswer } from '../provider-server.types.ts';
import { pageOf, refuse, type State, shownTeam } from './state.ts';
import type { EmulatedTeamMember } from './truvera-emulator.types.ts';

const TeamChange = z.object({
  name: z.string(),
  retentionPolicy: z.record(z.string(), z.unknown()).optional(),
  storeSubjectRef: z.boolean().optional(),
});
// The owner's role cannot be assigned.
const RoleChange = z.object({ role: z.enum(['member', 'administrator']) });

/** The name is required in every update. */
export function updateTeam(state: State, body: unknown): EmulatedAnswer {
  const read = TeamChange.safeParse(body);
  if (!read.success) refuse(400, `${read.error.issues[0]?.path.join('.')}: ${read.error.issues[0]?.message}`);
  const {
    name,
    retentionPolicy = state.team.retentionPolicy,
    storeSubjectRef = state.team.storeSubjectRef,
  } = read.data;
  Object.assign(state.team, { name, retentionPolicy, storeSubjectRef });
  return { status: 200, body: shownTeam(state) };
}

export function listMembers(state: State, query: Readonly<Record<string, string>>): EmulatedAnswer {
  return pageOf(state.members.map(shown), query);
}

/** Responds without a body. The owner and the caller cannot be removed. */
export function deleteMember(state: State, userId: string, actor: EmulatedTeamMember | undefined): EmulatedAnswer {
  const member = requireMember(state, userId);
  if (member.role === 'owner') refuse(400, 'The owner of the team cannot be removed');
  if (member === actor) refuse(400, 'You cannot remove yourself');
  state.members.splice(state.members.indexOf(member), 1);
  return { status: 200 };
}

export function updateMemberRole(state: State, userId: string, body: unknown): EmulatedAnswer {
  const member = requireMember(state, userId);
  const read = RoleChange.safeParse(body);
  if (!read.success) refuse(400, 'role must be member or administrator');
  if (member.role === 'owner') refuse(400, "The owner's role cannot be changed");
  member.role = read.data.role;
  return { status: 200, body: shown(member) };
}

function requireMember(state: State, userId: string): EmulatedTeamMember {
  return state.members.find(({ id }) => String(id) === userId) ?? refuse(404, 'Team member was not found');
}

function shown({ id, name, email, role }: EmulatedTeamMember): object {
  return { id, name, email, image: null, role };
}
