import { afterAll, describe, expect, test } from 'vitest';
import { isProblem, type Problem } from '../../src/domain/problem.ts';
import { createDispatcher } from '../../src/providers/http.ts';
import { createIntercode } from '../../src/providers/intercode/index.ts';
import { createParsec } from '../../src/providers/parsec/index.ts';
import type { Provider, ProviderDeps } from '../../src/providers/provider.ts';
import { createSnyk } from '../../src/providers/snyk/index.ts';
import { createTruvera } from '../../src/providers/truvera/index.ts';
import { memoryQuotas } from '../support/memory-quotas.ts';
import { collect } from './support/collect.ts';
import { openLog } from './support/open-log.ts';

// A list never fails because one row is odd: what can be read of it is shown, and what cannot be named is still there.

let body: unknown;
const dispatcher = Object.assign(createDispatcher(), {
  request: async () => ({ statusCode: 200, headers: {}, body: [Buffer.from(JSON.stringify(body))] }),
});
afterAll(() => dispatcher.close());
const deps = (): ProviderDeps => ({
  now: () => 0,
  log: openLog(),
  dispatcher,
  quotas: memoryQuotas(() => 0),
  timing: { backoffMs: 0 },
});

const key = { teamId: '1', apiUrl: 'http://127.0.0.1:1' };
const makers = {
  parsec: () => createParsec({ ...key, apiKey: 'tapi_a.b' }, deps()),
  snyk: () => createSnyk({ token: 't', orgId: 'o', apiUrl: key.apiUrl, apiVersion: '2024-10-15', roles: [] }, deps()),
  truvera: () => createTruvera({ ...key, apiKey: 'k' }, deps()),
  intercode: () => createIntercode({ ...key, token: 't' }, deps()),
} satisfies Record<string, () => Provider>;

type List = {
  /** The row of a list, by its id and its name. */
  readonly row: (id: unknown, name: unknown) => object;
  readonly body: (rows: readonly unknown[]) => unknown;
  /** The result: id and name of each. */
  readonly read: (provider: Provider) => Promise<readonly (readonly [id: string, name: string | undefined])[]>;
  /** How a thing without a name is called; its id as it is, where the view does that. */
  readonly unnamed?: (id: string) => string | undefined;
};

const wrapped = (rows: readonly unknown[]) => ({ data: rows, count: rows.length });
const bare = (rows: readonly unknown[]) => rows;
const unnamed = (id: string) => (id === '' ? 'Unnamed' : `Unnamed (id ${id})`);

function all<Item>(items: readonly (Item | Problem)[]): Exclude<Item, Problem>[] {
  const found = items.filter((item): item is Exclude<Item, Problem> => !isProblem(item));
  expect(found).toHaveLength(items.length);
  return found;
}
const members: List['read'] = async ({ members: has }) => {
  const found = all((await collect(has?.list() ?? nothing())).flat());
  return found.map(({ memberId, name }) => [memberId, name] as const);
};
const pending = (of: 'name' | 'email'): List['read'] => {
  return async ({ memberInvites }) => {
    const found = all((await collect(memberInvites?.pending() ?? nothing())).flat());
    return found.map((invite) => [invite.inviteId, invite[of]] as const);
  };
};
const choices = (of: 'groups' | 'appRules' | 'roles'): List['read'] => {
  return async ({ memberInvites }) => {
    const found = await memberInvites?.[of]?.();
    if (found === undefined || isProblem(found)) throw new Error('no choices');
    return found.map(({ id, name }) => [id, name] as const);
  };
};
const hosts: List['read'] = async ({ guestAccess }) => {
  const found = await guestAccess?.hosts({ text: '', limit: 100 });
  if (found === undefined || isProblem(found)) throw new Error('no hosts');
  return found.map(({ hostId, name }) => [hostId, name] as const);
};
async function* nothing(): AsyncGenerator<never[]> {}

const lists: Record<string, Record<string, List>> = {
  parsec: {
    hosts: { row: (id, name) => ({ peer_id: id, name }), body: wrapped, read: hosts, unnamed },
    members: { row: (id, name) => ({ user_id: id, name }), body: wrapped, read: members, unnamed },
    groups: { row: (id, name) => ({ id, name }), body: wrapped, read: choices('groups'), unnamed },
    'app rules': { row: (id, name) => ({ id, name }), body: wrapped, read: choices('appRules'), unnamed },
  },
  snyk: {
    'pending invites': {
      row: (id, name) => ({ id, attributes: { email: name } }),
      body: (rows) => ({ data: rows }),
      read: pending('email'),
    },
  },
  truvera: {
    members: { row: (id, name) => ({ id, name }), body: bare, read: members, unnamed },
    'pending invites': { row: (id, name) => ({ id, email: name }), body: bare, read: pending('email') },
  },
  intercode: {
    members: { row: (id, name) => ({ id, firstName: name }), body: bare, read: members, unnamed },
    'pending invites': {
      row: (id, name) => ({ id, firstName: name, invitationAccepted: false }),
      body: bare,
      read: pending('name'),
    },
    roles: { row: (value, label) => ({ value, label }), body: bare, read: choices('roles'), unnamed },
  },
};

