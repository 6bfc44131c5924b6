import { asksForHelp } from './asks-for-help.ts';
import { runExport } from './audit-log/export.ts';
import { type Command, readCommand, usage } from './audit-log/options.ts';
import { runTail } from './audit-log/tail.ts';
import { runVerify } from './audit-log/verify.ts';
import { storePlace } from './config.ts';
import { reasonOf } from './reason-of.ts';
import { type Database, openExisting } from './store/open-existing.ts';

/** Runs the command that was typed; answers the exit code. */
async function main(): Promise<number> {
  if (asksForHelp(process.argv.slice(2))) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const command = readCommand(process.argv.slice(2));
  if (typeof command === 'string') return refuse(command);
  const place = storePlace();
  if ('fault' in place) return refuse(`${place.fault.variable} ${place.fault.fault}. ${place.fault.remedy}`);
  try {
    const db = await openExisting(place);
    try {
      return await run(db, command);
    } finally {
      await db.destroy();
    }
  } catch (error) {
    process.stderr.write(`The audit log could not be read. ${reasonOf(error)}\n`);
    return 1;
  }
}

function run(db: Database, command: Command): Promise<number> {
  if (command.name === 'verify') return runVerify(db, command);
  return command.name === 'export' ? runExport(db, command) : runTail(db, command);
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n\n${usage}\n`);
  return 2;
}

// Who reads only the beginning (`| head`) closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await main();
