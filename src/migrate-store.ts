import { parseArgs } from 'node:util';
import { isPostgresUrl } from './config/variables.ts';
import { storeFolder } from './config.ts';
import { type Copied, copyStore, type StoreSums, tableNames } from './store/copy-store.ts';

const usage = `Copies the SQLite store into an empty PostgreSQL. Stop the bot first.

  npm run migrate-store -- --to postgres://user:password@host:5432/guestlist [--from FOLDER]

--from is DATA_DIR when it is left out.`;

/** Runs the copy and says what came of it; answers the exit code. */
async function main(): Promise<number> {
  const read = options();
  if (typeof read === 'string') {
    process.stderr.write(`${read}\n\n${usage}\n`);
    return 2;
  }
  try {
    return say(await copyStore({ dataDir: read.from }, { databaseUrl: read.to }));
  } catch (error) {
    process.stderr.write(`Nothing was copied. ${reasonOf(error)}\n`);
    return 1;
  }
}

function options(): { readonly from: string; readonly to: string } | string {
  let values: { to?: string; from?: string };
  try {
    ({ values } = parseArgs({ options: { to: { type: 'string' }, from: { type: 'string' } } }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (values.to === undefined) return '--to is missing: the URL of the PostgreSQL to copy into.';
  if (!isPostgresUrl(values.to)) return '--to is not a URL that begins with postgres:// or postgresql://.';
  return { to: values.to, from: values.from ?? storeFolder() };
}

function say(copied: Copied): number {
  if (copied.outcome === 'not_empty') {
    const lines = tableNames.map(
      (table) => `  ${table}: ${copied.target[table].rows} rows there, ${copied.source[table].rows} here`,
    );
    process.stderr.write(
      `Nothing was copied: the PostgreSQL is not empty, and holds something else.\n${lines.join('\n')}\nGive an empty database.\n`,
    );
    return 1;
  }
  const what = copied.outcome === 'copied' ? 'Copied, read back and compared' : 'It is there already, row for row';
  process.stdout.write(
    `${what}:\n${table(copied.sums)}\nNow set DATABASE_URL and start the bot. The SQLite file is as it was: keep it as a backup.\n`,
  );
  return 0;
}

function table(sums: StoreSums): string {
  return tableNames
    .map(
      (name) =>
        `  ${name.padEnd(18)}${String(sums[name].rows).padStart(9)} rows  checksum ${sums[name].checksum.slice(0, 16)}`,
    )
    .join('\n');
}

/** Message and causes, without the URL: a password is in it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} ${reasonOf(error.cause)}`;
}

process.exitCode = await main();
