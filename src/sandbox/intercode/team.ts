import { z } from 'zod';
import type { EmulatedAnswer } from '../provider-server.types.ts';
import type { EmulatedTeam, EmulatedUser } from './intercode-emulator.types.ts';
import { join, mail, membershipOf, nextId, readBody, refuse, refuseKeys, remove, type State, said } from './state.ts';

const noName = 'teamName must be a string';
const NewTeam = z.object({ teamName: z.string(noName).default('New team') }, noName).prefault({});
const noOwner = 'newOwnerId must be a number';
const Leaving = z.object({ newOwnerId: z.number(noOwner).optional() }, noOwner).prefault({});

/** Without the team's id. */
export function getOwnTeam(state: State, actor: EmulatedUser): EmulatedAnswer {
  const team = state.teams.find(({ id }) => id === actor.currentTeamId);
  if (team === undefined) refuse(state, 'Team not found');
  return { status: 200, body: { usersLimit: team.usersLimit, name: team.name, count: countOf(state, team) } };
}

/** All on one page, with invited people, without email addresses. */
export function getTeamMembers(state: State, actor: EmulatedUser): EmulatedAnswer {
  if (actor.currentTeamId === undefined) refuse(state, 'Access denied');
  const people = state.memberships.filter(({ teamId }) => teamId === actor.currentTeamId);
  const body = people.map(({ userId, role, invitationAccepted }) => {
    const { firstName = null, lastName = null, phone = null } = state.users.find(({ id }) => id === userId) ?? {};
    return { id: userId, firstName, lastName, phone, role, isActive: true, invitationAccepted };
  });
  return { status: 200, body };
}

export function getAllTeams(state: State, query: Readonly<Record<string, string>>): EmulatedAnswer {
  const { offset = '0', limit = '1000000', globalSearch = '' } = query;
  const faults = Object.entries({ offset, limit }).filter(([, text]) => !/^\d{1,9}$/.test(text));
  if (faults.length > 0) refuseKeys(...faults.map(([key]) => `${key} must be a number`));
  const found = state.teams.filter(({ name }) => name.toLowerCase().includes(globalSearch.toLowerCase()));
  const page = found.slice(Number(offset), Number(offset) + Number(limit));
  return { status: 200, body: page.map((team) => shown(state, team)) };
}

/** [assumed] True while the plan has room for another team. */
export function checkTeamLimit(state: State, actor: EmulatedUser): EmulatedAnswer {
  return { status: 200, body: ownedBy(state, actor) < actor.plan.teamsLimit };
}

export function createTeam(state: State, actor: EmulatedUser, body: unknown): EmulatedAnswer {
  const { teamName } = readBody(NewTeam, body);
  if (ownedBy(state, actor) >= actor.plan.teamsLimit) refuseKeys('Teams limit reached');
  const team = { id: `team_${nextId(state)}`, name: teamName, usersLimit: actor.plan.usersLimit };
  state.teams.push(team);
  join(state, team.id, { email: actor.email, role: 'Owner' }, 'member');
  return { status: 201, body: team };
}

/** An owner names a new owner, who gets an email and whose plan applies from then on. */
export function leaveTeam(state: State, actor: EmulatedUser, teamId: string, body: unknown): EmulatedAnswer {
  const { newOwnerId: next } = readBody(Leaving, body);
  const team = state.teams.find(({ id }) => id === teamId);
  const own = membershipOf(state, teamId, actor.id);
  if (team === undefined || own?.invitationAccepted !== true) refuse(state, 'Team not found');
  if (own.role === 'Owner') {
    const heir = next === undefined ? undefined : membershipOf(state, teamId, next);
    if (heir?.invitationAccepted !== true || heir === own) refuseKeys('A new owner is required');
    heir.role = 'Owner';
    team.usersLimit = state.users.find(({ id }) => id === heir.userId)?.plan.usersLimit ?? team.usersLimit;
    mail(state, heir.userId, 'new owner', teamId);
  }
  remove(state, own);
  if (actor.currentTeamId === teamId) actor.currentTeamId = undefined;
  return said('Left the team successfully', 'You have left the team successfully.');
}

export function deleteTeam(state: State, actor: EmulatedUser, teamId: string): EmulatedAnswer {
  const nth = state.teams.findIndex(({ id }) => id === teamId);
  if (nth < 0) refuse(state, 'Team not found');
  if (membershipOf(state, teamId, actor.id)?.role !== 'Owner') refuse(state, 'Access denied');
  state.teams.splice(nth, 1);
  for (const each of state.memberships.filter((membership) => membership.teamId === teamId)) remove(state, each);
  for (const user of state.users) if (user.currentTeamId === teamId) user.currentTeamId = undefined;
  return said('Team deleted successfully', 'The team has been deleted successfully.');
}

function shown(state: State, team: EmulatedTeam): object {
  const owner = state.memberships.find(({ teamId, role }) => teamId === team.id && role === 'Owner');
  const { id, firstName, lastName, email } = state.users.find((user) => user.id === owner?.userId) ?? {};
  return {
    id: team.id,
    name: team.name,
    usersLimit: team.usersLimit,
    membersCount: countOf(state, team),
    owner: owner === undefined ? null : { id, firstName, lastName, email },
    subscription: 'Basic',
    isImpersonationEnabled: false,
  };
}

function countOf({ memberships }: State, team: EmulatedTeam): number {
  return memberships.filter(({ teamId }) => teamId === team.id).length;
}

function ownedBy({ memberships }: State, user: EmulatedUser): number {
  return memberships.filter(({ userId, role }) => userId === user.id && role === 'Owner').length;
}
