import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Invite } from '../../../src/domain/invite.ts';
import { type ProviderCode, problem } from '../../../src/domain/problem.ts';
import { cancelInvite } from '../../../src/flows/guest/cancel-invite.ts';
import { applyChange } from '../../../src/flows/guest/change-invite.ts';
import { kickGuest } from '../../../src/flows/guest/kick-guest.ts';
import { recordRemoved } from '../../../src/flows/guest/record-removed.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import type { GuestAccess } from '../../../src/providers/provider.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// What Parsec does not know any more, and who says so too late.
let store: Store;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('cancel') });
});
afterEach(() => store.close());

const claim = { attempt: 1, tries: 0, heartbeat: async () => true };
const answering = (code: ProviderCode) => async () => problem(code, { provider: 'parsec' });

/** Only what these flows need of a context, at this time. */
function at(now: number, guestAccess: Partial<GuestAccess>): Context {
  let ids = 0;
  const parts: Partial<Context> = { store, now: () => now, newId: () => `n${++ids}` };
  return { ...parts, guestAccess } as Context;
}

async function saved(parts: Partial<Invite>): Promise<Invite> {
  const invite = anInvite({ state: 'granted', providerInviteId: 'p1', ...parts });
  await store.insertInvite(invite);
  return invite;
}
const notices = async (invite: Invite) =>
  (await store.jobsOfInvite(invite.id)).filter(({ kind }) => kind === 'notice').map(({ name }) => name);

it.each(['provider_forbidden', 'provider_unreachable'] as const)(
  'stays cancelled when another replica reported the cancel before Parsec answered %s here',
  async (code) => {
    const invite = await saved({ state: 'cancelling', cancel: { requestedBy: 'U1', sendEmail: false } });
    const context = at(invite.startsAt, { get: answering('provider_forbidden') });
    const cancel = async () => {
      await recordRemoved(context, invite);
      return problem(code, { provider: 'parsec' });
    };
    await cancelInvite({ ...context, guestAccess: { ...context.guestAccess, cancel } }, invite, claim);
    expect(await store.getInvite(invite.id)).toMatchObject({ state: 'cancelled', problem: undefined });
    expect(await notices(invite)).toEqual(['cancelled']);
  },
);

it('lets the end report the result when a change was lost and Parsec no longer knows the invite after its end', async () => {
  const change = { keyboard: false, mouse: true, gamepad: false };
  const invite = await saved({ change: { permissions: change, sendEmail: true, requestedBy: 'U1', sentAt: 1 } });
  await applyChange(at(invite.endsAt + 1_000, { get: answering('provider_not_found') }), invite, claim);
  expect(await store.getInvite(invite.id)).toMatchObject({ state: 'granted', change: undefined });
  expect(await notices(invite)).toEqual(['change_refused:1']);
});

it('lets the end report the result, too, when a guest is kicked in the last seconds', async () => {
  const invite = await saved({ kickRequestedBy: 'U1' });
  await kickGuest(at(invite.endsAt - 1_000, { kick: answering('provider_not_found') }), invite, claim);
  expect(await store.getInvite(invite.id)).toMatchObject({ state: 'granted', kickRequestedBy: undefined });
  expect(await notices(invite)).toEqual(['kick_refused:1']);
});

it('counts as cancelled in Parsec when a guest is kicked mid-way whose invite Parsec does not know', async () => {
  const invite = await saved({ kickRequestedBy: 'U1' });
  await kickGuest(at(invite.startsAt, { kick: answering('provider_not_found') }), invite, claim);
  expect(await store.getInvite(invite.id)).toMatchObject({ state: 'cancelled', kickRequestedBy: undefined });
  expect(await notices(invite)).toEqual(['cancelled']);
});
