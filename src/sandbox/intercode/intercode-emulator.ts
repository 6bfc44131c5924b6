import { randomUUID } from 'node:crypto';
import { bearerIn, startProviderServer } from '../provider-server.ts';
import { type EmulatedAnswer, type EmulatedCall, malformed } from '../provider-server.types.ts';
import type { EmulatedUser, IntercodeEmulator, IntercodeEmulatorOptions } from './intercode-emulator.types.ts';
import { acceptInvitation, cancelInvitation, createInvitation, declineInvitation, rolesOf } from './invitations.ts';
import { type Operation, operations } from './operations.ts';
import { join, mail, membershipOf, nextId, refuse, refuseKeys, remove, type State, userOf } from './state.ts';
import { checkTeamLimit, createTeam, deleteTeam, getAllTeams, getOwnTeam, getTeamMembers, leaveTeam } from './team.ts';

type Call = EmulatedCall<Operation> & { readonly actor: EmulatedUser };

const run = {
  'Get own team': (state, { actor }) => getOwnTeam(state, actor),
  'Get team members': (state, { actor }) => getTeamMembers(state, actor),
  'Get team roles': (state) => ({ status: 200, body: rolesOf(state).map((role) => ({ label: role, value: role })) }),
  'Check team limit': (state, { actor }) => checkTeamLimit(state, actor),
  'Get all teams': (state, { query }) => getAllTeams(state, query),
  'Create team': (state, { actor, body }) => createTeam(state, actor, body),
  'Create invitation': (state, { actor, body }) => createInvitation(state, actor, body),
  'Leave team': (state, { actor, ids, body }) => leaveTeam(state, actor, ids.id ?? '', body),
  'Accept invitation': (state, { actor, ids }) => acceptInvitation(state, actor, ids.id ?? ''),
  'Decline invitation': (state, { actor, ids }) => declineInvitation(state, actor, ids.id ?? ''),
  'Cancel invitation': (state, { actor, ids, body }) => cancelInvitation(state, actor, ids.id ?? '', body),
  'Delete team': (state, { actor, ids }) => deleteTeam(state, actor, ids.id ?? ''),
} satisfies Record<Operation['name'], (state: State, call: Call) => EmulatedAnswer>;

/**
 * An emulator of an Intercode deployment: written from its documents, with state, and as strict as they are. Shares no code with the
 * client, so that a mistake in one shows up in the other.
 */
export async function startIntercodeEmulator(options: IntercodeEmulatorOptions): Promise<IntercodeEmulator> {
  const team = { id: options.teamId ?? 'team_1', name: 'Studio', usersLimit: options.usersLimit ?? 25 };
  const owner: EmulatedUser = {
    id: 1,
    email: 'omar@studio.example',
    firstName: 'Omar',
    lastName: null,
    phone: null,
    globalRole: 'Super Admin',
    plan: { usersLimit: team.usersLimit, teamsLimit: 5 },
    currentTeamId: team.id,
  };
  const state: State = { options, users: [owner], teams: [team], memberships: [], mails: [], lastId: 100 };
  join(state, team.id, { email: owner.email, role: 'Owner' }, 'member');
  const token = options.token ?? randomUUID();
  // Whose token it is, by user id.
  const tokens = new Map([[token, owner.id]]);

  function serve(call: EmulatedCall<Operation>): EmulatedAnswer {
    const holder = tokens.get(bearerIn(call.headers));
    const actor = state.users.find(({ id }) => id === holder);
    if (actor === undefined) return { status: 401, body: { statusCode: 401, message: 'Unauthorized' } };
    const { operation, body, method, path } = call;
    if (operation === undefined) {
      const message = `Cannot ${method} ${path}`;
      return { status: 404, body: { statusCode: 404, message, error: 'Not Found' } };
    }
    if (body === malformed) refuseKeys('Unexpected token in JSON');
    if (!isAllowed(state, operation.permission, actor)) refuse(state, 'Access denied');
    return run[operation.name](state, { ...call, actor });
  }

  const { changed, ...server } = await startProviderServer(options, {
    name: 'Intercode',
    operations,
    answer: serve,
    wrap: (answer) =>
      options.wrapped === true && answer.status < 300 ? { ...answer, body: { data: answer.body } } : answer,
  });

  const inTeam = (userId: number, accepted: boolean) => {
    const found = membershipOf(state, team.id, userId);
    if (found?.invitationAccepted !== accepted) throw new Error(`user ${userId} is not in the team in this state`);
    return found;
  };
  return {
    ...server,
    team,
    token,
    ...state,
    addToken(email) {
      const user = userOf(state, { email });
      user.currentTeamId ??= team.id;
      const added = randomUUID();
      tokens.set(added, user.id);
      return added;
    },
    addMember: (person) => changed(join(state, team.id, person, 'member')),
    addTeam(name) {
      const added = { id: `team_${nextId(state)}`, name, usersLimit: 5 };
      state.teams.push(added);
      return added;
    },
    join: (teamId, person, how) => changed(join(state, teamId, person, how)),
    dashboard: {
      invite(person) {
        const membership = join(state, team.id, person, 'invited');
        mail(state, membership.userId, 'invited', team.id);
        return changed(membership);
      },
      cancel: (userId) => changed(remove(state, inTeam(userId, false))),
      removeMember: (userId) => changed(remove(state, inTeam(userId, true))),
    },
    accept: (userId) => void changed(Object.assign(inTeam(userId, false), { invitationAccepted: true })),
  };
}

/** A user without a team passes, so that the operation itself can refuse. */
function isAllowed(state: State, permission: Operation['permission'], actor: EmulatedUser): boolean {
  const own = membershipOf(state, actor.currentTeamId, actor.id);
  if (permission === 'member') return actor.currentTeamId === undefined || own?.invitationAccepted === true;
  if (permission === 'owner or manager') return own?.invitationAccepted === true && own.role !== 'Viewer';
  return permission !== 'admin of the deployment' || actor.globalRole !== 'User';
}
