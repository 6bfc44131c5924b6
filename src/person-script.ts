import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from './clock.ts';
import { storePlace } from './config.ts';
import { type Named, namedBy } from './domain/erasure.ts';
import { isProblem } from './domain/problem.ts';
import { readEmail } from './domain/text/email.ts';
import { doneVia } from './flows/shared/done-via.ts';
import type { EraseContext } from './flows/shared/erase-invite.ts';
import { newId } from './new-id.ts';
import { openStore } from './store/open-store.ts';
import { sqliteFile } from './store/sqlite.ts';

// What the scripts share that are about one person: whom they are about, and the store the bot has open.

export type PersonOptions = { readonly email: string; readonly named: Named; readonly isDryRun: boolean };

/** Reads the command line of a script about one person; a text says what is wrong with it. */
export function personOptions(args: readonly string[], can: { readonly dryRun: boolean }): PersonOptions | string {
  const read = readArguments(args);
  if (typeof read === 'string') return read;
  if (read.guest === undefined) return 'Name the person with --guest, like --guest ana@example.com.';
  const email = readEmail(read.guest);
  if (isProblem(email)) return 'Use a full email address after --guest, like ana@example.com.';
  if (read['dry-run'] === true && !can.dryRun) return 'Leave out --dry-run: this command changes nothing.';
  return { email, named: namedBy(email, read.also), isDryRun: read['dry-run'] === true };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        guest: { type: 'string' },
        also: { type: 'string', multiple: true },
        'dry-run': { type: 'boolean' },
      },
    }).values;
  } catch {
    return 'An option is unknown or has no value.';
  }
}

/** Opens the store that the configuration names, runs, and closes it. Works while the bot runs. Throws with a message for the operator. */
export async function withStore<T>(run: (context: EraseContext) => Promise<T>): Promise<T> {
  const place = storePlace();
  if ('fault' in place) throw new Error(`${place.fault.variable} ${place.fault.fault}. ${place.fault.remedy}`);
  // Opening would make an empty one, in which nobody is found.
  if ('dataDir' in place && !existsSync(sqliteFile(place.dataDir)))
    throw new Error(`There is no store in ${place.dataDir}. Set DATA_DIR or DATABASE_URL as the bot has it.`);
  const store = await openStore(place);
  try {
    // The chain of the only workspace there is, as the store knows it.
    const context = { store, now: systemClock, newId, workspaceId: () => '' };
    return await doneVia('cli', () => run(context));
  } finally {
    await store.close();
  }
}

/** How many rows of each table, one a line. */
export function countLines(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([table, count]) => `  ${table.padEnd(18)}${String(count).padStart(7)} ${count === 1 ? 'row' : 'rows'}`)
    .join('\n');
}
