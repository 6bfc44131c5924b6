import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttp } from '../../../src/providers/http.ts';
import { createParsecApi, type ParsecApi } from '../../../src/providers/parsec/api.ts';
import { createParsec, type Parsec } from '../../../src/providers/parsec/index.ts';
import { startWire, type Wire } from '../support/start-wire.ts';

// What exactly goes over the wire, and every shape of answer the documents leave room for.

let wire: Wire;
let parsec: Parsec;
let api: ParsecApi;
/** By method and path; 204 where there is none. */
let answers: Record<string, unknown>;

beforeEach(async () => {
  answers = {};
  wire = await startWire((received, response) => {
    const answer = answers[`${received.method} ${received.url.split('?')[0]}`];
    response.writeHead(answer === undefined ? 204 : 200).end(answer === undefined ? undefined : JSON.stringify(answer));
  });
  const config = { apiKey: 'tapi_a.b', teamId: 'team 1', apiUrl: wire.url };
  parsec = createParsec(config, wire.deps);
  api = createParsecApi(config, { send: createHttp(wire.deps) });
});
afterEach(() => wire.stop());

const team = '/v1/teams/team%201';
const startsAt = Date.parse('2026-12-01T13:00:00Z');
const wanted = {
  hostId: 'peer_1',
  guestEmail: 'guest@example.com',
  eventName: 'Colour review',
  permissions: { keyboard: true, mouse: false, gamepad: true },
  timeZone: 'Europe/Paris',
  startsAt,
  endsAt: startsAt + 90_000_250,
  message: '',
};
const body = {
  host_peer_id: 'peer_1',
  guest_email: 'guest@example.com',
  event_name: 'Colour review',
  keyboard: true,
  mouse: false,
  gamepad: true,
  time_zone: 'Europe/Paris',
  starts_at: '2026-12-01T13:00:00Z',
  expires_at: '2026-12-02T14:00:00.250Z',
  message: '',
};

function sent(): unknown[] {
  return wire.requests.map((request) => [
    `${request.method} ${request.url}`,
    ...(request.body === '' ? [] : [JSON.parse(request.body)]),
  ]);
}

describe.each([true, false])('send_email %s is always sent', (sendEmail) => {
  test('create', async () => {
    await parsec.guestAccess.create(wanted, { sendEmail });
    expect(sent()).toEqual([[`POST ${team}/guest-access-invites`, { ...body, send_email: sendEmail }]]);
  });

  test('update, with only what changes', async () => {
    await parsec.guestAccess.update('i1', { endsAt: startsAt }, { sendEmail });
    await parsec.guestAccess.update('i1', { permissions: wanted.permissions, timeZone: 'Asia/Kolkata' }, { sendEmail });
    const { keyboard, mouse, gamepad } = body;
    expect(sent()).toEqual([
      [`PUT ${team}/guest-access-invites/i1`, { expires_at: '2026-12-01T13:00:00Z', send_email: sendEmail }],
      [
        `PUT ${team}/guest-access-invites/i1`,
        { keyboard, mouse, gamepad, time_zone: 'Asia/Kolkata', send_email: sendEmail },
      ],
    ]);
  });

  test('cancel', async () => {
    await parsec.guestAccess.cancel('i/1', { sendEmail });
    expect(sent()).toEqual([[`DELETE ${team}/guest-access-invites/i%2F1?send_email=${sendEmail}`]]);
  });
});

test('the other operations', async () => {
  await api.kickGuestAccessGuest('i1');
  await api.getGuestAccessInvite('i1');
  await api.getGuestAccessInvites({ offset: 0, limit: 200 });
  await api.getGuestAccessInviteCredits();
  await api.getTeamMachines({ offset: 400, limit: 1 }, { name: 'a b', is_guest_access: true });
  await api.getTeamMachine('m1');
  await api.getTeamMembers({ offset: 0, limit: 50 }, { email: 'a+b@example.com' });
  await api.getTeamMember('7');
  expect(sent()).toEqual([
    [`DELETE ${team}/guest-access-invites/i1/guest`],
    [`GET ${team}/guest-access-invites/i1`],
    [`GET ${team}/guest-access-invites?offset=0&limit=200`],
    [`GET ${team}/guest-access-invite-credits`],
    [`GET ${team}/machines?name=a+b&is_guest_access=true&offset=400&limit=1`],
    [`GET ${team}/machines/m1`],
    [`GET ${team}/members?email=a%2Bb%40example.com&offset=0&limit=50`],
    [`GET ${team}/members/7`],
  ]);
});

