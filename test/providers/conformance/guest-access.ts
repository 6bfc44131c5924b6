import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import type { GuestAccess, GuestInviteRequest, ProviderGuestInvite } from '../../../src/providers/provider.ts';
import { collect } from '../support/collect.ts';
import { type Bench, lostAnswers, nonsense, problemIn, value } from './bench.ts';

export const guestCalls = ['hosts', 'create', 'list', 'get', 'update', 'cancel', 'kick', 'credits'] as const;
export type GuestCall = (typeof guestCalls)[number];
const reads = ['hosts', 'list', 'get', 'credits'] as const satisfies GuestCall[];
const writes = ['create', 'update', 'cancel', 'kick'] as const satisfies GuestCall[];

export type GuestAccessBench = Bench<GuestCall> & {
  readonly provider: string;
  readonly guestAccess: GuestAccess;
  /** Another client, whose key the server does not know, or that may not do one kind of call. */
  withKey(key: 'unknown' | { readonly without: GuestCall }): GuestAccess;
  /** What the provider calls the permission for a call. */
  readonly permissionFor: Readonly<Record<GuestCall, string>>;
  addHost(host: { name: string; online?: boolean; guestAccess?: boolean }): string;
  /** The invites the server holds that are not cancelled. */
  held(): readonly { id: string; guestEmail: string; hostId: string; endsAt: number; gamepad: boolean }[];
  mails(): readonly { to: string; about: 'invited' | 'updated' | 'cancelled' }[];
  credits: number;
  /** Made or taken back by somebody in the provider's own dashboard; answers the id. */
  dashboardInvites(guestEmail: string, hostId: string): string;
  dashboardCancels(id: string): void;
  guestConnects(id: string): void;
  isConnected(id: string): boolean;
};

