import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invite } from '../../../src/domain/invite.ts';
import { defaultPolicy, type Policy } from '../../../src/domain/policy/policy.ts';
import { changeable, findInvite } from '../../../src/flows/guest/read-invites.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('find-invite') });
});
afterEach(() => store.close());

const ben = aPerson({ id: 'U2' });

/** Everybody reads every channel. */
function context(policy: Partial<Policy>): Context {
  const parts = {
    store,
    policy: () => ({ ...defaultPolicy, ...policy }),
    now: () => Date.UTC(2026, 10, 23, 9, 0),
    channels: {
      memberOf: async (ids: readonly string[]) => new Set(ids),
      describe: async () => ({ kind: 'public', name: 'x', isShared: false, isArchived: false, hasBot: true }),
    },
  };
  return parts as unknown as Context;
}

const saved = async (parts: Partial<Invite>) => void (await store.insertInvite(anInvite(parts)));

describe('a search in a channel that is shown no address', () => {
  const masked = (masking: Partial<Policy['invites']['masking']>): Partial<Policy> => ({
    invites: { ...defaultPolicy.invites, masking: { everywhere: false, masked: [], unmasked: [], ...masking } },
  });
  const search = async (text: string, policy: Partial<Policy>, person = ben) => {
    const found = await findInvite(context(policy), text, person);
    return found.kind === 'invite' ? found.invite.guestEmail : found.kind;
  };
  beforeEach(() => saved({ eventName: 'Review for zoe@client.example', guestEmail: 'zoe@client.example' }));

  it.each([['zoe@client.example'], ['zoe'], ['@client'], ['Review for zoe@']])(
    'confirms no guess: %s',
    async (text) => {
      expect(await search(text, masked({ masked: ['C1'] }))).toBe('problem');
      expect(await search(text, masked({ everywhere: true }))).toBe('problem');
      expect(await search(text, masked({ everywhere: true, unmasked: ['C1'] }))).toBe('zoe@client.example');
      expect(await search(text, masked({ masked: ['C2'] }))).toBe('zoe@client.example');
      // Whose invite it is knows whom it is for.
      expect(await search(text, masked({ masked: ['C1'] }), aPerson({ id: 'U1' }))).toBe('zoe@client.example');
    },
  );

  it('is masked where the card went, too', async () => {
    await saved({
      id: 'inv_2',
      requestKey: 'V2',
      channelId: 'C3',
      cardChannelId: 'C1',
      guestEmail: 'uwe@client.example',
    });
    expect(await search('uwe@client.example', masked({ masked: ['C1'] }))).toBe('problem');
  });

  it('finds what everybody there reads', async () => {
    await saved({ id: 'inv_2', requestKey: 'V2', eventName: 'Color grading', hostName: 'Edit 7' });
    for (const text of ['color', 'edit 7', '2'])
      expect(await search(text, masked({ everywhere: true }))).toBe('a…@example.com');
  });
});

it('offers coordinators the invites of others to change, as it offers them to admins', async () => {
  await saved({ state: 'granted', providerInviteId: 'p1' });
  const offered = async (policy: Partial<Policy>) =>
    (await changeable(context(policy), ben, { text: 'ana@example.com', intent: 'extend', limit: 2 })).length;
  expect(await offered({})).toBe(0);
  expect(await offered({ coordinators: ['U2'] })).toBe(1);
});
