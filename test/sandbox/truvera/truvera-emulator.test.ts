import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTruveraEmulator } from '../../../src/sandbox/truvera/truvera-emulator.ts';
import type { TruveraEmulator, TruveraEmulatorOptions } from '../../../src/sandbox/truvera/truvera-emulator.types.ts';

const DAY_MS = 86_400_000;
// Moves only when a test moves it.
let time = 0;
const now = () => time;
const advance = (ms: number) => {
  time += ms;
};
let truvera: TruveraEmulator;

async function begin(options: Partial<TruveraEmulatorOptions> = {}): Promise<void> {
  await truvera?.stop();
  truvera = await startTruveraEmulator({ now, ...options });
}
beforeEach(async () => {
  time = Date.UTC(2026, 10, 23, 9);
  await begin();
});
afterEach(() => truvera.stop());

type Reply = { readonly status: number; readonly text: string; readonly body: unknown };

async function ask(method: string, path: string, body?: unknown, key = truvera.apiKey): Promise<Reply> {
  const response = await fetch(`${truvera.url}/teams${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text === '' ? undefined : JSON.parse(text) };
}

const invite = (...emails: unknown[]) => ask('POST', '/42/invite', { emails });

describe('access', () => {
  test('answers 401 for an unknown key and for a missing permission', async () => {
    truvera.addMember({ name: 'Mia', email: 'mia@example.com' });
    const mia = truvera.addKey('mia@example.com');
    const outsider = truvera.addKey('outsider@example.com');
    expect(await ask('GET', '/42/members', undefined, 'nobody')).toMatchObject({
      status: 401,
      body: { status: 401, type: 'Unauthorized', message: 'Unauthorized' },
    });
    expect((await ask('GET', '/42/members', undefined, mia)).status).toBe(200);
    expect((await ask('GET', '/42/members', undefined, outsider)).status).toBe(401);
    expect((await ask('GET', '/43/members')).status).toBe(401);
    const refused = await ask('PATCH', '/42', { name: 'Mine' }, mia);
    expect([refused.status, refused.text]).toEqual([
      401,
      expect.stringContaining('not the owner or the administrator'),
    ]);
    expect(truvera.team.name).toBe('Studio');
  });

  test('an administrator has every permission', async () => {
    truvera.addMember({ name: 'Ada', email: 'ada@example.com', role: 'administrator' });
    const key = truvera.addKey('ADA@example.com');
    expect((await ask('PATCH', '/42', { name: 'Ours' }, key)).body).toEqual({
      id: 42,
      team_owner_id: 100,
      name: 'Ours',
    });
  });

  test('an unknown path is not found, and a team id that is not a number is refused', async () => {
    expect((await ask('PUT', '/42', {})).status).toBe(404);
    expect((await ask('GET', '/ours/members')).status).toBe(400);
  });
});

describe('lists', () => {
  test.each(['?offset=-1', '?offset=x', '?limit=0', '?limit=65', '?limit=1.5'])('refuse %s', async (query) => {
    expect((await ask('GET', `/42/members${query}`)).status).toBe(400);
    expect((await ask('GET', `/42/invitations${query}`)).status).toBe(400);
  });

  test('are bare arrays of 64 by default', async () => {
    for (let nth = 0; nth < 70; nth++) truvera.addMember({ name: `M${nth}`, email: `m${nth}@example.com` });
    const { body } = await ask('GET', '/42/members');
    expect(body).toHaveLength(64);
    expect((await ask('GET', '/42/members?offset=64&limit=64')).body).toHaveLength(7);
    expect((await ask('GET', '/42/members?offset=700')).body).toEqual([]);
    expect((await ask('GET', '/42/members?limit=1')).body).toEqual([
      { id: 100, name: 'Omar', email: 'omar@studio.example', image: null, role: 'owner' },
    ]);
  });

  test('of invitations can be filtered by status', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => truvera.dashboard.invite(`${name}@example.com`));
    truvera.dashboard.cancel(b?.id ?? 0);
    truvera.accept(c?.id ?? 0);
    const ids = async (query: string) =>
      ((await ask('GET', `/42/invitations${query}`)).body as { id: number }[]).map(({ id }) => id);
    expect(await ids('')).toEqual([a?.id, b?.id, c?.id]);
    expect(await ids('?status=pending')).toEqual([a?.id]);
    expect(await ids('?status=canceled')).toEqual([b?.id]);
    expect(await ids('?status=accepted')).toEqual([c?.id]);
    expect(await ids('?status=lost')).toEqual([]);
  });

  test('can be wrapped in data', async () => {
    await begin({ wrapped: true });
    expect((await ask('GET', '/42/members')).body).toMatchObject({ data: [{ role: 'owner' }] });
  });
});

describe('invitations', () => {
  test('return no ids, and send mail', async () => {
    expect((await invite('a@example.com', 'b@example.com')).body).toEqual({ code: 1 });
    expect(truvera.mails.map(({ to, about }) => [to, about])).toEqual([
      ['a@example.com', 'invited'],
      ['b@example.com', 'invited'],
    ]);
    expect((await invite()).body).toEqual({ code: 1 });
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['text', { emails: 'a@example.com' }],
    ['no address', { emails: ['a@example.com', 'b'] }],
    ['no JSON', '{"emails'],
  ])('refuse %s as a whole', async (_, body) => {
    expect((await ask('POST', '/42/invite', body)).status).toBe(400);
    expect(truvera.invitations).toEqual([]);
  });

  test.each([
    ['refuse', 400, 1],
    ['pass over', 200, 2],
    ['repeat', 200, 4],
  ] as const)('of somebody known: %s', async (duplicates, status, count) => {
    await begin({ duplicates });
    await invite('a@example.com');
    expect((await invite('A@example.com', 'omar@studio.example', 'b@example.com')).status).toBe(status);
    expect(truvera.invitations).toHaveLength(count);
  });

  test('beyond the plan are refused with 402 as a whole', async () => {
    truvera.invitesLeft = 2;
    expect((await invite('a@example.com', 'b@example.com', 'c@example.com')).status).toBe(402);
    expect(truvera.invitations).toEqual([]);
    expect((await invite('a@example.com', 'b@example.com')).status).toBe(200);
    expect((await invite('c@example.com')).status).toBe(402);
  });

  test('are resent once a day', async () => {
    const { id } = truvera.dashboard.invite('a@example.com');
    const resend = async () => (await ask('POST', `/42/invitations/${id}/resend`)).status;
    expect([await resend(), await resend()]).toEqual([200, 400]);
    advance(DAY_MS - 1);
    expect(await resend()).toBe(400);
    advance(1);
    expect(await resend()).toBe(200);
    expect(truvera.mails).toHaveLength(3);
  });

  test.each([404, 400] as const)(
    'that are accepted or cancelled cannot be cancelled or resent: %i',
    async (settled) => {
      await begin({ settled });
      const { id } = truvera.dashboard.invite('a@example.com');
      expect((await ask('POST', `/42/invitations/${id}/cancel`)).body).toEqual({ code: 1 });
      expect(truvera.invitations[0]?.status).toBe('canceled');
      expect((await ask('POST', `/42/invitations/${id}/cancel`)).status).toBe(settled);
      expect((await ask('POST', `/42/invitations/${id}/resend`)).status).toBe(settled);
      expect((await ask('POST', '/42/invitations/1/cancel')).status).toBe(404);
    },
  );

  test('are accepted with the token of the mail, once', async () => {
    const invitation = truvera.dashboard.invite('ana@example.com');
    const key = truvera.addKey('ana@example.com');
    const accept = (token: unknown) => ask('POST', '/accept-member-invite', { accept_invitation_token: token }, key);
    expect((await accept('guessed')).status).toBe(400);
    expect((await accept(undefined)).status).toBe(400);
    expect((await accept(invitation.hidden.token)).body).toMatchObject({ id: 42, name: 'Studio' });
    expect(truvera.members.at(-1)).toMatchObject({ email: 'ana@example.com', role: 'member' });
    expect((await accept(invitation.hidden.token)).status).toBe(400);
  });
});

describe('the team', () => {
  test('needs its name in every update', async () => {
    expect((await ask('PATCH', '/42', { storeSubjectRef: true })).status).toBe(400);
    expect((await ask('PATCH', '/42', { name: 'A', retentionPolicy: [] })).status).toBe(400);
    await ask('PATCH', '/42', { name: 'A', retentionPolicy: { credentials: 1 } });
    await ask('PATCH', '/42', { name: 'B', storeSubjectRef: true });
    expect(truvera.team).toMatchObject({ name: 'B', retentionPolicy: { credentials: 1 }, storeSubjectRef: true });
  });

  test('a member is removed with 200 and no body, but not the owner or the caller', async () => {
    const mia = truvera.addMember({ name: 'Mia', email: 'mia@example.com' });
    const ada = truvera.addMember({ name: 'Ada', email: 'ada@example.com', role: 'administrator' });
    const remove = (id: number, key?: string) => ask('DELETE', `/42/members/${id}`, undefined, key);
    expect(await remove(mia.id)).toEqual({ status: 200, text: '', body: undefined });
    expect((await remove(mia.id)).status).toBe(404);
    expect((await remove(100)).status).toBe(400);
    expect((await remove(ada.id, truvera.addKey('ada@example.com'))).status).toBe(400);
    expect(truvera.members.map(({ name }) => name)).toEqual(['Omar', 'Ada']);
  });

  test("a role is member or administrator, and the owner's cannot change", async () => {
    const { id } = truvera.addMember({ name: 'Mia', email: 'mia@example.com' });
    const give = async (who: number, role: unknown) => (await ask('PATCH', `/42/members/${who}`, { role })).status;
    expect(await give(id, 'administrator')).toBe(200);
    expect(truvera.members[1]?.role).toBe('administrator');
    expect([await give(id, 'owner'), await give(id, undefined), await give(100, 'member')]).toEqual([400, 400, 400]);
    expect(await give(7, 'member')).toBe(404);
  });
});

test('allows 200 requests in two minutes, then answers 429 for a minute', async () => {
  for (let nth = 0; nth < 200; nth++) await ask('GET', '/42/members?limit=1');
  expect(new Set(truvera.requests.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await ask('GET', '/42/members')).status).toBe(429);
  advance(59_999);
  expect((await ask('GET', '/42/members')).status).toBe(429);
  advance(60_001);
  expect((await ask('GET', '/42/members')).status).toBe(200);
});