const cases = Object.entries(lists).flatMap(([provider, of]) =>
  Object.entries(of).map(([name, list]) => [provider as keyof typeof makers, name, list] as const),
);

describe.each(cases)('%s: %s', (provider, _, list) => {
  const read = async (rows: readonly unknown[]) => {
    body = list.body(rows);
    return list.read(makers[provider]());
  };
  const good = [list.row('7', 'Good 7'), list.row('8', 'Good 8')];
  const [seven, eight] = [['7', 'Good 7'] as const, ['8', 'Good 8'] as const];

  test.each<[string, unknown]>([
    ['null', null],
    ['a number', 5],
    ['a text', 'row'],
    ['a list', [1]],
    ['nothing', {}],
    ['a row without an id', list.row(undefined, undefined)],
    ['an id of null', list.row(null, null)],
    ['an empty id', list.row('', null)],
    ['an id that is an object', list.row({ a: 1 }, 7.5)],
  ])('%s among others does not affect them', async (__, odd) => {
    const found = await read([good[0], odd, good[1]]);
    expect(found).toEqual(expect.arrayContaining([seven, eight]));
    // Of those who have accepted or not Intercode's odd row says nothing: it is among the members.
    for (const [id] of found.filter(([each]) => each !== '7' && each !== '8')) expect(id).toBe('');
  });

  test('every other part of a row may be of another type', async () => {
    const strange = {
      email: 5,
      is_admin: 'x',
      is_online: 'y',
      group_ids: 'z',
      role: [],
      phone: {},
      status: 'pending',
      expires_at: 1,
    };
    const found = await read([good[0], { ...strange, ...list.row('9', 'Odd 9') }, good[1]]);
    expect(found.map(([id]) => id)).toEqual(expect.arrayContaining(['7', '8', '9']));
  });

  test('names are cleaned, and cut when they are too long', async () => {
    const found = await read([list.row('7', `\u202EGood\u0000\n 7 `), list.row('8', 'x'.repeat(3_000))]);
    const names = new Map(found);
    expect(names.get('7')).toBe('Good 7');
    expect(names.get('8')).toBe(`${'x'.repeat(299)}…`);
  });

  test.each([undefined, null, '', ' \u200B\u202E', 7.5, {}])('a name of %j counts as none', async (name) => {
    const found = new Map(await read([good[0], list.row('9', name)]));
    if (name === 7.5) expect(found.get('9')).toBe('7.5');
    else expect(found.get('9')).toBe(list.unnamed?.('9'));
  });

  test('a repeated id counts once, and a long one stays as it is', async () => {
    const long = 'i'.repeat(200);
    const found = await read([good[0], list.row('7', 'Again'), list.row(long, 'Long')]);
    if (provider !== 'intercode') expect(found.filter(([id]) => id === '7')).toEqual([seven]);
    expect(found).toEqual(expect.arrayContaining([[long, 'Long']]));
  });
});

describe('an item missing from a list with odd rows', () => {
  const wanted = {
    hostId: 'h',
    guestEmail: 'ana@x.co',
    eventName: 'Review',
    permissions: { keyboard: true, mouse: true, gamepad: false },
    timeZone: 'UTC',
    startsAt: 1_000,
    endsAt: 2_000,
    message: '',
  };
  const listed = { host_peer_id: 'h', guest_email: 'ana@x.co', event_name: 'Review' };
  const other = { id: 'g1', ...listed, event_name: 'Other' };

  test('does not count as absent when an invite without an id may be the wanted one: it would be created twice', async () => {
    body = { data: [other, listed], count: 2 };
    expect(await makers.parsec().guestAccess.findSame(wanted)).toMatchObject({ code: 'provider_nonsense' });
    body = { data: [other, { ...listed, event_name: 'Another' }, null, 5], count: 4 };
    // Rows that show no guest are no sign of anything.
    expect(await makers.parsec().guestAccess.findSame({ ...wanted, eventName: 'Third' })).toEqual([]);
  });

  test('is counted when it has no id, and the others of its page are listed', async () => {
    body = { data: [other, listed, null], count: 3 };
    expect(await makers.parsec().guestAccess.page(undefined)).toMatchObject({
      invites: [{ providerInviteId: 'g1' }],
      leftOut: 2,
    });
  });

  test('does not count as a removed member while somebody is listed without an id', async () => {
    body = [{ id: 1, name: 'Ada' }, { name: 'Ben' }];
    expect(await makers.truvera().members.get('2')).toMatchObject({ code: 'provider_nonsense' });
    expect(await makers.intercode().members.get('2')).toMatchObject({ code: 'provider_nonsense' });
    body = [{ id: 1, name: 'Ada' }];
    expect(await makers.truvera().members.get('2')).toMatchObject({ code: 'provider_not_found' });
    expect(await makers.intercode().members.get('2')).toMatchObject({ code: 'provider_not_found' });
  });

  test('does not count as a removed member invite while one is listed without an address', async () => {
    body = { data: [{ email: 'ben@x.co' }, {}], count: 2 };
    expect(await makers.parsec().memberInvites.cancel({ inviteId: 'ana@x.co', email: 'ana@x.co' })).toMatchObject({
      code: 'provider_nonsense',
    });
  });
});
