import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invite } from '../../src/domain/invite.ts';
import { type Job, type JobKind, LEASE_MS } from '../../src/domain/job.ts';
import { allLanes, type Lane, type Line, wantedAtProvider } from '../../src/domain/lanes.ts';
import type { NewJob } from '../../src/store/job-rows.ts';
import type { Store } from '../../src/store/open-store.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { anInvite } from '../support/an-invite.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

/** What every store must know of who stands where in line. `fresh` makes an empty one and answers how to open it. */
export function lanesContract(name: string, fresh: () => Promise<() => Promise<Store>>): void {
  describe(`lanes on ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await (await fresh())();
    });
    afterEach(() => store.close());

    const lineOf = async (id: string): Promise<Line | undefined> => {
      const found = (await store.dueJobs(NOW + 10 * LEASE_MS)).find((job) => job.id === id);
      return found && { lane: found.lane, target: found.target, owner: found.owner };
    };
    const claimed = async (id: string): Promise<Job> => {
      const seen = (await store.dueJobs(NOW)).find((job) => job.id === id);
      const job = seen && (await store.claimJob(seen, NOW));
      if (job === undefined) throw new Error(`${id} was not claimed`);
      return job;
    };
    const write = async (parts: Partial<Invite>): Promise<void> => {
      const invite = await store.getInvite('inv_test');
      if (invite === undefined) throw new Error('no invite');
      await store.saveInvite({ ...invite, ...parts }, NOW);
    };
    const look = (lane: Lane, more: { readonly after?: Line; readonly most?: number } = {}) =>
      store.dueJobs(NOW, [{ lane, after: more.after, most: more.most ?? 100 }]);
    /** An invite of each of these people, with the same job. */
    const inviteOf = async (people: readonly string[], kind: JobKind, at = 0) => {
      for (const [n, inviterId] of people.entries()) {
        const id = `inv_${n}`;
        await store.insertInvite(anInvite({ id, requestKey: id, inviterId }));
        await store.enqueue({ inviteId: id, kind, at });
      }
    };

    describe('of each kind of job', () => {
      const ofInvite: readonly [JobKind, string, Line][] = [
        ['provider', '', { lane: 'invite', target: '', owner: 'U1' }],
        ['card', '', { lane: 'post', target: 'C1', owner: 'U1' }],
        ['notice', 'cancelled', { lane: 'post', target: 'C1', owner: 'U1' }],
        ['notice', 'kicked:4', { lane: 'post', target: 'C1', owner: 'U1' }],
        ['notice', 'failed', { lane: 'post', target: 'C1', owner: 'U1' }],
        ['notice', 'changed:3', { lane: 'news', target: 'C1', owner: 'U1' }],
        ['notice', 'started:9', { lane: 'news', target: 'C1', owner: 'U1' }],
        ['notice', 'ends_soon:9', { lane: 'news', target: 'C1', owner: 'U1' }],
        ['start', '', { lane: 'plan', target: '', owner: 'U1' }],
        ['warn', '', { lane: 'plan', target: '', owner: 'U1' }],
        ['card_again', '', { lane: 'plan', target: '', owner: 'U1' }],
        ['end', '', { lane: 'expire', target: '', owner: 'U1' }],
      ];
      it.each(ofInvite)('are right for %s %s of an invite', async (kind, name, line) => {
        await store.insertInvite(anInvite({}));
        await store.enqueue({ inviteId: 'inv_test', kind, name, at: 0 });
        expect(await lineOf(name === '' ? `inv_test:${kind}` : `inv_test:${kind}:${name}`)).toEqual(line);
      });

      it('make a warning wait for its channel or its person, and no longer than it takes to post it', async () => {
        await store.insertInvite(anInvite({}));
        const ends = [{ inviteId: 'inv_test', endsAt: 9, outcome: undefined }];
        const warning = { threadOf: 'inv_test', personId: undefined, mentions: 'U1', createdAt: NOW, ends };
        await store.insertWarning({ ...warning, id: 'w1' });
        await store.insertWarning({ ...warning, id: 'w2', threadOf: undefined, personId: 'U1' });
        const enqueueOne = (name: string) => store.enqueue({ kind: 'warning', name, at: 0 });
        for (const id of ['w1', 'w2']) await enqueueOne(id);
        expect(await lineOf('warning:w1')).toEqual({ lane: 'news', target: 'C1', owner: 'U1' });
        expect(await lineOf('warning:w2')).toEqual({ lane: 'news', target: 'U1', owner: 'U1' });
        await store.saveWarningPlace('w1', { channelId: 'C1', ts: '1.1', shownAt: NOW, mentions: 'U1' }, ['inv_test']);
        await enqueueOne('w1');
        expect(await lineOf('warning:w1')).toEqual({ lane: 'call', target: '', owner: 'U1' });
      });

      const ofNone: readonly [JobKind, string, Line][] = [
        ['members', 'mb_test', { lane: 'members', target: 'parsec', owner: 'U1' }],
        ['member_card', 'mb_test', { lane: 'post', target: 'C1', owner: 'U1' }],
        ['digest', 'C7', { lane: 'post', target: 'C7', owner: '' }],
        ['admin_notice', 'key_refused:1', { lane: 'call', target: '', owner: '' }],
        ['direct_notice', 'key_refused:1:U5', { lane: 'post', target: 'U5', owner: '' }],
        ['channel_notice', 'settings:1:C5', { lane: 'post', target: 'C5', owner: '' }],
        ['inviters', 'hourly', { lane: 'call', target: 'inviters', owner: '' }],
        ['erasure', 'sent', { lane: 'call', target: 'erasure', owner: '' }],
        ['retention', 'hourly', { lane: 'plan', target: '', owner: '' }],
        ['key_check', 'parsec', { lane: 'call', target: '', owner: '' }],
        ['audit_stream', 'file', { lane: 'call', target: 'audit_file', owner: '' }],
        ['late_post', '1', { lane: 'call', target: '', owner: '' }],
      ];
      it.each(ofNone)('are right for %s %s', async (kind, name, line) => {
        const batch = aMemberBatch();
        await store.insertMemberBatch(batch, memberRowsOf(batch, [{}]));
        const job: NewJob = { kind, name, at: 0 };
        await store.enqueueOnce(job);
        expect(await lineOf(`${kind}:${name}`)).toEqual(line);
      });

      it('are right for reconciling, and for a notice that a digest was to post and does not', async () => {
        await store.startReconciling(0);
        expect(await lineOf('reconcile')).toEqual({ lane: 'reconcile', target: '', owner: '' });
        await store.insertInvite(anInvite({ cardChannelId: 'C2', cardTs: '1.1' }));
        await store.addToDigest({ inviteId: 'inv_test', channelId: 'C2', name: 'expired:5', at: NOW, facts: {} });
        expect(await lineOf('digest:C2')).toEqual({ lane: 'post', target: 'C2', owner: '' });
        await store.releaseWaiting(['inv_test:notice:expired:5'], NOW);
        expect(await lineOf('inv_test:notice:expired:5')).toEqual({ lane: 'post', target: 'C2', owner: 'U1' });
      });
    });

    describe('of a job at the provider', () => {
      const enqueueOne = () => store.enqueue({ inviteId: 'inv_test', kind: 'provider', at: 0 });
      beforeEach(() => store.insertInvite(anInvite({ state: 'granted', providerInviteId: 'p1' })));

      it('fit the job and belong to the person who requested it', async () => {
        await enqueueOne();
        const expectLine = async (lane: Lane, owner: string) =>
          expect(await lineOf('inv_test:provider')).toEqual({ lane, target: '', owner });
        await write({ change: { endsAt: NOW + 9, sendEmail: false, requestedBy: 'U2' } });
        await expectLine('invite', 'U2');
        await write({ kickRequestedBy: 'U3' });
        await expectLine('revoke', 'U3');
        // Disconnected: what is left is the change.
        await write({ kickRequestedBy: undefined });
        await expectLine('invite', 'U2');
        await write({ state: 'cancelling', cancel: { requestedBy: 'U4', sendEmail: false } });
        await expectLine('revoke', 'U4');
      });

      it('are the same when it is enqueued after the invite was written, or before', async () => {
        await write({ state: 'cancelling', cancel: { requestedBy: 'U1', sendEmail: false } });
        await enqueueOne();
        expect(await lineOf('inv_test:provider')).toMatchObject({ lane: 'revoke' });
        await store.transaction(async (tx) => {
          await tx.enqueue({ inviteId: 'inv_test', kind: 'provider', at: 0 });
          const invite = await tx.lockInvite('inv_test');
          if (invite !== undefined) await tx.saveInvite({ ...invite, state: 'granted', kickRequestedBy: 'U2' }, NOW);
        });
        expect(await lineOf('inv_test:provider')).toMatchObject({ lane: 'revoke', owner: 'U2' });
      });

      // A job in the lane `revoke` whose invite wants something else is moved to another lane, and would come back at once, forever.
      it('follow what the invite wants, whatever it is written with', async () => {
        const change = { endsAt: NOW + 9, sendEmail: false, requestedBy: 'U2' };
        const choices: readonly Partial<Invite>[] = (['requested', 'granted', 'cancelling'] as const).flatMap((state) =>
          [undefined, change].flatMap((change) =>
            [undefined, 'U3'].flatMap((kickRequestedBy) =>
              [undefined, NOW].map((stuckSince) => ({ state, change, kickRequestedBy, stuckSince })),
            ),
          ),
        );
        for (const parts of choices) {
          const invite = await store.getInvite('inv_test');
          if (invite !== undefined) await store.saveInvite({ ...invite, ...parts }, NOW);
          const lane = wantedAtProvider({ ...anInvite({}), ...parts })?.lane;
          if (lane === undefined) continue;
          await enqueueOne();
          expect({ ...parts, lane: (await lineOf('inv_test:provider'))?.lane }).toEqual({ ...parts, lane });
        }
      });

      it('show that a cancel overtakes a change in flight, but not one without an id of the provider', async () => {
        await write({ change: { endsAt: NOW + 9, sendEmail: false, requestedBy: 'U2' } });
        await enqueueOne();
        const job = await claimed('inv_test:provider');
        expect(job.lane).toBe('invite');
        expect(await store.overtakenJobs([job.id])).toEqual([]);
        await write({ state: 'cancelling', cancel: { requestedBy: 'U1', sendEmail: false } });
        expect(await store.overtakenJobs([job.id])).toEqual([job.id]);
        expect(await store.overtakenJobs([])).toEqual([]);
        await write({ providerInviteId: undefined });
        expect(await store.overtakenJobs([job.id])).toEqual([]);
      });
    });

    it('let a posted card be edited without waiting for its channel', async () => {
      await store.insertInvite(anInvite({}));
      await store.enqueue({ inviteId: 'inv_test', kind: 'card', at: 0 });
      const posting = await claimed('inv_test:card');
      await store.enqueue({ inviteId: 'inv_test', kind: 'card', at: 0 });
      await write({ cardChannelId: 'C1', cardTs: '1.1' });
      await store.finishJob(posting);
      expect(await lineOf('inv_test:card')).toEqual({ lane: 'call', target: '', owner: 'U1' });
    });

    it('make a card that moves wait for its new channel, and the notices behind it, too', async () => {
      await store.insertInvite(anInvite({ cardChannelId: 'C1', cardTs: '1.1' }));
      await store.enqueue({ inviteId: 'inv_test', kind: 'card', at: 0 });
      await store.enqueue({ inviteId: 'inv_test', kind: 'notice', name: 'cancelled', at: 0 });
      const jobs = [await claimed('inv_test:card'), await claimed('inv_test:notice:cancelled')];
      await write({ channelId: 'D9', cardChannelId: undefined, cardTs: undefined });
      for (const job of jobs) await store.rescheduleJob(job, NOW, false);
      expect(await lineOf('inv_test:card')).toEqual({ lane: 'post', target: 'D9', owner: 'U1' });
      await store.finishJob(await claimed('inv_test:card'));
      expect(await lineOf('inv_test:notice:cancelled')).toEqual({ lane: 'post', target: 'D9', owner: 'U1' });
    });

    describe('a look', () => {
      it('returns the first of every queue, however long the others are', async () => {
        await inviteOf([...Array.from({ length: 120 }, () => 'A'), 'B', 'Zoë'], 'provider', NOW - 1);
        await store.enqueue({ inviteId: 'inv_77', kind: 'provider', at: NOW - 2 });
        expect((await look('invite')).map(({ id }) => id)).toEqual([
          'inv_77:provider',
          'inv_120:provider',
          'inv_121:provider',
        ]);
        expect(await look('revoke')).toEqual([]);
        expect((await store.dueInQueues(NOW, await look('invite'), 5)).map(({ owner }) => owner)).toEqual([
          ...Array.from({ length: 5 }, () => 'A'),
          'B',
          'Zoë',
        ]);
        expect(await store.dueInQueues(NOW, [], 5)).toEqual([]);
      });

      it('returns due jobs in the order in which they were requested, also when requested again', async () => {
        for (const [n, id] of ['inv_c', 'inv_a', 'inv_b'].entries()) {
          await store.insertInvite(anInvite({ id, requestKey: id, updatedAt: NOW + n }));
          await store.enqueue({ inviteId: id, kind: 'card', at: 0 });
        }
        const invite = await store.getInvite('inv_c');
        if (invite !== undefined) await store.saveInvite({ ...invite, state: 'granted' }, NOW + 50);
        await store.enqueue({ inviteId: 'inv_c', kind: 'card', at: 0 });
        const line = { lane: 'post', target: 'C1', owner: 'U1' } as const;
        const order = async () => (await store.dueInQueues(NOW, [line], 9)).map(({ inviteId }) => inviteId);
        expect(await order()).toEqual(['inv_c', 'inv_a', 'inv_b']);
        // Finished, and then enqueued again: now it is the newest.
        await store.finishJob(await claimed('inv_c:card'));
        await store.enqueue({ inviteId: 'inv_c', kind: 'card', at: 0 });
        expect(await order()).toEqual(['inv_a', 'inv_b', 'inv_c']);
      });

      it('skips jobs that are not due, leased, or excluded', async () => {
        await inviteOf(['A', 'A', 'A', 'B'], 'provider');
        await store.enqueue({ inviteId: 'inv_3', kind: 'provider', at: NOW + 1 });
        await claimed('inv_0:provider');
        expect((await look('invite')).map(({ id }) => id)).toEqual(['inv_1:provider']);
        const others = await store.dueJobs(NOW, [{ lane: 'invite', after: undefined, most: 9 }], ['inv_1:provider']);
        expect(others.map(({ id }) => id)).toEqual(['inv_2:provider']);
      });

      it('returns as many timed jobs as it is asked for, longest due first', async () => {
        await inviteOf(['A', 'A', 'A', 'B'], 'end', NOW);
        await store.enqueue({ inviteId: 'inv_2', kind: 'end', at: NOW - 1 });
        expect((await look('expire', { most: 3 })).map(({ id }) => id)).toEqual([
          'inv_2:end',
          'inv_0:end',
          'inv_1:end',
        ]);
        expect((await look('expire')).map(({ owner }) => owner)).toEqual(['A', 'A', 'A', 'B']);
      });

      it('goes round in a circle, so that each queue is seen', async () => {
        const people = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
        await inviteOf(people, 'provider');
        const from = async (owner: string | undefined, most = 2) => {
          const after = owner === undefined ? {} : { after: { lane: 'invite', target: '', owner } as const };
          return (await look('invite', { ...after, most })).map((job) => job.owner).toSorted();
        };
        expect(await from(undefined)).toEqual(['A', 'B']);
        expect(await from('B')).toEqual(['A', 'B', 'C', 'D']);
        expect(await from('F')).toEqual(['A', 'B', 'G']);
        expect(await from('G', 99)).toEqual(people);
        expect(await from('C', 99)).toEqual(people);
        // Queues with nothing due do not count.
        for (const n of [0, 1, 2, 3]) await store.enqueue({ inviteId: `inv_${n}`, kind: 'provider', at: NOW + 1 });
        expect(await from(undefined)).toEqual(['E', 'F']);
      });

      it('returns nothing when it asks for nothing', async () => {
        await inviteOf(['A'], 'provider');
        expect(await store.dueJobs(NOW, [])).toEqual([]);
        expect(
          await store.dueJobs(
            NOW,
            allLanes.filter((lane) => lane !== 'invite').map((lane) => ({ lane, after: undefined, most: 9 })),
          ),
        ).toEqual([]);
      });
    });
  });
}
