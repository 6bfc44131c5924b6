import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Quotas } from '../domain/quota.ts';
import type { Log } from '../log.ts';
import { openPool } from './postgres.ts';
import { createMemoryQuotas, createQuotas, ONE_SLOT } from './quotas.ts';

const TABLE = 'quota';
const CLEAN_EVERY_MS = 300_000;

const COUNTER = {
  ...ONE_SLOT,
  storeType: 'pool',
  tableName: TABLE,
  // A slot that is known to be taken is not asked for again.
  inMemoryBlockOnConsumed: 1,
  // The library's timer cannot be stopped.
  clearExpiredByTimeout: false,
} as const;

export type PostgresQuotas = Quotas & {
  /** Deletes what is over. Runs by itself every five minutes. */
  clean(): Promise<void>;
  close(): Promise<void>;
};

/**
 * The quotas of all replicas, in the PostgreSQL they share. While it does not answer, each replica counts for itself: a message
 * that Slack might refuse is better than none. Time is the system clock's (`realNow`), as in the library.
 */
export async function openPostgresQuotas(options: {
  readonly databaseUrl: string;
  readonly log: Log;
  readonly realNow: () => number;
}): Promise<PostgresQuotas> {
  await makeTable(options.databaseUrl);
  // Somebody waits for each of these: after two seconds without an answer it is as good as none.
  const pool = openPool(options.databaseUrl, { max: 4, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  const counter = new RateLimiterPostgres({ ...COUNTER, storeClient: pool, tableCreated: true });
  const shared = createQuotas(counter);
  const own = createMemoryQuotas();
  let away = false;

  /** Says so once when the shared quotas go away, and once when they are back. */
  async function orElse<T>(ask: Promise<T>, instead: () => T | Promise<T>): Promise<T> {
    try {
      const answer = await ask;
      if (away) options.log.info('the shared quotas are back');
      away = false;
      return answer;
    } catch (error) {
      if (!away) options.log.warn({ err: error }, 'the shared quotas are away: this replica counts for itself');
      away = true;
      return instead();
    }
  }

  const clean = async () => {
    await pool.query(`delete from ${TABLE} where expire < $1`, [options.realNow()]);
  };
  const cleaning = setInterval(() => void clean().catch(() => {}), CLEAN_EVERY_MS);
  cleaning.unref();

  return {
    acquire: (rule, key, share) => orElse(shared.acquire(rule, key, share), () => own.acquire(rule, key, share)),
    async block(rule, key, ms) {
      await own.block(rule, key, ms);
      await orElse(shared.block(rule, key, ms), () => {});
    },
    clean,
    async close() {
      clearInterval(cleaning);
      await pool.end();
    },
  };
}

/**
 * Lets the library make its table. `create table if not exists` is no protection against another that does it at the same moment: one
 * of them fails, and not always with the error the library knows. So replicas come one after the other, however long that takes.
 */
async function makeTable(databaseUrl: string): Promise<void> {
  const pool = openPool(databaseUrl, { max: 2, connectionTimeoutMillis: 5_000 });
  try {
    const lock = await pool.connect();
    try {
      await lock.query('begin');
      await lock.query('select pg_advisory_xact_lock(hashtext($1))', [`guestlist ${TABLE}`]);
      await new Promise<void>((resolve, reject) => {
        const made = (error?: Error) => (error === undefined ? resolve() : reject(error));
        void new RateLimiterPostgres({ ...COUNTER, storeClient: pool }, made);
      });
      await lock.query('commit');
    } finally {
      lock.release();
    }
  } finally {
    await pool.end();
  }
}