/** What every provider with guest access must do. `start` gives a fresh provider and server for each test. */
export function guestAccessConformance(name: string, start: () => Promise<GuestAccessBench>): void {
  describe(`${name}: guest access`, () => {
    let bench: GuestAccessBench;
    let guests: GuestAccess;
    let hostId: string;

    beforeEach(async () => {
      bench = await start();
      guests = bench.guestAccess;
      hostId = bench.addHost({ name: 'Render 1' });
    });
    afterEach(() => bench.stop());

    function wanted(change: Partial<GuestInviteRequest> = {}): GuestInviteRequest {
      const startsAt = Math.ceil(bench.now() / 1000) * 1000 + 3_600_000;
      return {
        hostId,
        guestEmail: 'guest@example.com',
        eventName: 'Colour review',
        permissions: { keyboard: true, mouse: true, gamepad: false },
        timeZone: 'Europe/Paris',
        startsAt,
        endsAt: startsAt + 7_200_000,
        message: 'Welcome',
        ...change,
      };
    }

    async function created(change: Partial<GuestInviteRequest> = {}): Promise<ProviderGuestInvite> {
      return value(await guests.create(wanted(change), { sendEmail: false }));
    }

    /** Makes one call of a kind, on an invite that is there. */
    async function call(kind: GuestCall, client: GuestAccess, inviteId: string): Promise<unknown> {
      switch (kind) {
        case 'hosts':
          return client.hosts({ text: '', limit: 100 });
        case 'create':
          return client.create(wanted({ guestEmail: 'second@example.com' }), { sendEmail: true });
        case 'list':
          return (await collect(client.list()))[0];
        case 'get':
          return client.get(inviteId);
        case 'update':
          return client.update(inviteId, { endsAt: wanted().endsAt + 60_000 }, { sendEmail: true });
        case 'cancel':
          return client.cancel(inviteId, { sendEmail: true });
        case 'kick':
          return client.kick(inviteId);
        case 'credits':
          return client.credits();
      }
    }

    describe('happy', () => {
      test('hosts: finds those with guest access whose name contains the text in any case, by name', async () => {
        bench.addHost({ name: 'Édit suite', online: false });
        bench.addHost({ name: 'RENDER 10', online: false });
        bench.addHost({ name: 'Render 2' });
        bench.addHost({ name: 'Render private', guestAccess: false });
        const hosts = value(await guests.hosts({ text: 'render', limit: 100 }));
        expect(hosts.map((host) => [host.name, host.online])).toEqual([
          ['Render 1', true],
          ['Render 2', true],
          ['RENDER 10', false],
        ]);
        expect(value(await guests.hosts({ text: '', limit: 2 }))).toHaveLength(2);
        expect(value(await guests.hosts({ text: 'no such', limit: 100 }))).toEqual([]);
      });

      test('hosts: finds one among more than a page', async () => {
        for (let nth = 0; nth < 230; nth++) bench.addHost({ name: `Farm ${nth}` });
        const last = bench.addHost({ name: 'Zebra' });
        expect(value(await guests.hosts({ text: 'ZEBRA', limit: 5 }))).toMatchObject([{ hostId: last }]);
        expect(value(await guests.hosts({ text: '', limit: 100 }))).toHaveLength(100);
        expect(value(await guests.host(last)).name).toBe('Zebra');
      });

      test('host: returns one, and host_unknown for one that does not exist or has no guest access', async () => {
        expect(value(await guests.host(hostId))).toMatchObject({ hostId, name: 'Render 1', online: true });
        const closed = bench.addHost({ name: 'Private', guestAccess: false });
        expect(await guests.host(closed)).toMatchObject({ code: 'host_unknown' });
        expect(await guests.host('nowhere')).toMatchObject({ code: 'host_unknown' });
      });

      test('create: sends everything, costs a credit, and reads back the same', async () => {
        bench.credits = 3;
        const wish = wanted();
        const seen = value(await guests.create(wish, { sendEmail: true }));
        const { message: _, ...shown } = wish;
        expect(seen).toMatchObject({ ...shown, cancelled: false });
        expect(value(await guests.get(seen.providerInviteId))).toEqual(seen);
        expect(bench.held()).toMatchObject([{ id: seen.providerInviteId, guestEmail: 'guest@example.com', hostId }]);
        expect(value(await guests.credits())).toBe(2);
        expect(bench.credits).toBe(2);
      });

      test('create: keeps the milliseconds of a start', async () => {
        const startsAt = Math.ceil(bench.now() / 1000) * 1000 + 60_250;
        const seen = await created({ startsAt });
        expect(value(await guests.get(seen.providerInviteId)).startsAt).toBe(startsAt);
      });

      test('update: changes only the given fields', async () => {
        const before = await created();
        const endsAt = (before.endsAt ?? 0) + 1_800_000;
        const after = value(await guests.update(before.providerInviteId, { endsAt }, { sendEmail: false }));
        expect(after).toEqual({ ...before, endsAt });
        const permissions = { keyboard: false, mouse: false, gamepad: true };
        const other = bench.addHost({ name: 'Render 2' });
        await guests.update(before.providerInviteId, { permissions, hostId: other }, { sendEmail: false });
        expect(value(await guests.get(before.providerInviteId))).toEqual({ ...after, permissions, hostId: other });
      });

      test('update: can move the end of a running invite', async () => {
        const before = await created();
        bench.advance(3_700_000);
        const endsAt = (before.endsAt ?? 0) + 1_800_000;
        expect(value(await guests.update(before.providerInviteId, { endsAt }, { sendEmail: false })).endsAt).toBe(
          endsAt,
        );
      });

      test('update: sends nothing without a change', async () => {
        const { providerInviteId } = await created();
        expect(await guests.update(providerInviteId, {}, { sendEmail: true })).toMatchObject({ code: 'change_empty' });
        expect(bench.received('update')).toBe(0);
      });

      test('mails exactly when requested', async () => {
        const silent = await created({ guestEmail: 'silent@example.com' });
        const endsAt = (silent.endsAt ?? 0) + 60_000;
        await guests.update(silent.providerInviteId, { endsAt }, { sendEmail: false });
        await guests.cancel(silent.providerInviteId, { sendEmail: false });
        expect(bench.mails()).toEqual([]);
        const mailed = value(await guests.create(wanted(), { sendEmail: true }));
        await guests.update(mailed.providerInviteId, { endsAt }, { sendEmail: true });
        await guests.cancel(mailed.providerInviteId, { sendEmail: true });
        const to = 'guest@example.com';
        expect(bench.mails()).toEqual(['invited', 'updated', 'cancelled'].map((about) => ({ to, about })));
      });

      test('kick disconnects a guest, who may come back; cancel disconnects for good', async () => {
        const { providerInviteId } = await created();
        bench.advance(3_700_000);
        bench.guestConnects(providerInviteId);
        expect(await guests.kick(providerInviteId)).toBe('kicked');
        expect(bench.isConnected(providerInviteId)).toBe(false);
        expect(bench.held()).toHaveLength(1);
        bench.guestConnects(providerInviteId);
        expect(await guests.cancel(providerInviteId, { sendEmail: false })).toBe('cancelled');
        expect(bench.isConnected(providerInviteId)).toBe(false);
        expect(bench.held()).toEqual([]);
      });

      test('lists invites made in the dashboard, and none cancelled there', async () => {
        const id = bench.dashboardInvites('other@example.com', hostId);
        expect((await collect(guests.list())).flat()).toMatchObject([
          { providerInviteId: id, guestEmail: 'other@example.com' },
        ]);
        bench.dashboardCancels(id);
        expect(await guests.get(id)).toMatchObject({ code: 'provider_not_found' });
      });

      test('lists page by page, with no cursor at the end', async () => {
        expect(value(await guests.page(undefined))).toEqual({ invites: [], next: undefined, leftOut: 0 });
        const id = bench.dashboardInvites('page@example.com', hostId);
        const page = value(await guests.page(undefined));
        expect(page.invites.map((invite) => invite.providerInviteId)).toEqual([id]);
        expect(page.next).toBeUndefined();
        bench.trouble('list', { status: 429 });
        expect(problemIn(await guests.page(undefined))).toMatchObject({ code: 'provider_busy' });
      });

      test('finds an empty list, and no same invite, when there is none', async () => {
        expect((await collect(guests.list())).flat()).toEqual([]);
        expect(value(await guests.findSame(wanted()))).toEqual([]);
      });

      test('findSame: finds every invite that is the wanted one, and no other', async () => {
        const wish = wanted();
        const first = await created();
        const second = await created({ guestEmail: 'GUEST@example.com' });
        const cancelled = await created();
        await guests.cancel(cancelled.providerInviteId, { sendEmail: false });
        await created({ guestEmail: 'other@example.com' });
        await created({ eventName: 'Another review' });
        await created({ startsAt: wish.startsAt + 1000 });
        await created({ endsAt: wish.endsAt + 1000 });
        await created({ hostId: bench.addHost({ name: 'Render 2' }) });
        const same = value(await guests.findSame(wish));
        expect(ids(same)).toEqual(ids([first, second]));
      });
    });

    describe('again', () => {
      test('a second cancel finds nothing and mails nobody', async () => {
        const { providerInviteId } = await created();
        await guests.cancel(providerInviteId, { sendEmail: true });
        expect(await guests.cancel(providerInviteId, { sendEmail: true })).toMatchObject({
          code: 'provider_not_found',
        });
        expect(bench.mails()).toHaveLength(1);
      });

      test('a second kick does no harm', async () => {
        const { providerInviteId } = await created();
        bench.advance(3_700_000);
        bench.guestConnects(providerInviteId);
        await guests.kick(providerInviteId);
        expect(await guests.kick(providerInviteId)).toBe('kicked');
        await guests.cancel(providerInviteId, { sendEmail: false });
        expect(await guests.kick(providerInviteId)).toMatchObject({ code: 'provider_not_found' });
      });

      test('the same change twice leaves the same invite', async () => {
        const { providerInviteId, endsAt = 0 } = await created();
        const once = value(await guests.update(providerInviteId, { endsAt: endsAt + 60_000 }, { sendEmail: false }));
        expect(await guests.update(providerInviteId, { endsAt: endsAt + 60_000 }, { sendEmail: false })).toEqual(once);
      });
    });

    describe.each(guestCalls)('%s when busy', (kind) => {
      test('sends again only after the given time', async () => {
        const { providerInviteId } = await created();
        bench.trouble(kind, { status: 429, body: { message: 'Too Many Requests' }, headers: { 'retry-after': '90' } });
        const before = bench.received(kind);
        const retryAt = bench.now() + 90_000;
        expect(await call(kind, guests, providerInviteId)).toMatchObject({ code: 'provider_busy', facts: { retryAt } });
        expect(bench.received(kind)).toBe(before + 1);
        bench.advance(89_999);
        expect(await call(kind, guests, providerInviteId)).toMatchObject({ code: 'provider_busy', facts: { retryAt } });
        expect(bench.received(kind)).toBe(before + 1);
        bench.advance(1);
        expect(isProblem(await call(kind, guests, providerInviteId))).toBe(false);
      });

      test('sends nothing for a minute or more without a given time', async () => {
        const { providerInviteId } = await created();
        bench.trouble(kind, { status: 429, body: { message: 'Too Many Requests' } });
        const busy = problemIn(await call(kind, guests, providerInviteId));
        expect(busy.code).toBe('provider_busy');
        const retryAt = Number(busy.facts.retryAt);
        expect(retryAt).toBeGreaterThanOrEqual(bench.now() + 60_000);
        const before = bench.received(kind);
        bench.advance(retryAt - bench.now() - 1);
        expect(problemIn(await call(kind, guests, providerInviteId)).code).toBe('provider_busy');
        expect(bench.received(kind)).toBe(before);
        bench.advance(1);
        expect(isProblem(await call(kind, guests, providerInviteId))).toBe(false);
      });
    });

    test('a busy kind of call does not block another', async () => {
      const { providerInviteId } = await created();
      bench.trouble('list', { status: 429 });
      expect((await collect(guests.list()))[0]).toMatchObject({ code: 'provider_busy' });
      expect(await guests.cancel(providerInviteId, { sendEmail: false })).toBe('cancelled');
    });

    describe.each(guestCalls)('%s is refused', (kind) => {
      test('with an unknown key', async () => {
        const { providerInviteId } = await created();
        const refused = await call(kind, bench.withKey('unknown'), providerInviteId);
        expect(refused).toMatchObject({ code: 'provider_unauthorized', facts: { provider: bench.provider } });
        expect(bench.held()).toHaveLength(1);
      });

      test('with a key that may not, and the permission is named', async () => {
        const { providerInviteId } = await created();
        const refused = await call(kind, bench.withKey({ without: kind }), providerInviteId);
        const permission = bench.permissionFor[kind];
        expect(refused).toMatchObject({ code: 'provider_forbidden', facts: { provider: bench.provider, permission } });
        expect(bench.held()).toHaveLength(1);
      });
    });

    describe('a refusal', () => {
      test.each(['get', 'update', 'cancel', 'kick'] as const)(
        'reports %s of an invite that does not exist',
        async (kind) => {
          expect(await call(kind, guests, 'no-such-invite')).toMatchObject({ code: 'provider_not_found' });
        },
      );

      test('gives the reason of the provider for refused values, and nothing is created', async () => {
        const startsAt = bench.now() - 60_000;
        const refused = problemIn(await guests.create(wanted({ startsAt }), { sendEmail: true }));
        expect(refused.code).toBe('provider_rejected');
        expect(String(refused.facts.message).length).toBeGreaterThan(0);
        expect(bench.held()).toEqual([]);
      });

      test('reports a host without guest access', async () => {
        const closed = bench.addHost({ name: 'Private', guestAccess: false });
        const refused = problemIn(await guests.create(wanted({ hostId: closed }), { sendEmail: false }));
        expect(['provider_rejected', 'provider_not_found']).toContain(refused.code);
      });

      test('reports that no credit is left', async () => {
        bench.credits = 0;
        const refused = await guests.create(wanted(), { sendEmail: false });
        expect(refused).toMatchObject({ code: 'provider_credits_spent' });
        expect(value(await guests.credits())).toBe(0);
      });

      test('does not make an invite look removed by a “not found” of another server', async () => {
        const { providerInviteId } = await created();
        const page = { raw: '404 page not found', status: 404, contentType: 'text/plain' };
        bench.trouble('get', page);
        expect(await guests.get(providerInviteId)).toMatchObject({ code: 'provider_nonsense' });
        bench.trouble('cancel', page);
        expect(await guests.cancel(providerInviteId, { sendEmail: false })).toMatchObject({
          code: 'provider_rejected',
        });
        expect(bench.held()).toHaveLength(1);
      });
    });

    describe.each(writes)('a lost response to %s', (kind) => {
      test.each(lostAnswers)('has an unknown outcome and is sent once: %s', async (_, trouble) => {
        const { providerInviteId } = await created();
        const before = bench.received(kind);
        bench.trouble(kind, trouble);
        const lost = await call(kind, guests, providerInviteId);
        expect(lost).toMatchObject({ code: 'provider_outcome_unknown', facts: { provider: bench.provider } });
        expect(bench.received(kind)).toBe(before + 1);
      });
    });

    test.each([
      ['hung', { hang: 'after' }],
      ['cut off', { cut: 'after' }],
    ] as const)('finds a create that was carried out and %s, and none that was not', async (_, trouble) => {
      const wish = wanted();
      bench.trouble('create', trouble);
      expect(await guests.create(wish, { sendEmail: true })).toMatchObject({ code: 'provider_outcome_unknown' });
      expect(ids(value(await guests.findSame(wish)))).toEqual(bench.held().map((invite) => invite.id));
      expect(bench.held()).toHaveLength(1);

      const other = wanted({ guestEmail: 'second@example.com' });
      bench.trouble('create', { cut: 'before' });
      expect(await guests.create(other, { sendEmail: true })).toMatchObject({ code: 'provider_outcome_unknown' });
      expect(value(await guests.findSame(other))).toEqual([]);
    });

    describe.each(reads)('%s is retried', (kind) => {
      test.each([
        ['hung', { hang: 'before' }],
        ['cut off before', { cut: 'before' }],
        ['cut off after', { cut: 'after' }],
        ['503', { status: 503 }],
      ] as const)('%s', async (_, trouble) => {
        const { providerInviteId } = await created();
        bench.trouble(kind, trouble);
        expect(isProblem(await call(kind, guests, providerInviteId))).toBe(false);
      });

      test('but not forever', async () => {
        const { providerInviteId } = await created();
        const before = bench.received(kind);
        bench.trouble(kind, { cut: 'before' }, 3);
        expect(await call(kind, guests, providerInviteId)).toMatchObject({ code: 'provider_unreachable' });
        expect(bench.received(kind)).toBe(before + 3);
      });
    });

    describe('an unreadable response', () => {
      test.each(reads.flatMap((kind) => nonsense.map(([what, trouble]) => [kind, what, trouble] as const)))(
        'to %s becomes a Problem: %s',
        async (kind, _, trouble) => {
          const { providerInviteId } = await created();
          bench.trouble(kind, trouble);
          expect(await call(kind, guests, providerInviteId)).toMatchObject({ code: 'provider_nonsense' });
        },
      );

      test.each(
        (['create', 'update'] as const).flatMap((kind) =>
          nonsense.map(([what, trouble]) => [kind, what, trouble] as const),
        ),
      )('to %s, %s, leaves open whether it was carried out', async (kind, _, trouble) => {
        const { providerInviteId } = await created();
        bench.trouble(kind, trouble);
        expect(await call(kind, guests, providerInviteId)).toMatchObject({ code: 'provider_outcome_unknown' });
      });

      test.each(['cancel', 'kick'] as const)('to %s from another server is not accepted', async (kind) => {
        const { providerInviteId } = await created();
        bench.trouble(kind, { raw: '<html>Sign in</html>', status: 200, contentType: 'text/html' });
        expect(await call(kind, guests, providerInviteId)).toMatchObject({ code: 'provider_outcome_unknown' });
      });
    });

    describe('more than a page', () => {
      test('lists every invite once, also while others are cancelled', async () => {
        const all = Array.from({ length: 450 }, (_, nth) => bench.dashboardInvites(`guest${nth}@example.com`, hostId));
        expect(ids((await collect(guests.list())).flatMap(value))).toEqual(all.toSorted());

        const listed: string[] = [];
        const gone = new Set<string>();
        for await (const page of guests.list()) {
          listed.push(...value(page).map((invite) => invite.providerInviteId));
          for (const id of all.filter((candidate) => !gone.has(candidate)).slice(0, 70)) {
            bench.dashboardCancels(id);
            gone.add(id);
          }
        }
        expect(gone.size).toBeGreaterThan(100);
        expect(new Set(listed).size).toBe(listed.length);
        const stayed = all.filter((id) => !gone.has(id));
        expect(stayed.filter((id) => !listed.includes(id))).toEqual([]);
      });

      test('findSame reads all of them', async () => {
        const wish = wanted();
        const target = await created();
        for (let nth = 0; nth < 260; nth++) bench.dashboardInvites(`guest${nth}@example.com`, hostId);
        const second = await created();
        expect(ids(value(await guests.findSame(wish)))).toEqual(ids([target, second]));
      });

      test('ends the walk with the Problem of a failed page', async () => {
        for (let nth = 0; nth < 260; nth++) bench.dashboardInvites(`guest${nth}@example.com`, hostId);
        const pages: unknown[] = [];
        for await (const page of guests.list()) {
          pages.push(page);
          if (pages.length === 1) bench.trouble('list', { status: 429 });
        }
        expect(pages).toMatchObject([{ length: 200 }, { code: 'provider_busy' }]);
        bench.advance(3_600_000);
        bench.trouble('list', { status: 500 });
        expect(await guests.findSame(wanted())).toMatchObject({ code: 'provider_unreachable' });
      });
    });
  });
}

function ids(invites: readonly ProviderGuestInvite[]): string[] {
  return invites.map((invite) => invite.providerInviteId).toSorted();
}
