import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttp } from '../../../src/providers/http.ts';
import { createIntercodeApi, type IntercodeApi } from '../../../src/providers/intercode/api.ts';
import { createIntercode, type Intercode } from '../../../src/providers/intercode/index.ts';
import { collect } from '../support/collect.ts';
import { type AnswersByPath, byPath, startWire, type Wire } from '../support/start-wire.ts';

// What exactly goes over the wire, and every shape of answer the documents leave room for.

let wire: Wire;
let intercode: Intercode;
let api: IntercodeApi;
let answers: AnswersByPath;

beforeEach(async () => {
  answers = {};
  wire = await startWire(byPath(() => answers));
  const config = { token: 'the_token', teamId: 'team_1', apiUrl: `${wire.url}/api` };
  intercode = createIntercode(config, wire.deps);
  api = createIntercodeApi(config, { send: createHttp(wire.deps) });
});
afterEach(() => wire.stop());

test('every operation sends the documented request', async () => {
  await api.getOwnTeam();
  await api.getTeamMembers();
  await api.getTeamRoles();
  await api.checkTeamLimit();
  await api.getAllTeams();
  await api.getAllTeams({ offset: 0, limit: 10, globalSearch: 'a b' });
  await api.createTeam();
  await api.createTeam({ teamName: 'Annex' });
  await api.createInvitation({ email: 'a@example.com', role: 'Viewer' });
  await api.createInvitation({ email: 'a@example.com', role: 'Owner', firstName: 'A', lastName: null, teamId: null });
  await api.leaveTeam('team/2');
  await api.leaveTeam('team_2', { newOwnerId: '7' });
  await api.acceptInvitation('team_2');
  await api.declineInvitation('team_2');
  await api.cancelInvitation('7');
  await api.cancelInvitation('7', { membershipId: '8' });
  await api.deleteTeam('team_2');
  const nothing = { firstName: null, lastName: null, phone: null };
  expect(wire.sent()).toEqual([
    ['GET /api/teams'],
    ['GET /api/teams/members'],
    ['GET /api/teams/roles'],
    ['GET /api/teams/limit'],
    ['GET /api/teams/all'],
    ['GET /api/teams/all?offset=0&limit=10&globalSearch=a+b'],
    ['POST /api/teams', {}],
    ['POST /api/teams', { teamName: 'Annex' }],
    ['POST /api/teams/invitation', { ...nothing, email: 'a@example.com', role: 'Viewer', teamId: 'team_1' }],
    ['POST /api/teams/invitation', { ...nothing, email: 'a@example.com', role: 'Owner', firstName: 'A', teamId: null }],
    ['PUT /api/teams/leave-team/team%2F2', {}],
    ['PUT /api/teams/leave-team/team_2', { newOwnerId: 7 }],
    ['PUT /api/teams/accept-invitation/team_2'],
    ['PUT /api/teams/decline-invitation/team_2'],
    ['DELETE /api/teams/invitation/7', {}],
    ['DELETE /api/teams/invitation/7', { membershipId: 8 }],
    ['DELETE /api/teams/team_2'],
  ]);
  for (const { headers, body } of wire.requests) {
    expect(headers.authorization).toBe('Bearer the_token');
    // Also of the PUTs: without a body there is nothing to have a type.
    expect(headers['content-type']).toBe(body === '' ? undefined : 'application/json');
  }
});

describe('an invalid value is refused before a request, with its field:', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ['offset -1', () => api.getAllTeams({ offset: -1 }), 'offset'],
    ['limit 0', () => api.getAllTeams({ limit: 0 }), 'limit'],
    ['half a limit', () => api.getAllTeams({ limit: 0.5 }), 'limit'],
    ['a team without a name', () => api.createTeam({ teamName: '' }), 'teamName'],
    ['no address', () => api.createInvitation({ email: 'a', role: 'Viewer' }), 'email'],
    ['no role', () => api.createInvitation({ email: 'a@example.com', role: '' }), 'role'],
    ['no team', () => api.createInvitation({ email: 'a@example.com', role: 'Viewer', teamId: '' }), 'teamId'],
    ['an owner by name', () => api.leaveTeam('team_2', { newOwnerId: 'Ada' }), 'newOwnerId'],
    ['a user by name', () => api.cancelInvitation('Ada'), 'userId'],
    ['a membership by name', () => api.cancelInvitation('7', { membershipId: 'Ada' }), 'membershipId'],
  ])('%s', async (_, call, field) => {
    expect(await call()).toMatchObject({ code: 'provider_rejected', facts: { provider: 'intercode', field } });
    expect(wire.requests).toEqual([]);
  });

  test.each(['', '.', '..'])('the team %j, which would name something else', async (id) => {
    const calls = [api.deleteTeam(id), api.leaveTeam(id), api.acceptInvitation(id), api.declineInvitation(id)];
    for (const call of calls) expect(await call).toMatchObject({ code: 'provider_not_found' });
    expect(wire.requests).toEqual([]);
  });
});

