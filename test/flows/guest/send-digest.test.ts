import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { sendDigest } from '../../../src/flows/guest/send-digest.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import type { Notifier } from '../../../src/flows/shared/notifier.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0);

let store: Store;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('send-digest') });
});
afterEach(() => store.close());

it('names nobody whose card has moved to a direct message: that end is posted there', async () => {
  for (const [id, channelId] of [
    ['inv_a', 'C1'],
    ['inv_b', 'C1'],
    ['inv_moved', 'D1'],
  ] as const) {
    const invite = anInvite({ id, requestKey: id, channelId, state: 'ended', endsAt: NOW });
    await store.insertInvite(invite);
    await store.addToDigest({ inviteId: id, channelId: 'C1', name: `expired:${NOW}`, at: NOW, facts: { endsAt: NOW } });
  }
  const posted: (readonly [channelId: string, ids: readonly string[]])[] = [];
  const notifier: Pick<Notifier, 'sendDigest'> = {
    async sendDigest(ended, { channelId }) {
      posted.push([channelId, ended.map(({ invite }) => invite.id)]);
      return { channelId, ts: '1.1' };
    },
  };
  const invites = { ...defaultPolicy.invites, showsGuestInSharedChannels: true };
  const policy = () => ({ ...defaultPolicy, invites });
  const parts: Partial<Context> = { store, policy, notifier: notifier as Notifier, now: () => NOW };

  const seen = (await store.dueJobs(NOW)).find(({ kind }) => kind === 'digest');
  const job = seen && (await store.claimJob(seen, NOW));
  if (job === undefined) throw new Error('no digest is due');
  await sendDigest(parts as Context, job, { attempt: 1, tries: 0, heartbeat: async () => true });

  expect(posted).toEqual([['C1', ['inv_a', 'inv_b']]]);
  const notices = (await store.dueJobs(NOW)).filter(({ kind }) => kind === 'notice');
  expect(notices.map(({ inviteId }) => inviteId)).toEqual(['inv_moved']);
});
