import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { dueJobs } from '../../src/store/due-jobs.ts';
import { insertInvite } from '../../src/store/invites.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { openDatabase, openStore } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';
import { folderWithStore } from '../support/migrated-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { acceptedRequestsContract } from './accepted-requests-contract.ts';
import { approvalsContract } from './approvals-contract.ts';
import { attendanceContract } from './attendance-contract.ts';
import { storeContract } from './contract.ts';
import { historyContract } from './history-contract.ts';
import { homesContract } from './homes-contract.ts';
import { lanesContract } from './lanes-contract.ts';
import { memberBatchContract } from './members-contract.ts';
import { personRequestsContract } from './person-requests-contract.ts';
import { reportsContract } from './reports-contract.ts';
import { seriesContract } from './series-contract.ts';
import { sharesContract } from './shares-contract.ts';

const folder = () => temporaryFolder('store');

const fresh = async () => {
  const dataDir = await folderWithStore('store');
  return () => openStore({ dataDir });
};
storeContract('SQLite', { shared: false }, fresh);
approvalsContract('SQLite', fresh);
seriesContract('SQLite', fresh);
memberBatchContract('SQLite', fresh);
sharesContract('SQLite', 1, fresh);
acceptedRequestsContract('SQLite', fresh);
historyContract('SQLite', fresh);
homesContract('SQLite', fresh);
reportsContract('SQLite', fresh);
attendanceContract('SQLite', fresh);
personRequestsContract('SQLite', fresh);
lanesContract('SQLite', fresh);

it('keeps its data when it is opened again', async () => {
  const dataDir = folder();
  const first = await openStore({ dataDir });
  await first.insertInvite(anInvite({}));
  await first.close();
  const second = await openStore({ dataDir });
  expect(await second.getInvite('inv_test')).toEqual(anInvite({}));
  await second.close();
});

it('can be opened and read during a write', async () => {
  const dataDir = folder();
  const writer = await openStore({ dataDir });
  try {
    await writer.transaction(async (tx) => {
      await tx.insertInvite(anInvite({}));
      // In this very process: a wait for the writer would never end.
      const reader = await openStore({ dataDir });
      expect(await reader.getInvite('inv_test')).toBeUndefined();
      await reader.close();
    });
  } finally {
    await writer.close();
  }
});

it('lets two processes share a folder without losing a write', async () => {
  const dataDir = folder();
  const store = await openStore({ dataDir });
  await store.insertInvite(anInvite({}));
  const script = fileURLToPath(new URL('../support/enqueue-job.ts', import.meta.url));
  const run = (name: string) => promisify(execFile)(process.execPath, [script, dataDir, name, '50']);
  await Promise.all([run('one'), run('two')]);
  expect(await store.jobsOfInvite('inv_test')).toHaveLength(100);
  await store.close();
});

it('finds text in lower or upper case, also beyond A to Z', async () => {
  const store = await openStore({ dataDir: folder() });
  await store.insertInvite(anInvite({ eventName: 'Übung für Élise' }));
  for (const text of ['übung', 'ÜBUNG FÜR', 'élise', 'ÉLISE']) {
    expect(await store.listInvites({ which: 'all', text, now: 0, offset: 0, limit: 1 })).toMatchObject({ total: 1 });
  }
  await store.close();
});

it('says that the disk is full, keeps nothing of the write that did not fit, and continues when there is room', async () => {
  const db = await openDatabase({ dataDir: folder() });
  // Migrations leave free pages behind.
  await sql`vacuum`.execute(db);
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${Number(rows[0]?.page_count) + 2}`).execute(db);
  const write = (id: string) =>
    db.transaction().execute(async (tx) => {
      await enqueue(tx, { kind: 'members', name: id, at: 0 });
      await insertInvite(tx, anInvite({ id, requestKey: id, message: 'x'.repeat(20_000) }));
    });
  await expect(write('inv_large')).rejects.toThrow('disk is full');
  expect(await dueJobs(db, 1)).toEqual([]);
  await sql.raw('pragma max_page_count = 1000').execute(db);
  await write('inv_large');
  expect(await dueJobs(db, 1)).toHaveLength(1);
  await db.destroy();
});

it('is readable by its owner only', async () => {
  const dataDir = folder();
  const store = await openStore({ dataDir });
  expect(statSync(join(dataDir, 'guestlist.db')).mode & 0o077).toBe(0);
  await store.close();
});

it('names the migrations of a newer version, and leaves the store alone', async () => {
  const dataDir = folder();
  const db = await openDatabase({ dataDir });
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2026-11-23')`.execute(db);
  await db.destroy();
  await expect(openStore({ dataDir })).rejects.toThrow('a newer Guestlist wrote it (9999-later): start that version');
});
