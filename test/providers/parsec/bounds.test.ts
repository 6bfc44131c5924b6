import { describe, expect, test } from 'vitest';
import { createParsecApi } from '../../../src/providers/parsec/api.ts';

// What is out of Parsec's documented bounds is refused with the name of the field, and never sent.

let sent = 0;
const api = createParsecApi(
  { apiKey: 'tapi_a.b', teamId: 't', apiUrl: 'http://parsec' },
  {
    async send() {
      sent += 1;
      return { kind: 'not-sent' };
    },
  },
);

const ana = 'ana@example.com';
const emails = (count: number) => Array.from({ length: count }, (_, nth) => `person${nth}@example.com`);
const flags = {
  show_group_assigned_managed_hosts: null,
  show_user_assigned_managed_hosts: null,
  show_personal_hosts: null,
};
const permission = { group_ids: [1], direction: 'incoming', ...flags } as const;
const ksuid = '0ujssxh0cECutqzMgbtXSGnjorm';
const long = (length: number) => 'x'.repeat(length);
const page = { offset: 0, limit: 200 };

/** What a caller that does not mind its types could send. */
const untyped = (value: unknown) => value as never;

type Call = () => Promise<unknown>;
const guest = {
  host_peer_id: 'p1',
  guest_email: ana,
  event_name: 'Review',
  keyboard: true,
  mouse: true,
  gamepad: false,
  time_zone: 'UTC',
  starts_at: '2026-12-01T13:00:00Z',
  expires_at: '2026-12-01T14:00:00Z',
  message: '',
};
const invite = (wrong: object) => () => api.createGuestAccessInvite({ ...guest, ...wrong }, true);
const change = (wrong: object) => () => api.updateGuestAccessInvite('i1', wrong, true);
const refused: Record<string, [field: string, call: Call][]> = {
  'guest access, create': [
    ['host_peer_id', invite({ host_peer_id: '' })],
    ['guest_email', invite({ guest_email: 'ana' })],
    ['guest_email', invite({ guest_email: 'ana@b@c' })],
    ['event_name', invite({ event_name: undefined })],
    ['keyboard', invite({ keyboard: 'yes' })],
    ['mouse', invite({ mouse: undefined })],
    ['gamepad', invite({ gamepad: null })],
    ['time_zone', invite({ time_zone: 'Z' })],
    ['starts_at', invite({ starts_at: 'tomorrow' })],
    ['expires_at', invite({ expires_at: '2026-12-01' })],
    ['expires_at', invite({ expires_at: guest.starts_at })],
    ['message', invite({ message: undefined })],
  ],
  'guest access, update': [
    ['host_peer_id', change({ host_peer_id: '' })],
    ['keyboard', change({ keyboard: null })],
    ['time_zone', change({ time_zone: 'Z' })],
    ['starts_at', change({ starts_at: 'tomorrow' })],
    ['expires_at', change({ starts_at: guest.expires_at, expires_at: guest.starts_at })],
  ],
  'app rules': [
    ['offset', () => api.getAppRules({ offset: -1, limit: 1 })],
    ['limit', () => api.getAppRules({ offset: 0, limit: 201 })],
    ['user_ids', () => api.assignAppRuleToMembersAndMachines('tar_1', {})],
    ['user_ids', () => api.unassignAppRuleFromMembersAndMachines('tar_1', {})],
    ['user_ids.0', () => api.assignAppRuleToMembersAndMachines('tar_1', { user_ids: [1.5] })],
  ],
  'audit log': [
    ['limit', () => api.getAuditLogEvents({ limit: 0 })],
    ['limit', () => api.getAuditLogEvents({ limit: 1001 })],
    ['cursor', () => api.getAuditLogEvents({ limit: 1, cursor: ksuid, after: ksuid })],
    ['cursor', () => api.getAuditLogEvents({ limit: 1, cursor: ksuid.slice(1) })],
    ['after', () => api.getAuditLogEvents({ limit: 1, after: `${ksuid}x` })],
    ['user_id', () => api.getAuditLogEvents({ limit: 1, user_id: 0 })],
    ['start_at', () => api.getAuditLogEvents({ limit: 1, start_at: 'yesterday' })],
    ['event_names', () => api.getAuditLogEvents({ limit: 1, event_names: ['a', 'a'] })],
    ['event_names.0', () => api.getAuditLogEvents({ limit: 1, event_names: ['a,b'] })],
  ],
  groups: [
    ['group_name', () => api.createTeamGroup({ group_name: 'A', allow_connections_within_group: null })],
    ['group_name', () => api.createTeamGroup({ group_name: long(65), allow_connections_within_group: null })],
    ['allow_connections_within_group', () => api.createTeamGroup(untyped({ group_name: 'AB' }))],
    [
      'show_personal_hosts',
      () => api.createTeamGroup({ group_name: 'AB', allow_connections_within_group: false, show_personal_hosts: true }),
    ],
    [
      'show_user_assigned_managed_hosts',
      () => api.updateTeamGroup('1', { allow_connections_within_group: false, show_user_assigned_managed_hosts: true }),
    ],
    ['show_personal_hosts', () => api.updateTeamGroup('1', untyped({ show_personal_hosts: null }))],
    ['groupID', () => api.getTeamGroup('one')],
    ['user_ids', () => api.assignTeamGroupMembers('1', [])],
    ['user_ids', () => api.addTeamGroupMembersDeprecated('1', [])],
    ['user_ids', () => api.assignTeamGroupMembers('1', [7, 7])],
    ['user_ids', () => api.removeTeamGroupMembers('1', [7, 7])],
  ],
  'permitted groups': [
    ['group_ids', () => api.addPermittedTeamGroups('1', { ...permission, group_ids: [] })],
    ['group_ids', () => api.addPermittedTeamGroups('1', { ...permission, group_ids: [2, 2] })],
    ['direction', () => api.addPermittedTeamGroups('1', untyped({ ...permission, direction: 'both' }))],
    ['show_personal_hosts', () => api.addPermittedTeamGroups('1', untyped({ ...permission, show_personal_hosts: 1 }))],
    ['group_ids', () => api.removePermittedTeamGroups('1', { group_ids: [], direction: 'incoming' })],
    ['permittedGroupID', () => api.updatePermissionsBetweenGroups('1', 'two', { direction: 'outgoing' })],
    ['direction', () => api.updatePermissionsBetweenGroups('1', '2', untyped({}))],
  ],
  machines: [
    ['email', () => api.getTeamMachines(page, { email: 'ana' })],
    ['assignment', () => api.getTeamMachines(page, untyped({ assignment: 'nobody' }))],
    ['name', () => api.updateTeamMachine('m1', { name: '' })],
    ['user_id', () => api.setTeamMachineAssignment('m1', {})],
    ['team_group_ids', () => api.setTeamMachineAssignment('m1', { user_id: 7, team_group_ids: [1] })],
    ['team_group_ids', () => api.setTeamMachineAssignment('m1', { team_group_ids: [] })],
    ['team_group_id', () => api.createTeamMachineAssignmentDeprecated('m1', { email: ana, team_group_id: 1 })],
    ['user_id', () => api.createTeamMachineAssignmentDeprecated('m1', {})],
    ['userID', () => api.kickUser('m1', 'ada')],
  ],
  members: [
    ['limit', () => api.getTeamMembers({ offset: 0, limit: 0 })],
    ['userID', () => api.removeTeamMember('ada')],
    ['userID', () => api.getTeamMember('7?x=1')],
  ],
  'member invites': [
    ['emails', () => api.createTeamInvites([], true)],
    ['emails', () => api.createTeamInvites(emails(201), true)],
    ['emails', () => api.createTeamInvites([ana, ana], true)],
    ['emails.1', () => api.createTeamInvites([ana, 'ana'], true)],
    ['group_id', () => api.createTeamInvites([ana], true, { group_id: Number.NaN })],
    ['team_app_rule_id', () => api.updateTeamInvites([ana], { team_app_rule_id: '' })],
    ['emails', () => api.updateTeamInvites([], { group_id: 1 })],
    ['emails', () => api.cancelTeamInvites(emails(201))],
    ['emails', () => api.cancelTeamInvitesDeprecated([])],
    ['emails', () => api.resendTeamInvites(emails(201), true)],
    ['emails', () => api.resendTeamInvites([], true)],
  ],
};

describe.each(Object.entries(refused))('%s', (_, calls) => {
  test.each(calls)('refuses %s out of bounds before a request', async (field, call) => {
    sent = 0;
    expect(await call()).toMatchObject({ code: 'provider_rejected', facts: { provider: 'parsec', field } });
    expect(sent).toBe(0);
  });
});

test.each<[string, Call]>([
  ['a guest with an empty message', invite({})],
  ['an end alone', change({ expires_at: guest.expires_at })],
  ['200 addresses', () => api.createTeamInvites(emails(200), true)],
  ['a page of 1000 events', () => api.getAuditLogEvents({ limit: 1000, after: ksuid })],
  ['a name of 64', () => api.createTeamGroup({ group_name: long(64), allow_connections_within_group: null })],
  ['nobody to take out of a group', () => api.removeTeamGroupMembers('1', [])],
  ['whether connections are allowed is not said', () => api.updateTeamGroup('1', { show_personal_hosts: true })],
])('within bounds, and sent: %s', async (_, call) => {
  sent = 0;
  expect(await call()).toMatchObject({ code: 'provider_unreachable' });
  expect(sent).toBe(1);
});
