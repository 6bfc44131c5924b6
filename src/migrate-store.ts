import { parseArgs } from 'node:util';
import { storeFolder, storeTarget } from './config.ts';
import { type Copied, copyStore, type StoreSums, tableNames } from './store/copy-store.ts';

const usage = `Copies the SQLite store into an empty PostgreSQL. Stop the bot first.

  DATABASE_URL=postgres://user:password@host:5432/guestlist npm run migrate-store [-- --from FOLDER]

--from is DATA_DIR when it is left out.`;

// What stands on a command line everybody on the machine can read, and the shell remembers it.
const onCommandLine = `The URL of the PostgreSQL does not belong on the command line: others on this machine can read the password there (ps).
Set DATABASE_URL in the environment instead. If others use this machine, change the password.`;

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
  const read = readArguments();
  if (typeof read === 'string') return read;
  const to = storeTarget();
  if (typeof to !== 'string') return `${to.variable} ${to.fault}: ${to.remedy}.`;
  return { to, from: read.from ?? storeFolder() };
}

/** Never with what was given: a password may be in it. */
function readArguments(): { readonly from: string | undefined } | string {
  try {
    const { values, positionals } = parseArgs({
      options: { to: { type: 'string' }, from: { type: 'string' } },
      allowPositionals: true,
    });
    if (values.to !== undefined || positionals.length > 0) return onCommandLine;
    return { from: values.from };
  } catch {
    return process.argv.some((each) => /postgres|:\/\//.test(each) || /^--to\b/.test(each))
      ? onCommandLine
      : 'There is an option that is not known, or one without its value.';
  }
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
    `${what}:\n${table(copied.sums)}\nNow start the bot with this DATABASE_URL. The SQLite file is as it was: keep it as a backup.\n`,
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
