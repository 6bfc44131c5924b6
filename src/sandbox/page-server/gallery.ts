import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Beside the snapshots of the tests, and so in a checkout only. */
const script = fileURLToPath(new URL('../../../test/slack/views/print-gallery.ts', import.meta.url));
const MOST_BYTES = 64_000_000;

/**
 * Every view and card of the bot by state, as JSON, drawn by a process of its own at every request: the sandbox imports nothing of the
 * bot's views, and a reload shows what they are now. Undefined where there is no checkout.
 */
export async function galleryJson(): Promise<string | undefined> {
  if (!existsSync(script)) return undefined;
  const args = ['--disable-warning=ExperimentalWarning', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: MOST_BYTES });
  return stdout;
}
