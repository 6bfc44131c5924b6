import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { FromServer, ToServer } from './postgres-server.ts';

export type Postgres = {
  /** Of the postmaster. */
  readonly pid: number;
  /** Makes an empty database and answers its URL. */
  fresh(): Promise<string>;
  /** Runs one statement in a database. */
  query(url: string, sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Stops the server, cutting every connection, and starts it again on the same data and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const script = fileURLToPath(new URL('./postgres-server.ts', import.meta.url));

/** Starts a real PostgreSQL on this machine, which ends with the caller's process however that ends. */
export async function startPostgres(): Promise<Postgres> {
  const server = fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  const { port, pid } = await new Promise<FromServer>((resolve, reject) => {
    server.once('message', (message: FromServer) => resolve(message));
    server.once('exit', (code) => reject(new Error(`PostgreSQL did not start (${code})`)));
  });
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let made = 0;

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
    async fresh() {
      made += 1;
      await query(url('postgres'), `create database guestlist_${made}`);
      return url(`guestlist_${made}`);
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