test('hosts are requested with guest access, and by name once they do not fit on a page', async () => {
  answers[`GET ${team}/machines`] = { data: [{ peer_id: 'p1', name: 'Render 1' }], count: 201 };
  await parsec.guestAccess.hosts({ text: ' render ', limit: 10 });
  expect(sent().slice(0, 2)).toEqual([
    [`GET ${team}/machines?is_guest_access=true&offset=0&limit=200`],
    [`GET ${team}/machines?is_guest_access=true&name=render&offset=0&limit=200`],
  ]);
});

describe('a value out of bounds is refused before a request:', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    ['offset', () => api.getTeamMachines({ offset: -1, limit: 1 }), 'provider_rejected'],
    ['limit 0', () => api.getTeamMembers({ offset: 0, limit: 0 }), 'provider_rejected'],
    ['limit 201', () => api.getGuestAccessInvites({ offset: 0, limit: 201 }), 'provider_rejected'],
    ['half a limit', () => api.getGuestAccessInvites({ offset: 0, limit: 1.5 }), 'provider_rejected'],
    ['time zone', () => api.updateGuestAccessInvite('i1', { time_zone: 'Z' }, true), 'provider_rejected'],
    ['host', () => api.createGuestAccessInvite({ ...body, host_peer_id: '' }, true), 'provider_rejected'],
    ['email', () => api.createGuestAccessInvite({ ...body, guest_email: 'guest' }, true), 'provider_rejected'],
    ['window', () => api.createGuestAccessInvite({ ...body, expires_at: body.starts_at }, true), 'provider_rejected'],
    // An empty id would name the whole list, and dots another address.
    ['no id', () => parsec.guestAccess.cancel('', { sendEmail: true }), 'provider_not_found'],
    ['one dot', () => parsec.guestAccess.kick('.'), 'provider_not_found'],
    ['two dots', () => parsec.guestAccess.get('..'), 'provider_not_found'],
  ])('%s', async (_, call, code) => {
    expect(await call()).toMatchObject({ code, facts: { provider: 'parsec' } });
    expect(wire.requests).toEqual([]);
  });
});

describe('an invite may come in many shapes', () => {
  const nothingKnown = {
    providerInviteId: 'i1',
    hostId: undefined,
    guestEmail: undefined,
    eventName: undefined,
    permissions: {},
    timeZone: undefined,
    startsAt: undefined,
    endsAt: undefined,
    cancelled: false,
    link: undefined,
  };
  const link = 'https://parsec.example/join';

  test.each<[string, unknown, object]>([
    ['only an id', { data: { id: 'i1' } }, {}],
    ['no id, when it was asked for by it', { event_name: 'A' }, { eventName: 'A' }],
    ['a number for an id', { data: { id: 1 } }, { providerInviteId: '1' }],
    ['null for missing', { data: { id: 'i1', keyboard: null, starts_at: null, join_url: null } }, {}],
    ['unknown keys', { data: { id: 'i1', host: { name: 'x' }, data: 7 }, meta: 1 }, {}],
    ['some permissions', { data: { id: 'i1', mouse: false } }, { permissions: { mouse: false } }],
    ['sub-seconds', { id: 'i1', starts_at: '2026-12-01T13:00:00.123456Z' }, { startsAt: startsAt + 123 }],
    ['an offset', { id: 'i1', expires_at: '2026-12-01T14:00:00+01:00' }, { endsAt: startsAt }],
    ['join_url', { id: 'i1', join_url: link }, { link }],
    ['link', { id: 'i1', link }, { link }],
    ['url', { id: 'i1', url: link }, { link }],
    ['invite_url', { id: 'i1', invite_url: link }, { link }],
    ['access_link', { id: 'i1', access_link: link }, { link }],
    ['a link that is none', { id: 'i1', link: { href: link }, url: 'soon', access_link: link }, { link }],
    ['canceled', { id: 'i1', state: 'canceled' }, { cancelled: true }],
    ['CANCELLED', { id: 'i1', status: 'CANCELLED' }, { cancelled: true }],
    ['a time of cancelling', { id: 'i1', canceled_at: '2026-12-01T13:00:00Z' }, { cancelled: true }],
    ['not cancelled', { id: 'i1', state: 'active', status: 3, cancelled_at: null }, {}],
  ])('%s', async (_, answer, known) => {
    answers[`GET ${team}/guest-access-invites/i1`] = answer;
    expect(await parsec.guestAccess.get('i1')).toEqual({ ...nothingKnown, ...known });
  });

  test.each([{}, { data: {} }, { data: null }, { ok: true }, { id: 'i1', starts_at: 'soon' }, { id: 'i1', mouse: 1 }])(
    'but %j is not an invite',
    async (answer) => {
      answers[`GET ${team}/guest-access-invites/i1`] = answer;
      expect(await parsec.guestAccess.get('i1')).toMatchObject({ code: 'provider_nonsense' });
    },
  );

  test('an update with an answer without content is done', async () => {
    answers[`PUT ${team}/guest-access-invites/i1`] = {};
    const answer = await parsec.guestAccess.update('i1', { endsAt: startsAt }, { sendEmail: false });
    expect(answer).toEqual(nothingKnown);
  });

  test('a create with an answer without an id may have been carried out', async () => {
    answers[`POST ${team}/guest-access-invites`] = {};
    const answer = await parsec.guestAccess.create(wanted, { sendEmail: false });
    expect(answer).toMatchObject({ code: 'provider_outcome_unknown' });
  });
});

