import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Quotas } from '../domain/quota.ts';
import type { Log } from '../log.ts';
import { openPool } from './postgres.ts';
import { createMemoryQuotas, createQuotas, ONE_TURN, type QuotaRules } from './quotas.ts';

const TABLE = 'quota';
const CLEAN_EVERY_MS = 300_000;

export type PostgresQuotas = Quotas & {
  /** Deletes what is over. Runs by itself every five minutes. */
  clean(): Promise<void>;
  close(): Promise<void>;
};

/**
 * The quotas of all replicas, in the PostgreSQL they share. While it does not answer, each replica counts for itself: a message
 * that Slack might refuse is better than none. Time is the computer's (`realNow`), as in the library.
 */
export async function openPostgresQuotas(options: {
  readonly databaseUrl: string;
  readonly log: Log;
  readonly realNow: () => number;
  readonly rules?: QuotaRules;
}): Promise<PostgresQuotas> {
  // Somebody waits for each of these: after two seconds without an answer it is as good as none.
  const pool = openPool(options.databaseUrl, { max: 4, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  const shared = await new Promise<Quotas>((resolve, reject) => {
    const counter = new RateLimiterPostgres(
      {
        ...ONE_TURN,
        storeClient: pool,
        storeType: 'pool',
        tableName: TABLE,
        // A turn that is known to be taken is not asked for again.
        inMemoryBlockOnConsumed: 1,
        // The library's timer cannot be stopped.
        clearExpiredByTimeout: false,
      },
      (error) => (error === undefined ? resolve(createQuotas(counter, options.rules)) : reject(error)),
    );
  }).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const own = createMemoryQuotas(options.rules);
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
    take: (rule, key) => orElse(shared.take(rule, key), () => own.take(rule, key)),
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
