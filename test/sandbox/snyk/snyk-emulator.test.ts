import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSnykEmulator } from '../../../src/sandbox/snyk/snyk-emulator.ts';
import type { SnykEmulator, SnykEmulatorOptions } from '../../../src/sandbox/snyk/snyk-emulator.types.ts';

// Moves only when a test moves it.
let time = 0;
const now = () => time;
const advance = (ms: number) => {
  time += ms;
};
let snyk: SnykEmulator;

async function begin(options: Partial<SnykEmulatorOptions> = {}): Promise<void> {
  await snyk?.stop();
  snyk = await startSnykEmulator({ now, ...options });
}
beforeEach(async () => {
  time = Date.UTC(2026, 10, 23, 9);
  await begin();
});
afterEach(() => snyk.stop());

type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: { readonly id: string; readonly attributes: object } & {
      readonly id: string;
      readonly attributes: object;
    }[];
    readonly errors?: { readonly detail?: string; readonly source?: object }[];
    readonly links?: { readonly next?: string };
  };
};

async function ask(
  method: string,
  path: string,
  { body, headers = {}, org = snyk.orgId }: { body?: unknown; headers?: Record<string, string>; org?: string } = {},
): Promise<Reply> {
  const response = await fetch(`${snyk.url}/orgs/${org}/invites${path}`, {
    method,
    headers: { authorization: `token ${snyk.token}`, 'content-type': 'application/vnd.api+json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

const V = '?version=2024-10-15';
const wanted = (attributes: object = {}, data: object = {}) => ({
  data: {
    type: 'org_invitation',
    attributes: { email: 'ana@example.com', role: snyk.roles[0]?.id, ...attributes },
    ...data,
  },
});
const create = (body: unknown = wanted(), headers: Record<string, string> = {}) => ask('POST', V, { body, headers });

describe('access', () => {
  test.each([
    ['no token', { authorization: '' }, 401],
    ['another token', { authorization: 'token nobody' }, 401],
    ['the wrong word before it', { authorization: 'Basic x' }, 401],
  ])('%s', async (_, headers, status) => {
    expect((await ask('GET', V, { headers })).status).toBe(status);
  });

  test('accepts a bearer token', async () => {
    expect((await ask('GET', V, { headers: { authorization: `bearer ${snyk.token}` } })).status).toBe(200);
  });

  test('every operation needs its permissions, the list needs two', async () => {
    const as = (...permissions: string[]) => ({ authorization: `token ${snyk.addToken(permissions)}` });
    expect((await ask('GET', V, { headers: as('org.read') })).status).toBe(403);
    expect((await ask('GET', V, { headers: as('org.read', 'org.user.read') })).status).toBe(200);
    expect((await create(wanted(), as('org.read', 'org.user.read'))).status).toBe(403);
    expect((await create(wanted(), as('org.user.invite'))).status).toBe(201);
  });

  test('another organization is not found, and an id that is not a UUID is refused', async () => {
    expect((await ask('GET', V, { org: '00000000-0000-4000-8000-000000000000' })).status).toBe(404);
    expect((await ask('GET', V, { org: 'our-company' })).status).toBe(400);
  });

  test('every response carries a request id', async () => {
    expect((await ask('GET', V)).headers.get('snyk-request-id')).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('the version', () => {
  test.each([
    ['2022-11-14', '2022-06-01'],
    ['2024-06-20', '2023-04-28'],
    ['2024-10-15', '2024-06-21'],
  ])('%s is served by the release of %s', async (asked, served) => {
    const { headers } = await ask('POST', `?version=${asked}`, { body: wanted() });
    expect([headers.get('snyk-version-requested'), headers.get('snyk-version-served')]).toEqual([asked, served]);
    expect(headers.get('snyk-version-lifecycle-stage')).toBe('released');
    expect((await ask('POST', '?version=2021-06-04')).headers.has('snyk-version-served')).toBe(false);
  });

  test.each([
    ['', 400],
    ['?version=', 400],
    ['?version=soon', 400],
    ['?version=2024-13-45', 400],
    ['?version=2021-06-04', 404],
    ['?version=2022-06-01', 404],
    ['?version=2022-11-14', 200],
    ['?version=2023-01-01~experimental', 200],
    ['?version=2024-10-15~beta', 404],
    ['?version=beta', 404],
    ['?version=2030-01-01', 200],
  ])('list with %j: %i', async (query, status) => expect((await ask('GET', query)).status).toBe(status));

  test('the invite operation has older versions than the list', async () => {
    expect((await ask('POST', '?version=2022-06-01', { body: wanted() })).status).toBe(201);
  });
});

describe('a query', () => {
  test.each(['0', '5', '25', '101', '110', '-10', 'ten', '10,20'])('refuses limit=%s', async (limit) => {
    const { status, body } = await ask('GET', `${V}&limit=${limit}`);
    expect([status, body.errors?.[0]?.source]).toEqual([400, { parameter: 'limit' }]);
  });

  test('refuses an unknown parameter and names it', async () => {
    const { status, body } = await ask('GET', `${V}&email=ana`);
    expect([status, body.errors?.[0]?.source]).toEqual([400, { parameter: 'email' }]);
    expect((await ask('POST', `${V}&limit=10`, { body: wanted() })).status).toBe(400);
    expect((await ask('GET', `${V}&starting_after=v1.nowhere`)).status).toBe(400);
  });
});

test('the next link is complete: a repeated parameter is refused', async () => {
  for (let nth = 0; nth < 11; nth++) snyk.dashboard.invite(`p${nth}@example.com`);
  const { body } = await ask('GET', V);
  const query = body.links?.next?.split('/invites')[1] ?? '';
  expect((await ask('GET', query)).body.data).toHaveLength(1);
  for (const [more, parameter] of [
    ['&version=2024-10-15', 'version'],
    ['&starting_after=v1.x', 'starting_after'],
  ]) {
    const refused = await ask('GET', query + more);
    expect([refused.status, refused.body.errors?.[0]?.source]).toEqual([400, { parameter }]);
  }
});

describe('an invitation', () => {
  test("the response has the role's id, the list has its name", async () => {
    const { status, headers, body } = await create();
    const { id = '', attributes } = body.data ?? {};
    expect(status).toBe(201);
    expect(attributes).toEqual({ email: 'ana@example.com', is_active: true, role: snyk.roles[0]?.id });
    expect(headers.get('location')).toContain(id);
    expect((await ask('GET', V)).body.data).toMatchObject([{ id, attributes: { role: snyk.roles[0]?.name } }]);
    expect(snyk.mails).toEqual([{ to: 'ana@example.com', invitationId: id }]);
  });

  test.each<[string, () => unknown]>([
    ['no body', () => undefined],
    ['no JSON', () => '{"data'],
    ['no data', () => ({})],
    ['a key too many', () => ({ ...wanted(), meta: {} })],
    ['a key too many in data', () => wanted({}, { id: 'x' })],
    ['a key too many in attributes', () => wanted({ name: 'Ana' })],
    ['another type', () => wanted({}, { type: 'invite' })],
    ['no type', () => wanted({}, { type: undefined })],
    ['no e-mail', () => wanted({ email: 'ana' })],
    ["a role's name", () => wanted({ role: 'Developer' })],
    ['no role', () => wanted({ role: undefined })],
    ['a role there is not', () => wanted({ role: '00000000-0000-4000-8000-000000000000' })],
  ])('is refused: %s', async (_, body) => {
    expect((await create(body() ?? '')).status).toBe(400);
    expect(snyk.invitations).toEqual([]);
  });

  test('is refused in another content type', async () => {
    expect((await create(wanted(), { 'content-type': 'application/json' })).status).toBe(400);
    expect((await create(wanted(), { 'content-type': 'application/vnd.api+json; charset=utf-8' })).status).toBe(201);
  });

  test.each([409, 400] as const)('of a pending invitee or a member is refused with %i', async (duplicates) => {
    await begin({ duplicates });
    await create();
    expect((await create(wanted({ email: 'ANA@example.com' }))).status).toBe(duplicates);
    snyk.accept(snyk.invitations[0]?.id ?? '');
    expect(snyk.members).toEqual(['ana@example.com']);
    expect((await create()).status).toBe(duplicates);
    expect(snyk.invitations).toHaveLength(1);
  });

  test('is cancelled once; an accepted one cannot be', async () => {
    const { id = '' } = (await create()).body.data ?? {};
    expect((await ask('DELETE', `/${id}${V}`)).status).toBe(204);
    expect((await ask('DELETE', `/${id}${V}`)).status).toBe(404);
    expect((await ask('GET', V)).body.data).toEqual([]);
    const again = (await create()).body.data?.id ?? '';
    snyk.accept(again);
    expect((await ask('DELETE', `/${again}${V}`)).status).toBe(404);
    expect((await ask('DELETE', `/x${V}`)).status).toBe(400);
  });
});

describe('pages', () => {
  test('a page has ten by default, and cursors work in both directions', async () => {
    for (let nth = 0; nth < 25; nth++) snyk.dashboard.invite(`p${nth}@example.com`);
    const ids = snyk.invitations.map(({ id }) => id);
    const shown = ({ body }: Reply) => body.data?.map(({ id }) => id);
    const first = await ask('GET', V);
    expect(shown(first)).toEqual(ids.slice(0, 10));
    const cursor = new URL(first.body.links?.next ?? '', snyk.url).searchParams.get('starting_after') ?? '';
    expect(cursor).toMatch(/^v1\./);
    const second = await ask('GET', `${V}&limit=20&starting_after=${encodeURIComponent(cursor)}`);
    expect(shown(second)).toEqual(ids.slice(10));
    expect(second.body.links?.next).toBeUndefined();
    expect(shown(await ask('GET', `${V}&ending_before=${encodeURIComponent(cursor)}`))).toEqual(ids.slice(0, 9));
    // The cursor stays valid when its invitation is no longer pending.
    snyk.dashboard.cancel(ids[9] ?? '');
    const after = await ask('GET', `${V}&limit=20&starting_after=${encodeURIComponent(cursor)}`);
    expect(shown(after)).toEqual(ids.slice(10));
  });
});

test('refuses requests above 1,620 a minute until none came for a minute', async () => {
  await begin({ retryAfter: true });
  const statuses = new Set<number>();
  for (let nth = 0; nth < 1620; nth++) statuses.add((await ask('GET', V)).status);
  expect([...statuses]).toEqual([200]);
  const refused = await ask('GET', V);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  advance(59_999);
  expect((await ask('GET', V)).status).toBe(429);
  advance(59_999);
  expect((await ask('GET', V)).status).toBe(429);
  advance(60_000);
  expect((await ask('GET', V)).status).toBe(200);
});

test.each([
  ['detail', { errors: [{ status: '404', detail: 'Not Found' }] }],
  ['details', { errors: [{ status: '404', details: 'Not Found' }] }],
  ['flat', { status: '404', code: 'Not Found' }],
] as const)('faults as %s', async (faults, body) => {
  await begin({ faults });
  expect((await ask('DELETE', `/00000000-0000-4000-8000-000000000000${V}`)).body).toMatchObject(body);
});

describe('scripted trouble', () => {
  test('is used up in order, for the operation named', async () => {
    const operation = 'List pending user invitations';
    snyk.trouble({ operation, times: 2, then: { status: 429, headers: { 'retry-after': '3' }, body: {} } });
    snyk.trouble({ operation: '*', then: { raw: '<html>', status: 503, contentType: 'text/html' } });
    snyk.trouble({ operation: '*', then: { delayMs: 1 } });
    expect((await create().catch((error: unknown) => error)) instanceof SyntaxError).toBe(true);
    const statuses = [];
    for (let nth = 0; nth < 3; nth++) statuses.push((await ask('GET', V)).status);
    expect(statuses).toEqual([429, 429, 200]);
    expect(snyk.requests.map(({ status }) => status)).toEqual([503, 429, 429, 200]);
    snyk.trouble({ operation: '*', then: { status: 500 } });
    snyk.clearTrouble();
    expect((await ask('GET', V)).status).toBe(200);
  });

  test('cuts or hangs, before or after the operation', async () => {
    const operation = 'Invite a user to an organization';
    snyk.trouble({ operation, then: { cut: 'before' } });
    await expect(create()).rejects.toThrow();
    expect(snyk.invitations).toHaveLength(0);
    snyk.trouble({ operation, then: { cut: 'after' } });
    await expect(create()).rejects.toThrow();
    expect(snyk.invitations).toHaveLength(1);
    snyk.trouble({ operation, then: { hang: 'after' } });
    const outcome = expect(create(wanted({ email: 'ben@example.com' }))).rejects.toThrow();
    // stop() closes hung requests.
    await new Promise<void>((resolve) => {
      const stop = snyk.onChange(() => {
        stop();
        resolve();
      });
    });
    expect(snyk.invitations).toHaveLength(2);
    await snyk.stop();
    await outcome;
  });
});
