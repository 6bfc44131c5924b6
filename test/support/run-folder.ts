import { rmSync } from 'node:fs';
import { temporaryFolder } from './temporary-folder.ts';

/** One folder for all that the tests write: a run leaves nothing on the machine. */
export default function setup(): () => void {
  const folder = temporaryFolder('tests');
  process.env.GUESTLIST_TEST_FOLDER = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
