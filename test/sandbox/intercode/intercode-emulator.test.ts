import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startIntercodeEmulator } from '../../../src/sandbox/intercode/intercode-emulator.ts';
import type {
  IntercodeEmulator,
  IntercodeEmulatorOptions,
} from '../../../src/sandbox/intercode/intercode-emulator.types.ts';

let intercode: IntercodeEmulator;

async function begin(options: Partial<IntercodeEmulatorOptions> = {}): Promise<void> {
  await intercode?.stop();
  intercode = await startIntercodeEmulator({ now: () => 0, ...options });
}
beforeEach(() => begin());
afterEach(() => intercode.stop());

type Reply = { readonly status: number; readonly body: unknown };

async function ask(method: string, path: string, body?: unknown, token = intercode.token): Promise<Reply> {
  const response = await fetch(`${intercode.url}/teams${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const ana = { email: 'ana@example.com', firstName: 'Ana', lastName: 'Lima', phone: '123-456-7890' };
const invitation = { ...ana, role: 'Viewer', teamId: 'team_1' };
const invite = (change: object = {}, token?: string) => ask('POST', '/invitation', { ...invitation, ...change }, token);
const tokenOf = (email: string, role: string) => {
  intercode.addMember({ email, role });
  return intercode.addToken(email);
};

describe('access', () => {
  test('answers 401 for an unknown token, and 404 in JSON for an unknown path', async () => {
    expect(await ask('GET', '', undefined, 'nobody')).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
    expect(await ask('GET', '/membres/all')).toEqual({
      status: 404,
      body: { statusCode: 404, message: 'Cannot GET /teams/membres/all', error: 'Not Found' },
    });
  });

  test('answers 403 outside the team of the token, except for roles and limit', async () => {
    const outsider = intercode.addToken('outsider@example.com');
    const statusOf = async (path: string) => (await ask('GET', path, undefined, outsider)).status;
    expect([await statusOf(''), await statusOf('/members'), await statusOf('/all')]).toEqual([403, 403, 403]);
    expect([await statusOf('/roles'), await statusOf('/limit')]).toEqual([200, 200]);
    expect(await ask('GET', '/members', undefined, outsider)).toMatchObject({ body: { message: 'Access denied' } });
  });

  test('an invited person has no access yet', async () => {
    intercode.dashboard.invite(ana);
    expect((await ask('GET', '/members', undefined, intercode.addToken(ana.email))).status).toBe(403);
  });

  test('owners invite anybody, managers anybody but owners, viewers nobody', async () => {
    const [manager, viewer] = [tokenOf('m@example.com', 'Manager'), tokenOf('v@example.com', 'Viewer')];
    expect((await invite({}, viewer)).status).toBe(403);
    expect((await invite({ role: 'Owner' }, manager)).status).toBe(403);
    expect((await invite({ role: 'Manager' }, manager)).status).toBe(200);
    expect((await invite({ role: 'Owner', email: 'b@example.com' })).status).toBe(200);
    expect((await invite({ teamId: intercode.addTeam('Guild').id, email: 'c@example.com' })).status).toBe(403);
    const id = intercode.users.find(({ email }) => email === ana.email)?.id;
    expect((await ask('DELETE', `/invitation/${id}`, {}, viewer)).status).toBe(403);
    expect((await ask('DELETE', `/invitation/${id}`, {}, manager)).status).toBe(200);
  });

  test("refusals can share one status, or use the framework's format", async () => {
    await begin({ numbers: 'always 400' });
    expect((await ask('DELETE', '/team_9')).status).toBe(400);
    await begin({ faults: 'framework' });
    expect(await ask('DELETE', '/team_9')).toMatchObject({ status: 404, body: { statusCode: 404 } });
  });
});

describe('the team', () => {
  test('is returned without its id, and its people without addresses', async () => {
    intercode.dashboard.invite(ana);
    expect((await ask('GET', '')).body).toEqual({ usersLimit: 25, name: 'Studio', count: 2 });
    expect((await ask('GET', '/members')).body).toEqual([
      {
        id: 1,
        firstName: 'Omar',
        lastName: null,
        phone: null,
        role: 'Owner',
        isActive: true,
        invitationAccepted: true,
      },
      {
        id: expect.any(Number),
        firstName: 'Ana',
        lastName: 'Lima',
        phone: '123-456-7890',
        role: 'Viewer',
        isActive: true,
        invitationAccepted: false,
      },
    ]);
  });

  test('returns roles with label and value, and the limit as a bare boolean', async () => {
    expect((await ask('GET', '/roles')).body).toContainEqual({ label: 'Viewer', value: 'Viewer' });
    expect((await ask('GET', '/limit')).body).toBe(true);
    for (let nth = 0; nth < 4; nth++) expect((await ask('POST', '', {})).status).toBe(201);
    expect((await ask('GET', '/limit')).body).toBe(false);
    expect((await ask('POST', '', {})).status).toBe(400);
  });

  test('can be wrapped in data', async () => {
    await begin({ wrapped: true });
    expect((await ask('GET', '/limit')).body).toEqual({ data: true });
  });
});

describe('invitations', () => {
  test('return no id, and send mail', async () => {
    expect(await invite()).toEqual({
      status: 200,
      body: {
        message: 'Invitation email sent',
        description: 'Wait for the invited person to finish their registration.',
      },
    });
    expect(intercode.mails).toEqual([{ to: ana.email, about: 'invited', teamId: 'team_1' }]);
    expect((await invite({ email: 'b@example.com', firstName: null, lastName: null, phone: null })).status).toBe(200);
  });

  test.each(Object.keys(invitation))('need the key %s', async (key) => {
    expect(await invite({ [key]: undefined })).toMatchObject({ status: 400, body: { message: [expect.any(String)] } });
    expect((await invite({ [key]: 7 })).status).toBe(400);
    expect(intercode.memberships).toHaveLength(1);
  });

  test.each([{ email: 'ana' }, { role: 'Emperor' }, { role: null }])('refuse %j', async (change) => {
    expect((await invite(change)).status).toBe(400);
  });

  test('without a team use the team of the token', async () => {
    expect((await invite({ teamId: null })).status).toBe(200);
    expect(intercode.memberships.at(-1)).toMatchObject({ teamId: 'team_1', invitationAccepted: false });
  });

  test.each([
    ['refuse', 400],
    ['pass over', 200],
  ] as const)('of somebody known: %s', async (duplicates, status) => {
    await begin({ duplicates });
    await invite();
    expect((await invite({ email: 'ANA@example.com' })).status).toBe(status);
    expect((await invite({ email: 'omar@studio.example' })).status).toBe(status);
    expect(intercode.memberships).toHaveLength(2);
    expect(intercode.mails).toHaveLength(1);
  });

  test('are refused when the team is full, with pending invites counted', async () => {
    await begin({ usersLimit: 2 });
    await invite();
    expect(await invite({ email: 'b@example.com' })).toMatchObject({ status: 400, body: { message: 'Team is full' } });
  });

  test('are accepted and declined by team, once', async () => {
    intercode.dashboard.invite(ana);
    const token = intercode.addToken(ana.email);
    const put = async (what: string, team: string) => (await ask('PUT', `/${what}/${team}`, undefined, token)).status;
    expect(await put('accept-invitation', 'team_9')).toBe(404);
    expect([await put('accept-invitation', 'team_1'), await put('accept-invitation', 'team_1')]).toEqual([200, 404]);
    expect((await ask('GET', '/members', undefined, token)).status).toBe(200);
    const guild = intercode.addTeam('Guild').id;
    intercode.join(guild, ana, 'invited');
    expect([await put('decline-invitation', guild), await put('decline-invitation', guild)]).toEqual([200, 404]);
    expect(await put('decline-invitation', 'team_1')).toBe(404);
  });

  test('are cancelled by user, and optionally by membership', async () => {
    const { userId, id } = intercode.dashboard.invite(ana);
    const cancel = (user: number | string, body?: unknown) => ask('DELETE', `/invitation/${user}`, body);
    expect((await cancel('ana', {})).status).toBe(400);
    expect((await cancel(userId, { membershipId: 'x' })).status).toBe(400);
    expect((await cancel(userId, '{"member')).status).toBe(400);
    expect((await cancel(userId, { membershipId: id + 1 })).status).toBe(404);
    expect((await cancel(userId, { membershipId: id })).status).toBe(200);
    expect(await cancel(userId)).toMatchObject({ status: 404, body: { message: 'User not found' } });
  });

  test.each([
    ['not found', 404, 2],
    ['removes', 200, 1],
  ] as const)('of members: %s', async (cancelOfMember, status, left) => {
    await begin({ cancelOfMember });
    const { userId } = intercode.addMember(ana);
    expect((await ask('DELETE', `/invitation/${userId}`, {})).status).toBe(status);
    expect(intercode.memberships).toHaveLength(left);
  });
});

describe('teams', () => {
  test('can be searched and paged by admins of the deployment', async () => {
    for (const name of ['Guild', 'Workshop']) intercode.addTeam(name);
    const names = async (query: string) =>
      ((await ask('GET', `/all${query}`)).body as { name: string }[]).map(({ name }) => name);
    expect(await names('')).toEqual(['Studio', 'Guild', 'Workshop']);
    expect(await names('?offset=1&limit=1')).toEqual(['Guild']);
    expect(await names('?globalSearch=SHOP')).toEqual(['Workshop']);
    expect((await ask('GET', '/all?limit=ten')).status).toBe(400);
    expect((await ask('GET', '/all?limit=1')).body).toEqual([
      {
        id: 'team_1',
        name: 'Studio',
        usersLimit: 25,
        membersCount: 1,
        owner: { id: 1, firstName: 'Omar', lastName: null, email: 'omar@studio.example' },
        subscription: 'Basic',
        isImpersonationEnabled: false,
      },
    ]);
  });

  test('are created with 201', async () => {
    const made = await ask('POST', '', { teamName: 'Annex' });
    expect(made).toEqual({ status: 201, body: { id: expect.any(String), name: 'Annex', usersLimit: 25 } });
    expect((await ask('POST', '', { teamName: 7 })).status).toBe(400);
  });

  test('pass to a new owner, whose plan applies, when the owner leaves', async () => {
    const { userId } = intercode.addMember(ana);
    const leave = (body: unknown) => ask('PUT', '/leave-team/team_1', body);
    for (const body of [{}, { newOwnerId: 'x' }, { newOwnerId: 1 }, { newOwnerId: 999 }]) {
      expect((await leave(body)).status).toBe(400);
    }
    expect((await leave({ newOwnerId: userId })).status).toBe(200);
    expect(intercode.memberships).toMatchObject([{ userId, role: 'Owner' }]);
    expect(intercode.team.usersLimit).toBe(5);
    expect(intercode.mails).toEqual([{ to: ana.email, about: 'new owner', teamId: 'team_1' }]);
    expect(await leave({})).toMatchObject({ status: 404, body: { message: 'Team not found' } });
    expect(await ask('GET', '')).toMatchObject({ status: 404, body: { message: 'Team not found' } });
    expect((await ask('GET', '/members')).status).toBe(403);
  });

  test('can be deleted by their owner', async () => {
    const viewer = tokenOf('v@example.com', 'Viewer');
    expect((await ask('DELETE', '/team_1', undefined, viewer)).status).toBe(403);
    expect((await ask('DELETE', '/team_1')).status).toBe(200);
    expect(intercode.memberships).toEqual([]);
    expect(await ask('DELETE', '/team_1')).toMatchObject({ status: 404, body: { message: 'Team not found' } });
  });
});
