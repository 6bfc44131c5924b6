import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTeam, type Team } from './start-team.ts';

// What the documents do not allow is refused, and changes nothing.

let team: Team;
beforeEach(async () => {
  team = await startTeam();
});
afterEach(() => team.parsec.stop());

const flags = {
  show_group_assigned_managed_hosts: false,
  show_user_assigned_managed_hosts: false,
  show_personal_hosts: false,
};
const emails = (count: number) => Array.from({ length: count }, (_, nth) => `p${nth}@x.io`);
const long = 'x'.repeat(65);

type Row = [method: string, path: string, body: unknown, status?: number];
// `OPEN`, `CLOSED`, `ADA`, `MACHINE` and `RULE` stand for ids of the team.
const refused: Record<string, Row[]> = {
  'app rules': [
    ['POST', '/app-rules/RULE/assign', {}],
    ['POST', '/app-rules/RULE/assign', { user_ids: ['1000'] }],
    ['POST', '/app-rules/RULE/unassign', { user_ids: [1.5] }],
    ['POST', '/app-rules/RULE/assign', { user_ids: [1000, 77] }, 404],
    ['POST', '/app-rules/RULE/assign', { team_machine_ids: ['none'] }, 404],
    ['POST', '/app-rules/tar_none/assign', { user_ids: [1000] }, 404],
  ],
  groups: [
    ['POST', '/groups', { group_name: 'A', allow_connections_within_group: true }],
    ['POST', '/groups', { group_name: long, allow_connections_within_group: true }],
    ['POST', '/groups', { group_name: 'AB' }],
    ['POST', '/groups', { group_name: 'AB', allow_connections_within_group: null, show_personal_hosts: true }],
    ['PUT', '/groups/OPEN', { show_personal_hosts: null }],
    ['PUT', '/groups/CLOSED', { show_user_assigned_managed_hosts: true }],
    ['PUT', '/groups/OPEN', { allow_connections_within_group: false, show_personal_hosts: true }],
    ['PUT', '/groups/99', { group_name: 'AB' }, 404],
    ['DELETE', '/groups/one', undefined],
    ['POST', '/groups/OPEN/add-members', { user_ids: [] }],
    ['POST', '/groups/OPEN/members', { user_ids: [1000, 1000] }],
    ['POST', '/groups/OPEN/add-members', { user_ids: [1000, 77] }, 404],
    ['POST', '/groups/OPEN/remove-members', {}],
  ],
  'permitted groups': [
    ['POST', '/groups/OPEN/permitted-groups', { group_ids: [], direction: 'incoming', ...flags }],
    ['POST', '/groups/OPEN/permitted-groups', { group_ids: [2, 2], direction: 'incoming', ...flags }],
    ['POST', '/groups/OPEN/permitted-groups', { group_ids: [2], ...flags }],
    ['POST', '/groups/OPEN/permitted-groups', { group_ids: [2], direction: 'incoming' }],
    ['POST', '/groups/OPEN/permitted-groups', { group_ids: [99], direction: 'incoming', ...flags }, 404],
    ['POST', '/groups/CLOSED/permitted-groups', { group_ids: [2], direction: 'incoming', ...flags }],
    ['DELETE', '/groups/OPEN/permitted-groups', { group_ids: [2] }],
    ['PUT', '/groups/OPEN/permitted-groups/2', { direction: 'incoming' }, 404],
    ['PUT', '/groups/OPEN/permitted-groups/two', { direction: 'incoming' }],
  ],
  machines: [
    ['PUT', '/machines/MACHINE', { name: 7 }],
    ['PUT', '/machines/MACHINE', { team_app_rule_id: 'tar_none' }, 404],
    ['PUT', '/machines/none', {}, 404],
    ['PUT', '/machines/MACHINE/assignment', {}],
    ['PUT', '/machines/MACHINE/assignment', { user_id: 1000, team_group_ids: [1] }],
    ['PUT', '/machines/MACHINE/assignment', { team_group_ids: [1, 99] }, 404],
    ['PUT', '/machines/MACHINE/assignment', { user_id: 77 }, 404],
    ['PUT', '/machines/MACHINE/assignment', { user_id: 1000, email: 'omar@x.io' }],
    ['POST', '/machines/MACHINE/assignment', { email: 'ada@x.io', team_group_id: 1 }],
    ['POST', '/machines/MACHINE/assignment', { email: 'ada' }],
    ['DELETE', '/machines/MACHINE/users/77', undefined, 404],
    ['DELETE', '/machines/MACHINE/users/ada', undefined],
  ],
  members: [
    ['DELETE', '/members/1001', undefined],
    ['DELETE', '/members/77', undefined, 404],
    ['DELETE', '/members/ada', undefined],
    ['DELETE', '/members/1000?send_email=yes', undefined],
  ],
  'member invites': [
    ['POST', '/member-invites', { emails: [] }],
    ['POST', '/member-invites', { emails: emails(201) }],
    ['POST', '/member-invites', { emails: ['a@x.io', 'a@x.io'] }],
    ['POST', '/member-invites', { emails: ['a@x.io', 'a'] }],
    ['POST', '/member-invites', { emails: ['a@x.io', 'ADA@x.io'] }],
    ['POST', '/member-invites', { emails: ['a@x.io', 'Waiting@x.io'] }],
    ['POST', '/member-invites', { emails: ['a@x.io'], group_id: 99 }, 404],
    ['POST', '/member-invites', { emails: ['a@x.io'], team_app_rule_id: 'tar_none' }, 404],
    ['PUT', '/member-invites', { emails: ['a@x.io'] }, 404],
    ['POST', '/cancel-member-invites', { emails: ['waiting@x.io', 'a@x.io'] }, 404],
    ['DELETE', '/member-invites', { emails: [] }],
    ['DELETE', '/member-invites', { emails: emails(201) }],
    ['POST', '/resend-member-invites', { emails: ['waiting@x.io', 'waiting@x.io'] }],
    ['POST', '/resend-member-invites', { emails: ['a@x.io'] }, 404],
  ],
};

function held(): unknown {
  const { machines, members, groups, permissions, teamInvites, teamMails, events } = team.parsec;
  return structuredClone({ machines, members, groups, permissions, teamInvites, teamMails, events });
}

describe.each(Object.entries(refused))('%s', (_, rows) => {
  it.each(rows)('%s %s %j', async (method, path, body, status = 400) => {
    const { parsec, machine, open, closed } = team;
    const filled = path
      .replace('RULE', parsec.appRules[0]?.id ?? '')
      .replace('MACHINE', machine.id)
      .replace('OPEN', String(open.id))
      .replace('CLOSED', String(closed.id));
    const before = held();
    const reply = await team.ask(method, filled, body);
    expect([reply.status, typeof reply.body.message]).toEqual([status, 'string']);
    expect(held()).toEqual(before);
  });
});

it.each(['/app-rules', '/groups', '/machines', '/members', '/member-invites'])(
  'a list wants offset and limit: %s',
  async (path) => {
    for (const query of ['', '?offset=0', '?limit=1', '?offset=0&limit=201', '?offset=-1&limit=1']) {
      expect((await team.ask('GET', path + query)).status).toBe(400);
    }
    expect((await team.ask('GET', `${path}?offset=0&limit=200`)).body).toMatchObject({ count: expect.any(Number) });
  },
);
