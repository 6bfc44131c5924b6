import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openStore } from '../../src/store/open-store.ts';
import type { FromServer, ToServer } from './postgres-server.ts';

export type Postgres = {
  /** Of the postmaster. */
  readonly pid: number;
  /** Makes an empty database and answers its URL. */
  fresh(): Promise<string>;
  /** Makes a database with an empty store in it, at this version, and answers its URL: migrated once, and copied. */
  freshStore(): Promise<string>;
  /** Runs one statement in a database. */
  query(url: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Stops the server, cutting every connection, and starts it again on the same data and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const script = fileURLToPath(new URL('./postgres-server.ts', import.meta.url));

let shared: Promise<Postgres> | undefined;

/** The PostgreSQL of all test files that run in this process: it ends with it. Each test has databases of its own. */
export function sharedPostgres(): Promise<Postgres> {
  // With so many databases somebody would be tidying up all the time.
  shared ??= startPostgres(['autovacuum=off']);
  return shared;
}

/** Starts a real PostgreSQL on this machine, which ends with the caller's process however that ends. */
export async function startPostgres(settings: readonly string[] = []): Promise<Postgres> {
  // What it says goes through a pipe of its own: whoever waits until the caller's output ends does not wait for PostgreSQL as well.
  const server = fork(script, settings, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  server.stderr?.pipe(process.stderr, { end: false });
  const { port, pid } = await new Promise<FromServer>((resolve, reject) => {
    server.once('message', (message: FromServer) => resolve(message));
    server.once('exit', (code) => reject(new Error(`PostgreSQL did not start (${code})`)));
  });
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let made = 0;
  let template: Promise<string> | undefined;

  /** Copying the files is cheaper for the server than writing all of them to its log. */
  async function create(from: string): Promise<string> {
    made += 1;
    await query(url('postgres'), `create database guestlist_${made} template ${from} strategy file_copy`);
    return `guestlist_${made}`;
  }

  async function makeTemplate(): Promise<string> {
    const database = await create('template1');
    const store = await openStore({ databaseUrl: url(database) });
    await store.close();
    return database;
  }

  async function query(at: string, sql: string): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: at });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      return rows;
    } finally {
      await client.end();
    }
  }

  return {
    pid,
    fresh: async () => url(await create('template1')),
    async freshStore() {
      template ??= makeTemplate();
      return url(await create(await template));
    },
    query,
    async restart() {
      const back = once(server, 'message');
      server.send('restart' satisfies ToServer);
      await back;
    },
    async stop() {
      if (server.exitCode !== null) return;
      const exit = once(server, 'exit');
      server.disconnect();
      await exit;
    },
  };
}
