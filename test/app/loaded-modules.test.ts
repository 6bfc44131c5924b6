import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);
const from = (path: string) => JSON.stringify(new URL(`../../src/${path}`, import.meta.url).href);

/** The packages in memory after a script has run in a fresh process. */
async function packagesAfter(script: string): Promise<string[]> {
  const report = `
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    const names = loaded.flatMap((file) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1] ?? []);
    process.stdout.write(JSON.stringify([...new Set(names)]));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', `${script}\n${report}`]);
  return JSON.parse(stdout) as string[];
}

it('a bot on SQLite does not load pg, and one on PostgreSQL would', { timeout: 30_000 }, async () => {
  const dataDir = JSON.stringify(temporaryFolder('loaded'));
  const open = `
    await import(${from('app.ts')});
    const { openStore } = await import(${from('store/open-store.ts')});
    await (await openStore({ dataDir: ${dataDir} })).close();`;
  const onSqlite = await packagesAfter(open);
  expect(onSqlite).toContain('better-sqlite3');
  expect(onSqlite.filter((name) => name.startsWith('pg'))).toEqual([]);
  // So that the question is one that can be answered with yes.
  expect(await packagesAfter(`await import(${from('store/postgres.ts')});`)).toContain('pg');
});
