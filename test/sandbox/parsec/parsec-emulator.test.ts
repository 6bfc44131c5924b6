import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMovableClock, type MovableClock } from '../../../src/clock.ts';
import { startParsecEmulator } from '../../../src/sandbox/parsec/parsec-emulator.ts';
import type { ParsecEmulator, ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';

const HOUR = 3_600_000;
let clock: MovableClock;
let parsec: ParsecEmulator;

async function begin(options: Partial<ParsecEmulatorOptions> = {}): Promise<void> {
  await parsec?.stop();
  parsec = await startParsecEmulator({ now: clock.now, ...options });
  parsec.addMachine({ name: 'Edit 1' });
}
beforeEach(async () => {
  clock = createMovableClock(Date.UTC(2026, 10, 23, 9));
  await begin();
});
afterEach(() => parsec.stop());

type Reply = {
  readonly status: number;
  readonly body: { message?: string; data?: never; count?: number } & Record<string, unknown>;
};

async function ask(method: string, path: string, body?: unknown, key = parsec.apiKey): Promise<Reply> {
  const response = await fetch(`${parsec.url}/v1/teams/${parsec.teamId}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}

const wanted = (parts: object = {}) => ({
  host_peer_id: parsec.machines[0]?.peer_id,
  guest_email: 'ana@example.com',
  event_name: 'Review',
  keyboard: true,
  mouse: true,
  gamepad: false,
  time_zone: 'Europe/Paris',
  starts_at: '2026-11-23T10:00:00Z',
  expires_at: '2026-11-23T12:00:00Z',
  message: 'Hello',
  send_email: true,
  ...parts,
});
const create = async (parts: object = {}) => {
  const reply = await ask('POST', '/guest-access-invites', wanted(parts));
  return { ...reply, id: (reply.body.data as { id?: string } | undefined)?.id ?? '' };
};

describe('access', () => {
  it('needs a known key, its team, and the permission of the operation', async () => {
    expect((await ask('GET', '/guest-access-invite-credits', undefined, 'tapi_x.y')).status).toBe(401);
    const key = parsec.addKey(['View Guest Access Links']);
    expect(await ask('GET', '/guest-access-invite-credits', undefined, key)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('View Credit Balance') },
    });
    expect((await ask('GET', '/guest-access-invites?offset=0&limit=1', undefined, key)).status).toBe(200);
    const elsewhere = await fetch(`${parsec.url}/v1/teams/other/members?offset=0&limit=1`, {
      headers: { authorization: `Bearer ${parsec.apiKey}` },
    });
    expect(elsewhere.status).toBe(404);
    expect((await ask('PATCH', '/members')).status).toBe(404);
  });
});

describe('lists', () => {
  it.each([
    '',
    '?offset=0',
    '?limit=1',
    '?offset=-1&limit=1',
    '?offset=0&limit=0',
    '?offset=0&limit=201',
    '?offset=x&limit=1',
  ])('refuse %j', async (query) => {
    for (const path of ['/guest-access-invites', '/machines', '/members'])
      expect((await ask('GET', path + query)).status).toBe(400);
  });
  it('count all items on every page', async () => {
    for (let n = 0; n < 5; n++) parsec.addMember({ name: `M${n}`, email: `m${n}@x.io`, isAdmin: n === 0 });
    const page = await ask('GET', '/members?offset=3&limit=200');
    expect(page.body.count).toBe(5);
    expect(page.body.data).toHaveLength(2);
    expect((await ask('GET', '/members?offset=0&limit=200&email=M3@x.io')).body.count).toBe(1);
    expect((await ask('GET', '/members?offset=0&limit=200&is_admin=true')).body.count).toBe(1);
  });
  it('filter machines', async () => {
    parsec.addMachine({ name: 'Vault', online: false, guestAccess: false });
    const count = async (query: string) => (await ask('GET', `/machines?offset=0&limit=10${query}`)).body.count;
    expect([
      await count(''),
      await count('&is_guest_access=true'),
      await count('&is_online=false'),
      await count('&name=edit'),
      await count('&assignment=member'),
    ]).toEqual([2, 1, 1, 1, 0]);
    expect((await ask('GET', '/machines?offset=0&limit=10&assignment=nobody')).status).toBe(400);
    expect((await ask('GET', '/machines?offset=0&limit=10&is_online=yes')).status).toBe(400);
  });
});

describe('a guest invite', () => {
  it.each([
    ['host_peer_id', 'nowhere', 404],
    ['guest_email', 'ana', 400],
    ['event_name', '', 400],
    ['keyboard', 'yes', 400],
    ['time_zone', 'Mars/X', 400],
    ['time_zone', '+02:00', 400],
    ['starts_at', '2026-11-23T09:00:00Z', 400],
    ['starts_at', 'tomorrow', 400],
    ['expires_at', '2026-11-23T10:00:00Z', 400],
    ['expires_at', '2026-11-28T10:00:01Z', 400],
    ['message', undefined, 400],
  ])('refuses %s %j', async (key, value, status) => {
    expect((await create({ [key]: value })).status).toBe(status);
    expect(parsec.invites).toEqual([]);
    expect(parsec.credits).toBe(12);
  });

  it('refuses a machine that is not open to guests, and a body that is not JSON', async () => {
    const vault = parsec.addMachine({ name: 'Vault', guestAccess: false });
    expect((await create({ host_peer_id: vault.peer_id })).status).toBe(400);
    expect((await ask('POST', '/guest-access-invites', '{"cut')).status).toBe(400);
  });

  it('may last exactly five days', async () =>
    expect((await create({ expires_at: '2026-11-28T10:00:00Z' })).status).toBe(200));

  it('costs a credit except for a member, and is refused without credits', async () => {
    await begin({ credits: 1 });
    parsec.addMember({ name: 'Tom', email: 'tom@x.io' });
    expect((await create({ guest_email: 'TOM@x.io' })).status).toBe(200);
    expect(parsec.credits).toBe(1);
    expect((await create()).status).toBe(200);
    expect((await create()).status).toBe(400);
    expect(parsec.credits).toBe(0);
  });

  it('is mailed only when asked to', async () => {
    await create({ send_email: false });
    await create({ send_email: undefined });
    expect(parsec.mails).toEqual([]);
    await create();
    expect(parsec.mails).toHaveLength(1);
  });

  it('changes only the documented fields, and mails only new times', async () => {
    const { id } = await create();
    const change = (body: object) => ask('PUT', `/guest-access-invites/${id}`, body);
    await change({ gamepad: true, send_email: true, event_name: 'Other', guest_email: 'eve@x.io', message: 'x' });
    expect(parsec.invites[0]).toMatchObject({
      gamepad: true,
      event_name: 'Review',
      guest_email: 'ana@example.com',
      message: 'Hello',
    });
    expect(parsec.mails).toHaveLength(1);
    await change({ expires_at: '2026-11-23T13:00:00Z', send_email: true });
    expect(parsec.mails.at(-1)?.about).toBe('updated');
    clock.advance(2 * HOUR);
    expect((await change({ starts_at: '2026-11-23T10:00:00Z' })).status).toBe(400);
    expect((await change({ expires_at: '2026-11-23T14:00:00Z' })).status).toBe(200);
    expect((await ask('PUT', '/guest-access-invites/none', {})).status).toBe(404);
  });

  it('gives its credit back once when it was never used', async () => {
    const { id } = await create();
    expect((await ask('DELETE', `/guest-access-invites/${id}?send_email=true`)).status).toBe(204);
    expect(parsec.credits).toBe(12);
    expect(parsec.mails.at(-1)?.about).toBe('cancelled');
    expect((await ask('DELETE', `/guest-access-invites/${id}`)).status).toBe(404);
    expect((await ask('GET', `/guest-access-invites/${id}`)).status).toBe(404);
    await create();
    clock.advance(4 * HOUR);
    await ask('GET', '/guest-access-invite-credits');
    expect(parsec.credits).toBe(12);
  });

  it('keeps the credit after use, and disconnects the guest at the end', async () => {
    const { id } = await create();
    expect(() => parsec.guestConnects(id)).toThrow(/starts/);
    clock.advance(HOUR + 1);
    parsec.guestConnects(id);
    expect((await ask('DELETE', `/guest-access-invites/${id}/guest`)).status).toBe(204);
    expect(parsec.invites[0]?.hidden.connected).toBe(false);
    parsec.guestConnects(id);
    clock.advance(3 * HOUR);
    await ask('GET', '/guest-access-invite-credits');
    expect(parsec.invites[0]?.hidden).toMatchObject({ connected: false, used: true });
    expect(parsec.credits).toBe(11);
    expect(() => parsec.guestConnects(id)).toThrow(/ended/);
  });

  it('disconnects the guest when it is cancelled', async () => {
    const { id } = await create();
    clock.advance(HOUR + 1);
    parsec.guestConnects(id);
    await ask('DELETE', `/guest-access-invites/${id}`);
    expect(parsec.invites[0]?.hidden).toMatchObject({ connected: false, cancelled: true });
    expect(parsec.credits).toBe(11);
    expect(() => parsec.guestConnects(id)).toThrow(/cancelled/);
  });
});

describe('scripted trouble', () => {
  it('runs a late operation by its own clock, after the client gave up', async () => {
    parsec.trouble({ operation: 'Create Guest Access Invite', then: { late: 'cut', afterMs: 36_000 } });
    await expect(create()).rejects.toThrow();
    clock.advance(35_000);
    parsec.catchUp();
    expect([parsec.invites.length, parsec.credits]).toEqual([0, 12]);
    clock.advance(1_000);
    parsec.catchUp();
    expect([parsec.invites.length, parsec.credits]).toEqual([1, 11]);
    expect(parsec.requests.map(({ status }) => status)).toEqual(['late']);
  });

  it('refuses every key until they are enabled again, but finishes late operations', async () => {
    parsec.trouble({ operation: 'Create Guest Access Invite', then: { late: 'cut', afterMs: 1_000 } });
    await expect(create()).rejects.toThrow();
    parsec.refuseKeys(true);
    expect((await ask('GET', '/guest-access-invites?offset=0&limit=9')).status).toBe(401);
    clock.advance(1_000);
    parsec.catchUp();
    expect(parsec.invites).toHaveLength(1);
    parsec.refuseKeys(false);
    expect((await ask('GET', '/guest-access-invites?offset=0&limit=9')).status).toBe(200);
  });

  it('is used up in order, for the operation named', async () => {
    parsec.trouble({
      operation: 'Get Team Members',
      times: 2,
      then: { status: 429, headers: { 'retry-after': '3' }, body: { message: 'slow' } },
    });
    parsec.trouble({ operation: '*', then: { raw: '<html>', status: 200, contentType: 'text/html' } });
    expect(
      (await ask('GET', '/guest-access-invite-credits').catch((error: unknown) => error)) instanceof SyntaxError,
    ).toBe(true);
    expect((await ask('GET', '/members?offset=0&limit=1')).status).toBe(429);
    expect((await ask('GET', '/members?offset=0&limit=1')).status).toBe(429);
    expect((await ask('GET', '/members?offset=0&limit=1')).status).toBe(200);
    expect(parsec.requests.map((request) => request.status)).toEqual([200, 429, 429, 200]);
  });
  it('cuts or hangs, before or after the operation', async () => {
    parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'before' } });
    await expect(create()).rejects.toThrow();
    expect(parsec.invites).toHaveLength(0);
    parsec.trouble({ operation: 'Create Guest Access Invite', then: { cut: 'after' } });
    await expect(create()).rejects.toThrow();
    expect(parsec.invites).toHaveLength(1);
    parsec.trouble({ operation: 'Create Guest Access Invite', then: { hang: 'after' } });
    const hung = create();
    const outcome = expect(hung).rejects.toThrow();
    // stop() closes hung requests.
    await new Promise<void>((resolve) => {
      const stop = parsec.onChange(() => {
        if (parsec.invites.length === 2) {
          stop();
          resolve();
        }
      });
    });
    await parsec.stop();
    await outcome;
  });
});
