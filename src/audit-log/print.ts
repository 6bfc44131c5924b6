import { once } from 'node:events';

/** Writes a text to the standard output, and waits until the reader has caught up: an export may be longer than the memory. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
