import { execFile } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { copyStore } from '../../src/store/copy-store.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { aRemoval } from '../support/a-removal.ts';
import { anInvite } from '../support/an-invite.ts';
import { type Postgres, sharedPostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await sharedPostgres();
});

const INVITES = 1_201;

/** A folder with a store in it: more invites than one page, work in every state, audit rows, settings. */
async function aStore(): Promise<string> {
  const dataDir = temporaryFolder('copy');
  const store = await openStore({ dataDir });
  for (let n = 0; n < INVITES; n++) {
    const id = `inv_${n}`;
    // Sorted differently by different servers: upper and lower case, underscore, letters beyond ASCII.
    const eventName = ['Ä', 'z', 'Z', '_', '雪', '“'][n % 6] ?? '';
    await store.insertInvite(anInvite({ id, requestKey: `Key_${n}`, eventName, message: `line 1\nline 2 ${n}` }));
    await store.enqueue({ inviteId: id, kind: 'card', at: n });
  }
  const [seen] = await store.dueJobs(10_000);
  if (seen !== undefined) await store.claimJob(seen, 10_000);
  await store.startReconciling(5);
  await store.insertAudit({ id: 'a1', inviteId: 'inv_7', at: 7, actor: 'U1', action: 'requested', facts: { n: 1 } });
  await store.insertMemberBatch(aMemberBatch(), memberRowsOf(aMemberBatch(), [{ inviteId: 'i1' }, {}]));
  const sent = { hostId: 'h', guestEmail: 'ana@example.com', eventName: 'Review', startsAt: 8, endsAt: 9 };
  await store.insertUnanswered({ id: 'w1', inviteId: 'inv_7', sentAt: 7, kind: 'create', sent });
  await store.recordRefusedKey({ provider: 'parsec', since: 9 });
  await store.insertRemoval(aRemoval());
  await store.saveSettings('C1', { starts: true, warnMinutes: 0, style: 'thread' }, { by: 'U1', at: 8 });
  await store.insertShareUse(shareUse);
  await store.acceptRequest({ id: 'r1', at: 9, signed: true }, 1);
  await store.close();
  return dataDir;
}

const shareUse = { id: 's1', personId: 'U1', kind: 'guest_invites', amount: 1, at: 8 } as const;
const settings = { starts: true, warnMinutes: 0, style: 'thread' } as const;
const action = {
  id: 'td_1',
  requestKey: 'V1',
  at: 8,
  actor: 'U1',
  provider: 'parsec',
  operation: 'Kick User',
  input: { raw: {}, shown: [] },
};

