import type { TruveraApi } from '../../../src/providers/truvera/api.ts';
import { createTruvera } from '../../../src/providers/truvera/index.ts';
import { type Operation, routes } from '../../../src/providers/truvera/routes.ts';
import { operations as served } from '../../../src/sandbox/truvera/operations.ts';
import type { TruveraEmulatorOptions } from '../../../src/sandbox/truvera/truvera-emulator.types.ts';
import { atServer } from '../conformance/bench.ts';
import type { Benches, Sample } from '../conformance/benches.ts';
import type { MemberInvitesBench } from '../conformance/member-invites.ts';
import type { MembersBench } from '../conformance/members.ts';
import type { TeamBench } from '../conformance/team.ts';
import { startTruvera } from './start-truvera.ts';

// The names are those of Truvera's documents.
const inviteOperations = {
  invite: 'Send invitations',
  pending: 'List invitations',
  cancel: 'Cancel invitation',
  resend: 'Resend invitation',
} as const;
const memberOperations = {
  find: 'List members',
  get: 'List members',
  remove: 'Delete member',
  setRole: 'Update member role',
} as const;
const admin = 'team owner or administrator';
const member = 'team member';
const unknownKey = 'nobody-has-this-key';

async function memberInvitesBench(options: Partial<TruveraEmulatorOptions>): Promise<MemberInvitesBench> {
  const { emulator, client, truvera, now, advance, stop } = await startTruvera(options);
  emulator.addMember({ name: 'Mia', email: 'mia@example.com' });
  return {
    provider: 'truvera',
    memberInvites: truvera.memberInvites,
    now,
    advance,
    stop,
    ...atServer(emulator, inviteOperations),
    permissionFor: { invite: admin, pending: member, cancel: admin, resend: admin },
    withKey(key) {
      if (key === 'unknown') return client(unknownKey).memberInvites;
      return client(emulator.addKey(key.without === 'pending' ? 'outsider@example.com' : 'mia@example.com'))
        .memberInvites;
    },
    terms: { sendEmail: true },
    held: () =>
      emulator.invitations
        .filter(({ status }) => status === 'pending')
        .map(({ id, email }) => ({ inviteId: String(id), email })),
    mailsTo: (email) => emulator.mails.filter(({ to }) => to === email).length,
    dashboardInvites: (email) => String(emulator.dashboard.invite(email).id),
    dashboardCancels: (inviteId) => emulator.dashboard.cancel(Number(inviteId)),
    accepts: (inviteId) => emulator.accept(Number(inviteId)),
  };
}

async function membersBench(options: Partial<TruveraEmulatorOptions>): Promise<MembersBench> {
  const { emulator, client, truvera, now, advance, stop } = await startTruvera(options);
  return {
    provider: 'truvera',
    members: truvera.members,
    now,
    advance,
    stop,
    ...atServer(emulator, memberOperations),
    withKey: (key) => client(key === 'unknown' ? unknownKey : emulator.addKey('outsider@example.com')).members,
    permissionFor: { find: member, get: member, remove: admin, setRole: admin },
    addMember: (added) => String(emulator.addMember(added).id),
    roleOf: (memberId) => emulator.members.find(({ id }) => String(id) === memberId)?.role,
  };
}

type Truvera = Awaited<ReturnType<typeof startTruvera>>;

const invitationId = ({ emulator }: Truvera) => String(emulator.invitations[0]?.id);
const memberId = ({ emulator }: Truvera) => String(emulator.members.at(-1)?.id);

const samples = {
  acceptMemberInvite: {
    call: (api, { emulator }) => api.acceptMemberInvite(emulator.invitations[0]?.hidden.token ?? ''),
    anybody: true,
  },
  sendInvitations: { call: (api) => api.sendInvitations(['new@example.com']) },
  updateTeam: { call: (api) => api.updateTeam({ name: 'Studio', storeSubjectRef: true }) },
  listInvitations: { call: (api) => api.listInvitations({ offset: 0, limit: 64 }) },
  resendInvitation: { call: (api, bench) => api.resendInvitation(invitationId(bench)) },
  cancelInvitation: { call: (api, bench) => api.cancelInvitation(invitationId(bench)) },
  listMembers: { call: (api) => api.listMembers({ offset: 0, limit: 64 }) },
  deleteMember: { call: (api, bench) => api.deleteMember(memberId(bench)) },
  updateMemberRole: { call: (api, bench) => api.updateMemberRole(memberId(bench), 'administrator') },
} satisfies Record<Operation, Sample<TruveraApi, Truvera>>;

async function startOperations() {
  const truvera = await startTruvera();
  const { emulator, apiOf } = truvera;
  emulator.addMember({ name: 'Mia', email: 'mia@example.com' });
  emulator.dashboard.invite('waiting@example.com');
  const outsider = apiOf(emulator.addKey('outsider@example.com'));
  const apis = { good: truvera.api, unknown: apiOf(unknownKey), 'may not': outsider };
  const call = (name: Operation, key: keyof typeof apis) => samples[name].call(apis[key], truvera);
  return { ...truvera, secret: emulator.apiKey, call };
}

async function startTeam(): Promise<TeamBench> {
  const { emulator, truvera, stop } = await startTruvera();
  const { hidden } = emulator.dashboard.invite('new@example.com');
  const samples = {
    'Update team': { retentionPolicy: '{"credentials": 72}' },
    'Accept member invite': { token: hidden.token },
  };
  return { team: truvera.team ?? [], samples, emulator, stop };
}

export const truveraBenches: Benches = {
  make: (deps) => createTruvera({ apiKey: 'k', teamId: '1', apiUrl: 'http://127.0.0.1:1' }, deps),
  memberInvites: {
    'as documented': () => memberInvitesBench({}),
    'answering as its documents leave room for': () =>
      memberInvitesBench({ duplicates: 'repeat', settled: 400, wrapped: true }),
  },
  members: { 'as documented': () => membersBench({}), wrapped: () => membersBench({ wrapped: true }) },
  team: startTeam,
  operations: { routes, samples, served: served.map(({ name }) => name), start: startOperations },
};
