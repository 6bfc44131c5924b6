import type { ParsecApi } from '../../../src/providers/parsec/api.ts';
import type { Operation } from '../../../src/providers/parsec/routes.ts';
import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import type { Sample } from '../conformance/benches.ts';
import { startParsec } from './start-parsec.ts';

/** A key that the emulator never gave. */
export const unknownKey = 'tapi_nobody.bm90IGEga2V5';

type Parsec = Awaited<ReturnType<typeof startParsec>>;

const page = { offset: 0, limit: 200 };
const waiting = ['waiting@example.com'];
const shown = {
  show_group_assigned_managed_hosts: true,
  show_user_assigned_managed_hosts: null,
  show_personal_hosts: false,
};

const newInvite = ({ emulator, now }: Parsec) => ({
  host_peer_id: emulator.machines[0]?.peer_id ?? '',
  guest_email: 'second@example.com',
  event_name: 'Colour review',
  keyboard: true,
  mouse: true,
  gamepad: false,
  time_zone: 'Europe/Paris',
  starts_at: new Date(now() + 3_600_000).toISOString(),
  expires_at: new Date(now() + 7_200_000).toISOString(),
  message: '',
});

// Of the team that startOperations makes.
const inviteId = ({ emulator }: Parsec) => emulator.invites[0]?.id ?? '';
// An id of none, once it was deleted.
const machineId = ({ emulator }: Parsec) => emulator.machines[0]?.id ?? 'gone';
const userId = ({ emulator }: Parsec) => emulator.members[0]?.user_id ?? 0;
const ruleId = ({ emulator }: Parsec) => emulator.appRules[0]?.id ?? '';
const groupId = ({ emulator }: Parsec) => emulator.groups[0]?.id ?? 0;
const otherId = ({ emulator }: Parsec) => emulator.groups[1]?.id ?? 0;
const group = (bench: Parsec) => String(groupId(bench));
const both = (bench: Parsec) => ({ user_ids: [userId(bench)], team_machine_ids: [machineId(bench)] });

