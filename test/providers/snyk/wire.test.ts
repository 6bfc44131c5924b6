import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttp } from '../../../src/providers/http.ts';
import type { MemberInvites } from '../../../src/providers/provider.ts';
import { createSnykApi, type SnykApi } from '../../../src/providers/snyk/api.ts';
import { createSnyk } from '../../../src/providers/snyk/index.ts';
import { collect } from '../support/collect.ts';
import { startWire, type Wire } from '../support/start-wire.ts';

// What exactly goes over the wire, and every shape of answer that was documented or seen.

const org = 'b1d2c3f4-0000-4000-8000-000000000001';
const role = 'b1d2c3f4-0000-4000-8000-000000000002';
const invite = 'b1d2c3f4-0000-4000-8000-000000000003';
const path = `/rest/orgs/${org}/invites`;

let wire: Wire;
let invites: MemberInvites;
let api: SnykApi;
/** One after the other; the last stays. */
let answers: { readonly status?: number; readonly body?: unknown }[];

beforeEach(async () => {
  answers = [];
  wire = await startWire((_, response) => {
    const { status = 200, body } = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 204 };
    response.writeHead(status, { 'snyk-request-id': 'a1b2c3d4-0000-4000-8000-00000000000f' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  const roles = [{ id: role, name: 'Developer' }];
  const config = { token: 'the_token', orgId: org, apiUrl: `${wire.url}/rest`, apiVersion: '2024-10-15', roles };
  invites = createSnyk(config, wire.deps).memberInvites;
  api = createSnykApi(config, { send: createHttp(wire.deps) });
});
afterEach(() => wire.stop());

const sent = () =>
  wire.requests.map(({ method, url, body }) => [`${method} ${url}`, ...(body === '' ? [] : [JSON.parse(body)])]);
const page = (links: unknown, ...ids: string[]) => ({
  body: {
    jsonapi: { version: '1.0' },
    data: ids.map((id) => ({ type: 'x', id, attributes: { email: `${id}@example.com`, role: 'Developer' } })),
    links,
  },
});
const listed = async () => (await collect(invites.pending())).flatMap((rows) => (Array.isArray(rows) ? rows : [rows]));

describe('a request', () => {
  test('for an invitation has the id of the role, and the form and type of JSON:API', async () => {
    answers = [{ status: 201, body: { data: { id: invite } } }];
    await invites.invite([{ email: ' ana@example.com ', firstName: 'Ana' }], { roleId: role, sendEmail: true });
    const attributes = { email: 'ana@example.com', role };
    expect(sent()).toEqual([[`POST ${path}?version=2024-10-15`, { data: { type: 'org_invitation', attributes } }]]);
    expect(wire.requests[0]?.headers).toMatchObject({
      authorization: 'token the_token',
      'content-type': 'application/vnd.api+json',
    });
  });

  test('for a cancel and for a read is as documented', async () => {
    await api.deleteOrgInvitation(invite);
    await api.listOrgInvitation({ limit: 10, starting_after: 'v1.a=b&' });
    await api.listOrgInvitation({ limit: 100, ending_before: 'v1.x' });
    expect(sent()).toEqual([
      [`DELETE ${path}/${invite}?version=2024-10-15`],
      [`GET ${path}?version=2024-10-15&limit=10&starting_after=v1.a%3Db%26`],
      [`GET ${path}?version=2024-10-15&limit=100&ending_before=v1.x`],
    ]);
  });

  test("has its response id in the log, for Snyk's support, and never the token", async () => {
    await api.deleteOrgInvitation(invite);
    expect(wire.log.lines.join('')).toContain('a1b2c3d4-0000-4000-8000-00000000000f');
    expect(wire.log.lines.join('')).not.toContain('the_token');
  });
});

describe('a value out of bounds is refused before a request, with its field:', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ['no email', () => api.createOrgInvitation({ email: 'ana', role }), 'email'],
    ["a role's name", () => api.createOrgInvitation({ email: 'a@b.c', role: 'Developer' }), 'role'],
    ['no role', () => invites.invite([{ email: 'a@b.c' }], { sendEmail: true }), 'role'],
    ['limit 25', () => api.listOrgInvitation({ limit: 25 }), 'limit'],
    ['limit 0', () => api.listOrgInvitation({ limit: 0 }), 'limit'],
    ['limit 110', () => api.listOrgInvitation({ limit: 110 }), 'limit'],
    ['no cursor', () => api.listOrgInvitation({ limit: 10, starting_after: '' }), 'starting_after'],
    ['another id', () => api.deleteOrgInvitation('../x'), 'invite_id'],
    ['no id', () => invites.cancel({ inviteId: '', email: undefined }), 'invite_id'],
  ])('%s', async (_, call, field) => {
    expect(await call()).toMatchObject({ code: 'provider_rejected', facts: { provider: 'snyk', field } });
    expect(wire.requests).toEqual([]);
  });
});