describe('copying a store to PostgreSQL', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await aStore();
  });

  it('copies every row as it is, and recognizes its own copy on the second run', async () => {
    const databaseUrl = await postgres.fresh();
    const copied = await copyStore({ dataDir }, { databaseUrl });
    expect(copied).toMatchObject({
      outcome: 'copied',
      sums: { invite: { rows: INVITES }, job: { rows: INVITES + 1 } },
    });
    expect(await copyStore({ dataDir }, { databaseUrl })).toEqual({ ...copied, outcome: 'already_there' });

    const [here, there] = await Promise.all([openStore({ dataDir }), openStore({ databaseUrl })]);
    for (const id of ['inv_0', 'inv_4', 'inv_1200']) {
      expect(await there.getInvite(id)).toEqual(await here.getInvite(id));
      expect(await there.jobsOfInvite(id)).toEqual(await here.jobsOfInvite(id));
    }
    expect(await there.auditOfInvite('inv_7')).toEqual(await here.auditOfInvite('inv_7'));
    expect(await there.memberRows('mb_test')).toEqual(memberRowsOf(aMemberBatch(), [{ inviteId: 'i1' }, {}]));
    expect(await there.unansweredOf('inv_7')).toEqual(await here.unansweredOf('inv_7'));
    expect(await there.refusedKeys()).toEqual([{ provider: 'parsec', since: 9 }]);
    expect(await there.getRemoval('rm_1')).toEqual(aRemoval());
    expect(await there.getSettings('C1')).toEqual({ starts: true, warnMinutes: 0, style: 'thread' });
    expect(await there.shareUses('U1', 'guest_invites', 8)).toEqual([{ amount: 1, at: 8 }]);
    expect(await there.acceptRequest({ id: 'r1', at: 9, signed: true }, 1)).toBe('repeated');
    await Promise.all([here.close(), there.close()]);
  });

  it('counts a store as empty on which a bot was started and did nothing yet', async () => {
    const databaseUrl = await postgres.fresh();
    const store = await openStore({ databaseUrl });
    await store.startReconciling(77);
    await store.acceptRequest({ id: 'r2', at: 9, signed: true }, 1);
    await store.close();
    expect(await copyStore({ dataDir }, { databaseUrl })).toMatchObject({ outcome: 'copied' });
  });

  it('writes nothing into a store with other data', async () => {
    const databaseUrl = await postgres.fresh();
    const store = await openStore({ databaseUrl });
    await store.insertInvite(anInvite({ id: 'inv_other' }));
    expect(await copyStore({ dataDir }, { databaseUrl })).toMatchObject({
      outcome: 'not_empty',
      source: { invite: { rows: INVITES } },
      target: { invite: { rows: 1 } },
    });
    expect((await store.listInvites({ which: 'all', text: '', now: 0, offset: 0, limit: 5 })).total).toBe(1);
    await store.close();
  });

  it('refuses a store that a bot has open, and keeps bots out while it copies', { timeout: 30_000 }, async () => {
    const databaseUrl = await postgres.fresh();
    const bot = await openStore({ dataDir });
    await expect(copyStore({ dataDir }, { databaseUrl })).rejects.toThrow('Stop the bot first');
    await bot.close();
    const copying = await openStore({ dataDir, alone: true });
    await expect(openStore({ dataDir })).rejects.toThrow('locked');
    await copying.close();
    expect(await copyStore({ dataDir }, { databaseUrl })).toMatchObject({ outcome: 'copied' });
  });

  it.each([
    ['settings of a channel', (store: Store) => store.saveSettings('C9', settings, { by: 'U1', at: 8 })],
    ['an action of an admin', (store: Store) => store.insertTeamAction(action)],
    ['a share that was used', (store: Store) => store.insertShareUse(shareUse)],
    ['a job', (store: Store) => store.enqueue({ kind: 'members', name: 'mb_9', at: 0 })],
  ])('does not count a store as empty that holds only %s', async (_what, write) => {
    const databaseUrl = await postgres.fresh();
    const store = await openStore({ databaseUrl });
    await write(store);
    await store.close();
    expect(await copyStore({ dataDir }, { databaseUrl })).toMatchObject({ outcome: 'not_empty' });
  });

  it('reports a row that differs in one letter', async () => {
    const databaseUrl = await postgres.fresh();
    await copyStore({ dataDir }, { databaseUrl });
    await postgres.query(databaseUrl, `update invite set message = 'other' where id = 'inv_3'`);
    expect(await copyStore({ dataDir }, { databaseUrl })).toMatchObject({ outcome: 'not_empty' });
  });

  it('keeps nothing when the server changes what it gets', async () => {
    const databaseUrl = await postgres.fresh();
    await (await openStore({ databaseUrl })).close();
    await postgres.query(
      databaseUrl,
      `create function cut() returns trigger language plpgsql as $$ begin new.message := ''; return new; end $$;
       create trigger cut before insert on invite for each row execute function cut()`,
    );
    await expect(copyStore({ dataDir }, { databaseUrl })).rejects.toThrow('not what was sent');
    expect(await postgres.query(databaseUrl, 'select count(*)::int as n from invite')).toEqual([{ n: 0 }]);
  });
});

describe('npm run migrate-store', () => {
  const script = new URL('../../src/migrate-store.ts', import.meta.url).pathname;
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    new Promise<{ code: number; out: string }>((resolve) => {
      execFile(process.execPath, [script, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr }),
      );
    });

  it('says what it copied, and on the second run that it is there already', async () => {
    const dataDir = await aStore();
    const databaseUrl = await postgres.fresh();
    const first = await run(['--from', dataDir], { DATABASE_URL: databaseUrl });
    expect(first.out).toContain(`${INVITES} rows`);
    expect(first.code).toBe(0);
    const again = await run([], { DATABASE_URL: ` ${databaseUrl}\n`, DATA_DIR: dataDir });
    expect(again.out).toContain('Already copied');
    expect(again.code).toBe(0);
  });

  const target = 'postgres://bot:hush@127.0.0.1:1/g';

  it.each<[readonly string[], string | undefined, number, string]>([
    [[], undefined, 2, 'DATABASE_URL is not set. Set it to the URL of an empty PostgreSQL database.'],
    [[], '  ', 2, 'DATABASE_URL is not set'],
    [[], 'mysql://bot:hush@x/y', 2, 'DATABASE_URL is not a URL that starts with postgres://'],
    [['--too', 'x'], target, 2, 'An option is unknown or has no value'],
    [['--from'], target, 2, 'An option is unknown or has no value'],
    [['--from', '/nowhere/at/all'], target, 1, 'There is no store in /nowhere/at/all'],
  ])('refuses %j with DATABASE_URL=%s', async (args, databaseUrl, code, text) => {
    const result = await run(args, { DATABASE_URL: databaseUrl ?? '' });
    expect(result).toMatchObject({ code });
    expect(result.out).toContain(text);
    if (code === 2) expect(result.out).toContain('DATABASE_URL=postgres://user:password@host:5432/guestlist npm run');
    expect(result.out).not.toContain('hush');
  });

  it.each([
    [['--to', target]],
    [[`--to=${target}`]],
    [['--to']],
    [[target]],
    [['--database', target]],
    [[`--url=${target}`]],
  ])('accepts no URL from the command line, where others can read it: %j', async (args) => {
    const result = await run(args, { DATABASE_URL: target });
    expect(result).toMatchObject({ code: 2 });
    expect(result.out).toContain('put the PostgreSQL URL on the command line');
    expect(result.out).toContain('Set DATABASE_URL in the environment instead');
    expect(result.out).not.toContain('hush');
  });
});
