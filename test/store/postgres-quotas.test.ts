import pg from 'pg';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { openPostgresQuotas, type PostgresQuotas } from '../../src/store/postgres-quotas.ts';
import { openLog } from '../providers/support/open-log.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { holdTheClock, quotasContract, takeMany } from './quotas-contract.ts';

let postgres: Postgres;
const log = openLog();
const opened: PostgresQuotas[] = [];
beforeAll(async () => {
  postgres = await sharedPostgres();
});
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

async function open(databaseUrl: string): Promise<PostgresQuotas> {
  const quotas = await openPostgresQuotas({ databaseUrl, log, realNow: systemClock });
  opened.push(quotas);
  return quotas;
}

/** As long as `during` runs, every statement on the table hangs. */
async function withTableLocked(databaseUrl: string, during: () => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('lock table quota in access exclusive mode');
    await during();
  } finally {
    await client.end();
  }
}

quotasContract('PostgreSQL', async () => open(await postgres.fresh()));

describe('replicas', () => {
  const clock = holdTheClock();

  it('create the table once when many start at the same moment', async () => {
    const databaseUrl = await postgres.fresh();
    const many = await Promise.all(Array.from({ length: 10 }, () => open(databaseUrl)));
    expect((await takeMany(many, 10, 'slack-post', 'C1')).taken).toBe(1);
  });

  it('share one budget: of 200 simultaneous requests to three, exactly 50 are acquired', async () => {
    const databaseUrl = await postgres.fresh();
    const three = [await open(databaseUrl), await open(databaseUrl), await open(databaseUrl)];
    const { taken, waits } = await takeMany(three, 200, '50-per-5-minutes', 'k');
    expect(taken).toBe(50);
    expect(waits).toHaveLength(150);
    // One that starts later knows it too.
    expect(await (await open(databaseUrl)).acquire('50-per-5-minutes', 'k')).toEqual({ waitMs: 305_000 });
    clock.advance(305_000);
    expect((await takeMany(three, 200, '50-per-5-minutes', 'k')).taken).toBe(50);
  });

  it('share a block that one of them received', async () => {
    const databaseUrl = await postgres.fresh();
    const [blocked, other] = [await open(databaseUrl), await open(databaseUrl)];
    await blocked.block('1620-per-minute-then-silence', 'k', 65_000);
    expect(await other.acquire('1620-per-minute-then-silence', 'k')).toEqual({ waitMs: 65_000 });
    await other.block('1620-per-minute-then-silence', 'k', 1_000);
    clock.advance(64_000);
    expect(await blocked.acquire('1620-per-minute-then-silence', 'k')).toEqual({ waitMs: 1_000 });
    clock.advance(1_000);
    expect(await blocked.acquire('1620-per-minute-then-silence', 'k')).toBe('acquired');
  });

  it('delete what has expired and nothing else', async () => {
    const databaseUrl = await postgres.fresh();
    const quotas = await open(databaseUrl);
    const rows = async () => (await postgres.query(databaseUrl, 'select key from quota')).map((row) => row.key);
    await takeMany([quotas], 50, '50-per-5-minutes', 'k');
    await quotas.acquire('slack-post', 'C1');
    await quotas.block('slack-call', 'chat.update', 5_000);
    expect(await rows()).toHaveLength(52);
    clock.advance(6_000);
    await quotas.clean();
    expect(await rows()).toHaveLength(50);
    expect(await quotas.acquire('50-per-5-minutes', 'k')).toEqual({ waitMs: 299_000 });
    clock.advance(300_000);
    await quotas.clean();
    expect(await rows()).toEqual([]);
  });
});

describe('a PostgreSQL server that is down', () => {
  holdTheClock();

  it('cannot be opened as a store', async () => {
    await expect(open('postgres://postgres@127.0.0.1:1/guestlist')).rejects.toThrow();
  });

  it('is replaced by memory, and continues where it was when it is back', async () => {
    const databaseUrl = await postgres.fresh();
    const [one, other] = [await open(databaseUrl), await open(databaseUrl)];
    expect((await takeMany([one, other], 20, '50-per-5-minutes', 'k')).taken).toBe(20);
    const restarted = postgres.restart();
    // Whatever moment the server is met at: each is answered, and no throw.
    for (let nth = 0; nth < 30; nth++) expect(await one.acquire('slack-post', `C${nth}`)).toBe('acquired');
    await restarted;
    // What was taken before the restart is still taken.
    expect((await takeMany([one, other], 80, '50-per-5-minutes', 'k')).taken).toBe(30);
  });

  it('is replaced by memory while it hangs, which is logged once', async () => {
    const databaseUrl = await postgres.fresh();
    const quotas = await open(databaseUrl);
    log.lines.length = 0;
    await withTableLocked(databaseUrl, async () => {
      expect((await takeMany([quotas], 60, '50-per-5-minutes', 'k')).taken).toBe(50);
      await quotas.block('slack-call', 'chat.update', 9_000);
      expect(await quotas.acquire('slack-call', 'chat.update')).toEqual({ waitMs: 9_000 });
    });
    expect(await quotas.acquire('slack-post', 'C2')).toBe('acquired');
    const said = log.lines.filter((line) => line.includes('shared quotas'));
    expect(said).toHaveLength(2);
    expect(said[0]).toContain('counts for itself');
    expect(said[1]).toContain('are back');
  });
});
