import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LEASE_MS } from '../../src/domain/job.ts';
import type { Removal } from '../../src/domain/removal.ts';
import type { Store } from '../../src/store/open-store.ts';
import { aRemoval } from '../support/a-removal.ts';
import { anInvite } from '../support/an-invite.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

/**
 * What every store must do, whatever is under it. `fresh` makes an empty one and answers how to open it. A `shared` one is
 * opened by several replicas; of the other kind one process has one, and does several things at once on that.
 */
export function storeContract(
  name: string,
  options: { readonly shared: boolean },
  fresh: () => Promise<() => Promise<Store>>,
): void {
  describe(`store on ${name}`, () => {
    let open: () => Promise<Store>;
    let store: Store;
    let others: Store[];
    beforeEach(async () => {
      open = await fresh();
      store = await open();
      others = [];
    });
    afterEach(() => Promise.all([store, ...others].map((each) => each.close())));

    /** The store, opened by as many replicas. */
    const replicas = async (count: number) => {
      if (!options.shared) return Array.from({ length: count }, () => store);
      while (others.length < count - 1) others.push(await open());
      return [store, ...others];
    };

    const claimed = async (id: string, now = NOW) => {
      const seen = (await store.dueJobs(now)).find((job) => job.id === id);
      if (seen === undefined) throw new Error(`${id} is not due`);
      const job = await store.claimJob(seen, now);
      if (job === undefined) throw new Error(`${id} was not claimed`);
      return job;
    };

    it('keeps the number of a calendar file, and who waits for one', async () => {
      await store.insertInvite(anInvite({ id: 'inv_a', messageLanguage: 'pt-BR' }));
      expect((await store.getInvite('inv_a'))?.messageLanguage).toBe('pt-BR');
      expect(await store.calendarFile('inv_a')).toBeUndefined();
      await store.wantCalendarFile({ inviteId: 'inv_a', personId: 'U1' });
      await store.wantCalendarFile({ inviteId: 'inv_a', personId: 'U2' });
      const none = { sequence: undefined, sentHash: undefined };
      expect(await store.calendarFile('inv_a')).toEqual({ inviteId: 'inv_a', ...none, wantedBy: 'U2' });
      await store.settleCalendarFile({ inviteId: 'inv_a', sequence: 0, sentHash: 'abc' });
      await store.wantCalendarFile({ inviteId: 'inv_a', personId: 'U1' });
      expect(await store.calendarFile('inv_a')).toMatchObject({ sequence: 0, sentHash: 'abc', wantedBy: 'U1' });
      await store.settleCalendarFile({ inviteId: 'inv_a' });
      expect(await store.calendarFile('inv_a')).toMatchObject({ sequence: 0, sentHash: 'abc', wantedBy: undefined });
    });

    it('finds invites by all of some words, and by the time they take up', async () => {
      const hour = 3_600_000;
      const invite = (id: string, parts: Parameters<typeof anInvite>[0]) =>
        store.insertInvite(anInvite({ id, requestKey: id, startsAt: NOW, endsAt: NOW + hour, ...parts }));
      await invite('inv_a', { guestEmail: 'ana@example.com', hostName: 'Edit 1', state: 'granted' });
      await invite('inv_b', { guestEmail: 'ana@example.com', hostName: 'Größe 100%', state: 'ended' });
      await invite('inv_c', { hostName: 'Edit 1', startsAt: NOW + hour, endsAt: NOW + 2 * hour, state: 'granted' });
      const found = async (query: Omit<Parameters<Store['listInvites']>[0], 'which' | 'now' | 'offset' | 'limit'>) => {
        const all = { which: 'all', now: NOW, offset: 0, limit: 9 } as const;
        const { invites } = await store.listInvites({ ...all, ...query });
        return invites.map(({ id }) => id).sort();
      };
      expect(await found({ words: ['ANA', 'edit'] })).toEqual(['inv_a', 'inv_c']);
      expect(await found({ words: ['ana', '100%'] })).toEqual(['inv_b']);
      expect(await found({ words: ['ana', '0_'] })).toEqual([]);
      expect(await found({ words: ['edit'], span: { from: NOW, to: NOW + hour } })).toEqual(['inv_a']);
      const span = await store.invitesInSpan({ from: NOW, to: NOW + 2 * hour, limit: 9 });
      expect(span.map(({ id }) => id)).toEqual(['inv_a', 'inv_c']);
      expect(await store.invitesInSpan({ from: NOW + hour, to: NOW + 2 * hour, limit: 9 })).toHaveLength(1);
    });

    it('keeps what a warning says of each end, and where it was posted', async () => {
      for (const id of ['inv_a', 'inv_b', 'inv_c']) await store.insertInvite(anInvite({ id, requestKey: id }));
      const ends = [
        { inviteId: 'inv_b', endsAt: NOW + 2, outcome: undefined },
        { inviteId: 'inv_a', endsAt: NOW + 1, outcome: undefined },
        { inviteId: 'inv_c', endsAt: NOW + 3, outcome: undefined },
      ];
      const warning = { threadOf: undefined, personId: undefined, mentions: 'U1', createdAt: NOW };
      await store.insertWarning({ ...warning, id: 'w2', ends });
      await store.insertWarning({ ...warning, id: 'w1', threadOf: 'inv_a', ends: ends.slice(1, 2) });
      expect(await store.warnedEnds(['inv_a', 'inv_x'])).toEqual([
        { inviteId: 'inv_a', endsAt: NOW + 1 },
        { inviteId: 'inv_a', endsAt: NOW + 1 },
      ]);
      expect(await store.getWarning('w1')).toEqual({
        ...warning,
        id: 'w1',
        threadOf: 'inv_a',
        place: undefined,
        ends: ends.slice(1, 2),
      });
      const moved = { kind: 'moved', endsAt: NOW + 9, by: 'U2' } as const;
      expect(await store.settleWarningLines('inv_a', moved)).toEqual(['w1', 'w2']);
      // What overtook it first stays, until the end comes after all.
      expect(await store.settleWarningLines('inv_a', { kind: 'ended', endsAt: NOW + 9 })).toEqual([]);
      const place = { channelId: 'C1', ts: '1.1', shownAt: NOW };
      await store.saveWarningPlace('w2', { ...place, mentions: undefined }, ['inv_a', 'inv_b']);
      expect(await store.getWarning('w2')).toEqual({
        ...warning,
        id: 'w2',
        mentions: undefined,
        place,
        ends: [{ inviteId: 'inv_a', endsAt: NOW + 1, outcome: moved }, ends[0]],
      });
      expect(await store.settleWarningLines('inv_a', { ...moved, endsAt: NOW + 1 })).toEqual(['w1', 'w2']);
      expect((await store.getWarning('w1'))?.ends).toEqual(ends.slice(1, 2));
    });

    it('keeps how a person wants to be notified of their invites', async () => {
      expect(await store.getReach('U1')).toBe('mention');
      await store.saveReach('U1', 'direct', NOW);
      await store.saveReach('U1', 'direct', NOW + 1);
      expect([await store.getReach('U1'), await store.getReach('U2')]).toEqual(['direct', 'mention']);
    });

    it('keeps an invite exactly as it was saved', async () => {
      const invite = anInvite({
        change: {
          endsAt: NOW + 9,
          sendEmail: true,
          requestedBy: 'U2',
          permissions: { keyboard: true, mouse: false, gamepad: true },
        },
        cancel: { requestedBy: 'U3', sendEmail: false },
        problem: { code: 'provider_rejected', facts: { provider: 'parsec', message: 'é <b>"quoted"' } },
        link: 'https://parsec.example/x',
        cardChannelId: 'C9',
        cardTs: '1.000002',
        inDoubt: true,
        createSentAt: NOW,
        inviterLeft: { since: NOW, why: 'guest', isHeld: true, awayAt: NOW + 1 },
      });
      await store.insertInvite(invite);
      expect(await store.getInvite(invite.id)).toEqual(invite);
    });

    it('saves the same request once', async () => {
      const invite = anInvite({});
      expect(await store.insertInvite(invite)).toBe('inserted');
      expect(await store.insertInvite({ ...invite, id: 'inv_other' })).toBe('already');
      expect(await store.getInvite('inv_other')).toBeUndefined();
      expect((await store.getInviteByRequestKey(invite.requestKey))?.id).toBe(invite.id);
    });

    it('refuses a write by someone who has not read the last one', async () => {
      const invite = anInvite({});
      await store.insertInvite(invite);
      const saved = await store.saveInvite({ ...invite, state: 'granted' }, NOW);
      expect(saved?.version).toBe(invite.version + 1);
      expect(await store.saveInvite({ ...invite, state: 'failed' }, NOW)).toBeUndefined();
      expect((await store.getInvite(invite.id))?.state).toBe('granted');
    });

    it('lets one invite at the provider belong to one invite of ours', async () => {
      await store.insertInvite(anInvite({ id: 'inv_1', requestKey: 'V1', providerInviteId: 'p1' }));
      await expect(
        store.insertInvite(anInvite({ id: 'inv_2', requestKey: 'V2', providerInviteId: 'p1' })),
      ).rejects.toThrow();
      expect(await store.takenProviderIds(['p1', 'p2'])).toEqual(new Set(['p1']));
      expect(await store.takenProviderIds([])).toEqual(new Set());
    });

    it('writes all of a transaction or none of it', async () => {
      const attempt = store.transaction(async (tx) => {
        await tx.insertInvite(anInvite({}));
        await tx.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
        throw new Error('the plug');
      });
      await expect(attempt).rejects.toThrow('the plug');
      expect(await store.getInvite(anInvite({}).id)).toBeUndefined();
      expect(await store.dueJobs(NOW)).toEqual([]);
    });

    it('finds jobs when they are due and not before, longest due first', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'end', at: NOW + 1 });
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'start', at: NOW });
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      expect((await store.dueJobs(NOW)).map((job) => job.kind)).toEqual(['card', 'start']);
      expect((await store.dueJobs(NOW + 1)).map((job) => job.kind)).toEqual(['card', 'start', 'end']);
    });

    it('gives a job to one claimer only', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      const [seen] = await store.dueJobs(NOW);
      if (seen === undefined) throw new Error('nothing due');
      const claims = await Promise.all(Array.from({ length: 10 }, () => store.claimJob(seen, NOW)));
      expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    });

    it('keeps the facts of a job that was enqueued again during a claim', async () => {
      const enqueueOne = (sentAt: number) =>
        store.enqueue({ kind: 'late_post', name: 'inv_test:card', at: 0, facts: { sentAt } });
      await enqueueOne(1);
      const first = await claimed('late_post:inv_test:card');
      expect(await store.saveProgressOfGeneration(first, '{"sentAt":1,"looks":1}')).toBe(true);
      await enqueueOne(2);
      expect(await store.saveProgressOfGeneration(first, '{"sentAt":1,"looks":2}')).toBe(false);
      await store.rescheduleJob(first, NOW + 9, false);
      expect(await claimed('late_post:inv_test:card')).toMatchObject({ facts: '{"sentAt":2}', afterLost: false });
    });

    it('gives the job of a dead claimer to another after the lease, and ignores the dead one', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      const dead = await claimed('inv_test:card');
      expect(await store.dueJobs(NOW + LEASE_MS - 1)).toEqual([]);
      const heir = await claimed('inv_test:card', NOW + LEASE_MS);
      expect(heir.attempt).toBe(dead.attempt + 1);
      expect([dead.afterLost, heir.afterLost]).toEqual([false, true]);
      expect(await store.renewLease(dead, NOW + LEASE_MS)).toBe(false);
      expect(await store.finishJob(dead)).toBe(false);
      await store.rescheduleJob(dead, NOW + 99_999, true);
      const [row] = await store.jobsOfInvite('inv_test');
      expect(row).toMatchObject({ state: 'claimed', attempt: heir.attempt, tries: 0 });
      expect(await store.finishJob(heir)).toBe(true);
      expect((await store.jobsOfInvite('inv_test'))[0]?.state).toBe('done');
    });

    it('enqueues a job again that finished too late, after the running claim', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      const late = await claimed('inv_test:card');
      const heir = await claimed('inv_test:card', NOW + LEASE_MS);
      await store.enqueueAgain(late);
      expect(await store.dueJobs(NOW + LEASE_MS)).toEqual([]);
      await store.finishJob(heir);
      const again = await claimed('inv_test:card', NOW + LEASE_MS);
      expect(again.gen).toBe(heir.gen + 1);
    });

    it('keeps a claim alive by heartbeats', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      const job = await claimed('inv_test:card');
      expect(await store.renewLease(job, NOW + LEASE_MS - 1)).toBe(true);
      expect(await store.dueJobs(NOW + LEASE_MS + 5)).toEqual([]);
    });

    it('does not keep a lease for hours when the clock is set back', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      await claimed('inv_test:card', NOW + 3_600_000);
      expect(await store.dueJobs(NOW)).toHaveLength(1);
    });

    it('pulls jobs forward that were delayed before the clock was set back, and leaves starts, warnings and ends at their times', async () => {
      await store.insertInvite(anInvite({}));
      for (const kind of ['card', 'start', 'warn', 'end'] as const) {
        await store.enqueue({ inviteId: 'inv_test', kind, at: NOW + 9_000 });
      }
      await store.enqueue({ inviteId: 'inv_test', kind: 'provider', at: NOW + 5_000 });
      await store.recallJobs(NOW + 5_000);
      expect((await store.dueJobs(NOW)).map((job) => job.kind)).toEqual(['card']);
      await store.recallJobs(NOW);
      expect((await store.dueJobs(NOW)).map((job) => job.kind)).toEqual(['card', 'provider']);
      expect(await store.dueJobs(NOW + 9_000)).toHaveLength(5);
    });

    it('names the next event people will see, and counts what is due', async () => {
      await store.insertInvite(anInvite({}));
      expect(await store.agenda(NOW)).toEqual({ next: undefined, due: 0 });
      await store.enqueue({ kind: 'retention', name: 'hourly', at: NOW + 1_000 });
      await store.enqueue({ inviteId: 'inv_test', kind: 'end', at: NOW + 9_000 });
      await store.enqueue({ inviteId: 'inv_test', kind: 'warn', at: NOW + 5_000 });
      expect(await store.agenda(NOW)).toEqual({ next: { at: NOW + 5_000, kind: 'warn' }, due: 0 });
      expect(await store.agenda(NOW + 5_000)).toEqual({ next: { at: NOW + 9_000, kind: 'end' }, due: 1 });
    });

    it('runs a job enqueued again after the running claim, never beside it, and never loses it', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      const first = await claimed('inv_test:card');
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      expect(await store.dueJobs(NOW)).toEqual([]);
      await store.finishJob(first);
      const second = await claimed('inv_test:card');
      expect(second.gen).toBe(first.gen + 1);
      await store.finishJob(second);
      expect(await store.dueJobs(NOW)).toEqual([]);
    });

    it('keeps the time of a job enqueued again when the running claim reschedules itself', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'end', at: 0 });
      const first = await claimed('inv_test:end');
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'end', at: NOW + 500 });
      await store.rescheduleJob(first, NOW + 9_999, true);
      const [row] = await store.jobsOfInvite('inv_test');
      expect(row).toMatchObject({ nextAt: NOW + 500, tries: 0, state: 'queued', leaseUntil: 0 });
    });

    it('counts failed tries, and resets them when the job is enqueued again', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      await store.rescheduleJob(await claimed('inv_test:card'), NOW, true);
      await store.rescheduleJob(await claimed('inv_test:card'), NOW, false);
      expect((await store.jobsOfInvite('inv_test'))[0]).toMatchObject({ tries: 1, attempt: 2 });
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'card', at: 0 });
      expect((await store.jobsOfInvite('inv_test'))[0]).toMatchObject({ tries: 0, attempt: 2 });
    });

    it('enqueues a notice once', async () => {
      await store.insertInvite(anInvite({}));
      const notice = { inviteId: 'inv_test', kind: 'notice', name: 'expired', at: 0, facts: { endsAt: 5 } } as const;
      await store.enqueueOnce(notice);
      await store.finishJob(await claimed('inv_test:notice:expired'));
      await store.enqueueOnce(notice);
      expect(await store.dueJobs(NOW)).toEqual([]);
      expect((await store.jobsOfInvite('inv_test'))[0]?.facts).toBe('{"endsAt":5}');
    });

    it('drops a cancelled job, also under a running claim', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: anInvite({}).id, kind: 'end', at: 0 });
      const running = await claimed('inv_test:end');
      await store.dropJob('inv_test', 'end');
      await store.rescheduleJob(running, NOW, true);
      expect(await store.dueJobs(NOW + LEASE_MS * 2)).toEqual([]);
    });

    it('lists by kind, person and text, in pages, with the total number', async () => {
      const make = (id: string, parts: Parameters<typeof anInvite>[0]) =>
        store.insertInvite(anInvite({ id, requestKey: id, ...parts }));
      await make('inv_a', { startsAt: NOW - 10, endsAt: NOW + 10, state: 'granted', inviterId: 'U1' });
      await make('inv_b', {
        startsAt: NOW + 5,
        endsAt: NOW + 10,
        state: 'granted',
        inviterId: 'U2',
        guestEmail: 'Zoe_1@Example.com',
      });
      await make('inv_c', { startsAt: NOW - 20, endsAt: NOW - 10, state: 'ended', inviterId: 'U1' });
      await make('inv_d', {
        startsAt: NOW - 10,
        endsAt: NOW + 10,
        state: 'cancelled',
        inviterId: 'U1',
        eventName: '100% done',
      });
      const ids = async (query: object) => {
        const list = await store.listInvites({ which: 'open', now: NOW, offset: 0, limit: 10, ...query });
        expect(list.total).toBe(list.invites.length);
        return list.invites.map((invite) => invite.id);
      };
      expect(await ids({ which: 'active' })).toEqual(['inv_a']);
      expect(await ids({ which: 'upcoming' })).toEqual(['inv_b']);
      expect(await ids({ which: 'open' })).toEqual(['inv_a', 'inv_b']);
      expect((await ids({ which: 'all' })).toSorted()).toEqual(['inv_a', 'inv_b', 'inv_c', 'inv_d']);
      expect(await ids({ which: 'all', who: 'U2' })).toEqual(['inv_b']);
      expect(await ids({ which: 'all', text: 'zoe_1@example' })).toEqual(['inv_b']);
      expect(await ids({ which: 'all', text: '100%' })).toEqual(['inv_d']);
      expect(await ids({ which: 'all', text: '_' })).toHaveLength(4);
      expect(await ids({ which: 'all', text: "'; drop table invite; --" })).toEqual([]);
      const second = await store.listInvites({ which: 'all', now: NOW, offset: 3, limit: 3 });
      expect(second.total).toBe(4);
      expect(second.invites).toHaveLength(1);
    });

    describe('for one reader', () => {
      const open = { state: 'granted', startsAt: NOW - 10, endsAt: NOW + 10 } as const;
      const over = { state: 'cancelled', startsAt: NOW - 10, endsAt: NOW + 10 } as const;
      const make = (id: string, parts: Parameters<typeof anInvite>[0]) =>
        store.insertInvite(anInvite({ id, requestKey: id, inviterId: 'U1', createdAt: NOW, ...parts }));
      const listed = async (channelIds: string[], withBookings: boolean, text = '') => {
        const reader = { personId: 'U2', channelIds, withBookings };
        const list = await store.listInvites({ which: 'all', text, reader, now: NOW, offset: 0, limit: 20 });
        expect(list.total).toBe(list.invites.length);
        return list.invites.map((invite) => invite.id).toSorted();
      };
      beforeEach(async () => {
        await make('inv_mine', { ...over, inviterId: 'U2', channelId: 'C9' });
        await make('inv_read', { ...over, channelId: 'C1' });
        await make('inv_carded', { ...open, channelId: 'C1', cardChannelId: 'C1' });
        await make('inv_moved', { ...over, channelId: 'C1', cardChannelId: 'D1' });
        await make('inv_hidden', { ...open, channelId: 'C2' });
        await make('inv_hidden_over', { ...over, channelId: 'C2' });
        await make('inv_hidden_past', { ...open, channelId: 'C2', startsAt: NOW - 20, endsAt: NOW - 10 });
        await make('inv_nowhere', { ...open, channelId: '', inviterId: '' });
      });

      it('lists their own invites and those posted in channels they read', async () => {
        expect(await listed(['C1'], false)).toEqual(['inv_carded', 'inv_mine', 'inv_read']);
        expect(await listed(['C1', 'D1'], false)).toEqual(['inv_carded', 'inv_mine', 'inv_moved', 'inv_read']);
        expect(await listed([], false)).toEqual(['inv_mine']);
        expect(await listed(['C2'], false, 'ana@example.com')).toContain('inv_hidden_over');
        expect(await listed(['C1'], false, 'inv_hidden')).toEqual([]);
      });

      it('searches for no address in channels that are shown none', async () => {
        const searched = async (text: string, maskedIds: string[]) => {
          const reader = { personId: 'U2', channelIds: ['C1', 'D1'], maskedIds, withBookings: false };
          const list = await store.listInvites({ which: 'all', text, reader, now: NOW, offset: 0, limit: 20 });
          return list.invites.map((invite) => invite.id).toSorted();
        };
        await make('inv_titled', { ...over, channelId: 'C1', eventName: 'With zoe@client.example' });
        const all = ['inv_carded', 'inv_mine', 'inv_moved', 'inv_read', 'inv_titled'];
        expect(await searched('ana@example.com', [])).toEqual(all);
        expect(await searched('ana@example.com', ['D1'])).toEqual(all.filter((id) => id !== 'inv_moved'));
        expect(await searched('ana@example.com', ['C1', 'D1'])).toEqual(['inv_mine']);
        expect(await searched('zoe', ['C1'])).toEqual([]);
        expect(await searched('edit 1', ['C1'])).toEqual(all);
        expect(await searched('render review', ['C1'])).toEqual(all.filter((id) => id !== 'inv_titled'));
      });

      it('lists what else holds a computer, too, when bookings are wanted', async () => {
        const read = ['inv_carded', 'inv_hidden', 'inv_mine', 'inv_nowhere', 'inv_read'];
        expect(await listed(['C1'], true)).toEqual(read);
        expect(await listed([], true)).toEqual(['inv_carded', 'inv_hidden', 'inv_mine', 'inv_nowhere']);
      });

      it('names the conversations that matching invites are posted in, those of the newest first', async () => {
        await make('inv_new', { ...open, channelId: 'C3', eventName: 'Premiere', createdAt: NOW + 1 });
        await make('inv_newer', { ...open, channelId: 'C4', cardChannelId: 'D4', createdAt: NOW + 2 });
        const places = (limit: number, text = '') => store.placesOfInvites({ which: 'all', text, now: NOW }, limit);
        expect((await places(20)).slice(0, 3)).toEqual(['C4', 'D4', 'C3']);
        expect((await places(20)).toSorted()).toEqual(['C1', 'C2', 'C3', 'C4', 'C9', 'D1', 'D4']);
        expect(await places(2)).toEqual(['C4', 'D4']);
        expect(await places(20, 'premiere')).toEqual(['C3']);
        expect(await places(20, 'nothing like it')).toEqual([]);
      });
    });

    it.each(['Übung', 'ÇA VA', 'übung_1 %', 'ВСТРЕЧА'])('finds “%s” by the typed text', async (eventName) => {
      await store.insertInvite(anInvite({ eventName }));
      await store.insertInvite(anInvite({ id: 'inv_other', requestKey: 'other', eventName: 'Ubung 12 va' }));
      const found = await store.listInvites({ which: 'all', text: eventName, now: NOW, offset: 0, limit: 9 });
      expect(found.invites.map((invite) => invite.eventName)).toEqual([eventName]);
    });

    it('finds the invites that hold a host in a window', async () => {
      const make = (id: string, parts: Parameters<typeof anInvite>[0]) =>
        store.insertInvite(anInvite({ id, requestKey: id, ...parts }));
      await make('inv_before', { startsAt: NOW, endsAt: NOW + 10, state: 'granted' });
      await make('inv_across', { startsAt: NOW + 5, endsAt: NOW + 15, state: 'requested' });
      await make('inv_over', { startsAt: NOW + 5, endsAt: NOW + 15, state: 'cancelled' });
      await make('inv_elsewhere', { startsAt: NOW + 5, endsAt: NOW + 15, state: 'granted', hostId: 'h2' });
      const found = await store.invitesOnHost({ hostId: 'host_1', startsAt: NOW + 10, endsAt: NOW + 20 });
      expect(found.map((invite) => invite.id)).toEqual(['inv_across']);
    });

    it('finds the invites that hold some hosts now, and the next on each of them', async () => {
      const make = (id: string, parts: Parameters<typeof anInvite>[0]) =>
        store.insertInvite(anInvite({ id, requestKey: id, state: 'granted', ...parts }));
      await make('inv_over', { startsAt: NOW - 20, endsAt: NOW, state: 'granted' });
      await make('inv_now', { startsAt: NOW - 10, endsAt: NOW + 10 });
      await make('inv_cancelled', { startsAt: NOW - 10, endsAt: NOW + 10, state: 'cancelled' });
      await make('inv_last', { startsAt: NOW + 30, endsAt: NOW + 40 });
      await make('inv_next', { startsAt: NOW + 20, endsAt: NOW + 25 });
      await make('inv_too', { startsAt: NOW + 20, endsAt: NOW + 35, state: 'requested' });
      await make('inv_h2', { startsAt: NOW + 5, endsAt: NOW + 15, hostId: 'h2' });
      await make('inv_h3', { startsAt: NOW + 5, endsAt: NOW + 15, hostId: 'h3' });
      const found = await store.invitesNowAndNext({ hostIds: ['host_1', 'h2'], now: NOW });
      expect(found.map((invite) => invite.id)).toEqual(['inv_now', 'inv_h2', 'inv_next', 'inv_too']);
      expect(await store.invitesNowAndNext({ hostIds: [], now: NOW })).toEqual([]);
    });

    it('finds the open and the closed invites of a guest on a host, and where else they are invited', async () => {
      const make = (id: string, parts: Parameters<typeof anInvite>[0]) =>
        store.insertInvite(
          anInvite({ id, requestKey: id, startsAt: NOW, endsAt: NOW + 10, providerInviteId: id, ...parts }),
        );
      await make('open', { state: 'granted', guestEmail: 'Ana@Example.com' });
      await make('leaving', { state: 'cancelling', startsAt: NOW + 1 });
      await make('asked', { state: 'requested', providerInviteId: undefined });
      await make('past', { state: 'granted', endsAt: NOW - 1, startsAt: NOW - 5 });
      await make('away', { state: 'granted', hostId: 'h2' });
      await make('ended', { state: 'ended', endsAt: NOW - 1, startsAt: NOW - 5, guestEmail: 'ANA@example.com' });
      await make('cancelled', { state: 'cancelled' });
      await make('others', { state: 'ended', guestEmail: 'bea@example.com' });
      await make('unannounced', { state: 'ended', channelId: '' });
      const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
      expect(ids(await store.liveOnHost({ hostId: 'host_1', now: NOW }))).toEqual(['open', 'leaving']);
      const closed = { guestEmail: 'ana@example.com', hostId: 'host_1' };
      expect(ids(await store.closedOfGuest({ ...closed, endsAfter: NOW - 2 }))).toEqual(['cancelled', 'ended']);
      expect(ids(await store.closedOfGuest({ ...closed, endsAfter: NOW }))).toEqual(['cancelled']);
      const window = { guestEmail: 'ana@example.com', startsAt: NOW, endsAt: NOW + 1 };
      expect(ids(await store.invitesOfGuest(window)).toSorted()).toEqual(['asked', 'away', 'open']);
    });

    it('knows for which click a form was shown last, whichever came first', async () => {
      const act = (actedAt: number, viewId = 'V1') => ({ viewId, actedAt });
      expect(await store.isNewestDrawing(act(5))).toBe(true);
      await store.noteDrawing(act(7));
      await store.noteDrawing(act(5));
      expect(await store.isNewestDrawing(act(5))).toBe(false);
      expect(await store.isNewestDrawing(act(7))).toBe(true);
      expect(await store.isNewestDrawing(act(5, 'V2'))).toBe(true);
      // Of a form of the day before nothing is kept.
      await store.noteDrawing(act(8 + 24 * 3_600_000_000, 'V2'));
      expect(await store.isNewestDrawing(act(5))).toBe(true);
    });

    it('finds the inviters of open invites, and which of those are marked as left by their inviter', async () => {
      const query = { workspaceId: 'T1', now: NOW, limit: 10 };
      const insert = (id: string, parts: Parameters<typeof anInvite>[0]) =>
        store.insertInvite(anInvite({ id, requestKey: id, ...parts }));
      const left = { since: NOW, why: 'deactivated', isHeld: true } as const;
      await insert('a', { inviterId: 'U2', state: 'granted' });
      await insert('b', { inviterId: 'U2', state: 'requested', inviterLeft: left });
      await insert('c', { inviterId: 'U2', state: 'cancelling' });
      await insert('d', { inviterId: 'U1', state: 'granted' });
      await insert('e', { inviterId: 'U3', state: 'ended' });
      await insert('f', { inviterId: 'U4', state: 'granted', workspaceId: 'T2' });
      await insert('g', { inviterId: 'U5', state: 'granted', startsAt: NOW - 2, endsAt: NOW - 1 });
      await insert('h', { inviterId: '', state: 'granted' });
      expect(await store.openInviters({ ...query, after: '' })).toEqual(['U1', 'U2']);
      expect(await store.openInviters({ ...query, after: '', limit: 1 })).toEqual(['U1']);
      expect(await store.openInviters({ ...query, after: 'U1' })).toEqual(['U2']);
      const of = { workspaceId: 'T1', after: '', limit: 10 };
      expect(await store.openInvitesOf('U2', { ...of, isLeft: false })).toEqual(['a', 'c']);
      expect(await store.openInvitesOf('U2', { ...of, isLeft: false, after: 'a' })).toEqual(['c']);
      expect(await store.openInvitesOf('U2', { ...of, isLeft: true })).toEqual(['b']);
      expect(await store.openInvitesOf('U4', { ...of, isLeft: false })).toEqual([]);
    });

    it('keeps the audit in order', async () => {
      await store.insertInvite(anInvite({}));
      for (const [at, id] of [
        [3, 'c'],
        [1, 'a'],
        [2, 'b'],
      ] as const) {
        await store.insertAudit({ id, inviteId: 'inv_test', at, actor: 'U1', action: id, facts: { n: at, yes: true } });
      }
      const entries = await store.auditOfInvite('inv_test');
      expect(entries.map((entry) => entry.action)).toEqual(['a', 'b', 'c']);
      expect(entries[0]?.facts).toEqual({ n: 1, yes: true });
    });

    describe('the actions of admins', () => {
      const action = (id: string, at: number, requestKey = `V-${id}`) => ({
        id,
        requestKey,
        at,
        actor: 'U1',
        provider: 'parsec',
        operation: 'Kick User',
        input: { raw: { machine: 'm', members: ['1', '2'] }, shown: ['Computer: Edit 1'] },
      });

      it('are kept as asked, then with their results, newest first', async () => {
        for (const [id, at] of [
          ['b', 2],
          ['a', 1],
          ['c', 3],
        ] as const) {
          expect(await store.insertTeamAction(action(id, NOW + at))).toBe('inserted');
        }
        await store.settleTeamAction('b', 'provider_busy', NOW + 9);
        expect(await store.teamActionRows(2)).toEqual([
          { ...action('c', NOW + 3), outcome: 'asked', settledAt: undefined },
          { ...action('b', NOW + 2), outcome: 'provider_busy', settledAt: NOW + 9 },
        ]);
        const { requestKey } = action('b', NOW);
        expect(await store.getTeamActionByRequestKey(requestKey)).toMatchObject({ id: 'b', outcome: 'provider_busy' });
        expect(await store.getTeamActionByRequestKey('unknown')).toBeUndefined();
      });

      it('are kept once per request, however many record it at the same moment', async () => {
        const stores = await replicas(5);
        const outcomes = await Promise.all(stores.map((each, n) => each.insertTeamAction(action(`d${n}`, NOW, 'V1'))));
        expect(outcomes.toSorted()).toEqual(['already', 'already', 'already', 'already', 'inserted']);
        expect(await store.teamActionRows(10)).toHaveLength(1);
      });
    });

    describe('a digest', () => {
      const ended = (id: string, at: number) => ({
        inviteId: id,
        channelId: 'C1',
        name: 'expired',
        at,
        facts: { endsAt: at },
      });
      const waiting = async () => (await store.waitingNotices('C1', { limit: 10 })).map((notice) => notice.inviteId);

      it('holds the notices of its channel once each, longest waiting first', async () => {
        await store.insertInvite(anInvite({ id: 'a', requestKey: 'a' }));
        await store.insertInvite(anInvite({ id: 'b', requestKey: 'b', channelId: 'C2' }));
        await store.insertInvite(anInvite({ id: 'c', requestKey: 'c' }));
        await store.addToDigest(ended('c', NOW - 1));
        await store.addToDigest(ended('a', NOW - 2));
        await store.addToDigest(ended('a', NOW));
        await store.addToDigest({ ...ended('b', NOW), channelId: 'C2' });
        expect(await waiting()).toEqual(['a', 'c']);
        // Only the digest posts them: nothing else finds them.
        expect((await store.dueJobs(NOW)).map((job) => job.id)).toEqual(['digest:C1', 'digest:C2']);
        await store.finishWaiting(['a:notice:expired']);
        expect(await waiting()).toEqual(['c']);
        await store.releaseWaiting(['a:notice:expired', 'c:notice:expired'], NOW);
        expect(await waiting()).toEqual([]);
        expect((await store.dueJobs(NOW)).map((job) => job.id)).toContain('c:notice:expired');
        expect((await store.jobsOfInvite('a'))[0]).toMatchObject({ state: 'done' });
      });

      it('keeps what it has begun when more is enqueued, and runs again after it', async () => {
        await store.insertInvite(anInvite({ id: 'a', requestKey: 'a' }));
        await store.insertInvite(anInvite({ id: 'b', requestKey: 'b' }));
        await store.addToDigest(ended('a', NOW));
        const job = await claimed('digest:C1');
        await store.saveProgress(job, '{"sent":3}');
        await store.addToDigest(ended('b', NOW));
        await store.finishJob(job);
        // Not at once: others may be recorded at the same moment, and it would come for each.
        expect(await store.dueJobs(NOW)).toEqual([]);
        expect(await claimed('digest:C1', NOW + 500)).toMatchObject({ facts: '{"sent":3}', name: 'C1' });
      });

      it('knows whether an end of its channel is not recorded yet', async () => {
        await store.insertInvite(anInvite({ id: 'a', requestKey: 'a', channelId: 'C1', state: 'granted' }));
        const { endsAt } = anInvite({});
        expect(await store.hasEndsToRecord('C1', endsAt - 1)).toBe(false);
        expect(await store.hasEndsToRecord('C1', endsAt)).toBe(true);
        expect(await store.hasEndsToRecord('C2', endsAt)).toBe(false);
      });
    });

    describe('reconciling', () => {
      const granted = (id: string, parts: Partial<Parameters<typeof anInvite>[0]> = {}) =>
        anInvite({
          id,
          requestKey: id,
          providerInviteId: `p_${id}`,
          state: 'granted',
          updatedAt: NOW - 1,
          ...parts,
        });
      const unseen = async (run: number) =>
        (await store.unseenInvites({ run, startedAt: NOW, now: NOW, limit: 10 })).map((invite) => invite.id);

      const reconcilesAt = async () => (await store.dueJobs(NOW + 3_600_000))[0]?.nextAt;

      it('is enqueued once, without an invite, and is claimed like any job', async () => {
        await store.startReconciling(NOW);
        await store.startReconciling(NOW + 5);
        const job = await claimed('reconcile');
        expect(job).toMatchObject({ inviteId: undefined, kind: 'reconcile', facts: '{}' });
        expect(await store.dueJobs(NOW)).toEqual([]);
        expect(await store.saveProgress(job, '{"run":2}')).toBe(true);
        await store.rescheduleJob(job, NOW + 300_000, false);
        await store.hastenReconcile(NOW + 60_000);
        expect(await reconcilesAt()).toBe(NOW + 60_000);
        await store.hastenReconcile(NOW + 90_000);
        expect(await reconcilesAt()).toBe(NOW + 60_000);
      });

      it('is not pulled forward while the provider asks to wait', async () => {
        await store.startReconciling(NOW);
        await store.rescheduleJob(await claimed('reconcile'), NOW + 300_000, true);
        await store.hastenReconcile(NOW + 1);
        expect(await reconcilesAt()).toBe(NOW + 300_000);
      });

      it('accepts no progress from a lost claim', async () => {
        await store.startReconciling(NOW);
        const late = await claimed('reconcile');
        const heir = await claimed('reconcile', NOW + LEASE_MS);
        expect(await store.saveProgress(late, '{"run":9}')).toBe(false);
        expect(await store.saveProgress(heir, '{"run":2}')).toBe(true);
      });

      it('finds invites a run has not seen, longest unseen first; none that is ended, changing or just written', async () => {
        await store.insertInvite(granted('seen'));
        await store.insertInvite(granted('missed'));
        await store.insertInvite(granted('never'));
        await store.insertInvite(granted('over', { startsAt: NOW - 2, endsAt: NOW }));
        await store.insertInvite(
          granted('changing', { change: { sendEmail: false, requestedBy: 'U1', endsAt: NOW + 9 } }),
        );
        await store.insertInvite(granted('kicking', { kickRequestedBy: 'U1' }));
        await store.insertInvite(granted('fresh', { updatedAt: NOW }));
        await store.insertInvite(granted('leaving', { state: 'cancelling' }));
        await store.markSeen(['seen', 'missed'], 1);
        await store.markSeen(['seen'], 2);
        expect(await unseen(2)).toEqual(['never', 'missed']);
        expect((await store.getInvite('seen'))?.version).toBe(1);
      });

      it('finds our invites by the ids of the provider, and creates without an answer', async () => {
        await store.insertInvite(granted('open'));
        await store.insertInvite(granted('over', { startsAt: NOW - 2, endsAt: NOW }));
        await store.insertInvite(granted('gone', { state: 'cancelled' }));
        await store.insertInvite(anInvite({ id: 'asked', requestKey: 'asked' }));
        await store.insertInvite(anInvite({ id: 'failed', requestKey: 'failed', state: 'failed' }));
        await store.insertInvite(granted('ended', { state: 'ended' }));
        const unseen = granted('unseen', {
          state: 'ended',
          startsAt: NOW - 2,
          endsAt: NOW,
          problem: { code: 'end_unseen', facts: {} },
        });
        await store.insertInvite(unseen);
        const ids = ['open', 'over', 'gone', 'other', 'ended', 'unseen'].map((id) => `p_${id}`);
        const found = await store.openByProviderIds(ids, NOW);
        expect(found.map((invite) => invite.id).toSorted()).toEqual(['open', 'unseen']);
        expect(await store.openByProviderIds([], NOW)).toEqual([]);
        expect((await store.pendingCreates()).map((invite) => invite.id)).toEqual(['asked']);
        expect(await store.hasOpenInvites(NOW)).toBe(true);
        // What nobody saw to end may be open.
        expect(await store.hasOpenInvites(NOW + 7_200_000)).toBe(true);
        await store.saveInvite({ ...unseen, problem: undefined }, NOW);
        expect(await store.hasOpenInvites(NOW + 7_200_000)).toBe(false);
      });
    });

    describe('a request without an answer', () => {
      const sent = { hostId: 'h', guestEmail: 'ana@example.com', eventName: 'Review', startsAt: NOW, endsAt: NOW + 9 };
      const create = (id: string, sentAt = NOW) =>
        ({ id, inviteId: 'inv_test', sentAt, kind: 'create', sent }) as const;
      const change = (id: string, sentAt = NOW) => {
        const wanted = { endsAt: NOW + 5, sendEmail: false, requestedBy: 'U1' };
        return { id, inviteId: 'inv_test', sentAt, kind: 'change', sent: wanted } as const;
      };
      const ids = async (now = NOW) => (await store.unansweredWrites(now)).map(({ id }) => id);
      beforeEach(async () => {
        await store.insertInvite(anInvite({}));
      });

      it('is kept as it was sent, oldest first, until it is answered or no longer matters', async () => {
        await store.insertUnanswered(change('b', NOW + 1));
        await store.insertUnanswered(create('a'));
        expect(await store.unansweredOf('inv_test')).toEqual([
          { ...create('a'), overtaken: false },
          { ...change('b', NOW + 1), overtaken: false },
        ]);
        expect(await store.unansweredOf('inv_other')).toEqual([]);
        expect(await ids()).toEqual(['a', 'b']);
        expect(await ids(NOW + 9)).toEqual(['b']);
        await store.forgetUnanswered(['b', 'c']);
        await store.forgetUnanswered([]);
        await store.forgetOldUnanswered(NOW + 8);
        expect(await ids()).toEqual(['a']);
        await store.forgetOldUnanswered(NOW + 9);
        expect(await ids()).toEqual([]);
      });

      it('belongs to one invite at the provider, which is no other’s and is settled once', async () => {
        const both = await replicas(2);
        await store.insertUnanswered(create('a'));
        await store.insertUnanswered(create('b'));
        const marks = await Promise.all(both.map((each, n) => each.markSurplus('a', `p${n}`)));
        expect(marks.filter(Boolean)).toHaveLength(1);
        const marked = `p${marks.indexOf(true)}`;
        expect(await ids()).toEqual(['b']);
        expect(await store.takenProviderIds(['p0', 'p1', 'p2'])).toEqual(new Set([marked]));
        await store.forgetUnanswered(['a']);
        await store.forgetOldUnanswered(NOW + 9);
        expect(await store.takenProviderIds([marked])).toEqual(new Set([marked]));
        const settled = await Promise.all(both.map((each) => each.settleSurplus(marked)));
        expect(settled.filter(Boolean)).toHaveLength(1);
        expect(await store.takenProviderIds([marked])).toEqual(new Set([marked]));
        await store.forgetOldUnanswered(NOW + 9);
        expect(await store.takenProviderIds([marked])).toEqual(new Set());
      });

      it('is overtaken when a change of the invite has its answer', async () => {
        await store.insertUnanswered(change('a'));
        await store.insertUnanswered(create('b'));
        await store.overtakeChanges('inv_other');
        expect((await store.unansweredOf('inv_test')).map(({ overtaken }) => overtaken)).toEqual([false, false]);
        await store.overtakeChanges('inv_test');
        expect((await store.unansweredOf('inv_test')).map(({ overtaken }) => overtaken)).toEqual([true, false]);
      });
    });

    it('records what a job is about to post, unless another has taken the claim', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: 'inv_test', kind: 'card', at: 0 });
      const first = await claimed('inv_test:card');
      const post = { key: 'inv_test:card', sentAt: NOW, sends: 1 };
      expect(await store.sentPost(first.id)).toBeUndefined();
      expect(await store.markSentPost(first, post, NOW)).toBe(true);
      const second = await claimed('inv_test:card', NOW + LEASE_MS);
      expect(await store.sentPost(second.id)).toEqual(post);
      expect(await store.markSentPost(first, { ...post, sends: 9 }, NOW)).toBe(false);
      await store.resetSentPost(first, undefined);
      expect(await store.sentPost(second.id)).toEqual(post);
      // It counts as a heartbeat, too.
      expect(await store.markSentPost(second, { ...post, sends: 2 }, NOW + LEASE_MS + 5_000)).toBe(true);
      expect(await store.dueJobs(NOW + 2 * LEASE_MS + 4_000)).toEqual([]);
      await store.resetSentPost(second, undefined);
      expect(await store.sentPost(second.id)).toBeUndefined();
    });

    it('records a refused key once, and makes jobs that waited for it due when the key works', async () => {
      const both = await replicas(2);
      const first = await Promise.all(
        both.map((each, n) => each.recordRefusedKey({ provider: 'snyk', since: NOW + n })),
      );
      expect(first.filter(Boolean)).toHaveLength(1);
      expect(await store.refusedKeys()).toEqual([{ provider: 'snyk', since: NOW + first.indexOf(true) }]);
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: 'inv_test', kind: 'provider', at: 0 });
      await store.enqueue({ inviteId: 'inv_test', kind: 'end', at: NOW + 99_000 });
      await store.rescheduleJob(await claimed('inv_test:provider'), NOW + 300_000, true);
      expect(await store.forgetRefusedKey('snyk')).toBe(true);
      expect(await store.forgetRefusedKey('snyk')).toBe(false);
      await store.hastenRefused();
      expect((await store.dueJobs(NOW)).map(({ kind }) => kind)).toEqual(['provider']);
      expect(await store.refusedKeys()).toEqual([]);
    });

    it('keeps a removal until it ends, and counts two requests for the same as one', async () => {
      const stores = await replicas(3);
      const removal = aRemoval();
      const inserts = await Promise.all(stores.map((each, n) => each.insertRemoval({ ...removal, id: `rm_${n}` })));
      expect(inserts.toSorted()).toEqual(['already', 'already', 'inserted']);
      const key = { kind: 'member', provider: 'snyk', targetKey: 'm1' } as const;
      const wanted = await store.lockWantedRemoval(key);
      expect(wanted).toEqual({ ...removal, id: `rm_${inserts.indexOf('inserted')}` });
      if (wanted === undefined) throw new Error('nothing is wanted');
      expect(await store.insertRemoval(aRemoval({ id: 'rm_9', targetKey: 'm9' }))).toBe('inserted');
      expect(await store.stuckRemovals({ ...key, limit: 9 })).toEqual([]);

      const problem = { code: 'provider_busy', facts: { provider: 'snyk', retryAt: NOW } } as const;
      const requesters: Removal['requesters'] = [removal.requesters[0], { by: 'U2', of: 'a2', isNotified: true }];
      const stuck: Removal = { ...wanted, requesters, problem, stuckSince: NOW, sentAt: NOW };
      await store.saveRemoval(stuck);
      expect(await store.lockRemoval(stuck.id)).toEqual(stuck);
      expect(await store.stuckRemovals({ ...key, limit: 9 })).toEqual([stuck]);
      expect(await store.stuckRemovals({ ...key, keys: ['m1', 'm2'], limit: 9 })).toEqual([stuck]);
      expect(await store.stuckRemovals({ ...key, keys: ['m2'], limit: 9 })).toEqual([]);
      expect(await store.stuckRemovals({ ...key, keys: [], limit: 9 })).toEqual([]);
      expect(await store.stuckRemovals({ ...key, kind: 'invite', limit: 9 })).toEqual([]);

      await store.saveRemoval({ ...stuck, state: 'withdrawn' });
      expect(await store.getRemoval(stuck.id)).toMatchObject({ state: 'withdrawn', requesters });
      expect(await store.lockWantedRemoval(key)).toBeUndefined();
      expect(await store.stuckRemovals({ ...key, limit: 9 })).toEqual([]);
      expect(await store.insertRemoval({ ...removal, id: 'rm_again' })).toBe('inserted');
    });

    it('puts a removal into the queue of the first requester, among what ends access, and pulls it forward', async () => {
      await store.transaction(async (tx) => {
        await tx.insertRemoval(aRemoval());
        await tx.enqueue({ kind: 'removal', name: 'rm_1', at: NOW });
      });
      const job = await claimed('removal:rm_1');
      expect(job).toMatchObject({ lane: 'revoke', target: '', owner: 'U1' });
      await store.rescheduleJob(job, NOW + 300_000, true);
      expect(await store.dueJobs(NOW)).toEqual([]);
      await store.hastenRefused();
      expect((await store.dueJobs(NOW)).map(({ kind }) => kind)).toEqual(['removal']);
    });

    it('gives each row to one of ten claimers on three replicas', async () => {
      const stores = await replicas(3);
      await store.insertInvite(anInvite({}));
      const names = Array.from({ length: 40 }, (_, n) => `n${n}`);
      for (const each of names) await store.enqueue({ inviteId: 'inv_test', kind: 'notice', name: each, at: 0 });
      const claim = async (at: Store) => {
        const taken: string[] = [];
        for (let due = await at.dueJobs(NOW); due.length > 0; due = await at.dueJobs(NOW)) {
          for (const seen of due) if ((await at.claimJob(seen, NOW)) !== undefined) taken.push(seen.name);
        }
        return taken;
      };
      const claimers = Array.from({ length: 10 }, (_, n) => claim(stores[n % 3] ?? store));
      const taken = (await Promise.all(claimers)).flat();
      expect(taken.toSorted()).toEqual(names.toSorted());
      expect((await store.jobsOfInvite('inv_test')).every((job) => job.attempt === 1)).toBe(true);
    });

    it('lets one of several simultaneous writers of an invite win', async () => {
      const stores = await replicas(3);
      const invite = anInvite({});
      await store.insertInvite(invite);
      const writes = Array.from({ length: 9 }, (_, n) =>
        (stores[n % 3] ?? store).saveInvite({ ...invite, eventName: `by ${n}` }, NOW),
      );
      const winners = (await Promise.all(writes)).filter((saved) => saved !== undefined);
      expect(winners).toHaveLength(1);
      expect(await store.getInvite(invite.id)).toEqual(winners[0]);
    });

    it('saves the same request once, however many save it at the same moment', async () => {
      const stores = await replicas(3);
      const inserts = stores.map((each, n) => each.insertInvite(anInvite({ id: `inv_${n}` })));
      expect((await Promise.all(inserts)).toSorted()).toEqual(['already', 'already', 'inserted']);
    });

    it('serializes changes of an invite', async () => {
      const stores = await replicas(3);
      await store.insertInvite(anInvite({ eventName: '' }));
      const changes = Array.from({ length: 12 }, (_, n) =>
        (stores[n % 3] ?? store).transaction(async (tx) => {
          const invite = await tx.lockInvite('inv_test');
          if (invite === undefined) throw new Error('gone');
          // In another order each time: nobody may end up waiting for somebody who waits for him.
          for (const kind of n % 2 === 0 ? (['card', 'end'] as const) : (['end', 'card'] as const)) {
            await tx.enqueue({ inviteId: invite.id, kind, at: 0 });
          }
          return tx.saveInvite({ ...invite, eventName: `${invite.eventName}.` }, NOW);
        }),
      );
      const beside = stores.map((each) => each.enqueue({ inviteId: 'inv_test', kind: 'card', at: 0 }));
      expect((await Promise.all(changes)).every((saved) => saved !== undefined)).toBe(true);
      await Promise.all(beside);
      expect(await store.getInvite('inv_test')).toMatchObject({ eventName: '.'.repeat(12), version: 13 });
      expect((await store.jobsOfInvite('inv_test')).map((job) => job.gen)).toEqual([15, 12]);
    });
  });
}
