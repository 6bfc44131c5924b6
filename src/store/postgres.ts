import { Socket } from 'node:net';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool, type PoolClient, type PoolConfig, types } from 'pg';
import type { Tables } from './schema.ts';

/** PostgreSQL's type number of `bigint`, which pg hands out as text: epoch milliseconds fit a number for 285,000 years. */
const BIGINT = 20;

/** How long a statement may take, and a transaction may wait for its next one, ms. The server keeps to it while it lives. */
const LONGEST_STATEMENT_MS = 10_000;

/**
 * Who has said nothing for this long, ms, is dead: a machine without power says no farewell, and TCP believes in it for a quarter of an
 * hour. Above the longest statement, and above the time after which the pool closes a connection that nobody uses.
 */
const SILENT_MS = 15_000;

/**
 * Connects to a PostgreSQL store. Loaded only when there is a database URL. With `patient` a statement may take as long as
 * it wants (migrations, copies); otherwise one that hangs is given up, so that nobody waits for a lock of the dead.
 */
export function openPostgres(databaseUrl: string, options: { readonly patient: boolean }): Kysely<Tables> {
  const pool = openPool(databaseUrl, {
    max: options.patient ? 1 : 10,
    connectionTimeoutMillis: 5_000,
    ...(options.patient
      ? {}
      : { statement_timeout: LONGEST_STATEMENT_MS, idle_in_transaction_session_timeout: LONGEST_STATEMENT_MS }),
    types: {
      getTypeParser: (id, format) => (id === BIGINT ? Number : types.getTypeParser(id, format)),
    },
  });
  if (!options.patient) pool.on('connect', giveUpInSilence);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** Connections that outlive a restart of the server. */
export function openPool(databaseUrl: string, settings: PoolConfig): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    application_name: 'guestlist',
    keepAlive: true,
    ...settings,
  });
  // A connection that breaks is replaced, and a statement that was under way on it fails. Without these listeners the process
  // would end: the pool listens only while nobody uses a connection, and kysely not at all.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Closes a connection on which nothing comes any more: what waits there fails, and the pool makes another one. */
function giveUpInSilence(client: PoolClient): void {
  const { stream } = client.connection;
  if (!(stream instanceof Socket)) throw new Error('pg has its connection elsewhere');
  stream.setTimeout(SILENT_MS, () => stream.destroy(new Error('PostgreSQL does not answer any more')));
}