describe('the next page', () => {
  const next = `/orgs/${org}/invites?version=2024-10-15&limit=100&starting_after=v1.abc`;

  test.each<[string, unknown]>([
    ['text', { next }],
    ['behind /rest', { next: `/rest${next}` }],
    ['with the name of the server', { next: `https://api.snyk.io/rest${next}` }],
    ['an object', { next: { href: next, meta: { x: 1 } }, self: { href: `/orgs/${org}/invites` } }],
  ])('%s: only its cursor is used', async (_, links) => {
    answers = [page(links, 'a'), page({}, 'b')];
    expect((await listed()).map((row) => 'inviteId' in row && row.inviteId)).toEqual(['a', 'b']);
    expect(sent()).toEqual([
      [`GET ${path}?version=2024-10-15&limit=100`],
      [`GET ${path}?version=2024-10-15&limit=100&starting_after=v1.abc`],
    ]);
  });

  test.each<[string, unknown]>([
    ['no links', undefined],
    ['links null', null],
    ['next null', { next: null }],
    ['next is self', { next: `/orgs/${org}/invites?limit=100`, self: `/orgs/${org}/invites?limit=100` }],
    ['next is self, as objects', { next: { href: '/x?a=1' }, self: { href: '/x?a=1' } }],
  ])('does not exist: %s', async (_, links) => {
    answers = [page(links, 'a')];
    expect(await listed()).toHaveLength(1);
    expect(wire.requests).toHaveLength(1);
  });

  test('is the end when it is empty, whatever it says of another', async () => {
    answers = [page({ next }, 'a'), page({ next: `${next}d` }), page({}, 'never')];
    expect(await listed()).toHaveLength(1);
    expect(wire.requests).toHaveLength(2);
  });

  test('is the end when it repeats an earlier one', async () => {
    answers = [page({ next }, 'a'), page({ next }, 'b')];
    expect(await listed()).toHaveLength(2);
    expect(wire.requests).toHaveLength(2);
  });

  test('becomes a Problem when there is always another one without anything new', async () => {
    answers = Array.from({ length: 40 }, (_, nth) => page({ next: `${next}${nth}` }, 'a'));
    expect((await listed()).at(-1)).toMatchObject({ code: 'provider_nonsense' });
    expect(wire.requests.length).toBeLessThan(20);
  });

  test.each<[string, unknown]>([
    ['without a cursor', { next: `/orgs/${org}/invites?page=2`, self: `/orgs/${org}/invites` }],
    ['of another type', { next: 7 }],
  ])('%s: half a list does not count as all of it', async (_, links) => {
    answers = [page(links, 'a')];
    expect(await listed()).toMatchObject([{ code: 'provider_nonsense' }]);
  });
});

describe('a response', () => {
  test('has the role as an id when created and as a name in the list, shown as it comes', async () => {
    answers = [page(undefined, 'a')];
    expect(await listed()).toEqual([
      {
        inviteId: 'a',
        email: 'a@example.com',
        role: 'Developer',
        name: undefined,
        invitedAt: undefined,
        expiresAt: undefined,
      },
    ]);
    const attributes = { email: 'a@b.c', role, is_active: true };
    const related = `/orgs/${org}?version=2022-02-16~experimental`;
    // As once recorded: no links at the top, and `related` is text.
    const data = { type: 'org_invitation', id: invite, attributes, relationships: { org: { links: { related } } } };
    answers = [{ status: 201, body: { jsonapi: { version: '1.0' }, data } }];
    expect(await api.createOrgInvitation({ email: 'a@b.c', role })).toEqual({ id: invite, email: 'a@b.c', role });
  });

  test('may lack attributes, and the id of one among others, but not all ids', async () => {
    answers = [{ body: { data: [{ id: 'a', attributes: null }, { id: 'b' }] } }];
    expect(await listed()).toMatchObject([{ inviteId: 'a', email: undefined }, { inviteId: 'b' }]);
    answers = [{ body: { data: [{ id: 'a' }, { attributes: {} }] } }];
    expect(await listed()).toMatchObject([{ inviteId: 'a' }, { inviteId: '' }]);
    answers = [{ body: { data: [{ attributes: {} }, { id: null }] } }];
    expect(await listed()).toMatchObject([{ code: 'provider_nonsense' }]);
  });
});

describe('an error', () => {
  const rejected = (message: string) => ({
    code: 'provider_rejected',
    facts: { provider: 'snyk', message, status: 400 },
  });

  test.each<[string, unknown, string]>([
    ['detail', { errors: [{ status: '400', detail: 'No such role' }] }, 'No such role'],
    ['details', { jsonapi: {}, errors: [{ status: '400', details: 'No such role' }] }, 'No such role'],
    ['flat', { status: '400', code: 'No such role' }, 'No such role'],
    ['title', { errors: [{ title: 'No such role', meta: {} }] }, 'No such role'],
    ['several', { errors: [{ detail: 'a' }, 'odd', { details: 'b' }] }, 'a; b'],
    ['message', { message: 'No such role' }, 'No such role'],
    ['nothing', { errors: [] }, 'status 400'],
    ['nonsense', ['x'], 'status 400'],
    ['with the token in it', { errors: [{ detail: 'bad: token the_token' }] }, 'bad: token …'],
    ['long', { errors: [{ detail: 'x'.repeat(900) }] }, 'x'.repeat(300)],
  ])('says why: %s', async (_, body, message) => {
    answers = [{ status: 400, body }];
    expect(await api.createOrgInvitation({ email: 'a@b.c', role })).toEqual({ kind: 'problem', ...rejected(message) });
  });

  test.each([400, 409, 422])('of %i on an invitation is looked up in the list of pending ones', async (status) => {
    const refusal = { status, body: { errors: [{ detail: 'Bad Request' }] } };
    answers = [refusal, page(undefined, 'ANA')];
    const ana = [{ email: 'ana@example.com' }];
    const terms = { roleId: role, sendEmail: true };
    expect(await invites.invite(ana, terms)).toMatchObject([{ outcome: { code: 'already_invited' } }]);
    answers = [refusal, page(undefined, 'ben')];
    expect(await invites.invite(ana, terms)).toMatchObject([
      { outcome: { code: 'provider_rejected', facts: { status } } },
    ]);
    // The list cannot be read: what was refused stays refused.
    answers = [refusal, { status: 403, body: {} }];
    expect(await invites.invite(ana, terms)).toMatchObject([{ outcome: { code: 'provider_rejected' } }]);
  });
});
