import type { IntercodeApi } from '../../../src/providers/intercode/api.ts';
import { createIntercode } from '../../../src/providers/intercode/index.ts';
import { type Operation, routes } from '../../../src/providers/intercode/routes.ts';
import type { IntercodeEmulatorOptions } from '../../../src/sandbox/intercode/intercode-emulator.types.ts';
import { operations as served } from '../../../src/sandbox/intercode/operations.ts';
import { atServer } from '../conformance/bench.ts';
import type { Benches, Sample } from '../conformance/benches.ts';
import type { MemberInvitesBench } from '../conformance/member-invites.ts';
import type { MembersBench } from '../conformance/members.ts';
import type { TeamBench } from '../conformance/team.ts';
import { startIntercode } from './start-intercode.ts';

// The names are those of Intercode's documents.
const inviteOperations = {
  invite: 'Create invitation',
  pending: 'Get team members',
  cancel: 'Cancel invitation',
  resend: '(Intercode cannot)',
} as const;
const member = 'team member';
const unknownToken = 'nobody-has-this-token';
/** Enough for the longest list of the suites. */
const roomy = { usersLimit: 1000 };

/** The names the suite gives to its people, whose addresses it makes of them. */
function named(email: string) {
  const nth = /^person(.*)@/.exec(email)?.[1] ?? email;
  return { email, firstName: `First${nth}`, lastName: `Last${nth}`, phone: '+33 1 23' };
}

async function memberInvitesBench(options: Partial<IntercodeEmulatorOptions>): Promise<MemberInvitesBench> {
  const { emulator, client, intercode, now, advance, stop } = await startIntercode({ ...roomy, ...options });
  emulator.addMember({ email: 'mia@example.com', firstName: 'Mia' });
  const emailOf = (userId: number) => emulator.users.find(({ id }) => id === userId)?.email ?? '';
  return {
    provider: 'intercode',
    memberInvites: intercode.memberInvites,
    now,
    advance,
    stop,
    ...atServer(emulator, inviteOperations),
    permissionFor: {
      invite: routes.createInvitation.permission,
      pending: member,
      cancel: routes.cancelInvitation.permission,
      resend: '',
    },
    withKey(key) {
      if (key === 'unknown') return client(unknownToken).memberInvites;
      return client(emulator.addToken(key.without === 'pending' ? 'outsider@example.com' : 'mia@example.com'))
        .memberInvites;
    },
    terms: { roleId: 'Viewer', sendEmail: true },
    held: () =>
      emulator.memberships
        .filter(({ teamId, invitationAccepted }) => teamId === emulator.team.id && !invitationAccepted)
        .map(({ userId }) => ({ inviteId: String(userId), email: emailOf(userId) })),
    mailsTo: (email) => emulator.mails.filter(({ to }) => to === email).length,
    dashboardInvites: (email) => String(emulator.dashboard.invite(named(email)).userId),
    dashboardCancels: (inviteId) => emulator.dashboard.cancel(Number(inviteId)),
    accepts: (inviteId) => emulator.accept(Number(inviteId)),
  };
}

async function membersBench(options: Partial<IntercodeEmulatorOptions>): Promise<MembersBench> {
  const { emulator, client, intercode, now, advance, stop } = await startIntercode({ ...roomy, ...options });
  return {
    provider: 'intercode',
    members: intercode.members,
    now,
    advance,
    stop,
    trouble: (_, then, times = 1) => emulator.trouble({ operation: 'Get team members', times, then }),
    received: () => emulator.requests.filter(({ operation }) => operation === 'Get team members').length,
    withKey: (key) => client(key === 'unknown' ? unknownToken : emulator.addToken('outsider@example.com')).members,
    permissionFor: { find: member, get: member, remove: '', setRole: '' },
    addMember: ({ name, email }) => String(emulator.addMember({ firstName: name, email }).userId),
    roleOf: (memberId) => emulator.memberships.find(({ userId }) => String(userId) === memberId)?.role,
  };
}

