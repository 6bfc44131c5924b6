import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { createHttp } from '../../../src/providers/http.ts';
import { createParsecApi, type ParsecApi } from '../../../src/providers/parsec/api.ts';
import { startWire, type Wire } from '../support/start-wire.ts';

// Parsec publishes no schema for what a team holds: every shape the documents leave room for is read, and what is no such thing
// is not. The guest's are in wire.test.ts.

let wire: Wire;
let api: ParsecApi;
let answer: unknown;

beforeEach(async () => {
  wire = await startWire((_, response) => {
    if (answer === undefined) response.writeHead(204).end();
    else response.writeHead(200).end(JSON.stringify(answer));
  });
  const config = { apiKey: 'tapi_a.b', teamId: 't', apiUrl: wire.url };
  api = createParsecApi(config, { send: createHttp(wire.deps) });
});
afterEach(() => wire.stop());

const page = { offset: 0, limit: 1 };
const email = 'ana@example.com';
const create = () => api.createTeamInvites([email], false);
const invites = (item: object) => ({ items: [item], count: undefined });

describe('accepts', () => {
  test.each<[string, unknown, () => Promise<unknown>, object]>([
    ['a list, wrapped', { data: [{ id: 'r1' }], count: 7 }, () => api.getAppRules(page), { count: 7 }],
    ['a list, bare', [{ id: 'r1' }], () => api.getAppRules(page), { items: [{ id: 'r1' }], count: undefined }],
    ['a list without a count', { data: [] }, () => api.getAppRules(page), { items: [], count: undefined }],
    ['an empty list as null', { data: null, count: 0 }, () => api.getTeamInvites(page), { items: [], count: 0 }],
    ['no events as null', { data: null }, () => api.getAuditLogEvents({ limit: 1 }), { items: [], next: undefined }],
    ['a group by group_name', { data: { id: 1, group_name: 'A' } }, () => api.getTeamGroup('1'), { group_name: 'A' }],
    ['a group by name', { id: '1', name: 'A' }, () => api.getTeamGroup('1'), { id: '1', name: 'A' }],
    ['a group that was asked for, without its id', { name: 'A' }, () => api.getTeamGroup('1'), { name: 'A' }],
    ['a change answered with nothing', {}, () => api.updateTeamGroup('1', { group_name: 'AB' }), {}],
    ['an invite that shows only its email', [{ email }], create, invites({ email })],
    ['no link for null', [{ email, join_url: null }], create, invites({ email, join_url: undefined })],
    ['no link for what is none', [{ email, join_url: 7 }], create, invites({ email, join_url: undefined })],
    ['no end for what is no time', [{ email, expires_at: 'soon' }], create, invites({ email, expires_at: undefined })],
    [
      'a time to the microsecond',
      [{ email, expires_at: '1970-01-01T00:00:01.5Z' }],
      create,
      invites({ expires_at: 1500 }),
    ],
    ['a status that is a number', [{ email, status: 1 }], create, invites({ status: undefined })],
    ['a machine with peer_id only', { data: { peer_id: 'p1' } }, () => api.getTeamMachine('p1'), { peer_id: 'p1' }],
    ['is_admin of another type', { user_id: 7, is_admin: 'no' }, () => api.getTeamMember('7'), { is_admin: undefined }],
    ['a relay that shows nothing', { data: [{}], count: 1 }, () => api.getRelays(), { count: 1 }],
    ['events, bare', [{ id: 'e' }], () => api.getAuditLogEvents({ limit: 1 }), { next: undefined }],
  ])('%s', async (_, body, call, expected) => {
    answer = body;
    expect(await call()).toMatchObject(expected);
  });
});

// What the answer to an assignment holds is not documented: whatever it is, it is done.
test.each([undefined, {}, [], { data: {} }, { data: { id: 'm1' } }, { data: [{ user_id: 7 }], count: 1 }])(
  'an assignment answered with %j is done',
  async (body) => {
    answer = body;
    expect(await api.setTeamMachineAssignment('m1', { user_id: 7 })).toBe('done');
    expect(await api.cancelTeamInvites([email])).toBe('done');
  },
);

describe('refuses', () => {
  test.each<[string, unknown, () => Promise<unknown>]>([
    ['a list that is an object', { data: {} }, () => api.getAppRules(page)],
    ['null without a count', { data: null }, () => api.getTeamInvites(page)],
    ['null, and a count of some', { data: null, count: 2 }, () => api.getTeamInvites(page)],
    ['no list at all', { count: 0 }, () => api.getTeamInvites(page)],
    ['a count that is none', { data: [], count: 'many' }, () => api.getTeamGroups(page)],
    ['a group without an id in a list', [{ name: 'A' }], () => api.getTeamGroups(page)],
    ['a group without content', { data: {} }, () => api.getTeamGroup('1')],
    ['a member without an id', [{ email }], () => api.getTeamMembers(page)],
    ['a machine without an id', [{ name: 'Render 1' }], () => api.getTeamMachines(page)],
    ['an invite without an email', [{ join_url: 'https://x.io' }], () => api.getTeamInvites(page)],
    ['a cursor that is a number', { data: [], next_cursor: 7 }, () => api.getAuditLogEvents({ limit: 1 })],
    ['nothing', undefined, () => api.getRelays()],
  ])('%s', async (_, body, call) => {
    answer = body;
    expect(await call()).toMatchObject({ code: 'provider_nonsense' });
  });

  test('an invite with an unreadable answer may have been carried out', async () => {
    answer = { data: [{ invited: true }] };
    const result = await create();
    expect(isProblem(result) && result.code).toBe('provider_outcome_unknown');
  });
});

test('a DELETE carries its body, without absent values', async () => {
  answer = undefined;
  await api.removePermittedTeamGroups('1', { group_ids: [2], direction: 'incoming' });
  await api.cancelTeamInvitesDeprecated([email]);
  await api.removeTeamMember('7');
  await api.removeTeamMember('7', { send_email: true });
  expect(wire.requests.map(({ method, url, body }) => [`${method} ${url}`, body && JSON.parse(body)])).toEqual([
    ['DELETE /v1/teams/t/groups/1/permitted-groups', { group_ids: [2], direction: 'incoming' }],
    ['DELETE /v1/teams/t/member-invites', { emails: [email] }],
    ['DELETE /v1/teams/t/members/7', ''],
    ['DELETE /v1/teams/t/members/7?send_email=true', ''],
  ]);
});
