import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Job } from '../../../src/domain/job.ts';
import { problem } from '../../../src/domain/problem.ts';
import { showCard } from '../../../src/flows/guest/show-card.ts';
import type { Claim, Context } from '../../../src/flows/shared/context.ts';
import { eraseInvite } from '../../../src/flows/shared/erase-invite.ts';
import type { Notifier, Place } from '../../../src/flows/shared/notifier.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 25, 9, 0);
const claim: Claim = { attempt: 2, tries: 1, heartbeat: async () => true };
let store: Store;
let now: number;
let found: readonly Place[];
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('erased-card') });
  now = NOW;
  found = [];
  await store.insertInvite(anInvite({ state: 'failed' }));
  await store.enqueue({ inviteId: 'inv_test', kind: 'card' });
});
afterEach(() => store.close());

function context(notifier: Partial<Notifier> = {}): Context {
  const parts = { store, now: () => now, newId: () => 'n1', workspaceId: () => 'T1' };
  const never = async () => {
    throw new Error('posted');
  };
  return { ...parts, notifier: { showCard: never, findPosts: async () => found, ...notifier } } as unknown as Context;
}

/** The card's job, whose post was sent, and its answer lost, before the invite was erased. */
async function erasedOnTheWay(): Promise<Job> {
  const [seen] = await store.jobsOfInvite('inv_test');
  const job = seen && (await store.claimJob(seen, now));
  if (job === undefined) throw new Error('no job');
  await store.markSentPost(job, { key: 'inv_test:card', sentAt: now, sends: 1 }, now);
  await eraseInvite(context(), 'inv_test', 'request');
  return job;
}

it('finds a card whose answer was lost before its invite was erased, so that it is edited', async () => {
  const job = await erasedOnTheWay();
  found = [{ channelId: 'C1', ts: '1.2' }];
  expect(await showCard(context(), job, claim)).toMatchObject({ kind: 'retry', at: 0 });
  expect(await store.getInvite('inv_test')).toMatchObject({ cardChannelId: 'C1', cardTs: '1.2' });
});

it('looks until the card can hardly come any more, and posts none', async () => {
  const job = await erasedOnTheWay();
  expect(await showCard(context(), job, claim)).toMatchObject({ kind: 'retry', at: NOW + 30_000 });
  const away = async () => problem('slack_unreachable');
  expect(await showCard(context({ findPosts: away }), job, claim)).toMatchObject({ kind: 'retry', failed: true });
  now += 30_000;
  expect(await showCard(context(), job, claim)).toEqual({ kind: 'done' });
});
