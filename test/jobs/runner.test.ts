import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMovableClock } from '../../src/clock.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { LEASE_MS } from '../../src/domain/work.ts';
import type { Context, Store } from '../../src/flows/context.ts';
import { createRunner, type Runner } from '../../src/jobs/runner.ts';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const START = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
// Nobody asks Slack with whom the channel is shared.
const policy = { ...defaultPolicy, invites: { ...defaultPolicy.invites, showsGuestInSharedChannels: true } };
const idle = { start: async () => {}, wakeAt: () => {}, stop: async () => {}, close: async () => {} };

let store: Store;
let runner: Runner;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('runner') });
});
afterEach(async () => {
  await runner.stop();
  await store.close();
});

it('what is put off in the moment the clock is set back does not lie until the old time comes again', async () => {
  const clock = createMovableClock(START);
  // A card that was edited just now is put off, a second.
  const batch = aMemberBatch({ cardShownAt: START });
  await store.insertMemberBatch(batch, memberRowsOf(batch, [{}]));
  await store.oweWork({ inviteId: '', kind: 'member_card', name: batch.id, at: 0 });
  const putOffTo: number[] = [];
  const looked = Promise.withResolvers<void>();
  const watched: Store = {
    ...store,
    // Between the decision and its note the clock is set back, and the runner has already recalled what was put off.
    async postponeWork(work, at, counts) {
      putOffTo.push(at);
      clock.advance(-3 * HOUR);
      runner.wake();
      await looked.promise;
      await store.postponeWork(work, at, counts);
    },
    async dueWork(now, ...rest) {
      const due = await store.dueWork(now, ...rest);
      if (now < START) looked.resolve();
      return due;
    },
  };
  let shown = 0;
  const teller = {
    freeAt: () => 0,
    showMemberCard: async () => {
      shown += 1;
      return { channelId: 'C1', ts: '1.1' };
    },
  } as unknown as Context['teller'];
  const context: Pick<Context, 'store' | 'teller' | 'policy' | 'now' | 'log'> = {
    store: watched,
    teller,
    policy,
    now: clock.now,
    log: createLog({ level: 'error', secrets: [] }),
  };
  runner = createRunner(context as Context, idle);
  await runner.start();
  await expect.poll(() => shown).toBe(1);
  expect(putOffTo).toHaveLength(1);
  expect(putOffTo[0]).toBeGreaterThan(START);
});

it('keeps what it works at for longer than a lease, by a sign of life every three seconds', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const clock = createMovableClock(START);
  const batch = aMemberBatch();
  await store.insertMemberBatch(batch, memberRowsOf(batch, [{}]));
  await store.oweWork({ inviteId: '', kind: 'member_card', name: batch.id, at: 0 });
  const answer = Promise.withResolvers<{ channelId: string; ts: string }>();
  const asked = Promise.withResolvers<void>();
  const teller = {
    freeAt: () => 0,
    showMemberCard: () => {
      asked.resolve();
      return answer.promise;
    },
  } as unknown as Context['teller'];
  let signs = 0;
  const watched: Store = {
    ...store,
    async renewLease(work, now) {
      const mine = await store.renewLease(work, now);
      signs += 1;
      return mine;
    },
  };
  const context: Pick<Context, 'store' | 'teller' | 'policy' | 'now' | 'log'> = {
    store: watched,
    teller,
    policy,
    now: clock.now,
    log: createLog({ level: 'error', secrets: [] }),
  };
  runner = createRunner(context as Context, idle);
  try {
    await runner.start();
    await asked.promise;
    for (let passed = 0; passed <= 2 * LEASE_MS; passed += 3_000) {
      const before = signs;
      clock.advance(3_000);
      vi.advanceTimersByTime(3_000);
      await vi.waitUntil(() => signs > before);
      // Nobody else may take it.
      expect(await store.dueWork(clock.now())).toEqual([]);
    }
  } finally {
    vi.useRealTimers();
    answer.resolve({ channelId: 'C1', ts: '1.1' });
  }
});