describe('findSame, when the list shows little', () => {
  const list = `GET ${team}/guest-access-invites`;
  const { event_name: _, starts_at: __, ...little } = body;

  test('reads the invite that agrees so far, and no other', async () => {
    answers[list] = {
      data: [
        { id: 'i1', ...little },
        { id: 'i2', ...little, guest_email: 'other@example.com' },
      ],
      count: 2,
    };
    answers[`${list}/i1`] = { data: { id: 'i1', ...body } };
    expect(await parsec.guestAccess.findSame(wanted)).toMatchObject([{ providerInviteId: 'i1' }]);
    expect(wire.requests).toHaveLength(2);
  });

  test('skips an invite that turns out to be another', async () => {
    answers[list] = [{ id: 'i1', ...little }];
    answers[`${list}/i1`] = { ...body, event_name: 'Another review' };
    expect(await parsec.guestAccess.findSame(wanted)).toEqual([]);
  });

  test('does not say “none” when even the invite itself does not show it', async () => {
    answers[list] = [{ id: 'i1', ...little }];
    answers[`${list}/i1`] = { id: 'i1', ...little };
    expect(await parsec.guestAccess.findSame(wanted)).toMatchObject({ code: 'provider_nonsense' });
  });

  test('does not ignore an invite in the list without an id', async () => {
    answers[list] = { data: [little], count: 1 };
    expect(await parsec.guestAccess.findSame(wanted)).toMatchObject({ code: 'provider_nonsense' });
  });
});

test('a machine without peer_id has its id, one without a name says so, and one without guest access is left out', async () => {
  answers[`GET ${team}/machines`] = [
    { id: 'm1', name: 'B', team_group_id: 7 },
    { peer_id: 'p2', is_online: null },
    { id: 'm3', peer_id: 'p3', name: 'A', is_guest_access: false },
    { id: 'm4', peer_id: 'p4', name: 'A', is_guest_access: true, is_online: false, team_group_ids: [7, 9] },
  ];
  expect(await parsec.guestAccess.hosts({ text: '', limit: 100 })).toEqual([
    { hostId: 'p4', name: 'A', online: false, groupIds: ['7', '9'] },
    { hostId: 'm1', name: 'B', online: undefined, groupIds: ['7'] },
    { hostId: 'p2', name: 'Unnamed (id p2)', online: undefined, groupIds: [] },
  ]);
});

test('a member without a name is named by other data', async () => {
  answers[`GET ${team}/members/7`] = { data: { user_id: 7, name: null, email: 'ada@example.com' } };
  expect(await parsec.members.get('7')).toEqual({ memberId: '7', name: 'ada@example.com', email: 'ada@example.com' });
});
