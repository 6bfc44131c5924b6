import type { Kysely } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Log } from '../../log.ts';
import type { Engine } from './engine.ts';

const QUEUE = 'guestlist-wake-up';

/**
 * How often each replica looks by itself, ms: the net under lost wake-ups, and what finds the work of a killed replica. A
 * lease and this together stay under 15 s.
 */
const SWEEP_MS = 2_000;

/** For pg-boss's own connections, of which its types know nothing: a server that says nothing any more must not hold up a stop. */
const CONNECTIONS = { query_timeout: 10_000, connectionTimeoutMillis: 5_000, keepAlive: true };

export type PgBossEngine = Engine & {
  /** Owes a wake-up in the transaction that owes the work; `at` in epoch ms. */
  wakeAtWithin<T>(transaction: Kysely<T>, at: number): Promise<void>;
};

/**
 * The engine of several replicas: deferred jobs in the shared PostgreSQL, of which one replica takes each. Connects, and
 * makes pg-boss's own schema when it is not there. `now` says how far away a time is; the waiting itself is the database's.
 */
export async function openPgBoss(options: {
  readonly databaseUrl: string;
  readonly now: () => number;
  readonly log: Log;
}): Promise<PgBossEngine> {
  const boss = new PgBoss({
    ...CONNECTIONS,
    connectionString: options.databaseUrl,
    application_name: 'guestlist wake-ups',
    max: 3,
    // With pg-boss's own settings a job of a killed replica would lie for 15 minutes.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    // Nothing here goes by the calendar.
    schedule: false,
  });
  boss.on('error', (error) =>
    options.log.warn({ err: error }, 'wake-ups are in trouble; due work is found by looking'),
  );
  await boss.start();
  await boss.createQueue(QUEUE, { heartbeatSeconds: 10, retryLimit: 5, deleteAfterSeconds: 600 });

  let sweep: NodeJS.Timeout | undefined;
  let worker: string | undefined;
  /** When a wake-up has to come, if it is any use: whoever owes work looks by itself at once, and the others sooner than it would come. */
  const startAfter = (at: number) => {
    const ms = at - options.now();
    return ms > SWEEP_MS ? ms / 1000 : undefined;
  };
  return {
    async start(look) {
      sweep = setInterval(look, SWEEP_MS);
      worker = await boss.work(QUEUE, { pollingIntervalSeconds: 0.5, batchSize: 50 }, async () => look());
    },
    wakeAt(at) {
      const after = startAfter(at);
      if (after === undefined) return;
      boss.send(QUEUE, null, { startAfter: after }).catch((error: unknown) => {
        options.log.warn({ err: error }, 'a wake-up could not be sent; due work is found by looking');
      });
    },
    async wakeAtWithin(transaction, at) {
      const after = startAfter(at);
      if (after !== undefined) await boss.send(QUEUE, null, { startAfter: after, db: fromKysely(transaction) });
    },
    async stop() {
      clearInterval(sweep);
      if (worker !== undefined) await boss.offWork(QUEUE, { id: worker, wait: true });
    },
    close: () => boss.stop({ graceful: false }),
  };
}
