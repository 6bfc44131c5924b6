import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import type { Context, Store } from '../../src/flows/shared/context.ts';
import { createRunner } from '../../src/jobs/runner.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openLog } from '../providers/support/open-log.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { noLimits } from '../support/policies.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

let postgres: Postgres;
let store: Store;
const log = openLog();
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await store.close();
  await postgres.stop();
});

it('another replica takes over the jobs of a killed one within 15 seconds', { timeout: 30_000 }, async () => {
  store = await openStore({ databaseUrl: await postgres.fresh() });
  const batch = aMemberBatch();
  await store.insertMemberBatch(batch, memberRowsOf(batch, [{}]));
  await store.enqueue({ kind: 'member_card', name: batch.id, at: 0 });
  const [seen] = await store.dueJobs(systemClock());
  // The process that claims this sends no heartbeat.
  const claimed = seen && (await store.claimJob(seen, systemClock()));
  expect(claimed?.attempt).toBe(1);
  const killedAt = systemClock();
  const shown = Promise.withResolvers<number>();
  const notifier = {
    freeAt: () => 0,
    showMemberCard: async () => {
      shown.resolve(systemClock());
      return { channelId: 'C1', ts: '1.1' };
    },
  } as unknown as Context['notifier'];
  const policy = () => ({ ...defaultPolicy, ...noLimits });
  const context: Pick<Context, 'store' | 'notifier' | 'policy' | 'now' | 'log'> = {
    store,
    notifier,
    policy,
    now: systemClock,
    log,
  };
  const runner = createRunner(context as Context);
  await runner.start();
  const tookMs = (await shown.promise) - killedAt;
  await runner.stop();
  expect(tookMs).toBeGreaterThan(10_000);
  expect(tookMs).toBeLessThan(15_000);
});