type Intercode = Awaited<ReturnType<typeof startIntercode>>;

const team = ({ emulator }: Intercode, name: string) => emulator.teams.find((each) => each.name === name)?.id ?? '';
const waiting = ({ emulator }: Intercode) =>
  String(emulator.users.find(({ email }) => email === 'waiting@example.com')?.id);

const samples = {
  getOwnTeam: { call: (api) => api.getOwnTeam() },
  getTeamMembers: { call: (api) => api.getTeamMembers() },
  getTeamRoles: { call: (api) => api.getTeamRoles(), anybody: true },
  checkTeamLimit: { call: (api) => api.checkTeamLimit(), anybody: true },
  getAllTeams: { call: (api) => api.getAllTeams({ offset: 0, limit: 10, globalSearch: 'studio' }) },
  createTeam: { call: (api) => api.createTeam({ teamName: 'Annex' }), anybody: true },
  createInvitation: { call: (api) => api.createInvitation({ email: 'new@example.com', role: 'Viewer' }) },
  leaveTeam: { call: (api, bench) => api.leaveTeam(team(bench, 'Workshop')), anybody: true },
  acceptInvitation: { call: (api, bench) => api.acceptInvitation(team(bench, 'Guild')), anybody: true },
  declineInvitation: { call: (api, bench) => api.declineInvitation(team(bench, 'Guild')), anybody: true },
  cancelInvitation: { call: (api, bench) => api.cancelInvitation(waiting(bench)) },
  deleteTeam: { call: (api, bench) => api.deleteTeam(bench.emulator.team.id) },
} satisfies Record<Operation, Sample<IntercodeApi, Intercode>>;

async function startOperations() {
  const intercode = await startIntercode({ roles: ['Viewer'] });
  const { emulator, apiOf } = intercode;
  const outsider = apiOf(emulator.addToken('outsider@example.com'));
  // Somewhere to leave, and somewhere to be invited to, for every holder of a token.
  const [workshop, guild] = [emulator.addTeam('Workshop'), emulator.addTeam('Guild')];
  for (const email of ['omar@studio.example', 'outsider@example.com']) {
    emulator.join(workshop.id, { email }, 'member');
    emulator.join(guild.id, { email }, 'invited');
  }
  emulator.dashboard.invite(named('waiting@example.com'));
  const apis = { good: intercode.api, unknown: apiOf(unknownToken), 'may not': outsider };
  const call = (name: Operation, key: keyof typeof apis) => samples[name].call(apis[key], intercode);
  return { ...intercode, secret: emulator.token, call };
}

async function startTeam(): Promise<TeamBench> {
  const bench = await startOperations();
  const { emulator, intercode, stop } = bench;
  const guild = { team: team(bench, 'Guild') };
  const samples = {
    'Get all teams': { globalSearch: 'studio' },
    'Accept invitation': guild,
    'Decline invitation': guild,
    // The one that is not owned, so that nobody has to own it after; of those of the own team nobody could.
    'Leave team': { team: team(bench, 'Workshop'), newOwnerId: 'nothing' },
  } as const;
  return { team: intercode.team ?? [], samples, emulator, stop };
}

export const intercodeBenches: Benches = {
  make: (deps) => createIntercode({ token: 't', teamId: '1', apiUrl: 'http://127.0.0.1:1' }, deps),
  memberInvites: {
    'as documented': () => memberInvitesBench({}),
    'answering as its documents leave room for': () =>
      memberInvitesBench({
        duplicates: 'pass over',
        cancelOfMember: 'removes',
        numbers: 'always 400',
        faults: 'framework',
        wrapped: true,
      }),
  },
  unpaged: true,
  members: { 'as documented': () => membersBench({}), wrapped: () => membersBench({ wrapped: true }) },
  team: startTeam,
  operations: { routes, samples, served: served.map(({ name }) => name), start: startOperations },
};
