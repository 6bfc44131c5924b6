import { copyFileSync } from 'node:fs';
import { openStore } from '../../src/store/open-store.ts';
import { sqliteFile } from '../../src/store/sqlite.ts';
import { temporaryFolder } from './temporary-folder.ts';

let template: Promise<string> | undefined;

/** A folder with an empty store in it, at this version: migrated once, and copied for each caller. */
export async function folderWithStore(name: string): Promise<string> {
  template ??= makeTemplate();
  const folder = temporaryFolder(name);
  copyFileSync(sqliteFile(await template), sqliteFile(folder));
  return folder;
}

async function makeTemplate(): Promise<string> {
  const dataDir = temporaryFolder('template');
  const store = await openStore({ dataDir });
  await store.close();
  return dataDir;
}