describe('a response', () => {
  test.each([true, false])('to the limit is a bare boolean: %j', async (body) => {
    answers['GET /api/teams/limit'] = { body };
    expect(await api.checkTeamLimit()).toBe(body);
  });

  test.each([{ body: 'true' }, { body: 1 }, { body: {} }, { body: null }])(
    'to the limit is not accepted as %j',
    async (answer) => {
      answers['GET /api/teams/limit'] = answer;
      expect(await api.checkTeamLimit()).toMatchObject({ code: 'provider_nonsense' });
    },
  );

  test('to a new team may be 201 or 200', async () => {
    for (const status of [201, 200]) {
      answers['POST /api/teams'] = { status, body: { id: 'team_2', name: 'Annex', usersLimit: 5 } };
      expect(await api.createTeam({ teamName: 'Annex' })).toEqual({ id: 'team_2', name: 'Annex', usersLimit: 5 });
    }
    answers['POST /api/teams'] = { status: 201, body: { name: 'Annex' } };
    expect(await api.createTeam()).toMatchObject({ code: 'provider_outcome_unknown' });
  });

  const people = [
    {
      id: 1,
      firstName: 'Ada',
      lastName: 'Reis',
      phone: null,
      role: 'Member',
      isActive: true,
      invitationAccepted: true,
    },
    { id: '2', firstName: null, lastName: 'Kim', role: null, invitationAccepted: false, extra: {} },
    { id: 3, firstName: ' ', invitationAccepted: false },
    { id: 4 },
  ];

  test.each([{ body: people }, { body: { data: people } }])(
    'may have people bare or wrapped, with ids as text',
    async (answer) => {
      answers['GET /api/teams/members'] = answer;
      expect(await collect(intercode.members.list())).toEqual([
        [
          { memberId: '1', name: 'Ada Reis', email: undefined, role: 'Member' },
          // Not said to be invited only, so never to be cancelled.
          { memberId: '4', name: 'Unnamed (id 4)', email: undefined, role: undefined },
        ],
      ]);
      const nothing = { email: undefined, role: undefined, invitedAt: undefined, expiresAt: undefined };
      expect(await collect(intercode.memberInvites.pending())).toEqual([
        [
          { ...nothing, inviteId: '2', name: 'Kim' },
          { ...nothing, inviteId: '3', name: undefined },
        ],
      ]);
    },
  );

  test.each([{ body: [{ firstName: 'Ada' }] }, { body: { items: [] } }, { body: 'no' }, { body: true }])(
    'is not a list without its list: %j',
    async (answer) => {
      answers['GET /api/teams/members'] = answer;
      expect(await intercode.members.get('1')).toMatchObject({ code: 'provider_nonsense' });
    },
  );
});

describe('an error is read by its words before its number', () => {
  test.each<[string, number, unknown, string]>([
    ['a bad token', 401, { statusCode: 401, message: 'Unauthorized' }, 'provider_unauthorized'],
    ['a bad token, whatever it says', 401, { message: 'User not found' }, 'provider_unauthorized'],
    ['may not', 403, { message: 'Access denied', description: 'No.', code: 'ACCESS_DENIED' }, 'provider_forbidden'],
    ['may not, without a word', 403, {}, 'provider_forbidden'],
    ['may not, by another number', 400, { message: 'Access denied' }, 'provider_forbidden'],
    ['full', 400, { message: 'Team is full' }, 'plan_full'],
    ['full, by another number', 403, { message: 'Team is full' }, 'plan_full'],
    ['full, in a list', 409, { message: ['Team is full'], error: 'Conflict' }, 'plan_full'],
    ['the plan', 402, {}, 'plan_full'],
    ['gone', 404, { message: 'Team not found' }, 'provider_not_found'],
    ['gone, by another number', 400, { message: 'Membership not found' }, 'provider_not_found'],
    ['already asked', 400, { message: 'User is already invited' }, 'already_invited'],
    ['already in', 409, { message: 'User is already a member of this team' }, 'already_member'],
    ['no such address', 404, { message: 'Cannot POST /teams/invitation', error: 'Not Found' }, 'provider_rejected'],
    ['a breakdown', 500, { message: 'Internal server error' }, 'provider_outcome_unknown'],
  ])('for %s', async (_, status, body, code) => {
    answers['POST /api/teams/invitation'] = { status, body };
    const refused = await api.createInvitation({ email: 'a@example.com', role: 'Viewer' });
    expect(refused).toMatchObject({ code, facts: { provider: 'intercode' } });
  });

  test.each<[unknown, string]>([
    [{ message: 'Not today', description: 'Try tomorrow.' }, 'Not today'],
    [{ message: ['email must be an email', 'role is wrong'] }, 'email must be an email; role is wrong'],
    [{ message: [], description: 'Try tomorrow.' }, 'Try tomorrow.'],
    [{ statusCode: 400, error: 'Bad Request' }, 'Bad Request'],
    [{ message: { text: 'no' } }, 'status 400'],
    ['no', 'status 400'],
  ])('with the words of %j', async (body, message) => {
    answers['DELETE /api/teams/team_2'] = { status: 400, body };
    expect(await api.deleteTeam('team_2')).toMatchObject({ code: 'provider_rejected', facts: { message } });
  });
});

test('all teams are listed, even if the deployment returns fewer per page than requested', async () => {
  const teams = Array.from({ length: 8 }, (_, nth) => ({ id: `team_${nth}`, name: `Guild ${nth}` }));
  const capped = await startWire((received, response) => {
    const offset = Number(new URL(received.url, 'http://intercode').searchParams.get('offset'));
    response.writeHead(200).end(JSON.stringify(teams.slice(offset, offset + 3)));
  });
  try {
    const config = { token: 'the_token', teamId: 'team_1', apiUrl: capped.url };
    const row = createIntercode(config, capped.deps).team?.find(({ operation }) => operation === 'Get all teams');
    const ready = row?.read({});
    const answer = ready !== undefined && 'run' in ready ? await ready.run() : undefined;
    expect(answer).toMatchObject({ copy: '8 teams.' });
  } finally {
    await capped.stop();
  }
});
