import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { Context, Store } from '../../src/flows/context.ts';
import { openPgBoss, type PgBossEngine } from '../../src/jobs/engines/pg-boss.ts';
import { createRunner } from '../../src/jobs/runner.ts';
import { openStore } from '../../src/store/open-store.ts';
import { openLog } from '../providers/support/open-log.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { startSilentProxy } from '../support/silent-proxy.ts';

let postgres: Postgres;
let databaseUrl: string;
let engine: PgBossEngine;
const opened: { close(): Promise<void> }[] = [];
const log = openLog();
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A replica's store and engine, on a database of their own. */
async function aReplica(now = systemClock): Promise<Store> {
  databaseUrl = await postgres.fresh();
  engine = await openPgBoss({ databaseUrl, now, log });
  const store = await openStore({ databaseUrl, onOwed: (db, owed) => engine.wakeAtWithin(db, owed.at) });
  opened.push(store, engine);
  return store;
}

async function wakeUps(): Promise<readonly unknown[]> {
  const rows = await postgres.query(databaseUrl, `select state::text from pgboss.job where name = 'guestlist-wake-up'`);
  return rows.map((row) => row.state);
}

it('writes a wake-up with the work that is owed, or neither', async () => {
  const store = await aReplica();
  const owe = (name: string, store: Pick<Store, 'oweWork' | 'oweWorkOnce'>) =>
    store.oweWork({ inviteId: '', kind: 'members', name, at: systemClock() + 60_000 });
  const failing = store.transaction(async (tx) => {
    await owe('undone', tx);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await wakeUps()).toEqual([]);
  await store.transaction((tx) => owe('done', tx));
  expect(await wakeUps()).toEqual(['created']);
  // What is due before anybody would be woken needs no wake-up: whoever owes it looks at once, the others by themselves.
  await store.oweWork({ inviteId: '', kind: 'members', name: 'now', at: 0 });
  expect(await wakeUps()).toEqual(['created']);
});

it('is woken when the time has come, and looks by itself besides', { timeout: 30_000 }, async () => {
  const store = await aReplica();
  await store.oweWork({ inviteId: '', kind: 'members', name: 'soon', at: systemClock() + 2_500 });
  engine.wakeAt(systemClock() + 2_600);
  let looks = 0;
  await engine.start(() => {
    looks += 1;
  });
  await expect.poll(wakeUps, { timeout: 10_000 }).toEqual(['completed', 'completed']);
  const byWakeUp = looks;
  await expect.poll(() => looks, { timeout: 9_000 }).toBeGreaterThan(byWakeUp + 1);
  await engine.stop();
});

it('has the work of a killed replica taken over within 15 seconds', { timeout: 30_000 }, async () => {
  const store = await aReplica();
  const batch = aMemberBatch();
  await store.insertMemberBatch(batch, memberRowsOf(batch, [{}]));
  await store.oweWork({ inviteId: '', kind: 'member_card', name: batch.id, at: 0 });
  const [seen] = await store.dueWork(systemClock());
  // Nothing more is heard of whoever claims this.
  const claimed = seen && (await store.claimWork(seen, systemClock()));
  expect(claimed?.attempt).toBe(1);
  const killedAt = systemClock();
  const shown = Promise.withResolvers<number>();
  const teller = {
    freeAt: () => 0,
    showMemberCard: async () => {
      shown.resolve(systemClock());
      return { channelId: 'C1', ts: '1.1' };
    },
  } as unknown as Context['teller'];
  // Nobody asks Slack with whom the channel is shared.
  const policy = { ...defaultPolicy, invites: { ...defaultPolicy.invites, showsGuestInSharedChannels: true } };
  const context: Pick<Context, 'store' | 'teller' | 'policy' | 'now' | 'log'> = {
    store,
    teller,
    policy,
    now: systemClock,
    log,
  };
  const runner = createRunner(context as Context, engine);
  await runner.start();
  const tookMs = (await shown.promise) - killedAt;
  await runner.stop();
  expect(tookMs).toBeGreaterThan(10_000);
  expect(tookMs).toBeLessThan(15_000);
});

it('stops, too, when the server has fallen silent', { timeout: 40_000 }, async () => {
  const url = new URL(await postgres.fresh());
  const proxy = await startSilentProxy(Number(url.port));
  url.port = String(proxy.port);
  const alone = await openPgBoss({ databaseUrl: url.href, now: systemClock, log });
  const looked = Promise.withResolvers<void>();
  await alone.start(looked.resolve);
  await looked.promise;
  proxy.forsake();
  await alone.stop();
  await alone.close();
  proxy.stop();
});
