import { execFile } from 'node:child_process';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCommand } from '../src/audit-log/options.ts';
import { openStore, type Store } from '../src/store/open-store.ts';
import { anInvite } from './support/an-invite.ts';
import { folderWithStore } from './support/migrated-store.ts';
import { type Postgres, sharedPostgres } from './support/postgres.ts';
import { scriptStarter } from './support/start-script.ts';

const script = new URL('../src/audit-log.ts', import.meta.url).pathname;
const NOON = Date.UTC(2026, 4, 1, 12);
const DAY = 86_400_000;

const run = (env: Record<string, string>, ...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      process.execPath,
      [script, ...args],
      { env: { ...process.env, DATABASE_URL: '', ...env }, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

async function fill(store: Store): Promise<void> {
  await store.insertInvite(anInvite({}));
  const entry = (id: string, day: number, actor: string, action: string) => ({
    id,
    workspaceId: 'T1',
    inviteId: 'inv_test',
    at: NOON + day * DAY,
    actor,
    action,
    facts: { guest: '=cmd()@example.com', host: 'Edit 1' },
  });
  await store.insertAudit({
    ...entry('a', 0, 'U1', 'requested'),
    via: 'form',
    rule: 'Editors',
    approvedBy: ['U2', 'U3'],
  });
  await store.insertAudit({ ...entry('b', 1, 'U2', 'changed'), before: { host: 'Edit 1' }, after: { host: 'Edit 2' } });
  await store.insertAudit(entry('c', 2, 'guestlist', 'ended'));
}

describe('npm run audit', () => {
  let env: Record<string, string>;
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await sharedPostgres();
    const dataDir = await folderWithStore('audit-log');
    const store = await openStore({ dataDir });
    await fill(store);
    await store.close();
    env = { DATA_DIR: dataDir };
  });

  it('verifies the log, and prints its end, which it takes back', async () => {
    const first = await run(env, 'verify');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('The audit log is complete and unchanged.');
    const [, end = ''] = /End: (\S+)/.exec(first.out) ?? [];
    expect(end).toMatch(/^T1\/3:[\da-f]{64}$/);
    expect(await run(env, 'verify', '--expect', end)).toMatchObject({ code: 0 });
    const other = await run(env, 'verify', '--expect', `2:${'0'.repeat(64)}`, '--json');
    expect(other.code).toBe(1);
    expect(JSON.parse(other.out)).toMatchObject({ ok: false, count: 1, faults: [{ kind: 'edited', seq: 2, id: 'b' }] });
  });

  it('verifies and exports a store in PostgreSQL', async () => {
    const databaseUrl = await postgres.freshStore();
    const store = await openStore({ databaseUrl });
    await fill(store);
    await store.close();
    const place = { DATABASE_URL: databaseUrl };
    expect((await run(place, 'verify')).out).toContain('T1: 3 rows. End: T1/3:');
    expect((await run(place, 'export', '--format', 'jsonl')).out.trim().split('\n')).toHaveLength(3);
    await postgres.query(
      databaseUrl,
      "alter table audit disable trigger user; update audit set actor = 'U9' where seq = 2",
    );
    const edited = await run(place, 'verify');
    expect(edited).toMatchObject({ code: 1 });
    expect(edited.out).toContain('T1 row 2 (b): edited\n');
    expect(edited.out).toContain('The audit log is not as Guestlist wrote it: 1 fault.');
  });

  it('exports as CSV that a spreadsheet takes for text, and as one JSON a line', async () => {
    const csv = await run(env, 'export', '--format', 'csv');
    const rows = parse(csv.out.slice(1), { columns: true }) as Record<string, string>[];
    expect(rows).toMatchObject([
      {
        workspace: 'T1',
        seq: '1',
        at: '2026-05-01T12:00:00.000Z',
        actor: 'U1',
        via: 'form',
        rule: 'Editors',
        approved_by: 'U2 U3',
      },
      { action: 'changed', before: '{"host":"Edit 1"}', after: '{"host":"Edit 2"}' },
      { action: 'ended', subject: 'inv_test' },
    ]);
    const jsonl = await run(env, 'export', '--format', 'jsonl');
    const entries = jsonl.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(entries[0]).toMatchObject({ facts: { guest: '=cmd()@example.com' }, approvedBy: ['U2', 'U3'] });
    expect(entries[2]?.prevHash).toBe(entries[1]?.hash);
  });

  it('exports only what is asked for', async () => {
    const store = await openStore({ dataDir: env.DATA_DIR ?? '' });
    const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
      [['--actor', 'U2'], ['b']],
      [
        ['--action', 'ended', '--action', 'requested'],
        ['a', 'c'],
      ],
      [['--since', '2026-05-02', '--until', '2026-05-02'], ['b']],
      [['--since', '2026-05-02T12:00:01Z'], ['c']],
      [['--until', '2026-05-01T14:00+02:00'], ['a']],
      [['--subject', 'inv_other'], []],
      [['--workspace', 'T2'], []],
    ];
    for (const [args, ids] of cases) {
      const command = readCommand(['export', '--format', 'csv', ...args]);
      if (typeof command === 'string' || command.name !== 'export') throw new Error('it is refused');
      const { entries } = await store.exportAudit(command.filter, 99);
      expect([args, entries.map(({ id }) => id)]).toEqual([args, ids]);
    }
    await store.close();
  });

  it.each([
    [[], 'Say verify, export, or tail.'],
    [['verify', 'export'], 'Say verify, export, or tail.'],
    [['verify', '--follow'], 'verify has no option --follow.'],
    [['export'], 'Use --format csv or --format jsonl.'],
    [['export', '--format', 'csv', '--since', 'May'], 'Use a time such as 2026-05-01 or 2026-05-01T14:00Z.'],
    [
      ['export', '--format', 'csv', '--since', '2026-05-01T14:00'],
      'Use a time such as 2026-05-01 or 2026-05-01T14:00Z.',
    ],
    [['verify', '--expect', 'hush'], 'Use --expect as verify prints it: WORKSPACE/SEQ:HASH.'],
    [['tail', '-n', 'hush'], 'Use -n with a whole number up to 999999.'],
    [['tail', '--hush'], 'An option is unknown or has no value.'],
  ])('refuses %j', (args, text) => {
    expect(readCommand(args)).toBe(text);
  });

  it('says how it is used', async () => {
    const { code, out, err } = await run(env, 'tail', '--hush');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('npm run --silent audit -- verify');
    expect(err).not.toContain('hush');
    const other = await run({ DATABASE_URL: 'mysql://bot:hush@x/y' }, 'verify');
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err).toContain('DATABASE_URL is not a URL that starts with postgres://');
    expect(other.err).not.toContain('hush');
  });

  it('shows how it is used, without a store', async () => {
    const result = await run({ DATA_DIR: '/nowhere/at/all' }, '--help');
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).toContain('npm run --silent audit -- verify');
  });

  it('makes no store where there is none', async () => {
    const result = await run({ DATA_DIR: '/nowhere/at/all' }, 'verify');
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toContain('There is no store in /nowhere/at/all. Set DATA_DIR or DATABASE_URL');
  });

  const start = scriptStarter(script, { DATABASE_URL: '' });
  it('follows the log of a bot that runs', { timeout: 30_000 }, async () => {
    const dataDir = await folderWithStore('audit-tail');
    const store = await openStore({ dataDir });
    await fill(store);
    process.env.DATA_DIR = dataDir;
    const { child, output } = start('tail', '-n', '1', '-f');
    delete process.env.DATA_DIR;
    await expect.poll(output, { timeout: 15_000 }).toContain('T1/3 guestlist - ended inv_test');
    expect(output()).not.toContain('T1/2 ');
    await store.insertAudit({
      id: 'd',
      workspaceId: 'T1',
      subject: 'channel/C1',
      at: NOON,
      actor: 'U7',
      action: 'settings_changed',
      facts: {},
    });
    await expect.poll(output, { timeout: 15_000 }).toContain('T1/4 U7 - settings_changed channel/C1');
    child.kill('SIGKILL');
    await store.close();
  });
});
