import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that goes when the run of the tests is over; outside of one, as in the chaos run, the caller removes it. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(process.env.GUESTLIST_TEST_FOLDER ?? tmpdir(), `guestlist-${name}-`));
}
