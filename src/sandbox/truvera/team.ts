import { z } from 'zod';
import type { EmulatedAnswer } from '../provider-server.types.ts';
import { pageOf, refuse, type State, shownTeam } from './state.ts';
import type { EmulatedTeamMember } from './truvera-emulator.types.ts';

const TeamChange = z.object({
  name: z.string(),
  retentionPolicy: z.record(z.string(), z.unknown()).optional(),
  storeSubjectRef: z.boolean().optional(),
});
// The owner's role is given to nobody.
const RoleChange = z.object({ role: z.enum(['member', 'administrator']) });

/** The name is required, also to change something else. */
export function updateTeam(state: State, body: unknown): EmulatedAnswer {
  const read = TeamChange.safeParse(body);
  if (!read.success) return refuse(400, `${read.error.issues[0]?.path.join('.')}: ${read.error.issues[0]?.message}`);
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

/** Answered without a body. The owner stays, and nobody removes himself. */
export function deleteMember(state: State, userId: string, actor: EmulatedTeamMember): EmulatedAnswer {
  const nth = state.members.findIndex(({ id }) => String(id) === userId);
  const member = state.members[nth];
  if (member === undefined) return refuse(404, 'Team member was not found');
  if (member.role === 'owner') return refuse(400, 'The owner of the team cannot be removed');
  if (member === actor) return refuse(400, 'You cannot remove yourself');
  state.members.splice(nth, 1);
  return { status: 200 };
}

export function updateMemberRole(state: State, userId: string, body: unknown): EmulatedAnswer {
  const member = state.members.find(({ id }) => String(id) === userId);
  if (member === undefined) return refuse(404, 'Team member was not found');
  const read = RoleChange.safeParse(body);
  if (!read.success) return refuse(400, 'role must be member or administrator');
  if (member.role === 'owner') return refuse(400, "The owner's role cannot be changed");
  member.role = read.data.role;
  return { status: 200, body: shown(member) };
}

function shown({ id, name, email, role }: EmulatedTeamMember): object {
  return { id, name, email, image: null, role };
}
