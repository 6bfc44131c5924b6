import { parseArgs } from 'node:util';
import { storeFolder, storeTarget } from './config.ts';
import { reasonOf } from './reason-of.ts';
import { type Copied, copyStore, type StoreSums, tableNames } from './store/copy-store.ts';

const usage = `Copies the SQLite store into an empty PostgreSQL database. Stop the bot first.

  DATABASE_URL=postgres://user:password@host:5432/guestlist npm run migrate-store [-- --from FOLDER]

--from defaults to DATA_DIR.`;

// Everybody on the computer can read a command line, and the shell keeps it in its history.
const onCommandLine = `Don't put the PostgreSQL URL on the command line: others on this computer can read the password there (ps).
Set DATABASE_URL in the environment instead. If others use this computer, change the password.`;

/** Runs the copy and prints the result; answers the exit code. */
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
  if (typeof to !== 'string') return `${to.variable} ${to.fault}. ${to.remedy}`;
  return { to, from: read.from ?? storeFolder() };
}

/** The answer never shows the arguments: they may contain a password. */
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
      : 'An option is unknown or has no value.';
  }
}

function say(copied: Copied): number {
  if (copied.outcome === 'not_empty') {
    const lines = tableNames.map(
      (table) => `  ${table}: ${copied.target[table].rows} rows in PostgreSQL, ${copied.source[table].rows} in SQLite`,
    );
    process.stderr.write(
      `Nothing was copied. The PostgreSQL database contains other data:\n${lines.join('\n')}\nUse an empty database.\n`,
    );
    return 1;
  }
  const what = copied.outcome === 'copied' ? 'Copied, read back and compared' : 'Already copied, row for row';
  process.stdout.write(
    `${what}:\n${table(copied.sums)}\nNow start the bot with this DATABASE_URL. The SQLite file is unchanged: keep it as a backup.\n`,
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

process.exitCode = await main();
