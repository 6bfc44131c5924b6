import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { Context } from '../../src/flows/context.ts';
import { sendDigest } from '../../src/flows/send-digest.ts';
import type { Teller } from '../../src/flows/teller.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0);

let store: Store;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('send-digest') });
});
afterEach(() => store.close());

it('names nobody whose card has moved to a direct message: that end is told there', async () => {
  for (const [id, channelId] of [
    ['inv_a', 'C1'],
    ['inv_b', 'C1'],
    ['inv_moved', 'D1'],
  ] as const) {
    const invite = anInvite({ id, requestKey: id, channelId, state: 'ended', endsAt: NOW });
    await store.insertInvite(invite);
    await store.oweInDigest({ inviteId: id, channelId: 'C1', name: `expired:${NOW}`, at: NOW, facts: { endsAt: NOW } });
  }
  const told: (readonly [channelId: string, ids: readonly string[]])[] = [];
  const teller: Pick<Teller, 'sendDigest'> = {
    async sendDigest(ended, { channelId }) {
      told.push([channelId, ended.map(({ invite }) => invite.id)]);
      return { channelId, ts: '1.1' };
    },
  };
  const invites = { ...defaultPolicy.invites, showsGuestInSharedChannels: true };
  const policy = { ...defaultPolicy, invites };
  const parts: Partial<Context> = { store, policy, teller: teller as Teller, now: () => NOW };

  const seen = (await store.dueWork(NOW)).find(({ kind }) => kind === 'digest');
  const work = seen && (await store.claimWork(seen, NOW));
  if (work === undefined) throw new Error('no digest is due');
  await sendDigest(parts as Context, work, { attempt: 1, tries: 0, stillMine: async () => true });

  expect(told).toEqual([['C1', ['inv_a', 'inv_b']]]);
  const notices = (await store.dueWork(NOW)).filter(({ kind }) => kind === 'notice');
  expect(notices.map(({ inviteId }) => inviteId)).toEqual(['inv_moved']);
});
