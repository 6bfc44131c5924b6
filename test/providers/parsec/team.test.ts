import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { value } from '../conformance/bench.ts';
import { startParsec } from './start-parsec.ts';

// Groups, rules and machines: what the operations do to the team, and what Parsec refuses.

let bench: Awaited<ReturnType<typeof startParsec>>;
beforeEach(async () => {
  bench = await startParsec();
});
afterEach(() => bench.stop());

const page = { offset: 0, limit: 200 };
const none = {
  show_group_assigned_managed_hosts: null,
  show_user_assigned_managed_hosts: null,
  show_personal_hosts: null,
};

describe('groups', () => {
  test('with connections show their machines by default; without, they show nothing', async () => {
    const { api } = bench;
    const open = value(await api.createTeamGroup({ group_name: 'Artists', allow_connections_within_group: true }));
    expect(open).toMatchObject({
      name: 'Artists',
      show_group_assigned_managed_hosts: true,
      show_personal_hosts: false,
    });
    const closed = value(await api.createTeamGroup({ group_name: 'Editors', allow_connections_within_group: null }));
    expect(closed).toMatchObject({ allow_connections_within_group: false, show_group_assigned_managed_hosts: false });
    const id = String(open.id);
    // The client cannot know this group's connections when only a flag is sent: Parsec refuses.
    const refused = await api.updateTeamGroup(String(closed.id), { show_personal_hosts: true });
    expect(refused).toMatchObject({ code: 'provider_rejected', facts: { status: 400 } });
    expect(await api.updateTeamGroup(id, { allow_connections_within_group: false })).toMatchObject({
      name: 'Artists',
      show_group_assigned_managed_hosts: false,
    });
    expect(value(await api.getTeamGroups(page, { name: 'art' })).items).toMatchObject([{ id: open.id }]);
    expect(await api.deleteTeamGroup(id)).toBe('done');
    expect(await api.getTeamGroup(id)).toMatchObject({ code: 'provider_not_found' });
  });

  test('permit another in one direction, and themselves only with connections', async () => {
    const { api, emulator } = bench;
    const a = emulator.addGroup({ name: 'A1', allowConnections: true }).id;
    const b = emulator.addGroup({ name: 'B2' }).id;
    const permit = (from: number, to: number) =>
      api.addPermittedTeamGroups(String(from), { group_ids: [to], direction: 'outgoing', ...none });
    expect(await permit(a, b)).toBe('done');
    expect(await permit(a, a)).toBe('done');
    expect(await permit(b, b)).toMatchObject({ code: 'provider_rejected' });
    expect(emulator.permissions.map(({ from, to }) => [from, to])).toEqual([
      [a, b],
      [a, a],
    ]);
    const change = { show_personal_hosts: true };
    // What goes out of one comes in to the other.
    const incoming = await api.updatePermissionsBetweenGroups(String(b), String(a), {
      direction: 'incoming',
      ...change,
    });
    expect(incoming).toBe('done');
    expect(emulator.permissions[0]).toMatchObject({ from: a, to: b, show_personal_hosts: true });
    const outgoing = await api.updatePermissionsBetweenGroups(String(b), String(a), {
      direction: 'outgoing',
      ...change,
    });
    expect(outgoing).toMatchObject({ code: 'provider_not_found' });
    expect(await api.removePermittedTeamGroups(String(a), { group_ids: [b], direction: 'outgoing' })).toBe('done');
    expect(emulator.permissions).toHaveLength(1);
  });
});

test('an app rule can be given to members and machines, one each, and removed', async () => {
  const { api, emulator } = bench;
  const ada = emulator.addMember({ name: 'Ada', email: 'ada@example.com' });
  const machine = emulator.addMachine({ name: 'Render 1' });
  const [first = { id: '' }] = emulator.appRules;
  const second = emulator.addAppRule({ name: 'Watermark' });
  expect(value(await api.getAppRules(page)).items.map(({ name }) => name)).toEqual(['Default', 'Watermark']);
  const both = { user_ids: [ada.user_id], team_machine_ids: [machine.id] };
  for (const { id } of [first, second]) expect(await api.assignAppRuleToMembersAndMachines(id, both)).toBe('done');
  expect([ada.team_app_rule_id, machine.team_app_rule_id]).toEqual([second.id, second.id]);
  expect(await api.unassignAppRuleFromMembersAndMachines(second.id, { user_ids: [ada.user_id] })).toBe('done');
  expect([ada.team_app_rule_id, machine.team_app_rule_id]).toEqual([null, second.id]);
  expect(await api.assignAppRuleToMembersAndMachines('tar_none', both)).toMatchObject({ code: 'provider_not_found' });
});

describe('machines', () => {
  test('can be assigned to a member, to groups, to nobody, or reserved for somebody', async () => {
    const { api, emulator } = bench;
    const ada = emulator.addMember({ name: 'Ada', email: 'ada@example.com' });
    const groups = ['A1', 'B2'].map((name) => emulator.addGroup({ name }).id);
    const machine = emulator.addMachine({ name: 'Render 1' });
    const held = () => [machine.user_id, machine.team_group_ids, machine.email];
    const steps: [Parameters<typeof api.setTeamMachineAssignment>[1], unknown[]][] = [
      [{ email: 'ADA@example.com' }, [ada.user_id, [], null]],
      [{ team_group_ids: groups }, [null, groups, null]],
      [{ email: 'new@example.com' }, [null, [], 'new@example.com']],
      [{ user_id: ada.user_id }, [ada.user_id, [], null]],
    ];
    for (const [assignment, expected] of steps) {
      expect(await api.setTeamMachineAssignment(machine.id, assignment)).toBe('done');
      expect(held()).toEqual(expected);
    }
    const [group] = groups;
    const one = { team_group_id: group ?? 0 };
    expect(await api.createTeamMachineAssignmentDeprecated(machine.id, one)).toBe('done');
    expect(held()).toEqual([null, [group], null]);
    const inGroup = value(await api.getTeamMachines(page, { assignment: 'group', team_group_id: group ?? 0 }));
    expect(inGroup.items).toMatchObject([{ id: machine.id, assignment: 'group' }]);
    expect(await api.removeTeamMachineAssignment(machine.id)).toBe('done');
    expect(held()).toEqual([null, [], null]);
  });

  test('change only in the given fields; a delete ends the session, and a disconnect covers all devices of a user', async () => {
    const { api, emulator } = bench;
    const machine = emulator.addMachine({ name: 'Render 1' });
    const ada = emulator.addMember({ name: 'Ada', email: 'ada@example.com' });
    const ben = emulator.addMember({ name: 'Ben', email: 'ben@example.com' });
    for (const { user_id } of [ada, ada, ben]) emulator.memberConnects(machine.id, user_id);
    expect(await api.kickUser(machine.id, String(ada.user_id))).toBe('done');
    expect(machine.hidden.connected).toEqual([ben.user_id]);
    const closed = { name: 'Render 1', is_guest_access: false };
    expect(await api.updateTeamMachine(machine.id, { is_guest_access: false })).toMatchObject(closed);
    expect(await api.deleteTeamMachine(machine.id)).toBe('done');
    expect(machine.hidden.connected).toEqual([]);
    expect(await api.getTeamMachine(machine.id)).toMatchObject({ code: 'provider_not_found' });
  });
});
