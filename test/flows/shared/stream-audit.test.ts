import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AuditSink } from '../../../src/domain/audit-sink.ts';
import { problem } from '../../../src/domain/problem.ts';
import type { Context, Outcome } from '../../../src/flows/shared/context.ts';
import { streamAudit } from '../../../src/flows/shared/stream-audit.ts';
import { createLog } from '../../../src/log.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { folderWithStore } from '../../support/migrated-store.ts';

const MINUTE = 60_000;
let now = Date.UTC(2026, 10, 23, 9, 0);
let store: Store;
let taken: string[];
/** What the sink does with a batch before it takes it. */
let trouble: () => 'fails' | 'dies before' | 'dies after' | undefined;
beforeEach(async () => {
  store = await openStore({ dataDir: await folderWithStore('stream') });
  taken = [];
  trouble = () => undefined;
});
afterEach(() => store.close());

class Killed extends Error {}

const sink: AuditSink = {
  name: 'file',
  id: 'file:1',
  async send(entries) {
    const what = trouble();
    if (what === 'dies before') throw new Killed();
    if (what === 'fails') return problem('audit_sink_failed', { error: 'ENOSPC' });
    taken.push(...entries.map(({ workspaceId, seq }) => `${workspaceId}/${seq}`));
    if (what === 'dies after') throw new Killed();
    return 'sent';
  },
};

const parts: Partial<Context> = {
  auditSinks: [sink],
  now: () => now,
  wake: () => undefined,
  log: createLog({ level: 'error', secrets: [], destination: { write: () => undefined } }),
};

const write = async (count: number, workspaceId = 'T1') => {
  for (let n = 0; n < count; n++) {
    const id = `${workspaceId}_${now}_${n}`;
    await store.insertAudit({ id, workspaceId, subject: 'channel/C1', at: now, actor: 'U1', action: 'a', facts: {} });
    now += 1;
  }
};

/** One claim of the job, by a process that may be killed in it. */
async function claim(context: Partial<Context> = {}): Promise<Outcome | 'killed'> {
  await store.enqueue({ kind: 'audit_stream', name: 'file' });
  const seen = (await store.dueJobs(now)).find(({ kind }) => kind === 'audit_stream');
  const job = seen && (await store.claimJob(seen, now));
  if (job === undefined) throw new Error('there is no job');
  try {
    const outcome = await streamAudit({ store, ...parts, ...context } as Context, job, {
      ...job,
      heartbeat: async () => true,
    });
    if (outcome.kind === 'retry') await store.rescheduleJob(job, outcome.at, outcome.failed);
    else await store.finishJob(job);
    return outcome;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    // Its lease is over.
    now += MINUTE;
    return 'killed';
  }
}

const numbers = (workspaceId: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${workspaceId}/${n + 1}`);

it('hands over each chain in order, once, and what comes later', async () => {
  await write(450);
  await write(3, 'T2');
  await claim();
  expect(taken).toEqual([...numbers('T1', 450), ...numbers('T2', 3)]);
  expect(await claim()).toMatchObject({ kind: 'retry', at: now + 5_000, failed: false });
  await write(1);
  await claim();
  expect(taken.slice(453)).toEqual(['T1/451']);
});

it('leaves nothing out and keeps the order, wherever its process is killed', async () => {
  await write(900);
  const deaths = [
    'dies before',
    'dies after',
    undefined,
    'dies after',
    'dies after',
    undefined,
    'dies before',
  ] as const;
  let step = 0;
  trouble = () => deaths[step++ % deaths.length];
  let killed = 0;
  for (let outcome: Outcome | 'killed' = 'killed'; outcome === 'killed'; ) {
    outcome = await claim();
    if (outcome === 'killed') killed += 1;
  }
  expect(killed).toBeGreaterThan(3);
  // First times are in order and complete; everything else came before.
  expect([...new Set(taken)]).toEqual(numbers('T1', 900));
  expect(taken.length).toBeGreaterThan(900);
});

it('sends a batch again when its place was not written down', async () => {
  await write(2);
  const transaction: Store['transaction'] = async () => {
    throw new Killed();
  };
  expect(await claim({ store: { ...store, transaction } })).toBe('killed');
  await claim();
  expect(taken).toEqual(['T1/1', 'T1/2', 'T1/1', 'T1/2']);
});

it('moves nothing when another process has taken over', async () => {
  await write(1);
  const transaction: Store['transaction'] = (run) =>
    store.transaction((tx) => run({ ...tx, renewLease: async () => false }));
  expect(await claim({ store: { ...store, transaction } })).toMatchObject({ why: 'another process streams' });
  expect(await store.readAuditStream('file:1')).toEqual({ places: {}, failingSince: undefined });
});

it('waits longer and longer for a sink that fails, notifies admins after a quarter of an hour, and goes on', async () => {
  await write(1);
  trouble = () => 'fails';
  const since = now;
  expect(await claim()).toMatchObject({ kind: 'retry', failed: true, why: 'audit_sink_failed' });
  now += 14 * MINUTE;
  await claim();
  const notices = async () => (await store.dueJobs(now + MINUTE)).filter(({ kind }) => kind === 'admin_notice');
  expect(await notices()).toEqual([]);
  now += MINUTE;
  await claim();
  await claim();
  expect((await notices()).map(({ name, facts }) => [name, JSON.parse(facts)])).toEqual([
    [`audit_stream_behind:file:1:${since}`, expect.objectContaining({ sink: 'file', since, error: 'ENOSPC' })],
  ]);
  trouble = () => undefined;
  await claim();
  expect(taken).toEqual(['T1/1']);
  expect(await store.readAuditStream('file:1')).toMatchObject({ failingSince: undefined });
});

it('ends with the setting', async () => {
  await write(1);
  expect(await claim({ auditSinks: [] })).toEqual({ kind: 'done' });
});
