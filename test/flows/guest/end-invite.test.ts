import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/domain/channel-settings.ts';
import { problem } from '../../../src/domain/problem.ts';
import { endInvite, startInvite } from '../../../src/flows/guest/end-invite.ts';
import { warnOfEnd } from '../../../src/flows/guest/warn-of-end.ts';
import type { Context, ProviderGuestInvite } from '../../../src/flows/shared/context.ts';
import { createKnownHosts } from '../../../src/flows/shared/known-hosts.ts';
import type { GuestAccess } from '../../../src/providers/provider.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// What happens within the milliseconds of a start, a warning or an end.
const HOUR = 3_600_000;
const MINUTE = 60_000;
const invite = anInvite({ state: 'granted', providerInviteId: 'p1' });
let store: Store;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('end') });
  await store.insertInvite(invite);
});
afterEach(() => store.close());

const claim = { attempt: 1, tries: 0, heartbeat: async () => true };

/** Only what these flows need of a context, at this time. */
function at(now: number, get?: GuestAccess['get']): Context {
  let ids = 0;
  const knownHosts = createKnownHosts(() => now);
  knownHosts.remember([{ hostId: invite.hostId, name: invite.hostName, online: true }]);
  const parts: Partial<Context> = { store, knownHosts, now: () => now, newId: () => `n${++ids}` };
  return { ...parts, guestAccess: { get } } as Context;
}
const seen = (endsAt: number): ProviderGuestInvite => ({
  providerInviteId: 'p1',
  hostId: invite.hostId,
  guestEmail: invite.guestEmail,
  eventName: invite.eventName,
  permissions: invite.permissions,
  timeZone: invite.timeZone,
  startsAt: invite.startsAt,
  endsAt,
  cancelled: false,
  link: undefined,
});
const jobsNow = async () => (await store.jobsOfInvite(invite.id)).map((job) => job.id);

it('does not notify of a start that moved later while its job was claimed, nor of one after the time the clock was set back to', async () => {
  await store.saveSettings('C1', { ...defaultSettings, starts: true }, { by: 'U1', at: 0 });
  const outcome = await startInvite(at(invite.startsAt - 5), invite.id);
  expect(outcome).toMatchObject({ kind: 'retry', at: invite.startsAt });
  expect(await jobsNow()).toEqual([]);
  expect(await startInvite(at(invite.startsAt), invite.id)).toEqual({ kind: 'done' });
  expect(await jobsNow()).toHaveLength(2);
});

it('comes back for a warning that is not due yet', async () => {
  const due = invite.endsAt - 15 * MINUTE;
  expect(await warnOfEnd(at(due - 5), invite.id)).toMatchObject({ kind: 'retry', at: due });
  expect(await jobsNow()).toEqual([]);
  expect(await warnOfEnd(at(due), invite.id)).toEqual({ kind: 'done' });
  expect(await store.warnedEnds([invite.id])).toEqual([{ inviteId: invite.id, endsAt: invite.endsAt }]);
});

it.each([
  ['ended <!date', invite.endsAt],
  ['was extended there', invite.endsAt + HOUR],
])('does not record that it %s, by what Parsec showed before a change of ours went out', async (_, endsAt) => {
  const change = { endsAt: invite.endsAt + 2 * HOUR, sendEmail: true, requestedBy: 'U1', sentAt: invite.endsAt - 1 };
  const outcome = await endInvite(
    at(invite.endsAt, async () => {
      await store.saveInvite({ ...invite, change }, invite.endsAt);
      return seen(endsAt);
    }),
    invite.id,
    claim,
  );
  expect(outcome).toMatchObject({ kind: 'retry', failed: false });
  expect(await store.getInvite(invite.id)).toMatchObject({ state: 'granted', endsAt: invite.endsAt, change });
  expect(await jobsNow()).toEqual([]);
});

it('waits for a change in flight before it asks Parsec, at most two minutes', async () => {
  const change = {
    endsAt: invite.endsAt,
    hostId: 'host_2',
    sendEmail: true,
    requestedBy: 'U1',
    sentAt: invite.endsAt - 1,
  };
  await store.saveInvite({ ...invite, change }, invite.endsAt);
  let asked = 0;
  const get = async () => {
    asked += 1;
    return seen(invite.endsAt);
  };
  expect(await endInvite(at(invite.endsAt + 2 * MINUTE - 1, get), invite.id, claim)).toMatchObject({ kind: 'retry' });
  expect(asked).toBe(0);
  expect(await endInvite(at(invite.endsAt + 2 * MINUTE, get), invite.id, claim)).toEqual({ kind: 'done' });
  expect(asked).toBe(1);
});

it('does not notify of a start when somebody turns on the notification long after it', async () => {
  await store.saveSettings('C1', { ...defaultSettings, starts: true }, { by: 'U1', at: 0 });
  await startInvite(at(invite.startsAt + 16 * MINUTE), invite.id);
  expect(await jobsNow()).toEqual([`${invite.id}:card`]);
});

it.each([
  [
    'nobody saw',
    async () => problem('provider_unauthorized', { provider: 'parsec' }),
    { code: 'end_unseen', facts: {} },
  ],
  ['Parsec showed', async () => seen(invite.endsAt), undefined],
] as const)('records whether it saw the end: an end that %s', async (_, get, known) => {
  expect(await endInvite(at(invite.endsAt, get), invite.id, claim)).toEqual({ kind: 'done' });
  expect((await store.getInvite(invite.id))?.problem).toEqual(known);
  expect(await jobsNow()).toContain(`${invite.id}:notice:expired:${invite.endsAt}`);
});
