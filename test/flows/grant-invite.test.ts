import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Invite } from '../../src/domain/invite.ts';
import { applyChange } from '../../src/flows/apply-change.ts';
import type { Claim, Context } from '../../src/flows/context.ts';
import { grantInvite } from '../../src/flows/grant-invite.ts';
import type { GuestAccess } from '../../src/providers/provider.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
let store: Store;
let ids = 0;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('grant') });
});
afterEach(() => store.close());

/** Only what these flows need of a context, at a Parsec that must not be written to. */
function at(now: number, guestAccess: Partial<GuestAccess>): Context {
  const never = async () => {
    throw new Error('sent');
  };
  const parts: Partial<Context> = { store, now: () => now, newId: () => `n${++ids}` };
  return { ...parts, guestAccess: { create: never, update: never, ...guestAccess } } as Context;
}
const claim = (mine: boolean): Claim => ({ attempt: 1, tries: 0, stillMine: async () => mine });

async function saved(parts: Partial<Invite>): Promise<Invite> {
  const invite = anInvite(parts);
  await store.insertInvite(invite);
  return invite;
}

it('creates nothing once another has taken over', async () => {
  const invite = await saved({});
  expect(await grantInvite(at(NOW, {}), invite, claim(false))).toMatchObject({ kind: 'again', why: 'claim lost' });
});

it('sends no change once another has taken over', async () => {
  const change = { endsAt: NOW + 9_000_000, sendEmail: true, askedBy: 'U1' };
  const invite = await saved({ state: 'granted', providerInviteId: 'p1', change });
  expect(await applyChange(at(NOW, {}), invite, claim(false))).toMatchObject({ kind: 'again', why: 'claim lost' });
});

it('believes an empty search for a lost create only half a minute after it was sent', async () => {
  const invite = await saved({ createSentAt: NOW });
  const findSame = async () => [];
  const outcome = await grantInvite(at(NOW + 29_999, { findSame }), invite, claim(true));
  expect(outcome).toMatchObject({ kind: 'again', at: NOW + 30_000 });
  const later = await store.getInvite(invite.id);
  await expect(grantInvite(at(NOW + 30_000, { findSame }), later ?? invite, claim(true))).rejects.toThrow('sent');
});

it('takes back what a create brings that was answered only after the invite was cancelled', async () => {
  const invite = await saved({});
  const create = async () => {
    const current = await store.getInvite(invite.id);
    if (current === undefined) throw new Error('no invite');
    // Another bot, half a minute later.
    const cancel = { askedBy: 'U1', sendEmail: false };
    await store.saveInvite({ ...current, state: 'cancelled', cancel, createSentAt: undefined }, NOW);
    return {
      providerInviteId: 'p1',
      hostId: undefined,
      guestEmail: undefined,
      eventName: undefined,
      permissions: {},
      timeZone: undefined,
      startsAt: undefined,
      endsAt: undefined,
      cancelled: false,
      link: undefined,
    };
  };
  await grantInvite(at(NOW, { create }), invite, claim(true));
  expect(await store.getInvite(invite.id)).toMatchObject({ state: 'cancelling', providerInviteId: 'p1' });
  const owed = (await store.workOfInvite(invite.id)).map(({ kind }) => kind);
  expect(owed).toEqual(['card', 'provider']);
});
