import { afterEach, beforeEach, expect, test } from 'vitest';
import { createParsec } from '../../../src/providers/parsec/index.ts';
import type { RouteOverrides } from '../../../src/providers/route.ts';
import { startParsec } from './start-parsec.ts';

// Most of Parsec's paths are not published. Of one it does not have it says "Not Found", as it says of an invite that is gone.

let bench: Awaited<ReturnType<typeof startParsec>>;
let inviteId: string;
beforeEach(async () => {
  bench = await startParsec();
  const host = bench.emulator.addMachine({ name: 'Render 1' });
  const invite = { host_peer_id: host.peer_id, guest_email: 'ana@example.com' };
  inviteId = bench.emulator.dashboard.createInvite(invite).id;
});
afterEach(() => bench.stop());

const wrong: RouteOverrides = Object.fromEntries(
  ['Get Guest Access Invite', 'Update Guest Access Invite', 'Cancel Guest Access Invite'].map((name) => [
    name,
    { path: '/v1/teams/{teamID}/guests/{guestAccessInviteID}' },
  ]),
);
const kickToo: RouteOverrides = {
  ...wrong,
  'Kick Guest Access Guest': { path: '/v1/teams/{teamID}/guests/{guestAccessInviteID}/kick' },
};

function guestsBy(routes: RouteOverrides, apiKey = bench.emulator.apiKey) {
  const { url, teamId } = bench.emulator;
  return createParsec({ apiKey, teamId, apiUrl: url, routes }, bench.deps).guestAccess;
}

test('an invite in the list does not count as removed, whatever a wrong route says', async () => {
  const guests = guestsBy(kickToo);
  const answers = [
    await guests.cancel(inviteId, { sendEmail: false }),
    await guests.kick(inviteId),
    await guests.update(inviteId, { endsAt: bench.now() + 7_200_000 }, { sendEmail: false }),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({
      code: 'provider_rejected',
      facts: { message: expect.stringContaining('route must be wrong') },
    });
  }
});

test('a removed invite counts as removed, also when the list still shows it', async () => {
  bench.emulator.dashboard.cancelInvite(inviteId);
  expect(await guestsBy({}).cancel(inviteId, { sendEmail: false })).toMatchObject({ code: 'provider_not_found' });
  await bench.stop();

  bench = await startParsec({ cancelledVanish: false });
  const host = bench.emulator.addMachine({ name: 'Render 1' });
  const kept = bench.emulator.dashboard.createInvite({ host_peer_id: host.peer_id, guest_email: 'ana@example.com' });
  bench.emulator.dashboard.cancelInvite(kept.id);
  expect(await guestsBy({}).cancel(kept.id, { sendEmail: false })).toMatchObject({ code: 'provider_not_found' });
});

test('an unreadable list decides nothing: the call is retried, or, with a key that may not read it, the answer counts', async () => {
  const { emulator } = bench;
  emulator.trouble({ operation: 'Get Guest Access Invites', then: { status: 429 } });
  expect(await guestsBy(wrong).cancel(inviteId, { sendEmail: false })).toMatchObject({ code: 'provider_busy' });
  const blind = guestsBy({}, emulator.addKey(['Manage Guest Access Links']));
  expect(await blind.cancel('gone', { sendEmail: false })).toMatchObject({ code: 'provider_not_found' });
});
