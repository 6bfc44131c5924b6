import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMovableClock } from '../../src/clock.ts';
import { LEASE_MS } from '../../src/domain/job.ts';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import type { Context, Store } from '../../src/flows/shared/context.ts';
import { createRunner, type Runner } from '../../src/jobs/runner.ts';
import { createLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { noLimits } from '../support/policies.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const START = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;

let store: Store;
let runner: Runner;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('runner') });
});
afterEach(async () => {
  await runner.stop();
  await store.close();
});

it('does not delay a job until the old time when it is rescheduled while the clock is set back', async () => {
  // It stands still but for the step back: a slow start must not use up the second that the card is put off.
  let now = START;
  // A card that was edited just now is put off, a second.
  const batch = aMemberBatch({ cardShownAt: START });
  await store.insertMemberBatch(batch, memberRowsOf(batch, [{}]));
  await store.enqueue({ kind: 'member_card', name: batch.id, at: 0 });
  const putOffTo: number[] = [];
  const looked = Promise.withResolvers<void>();
  const watched: Store = {
    ...store,
    // Between the decision and its note the clock is set back, and the runner has already recalled what was put off.
    async rescheduleJob(job, at, counts) {
      putOffTo.push(at);
      now -= 3 * HOUR;
      runner.wake();
      await looked.promise;
      await store.rescheduleJob(job, at, counts);
    },
    async dueJobs(at, ...rest) {
      const due = await store.dueJobs(at, ...rest);
      if (at < START) looked.resolve();
      return due;
    },
  };
  let shown = 0;
  const notifier = {
    freeAt: () => 0,
    showMemberCard: async () => {
      shown += 1;
      return { channelId: 'C1', ts: '1.1' };
    },
  } as unknown as Context['notifier'];
  const context: Pick<Context, 'store' | 'notifier' | 'policy' | 'now' | 'log'> = {
    store: watched,
    notifier,
    policy: () => ({ ...defaultPolicy, ...noLimits }),
    now: () => now,
    log: createLog({ level: 'error', secrets: [] }),
  };
  runner = createRunner(context as Context);
  await runner.start();
  await expect.poll(() => shown).toBe(1);
  expect(putOffTo).toHaveLength(1);
  expect(putOffTo[0]).toBeGreaterThan(START);
});

it('keeps a running job for longer than a lease, by a heartbeat every three seconds', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const clock = createMovableClock(START);
  const batch = aMemberBatch();
  await store.insertMemberBatch(batch, memberRowsOf(batch, [{}]));
  await store.enqueue({ kind: 'member_card', name: batch.id, at: 0 });
  const answer = Promise.withResolvers<{ channelId: string; ts: string }>();
  const asked = Promise.withResolvers<void>();
  const notifier = {
    freeAt: () => 0,
    showMemberCard: () => {
      asked.resolve();
      return answer.promise;
    },
  } as unknown as Context['notifier'];
  let heartbeats = 0;
  const watched: Store = {
    ...store,
    async renewLease(job, now) {
      const mine = await store.renewLease(job, now);
      heartbeats += 1;
      return mine;
    },
  };
  const context: Pick<Context, 'store' | 'notifier' | 'policy' | 'now' | 'log'> = {
    store: watched,
    notifier,
    policy: () => ({ ...defaultPolicy, ...noLimits }),
    now: clock.now,
    log: createLog({ level: 'error', secrets: [] }),
  };
  runner = createRunner(context as Context);
  try {
    await runner.start();
    await asked.promise;
    for (let passed = 0; passed <= 2 * LEASE_MS; passed += 3_000) {
      const before = heartbeats;
      clock.advance(3_000);
      vi.advanceTimersByTime(3_000);
      await vi.waitUntil(() => heartbeats > before);
      // Nobody else may take it.
      expect(await store.dueJobs(clock.now())).toEqual([]);
    }
  } finally {
    vi.useRealTimers();
    answer.resolve({ channelId: 'C1', ts: '1.1' });
  }
});
