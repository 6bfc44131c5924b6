import { asksForHelp } from './asks-for-help.ts';
import type { EraseContext } from './flows/shared/erase-invite.ts';
import { rowsAbout } from './flows/shared/erase-person.ts';
import { countLines, type PersonOptions, personOptions, withStore } from './person-script.ts';
import { reasonOf } from './reason-of.ts';

const usage = `Prints the personal data of a guest or an invited member as JSON. The bot can keep running.

  npm run --silent export-person -- --guest ana@example.com [--also "Ana Smith"] > ana.json

--also      also exports entries that name the person by these words only; can be repeated`;

/** Prints what the store has of a person; answers the exit code. */
async function main(): Promise<number> {
  if (asksForHelp(process.argv.slice(2))) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const options = personOptions(process.argv.slice(2), { dryRun: false });
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${usage}\n`);
    return 2;
  }
  try {
    await withStore((context) => print(context, options));
    return 0;
  } catch (error) {
    process.stderr.write(`Nothing was exported. ${reasonOf(error)}\n`);
    return 1;
  }
}

async function print(context: EraseContext, { email, named }: PersonOptions): Promise<void> {
  const rows = await rowsAbout(context, named);
  const counts = Object.fromEntries([...rows].map(([table, found]) => [table, found.length]));
  const tables = Object.fromEntries(rows);
  const exportedAt = new Date(context.now()).toISOString();
  process.stdout.write(`${JSON.stringify({ person: email, exportedAt, counts, tables }, undefined, 2)}\n`);
  // Beside the JSON, for who runs it: standard output is what is handed on.
  const summary = rows.size === 0 ? `Guestlist has no personal data of ${email}.` : `Found:\n${countLines(counts)}`;
  process.stderr.write(`${summary}\n`);
  if (rows.size > 0) process.stderr.write('Rows of a system or a batch can name other people too: read them first.\n');
}

process.exitCode = await main();