/** A call of each operation that succeeds before that team. */
export const samples = {
  getAppRules: { call: (api) => api.getAppRules(page) },
  assignAppRuleToMembersAndMachines: {
    call: (api, bench) => api.assignAppRuleToMembersAndMachines(ruleId(bench), both(bench)),
  },
  unassignAppRuleFromMembersAndMachines: {
    call: (api, bench) => api.unassignAppRuleFromMembersAndMachines(ruleId(bench), both(bench)),
  },
  getAuditLogEvents: { call: (api) => api.getAuditLogEvents({ limit: 1000, event_names: ['p2p_client_complete'] }) },
  getTeamGroups: { call: (api) => api.getTeamGroups(page, { name: 'artists' }) },
  createTeamGroup: {
    call: (api) => api.createTeamGroup({ group_name: 'Editors', allow_connections_within_group: true }),
  },
  getTeamGroup: { call: (api, bench) => api.getTeamGroup(group(bench)) },
  updateTeamGroup: { call: (api, bench) => api.updateTeamGroup(group(bench), { group_name: 'Painters' }) },
  deleteTeamGroup: { call: (api, bench) => api.deleteTeamGroup(group(bench)) },
  removeTeamGroupMembers: { call: (api, bench) => api.removeTeamGroupMembers(group(bench), [userId(bench)]) },
  addPermittedTeamGroups: {
    call: (api, bench) =>
      api.addPermittedTeamGroups(group(bench), { group_ids: [otherId(bench)], direction: 'incoming', ...shown }),
  },
  removePermittedTeamGroups: {
    call: (api, bench) =>
      api.removePermittedTeamGroups(group(bench), { group_ids: [otherId(bench)], direction: 'outgoing' }),
  },
  updatePermissionsBetweenGroups: {
    call: (api, bench) =>
      api.updatePermissionsBetweenGroups(group(bench), String(otherId(bench)), {
        direction: 'outgoing',
        show_personal_hosts: true,
      }),
  },
  addTeamGroupMembersDeprecated: {
    call: (api, bench) => api.addTeamGroupMembersDeprecated(group(bench), [userId(bench)]),
  },
  assignTeamGroupMembers: { call: (api, bench) => api.assignTeamGroupMembers(group(bench), [userId(bench)]) },
  getGuestAccessInvite: { call: (api, bench) => api.getGuestAccessInvite(inviteId(bench)) },
  updateGuestAccessInvite: {
    call: (api, bench) => api.updateGuestAccessInvite(inviteId(bench), { gamepad: true }, true),
  },
  cancelGuestAccessInvite: { call: (api, bench) => api.cancelGuestAccessInvite(inviteId(bench), true) },
  getGuestAccessInvites: { call: (api) => api.getGuestAccessInvites(page) },
  createGuestAccessInvite: { call: (api, bench) => api.createGuestAccessInvite(newInvite(bench), true) },
  kickGuestAccessGuest: { call: (api, bench) => api.kickGuestAccessGuest(inviteId(bench)) },
  getGuestAccessInviteCredits: { call: (api) => api.getGuestAccessInviteCredits() },
  getTeamMachines: { call: (api) => api.getTeamMachines(page) },
  updateTeamMachine: { call: (api, bench) => api.updateTeamMachine(machineId(bench), { name: 'Render 9' }) },
  deleteTeamMachine: { call: (api, bench) => api.deleteTeamMachine(machineId(bench)) },
  getTeamMachine: { call: (api, bench) => api.getTeamMachine(machineId(bench)) },
  createTeamMachineAssignmentDeprecated: {
    call: (api, bench) =>
      api.createTeamMachineAssignmentDeprecated(machineId(bench), { team_group_id: groupId(bench) }),
  },
  removeTeamMachineAssignment: { call: (api, bench) => api.removeTeamMachineAssignment(machineId(bench)) },
  setTeamMachineAssignment: {
    call: (api, bench) => api.setTeamMachineAssignment(machineId(bench), { user_id: userId(bench) }),
  },
  kickUser: { call: (api, bench) => api.kickUser(machineId(bench), String(userId(bench))) },
  getTeamMembers: { call: (api) => api.getTeamMembers(page) },
  removeTeamMember: { call: (api, bench) => api.removeTeamMember(String(userId(bench))) },
  getTeamMember: { call: (api, bench) => api.getTeamMember(String(userId(bench))) },
  getTeamInvites: { call: (api) => api.getTeamInvites(page) },
  createTeamInvites: {
    call: (api, bench) => api.createTeamInvites(['new@example.com'], true, { group_id: groupId(bench) }),
  },
  updateTeamInvites: { call: (api, bench) => api.updateTeamInvites(waiting, { group_id: groupId(bench) }) },
  cancelTeamInvites: { call: (api) => api.cancelTeamInvites(waiting) },
  cancelTeamInvitesDeprecated: { call: (api) => api.cancelTeamInvitesDeprecated(waiting) },
  resendTeamInvites: { call: (api) => api.resendTeamInvites(waiting, true) },
  getRelays: { call: (api) => api.getRelays(), anybody: true },
} satisfies Record<Operation, Sample<ParsecApi, Parsec>>;

/** A team in which each of the samples can succeed. */
export async function startOperations(options: Partial<Omit<ParsecEmulatorOptions, 'now'>>) {
  const parsec = await startParsec(options);
  const { emulator, apiOf } = parsec;
  const machine = emulator.addMachine({ name: 'Render 1' });
  const ada = emulator.addMember({ name: 'Ada', email: 'ada@example.com' });
  const artists = emulator.addGroup({ name: 'Artists', allowConnections: true });
  const producers = emulator.addGroup({ name: 'Producers' });
  ada.group_ids.push(artists.id);
  emulator.addPermission({ from: artists.id, to: producers.id });
  emulator.addRelay({ name: 'Paris', address: 'relay.example:5000' });
  emulator.memberConnects(machine.id, ada.user_id);
  emulator.dashboard.inviteMember('waiting@example.com');
  emulator.dashboard.createInvite({ guest_email: 'guest@example.com', host_peer_id: machine.peer_id });
  const apis = { good: apiOf(emulator.apiKey), unknown: apiOf(unknownKey), 'may not': apiOf(emulator.addKey([])) };
  const call = (name: Operation, key: keyof typeof apis) => samples[name].call(apis[key], parsec);
  return { ...parsec, secret: emulator.apiKey, call };
}
