import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invite } from '../../src/domain/invite.ts';
import { noOtherAccess } from '../../src/domain/other-access.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { problem } from '../../src/domain/problem.ts';
import { applyChange } from '../../src/flows/apply-change.ts';
import { cancelInvite } from '../../src/flows/cancel-invite.ts';
import type { Claim, Context } from '../../src/flows/context.ts';
import { grantInvite } from '../../src/flows/grant-invite.ts';
import type { GuestAccess } from '../../src/providers/provider.ts';
import { noticeWords } from '../../src/slack/words/notices.ts';
import { stateWords } from '../../src/slack/words/states.ts';
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
  const parts: Partial<Context> = { store, policy: defaultPolicy, now: () => now, newId: () => `n${++ids}` };
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

describe('a host that goes by its id, since Parsec was slow to name it', () => {
  const unnamed = { hostId: 'host_7', hostName: 'host_7' };
  const change = { ...unnamed, sendEmail: true, askedBy: 'U1' };
  const named = async () => ({ hostId: 'host_7', name: 'Edit 7', online: true });
  const unknown = async () => problem('host_unknown');
  const busy = async () => problem('provider_busy', { provider: 'parsec', retryAt: NOW + 60_000 });

  it('is named before an invite is created on it', async () => {
    const invite = await saved(unnamed);
    await expect(grantInvite(at(NOW, { host: named }), invite, claim(true))).rejects.toThrow('sent');
    expect(await store.getInvite(invite.id)).toMatchObject({ hostName: 'Edit 7', createSentAt: NOW });
  });

  it('gets no invite when there is no such host, and none yet while Parsec does not say', async () => {
    const invite = await saved(unnamed);
    expect(await grantInvite(at(NOW, { host: busy }), invite, claim(true))).toMatchObject({
      kind: 'again',
      at: NOW + 60_000,
    });
    const waiting = await store.getInvite(invite.id);
    expect(waiting).toMatchObject({ state: 'requested', problem: { code: 'provider_busy' } });
    await grantInvite(at(NOW, { host: unknown }), waiting ?? invite, claim(true));
    expect(await store.getInvite(invite.id)).toMatchObject({ state: 'failed', problem: { code: 'host_unknown' } });
  });

  it('is named before an invite is moved to it', async () => {
    const invite = await saved({ state: 'granted', providerInviteId: 'p1', change });
    await expect(applyChange(at(NOW, { host: named }), invite, claim(true))).rejects.toThrow('sent');
    expect((await store.getInvite(invite.id))?.change).toMatchObject({ hostName: 'Edit 7', sentAt: NOW });
  });

  it('gets no invite moved to it when there is no such host, and none yet while Parsec does not say', async () => {
    const invite = await saved({ state: 'granted', providerInviteId: 'p1', change });
    expect(await applyChange(at(NOW, { host: busy }), invite, claim(true))).toMatchObject({ kind: 'again' });
    expect((await store.getInvite(invite.id))?.change).toMatchObject(unnamed);
    await applyChange(at(NOW, { host: unknown }), invite, claim(true));
    expect(await store.getInvite(invite.id)).toMatchObject({ change: undefined, hostName: 'Edit 1' });
    expect((await store.workOfInvite(invite.id)).map(({ name }) => name.split(':')[0])).toContain('change_refused');
  });
});

it('believes an empty search for a lost create only half a minute after it was sent', async () => {
  const invite = await saved({ createSentAt: NOW });
  const findSame = async () => [];
  const outcome = await grantInvite(at(NOW + 29_999, { findSame }), invite, claim(true));
  expect(outcome).toMatchObject({ kind: 'again', at: NOW + 30_000 });
  const later = await store.getInvite(invite.id);
  await expect(grantInvite(at(NOW + 30_000, { findSame }), later ?? invite, claim(true))).rejects.toThrow('sent');
});

/** A create that is answered only after another bot has recorded something else, half a minute later. */
function answeredLate(meanwhile: Partial<Invite>): GuestAccess['create'] {
  return async () => {
    const current = await store.getInvite(anInvite({}).id);
    if (current === undefined) throw new Error('no invite');
    await store.saveInvite({ ...current, ...meanwhile, createSentAt: undefined }, NOW);
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
}
const owed = async () => (await store.workOfInvite(anInvite({}).id)).map(({ kind }) => kind);

it('takes back what a create brings that was answered only after the invite was cancelled', async () => {
  const invite = await saved({});
  const create = answeredLate({ state: 'cancelled', cancel: { askedBy: 'U1', sendEmail: false } });
  await grantInvite(at(NOW, { create }), invite, claim(true));
  expect(await store.getInvite(invite.id)).toMatchObject({ state: 'cancelling', providerInviteId: 'p1' });
  expect(await owed()).toEqual(['card', 'provider']);
});

it('takes back what a create brings that was answered only after no invite was said to be made, and says so', async () => {
  const invite = await saved({});
  const create = answeredLate({ state: 'failed', problem: { code: 'provider_credits_spent', facts: {} } });
  await grantInvite(at(NOW, { create }), invite, claim(true));
  const late = await store.getInvite(invite.id);
  if (late === undefined) throw new Error('no invite');
  expect(late).toMatchObject({ state: 'cancelling', providerInviteId: 'p1' });
  expect(await owed()).toEqual(['card', 'provider']);

  const takenBack: unknown[] = [];
  const cancel: GuestAccess['cancel'] = async (...asked) => {
    takenBack.push(asked);
    return 'cancelled';
  };
  await cancelInvite(at(NOW, { cancel }), late, claim(true));
  // Who was mailed the invitation is mailed that it does not count.
  expect(takenBack).toEqual([['p1', { sendEmail: true }]]);
  const out = await store.getInvite(invite.id);
  if (out === undefined) throw new Error('no invite');
  expect(out).toMatchObject({ state: 'failed', cancel: undefined });
  const itsReason = 'was taken back: this invite lets nobody in';
  expect(stateWords(out, NOW, noOtherAccess)).toMatch(new RegExp(`No invite was made\\..*${itsReason}`));
  const notices = (await store.workOfInvite(invite.id)).filter(({ kind }) => kind === 'notice');
  expect(
    notices.map(({ name, facts }) =>
      noticeWords(out, { name: name.split(':')[0] ?? '', facts: JSON.parse(facts) }, NOW),
    ),
  ).toEqual([expect.stringContaining(itsReason)]);
});

describe('what was asked for from now on and can be sent only later', () => {
  const HOUR = 3_600_000;
  const fromNow = { typedStart: 'now', typedEnd: 'for 2h', startsAt: NOW + 30_000, endsAt: NOW + 30_000 + 2 * HOUR };
  const later = NOW + 40 * 60_000;
  const sent = async (context: Context, invite: Invite) => {
    await expect(grantInvite(context, invite, claim(true))).rejects.toThrow('sent');
    const now = await store.getInvite(invite.id);
    return now && [now.startsAt - later, now.endsAt - now.startsAt];
  };

  it('keeps its length, each time it is sent', async () => {
    const invite = await saved(fromNow);
    expect(await sent(at(later, {}), invite)).toEqual([15_000, 2 * HOUR]);
    const again = await store.getInvite(invite.id);
    const findSame = async () => [];
    if (again === undefined) throw new Error('no invite');
    expect(await sent(at(later + 60_000, { findSame }), again)).toEqual([75_000, 2 * HOUR]);
    const windows = (await store.unansweredOf(invite.id)).map(({ sent: { startsAt, endsAt } }) => [startsAt, endsAt]);
    expect(windows).toEqual([15_000, 75_000].map((ms) => [later + ms, later + ms + 2 * HOUR]));
  });

  it('and days of the calendar', async () => {
    const startsAt = Date.UTC(2026, 9, 23, 12, 0);
    const endsAt = Date.UTC(2026, 9, 25, 13, 0);
    const invite = await saved({
      typedStart: 'now',
      typedEnd: 'for 2 days',
      startsAt,
      endsAt,
      createdAt: startsAt - 30_000,
    });
    await expect(grantInvite(at(startsAt + HOUR, {}), invite, claim(true))).rejects.toThrow('sent');
    expect(await store.getInvite(invite.id)).toMatchObject({ endsAt: endsAt + HOUR + 15_000 });
  });

  it('ends as it would have where an exact twin would come of it', async () => {
    const invite = await saved(fromNow);
    const endsAt = later + 15_000 + 2 * HOUR;
    await store.insertInvite(anInvite({ id: 'inv_twin', requestKey: 'V2', startsAt: later, endsAt, state: 'granted' }));
    expect(await sent(at(later, {}), invite)).toEqual([15_000, 2 * HOUR - 40 * 60_000 + 15_000]);
  });

  it('gets no longer than the policy allows by now, and no shorter than it would be', async () => {
    const context = (maxWindowMs: number) => ({
      ...at(later, {}),
      policy: { ...defaultPolicy, invites: { ...defaultPolicy.invites, maxWindowMs } },
    });
    const invite = await saved(fromNow);
    expect(await sent(context(1.5 * HOUR), invite)).toEqual([15_000, 1.5 * HOUR]);
  });

  it('is not made when all of the time that was asked for is over', async () => {
    const invite = await saved({ ...fromNow, startsAt: NOW + HOUR, endsAt: NOW + 3 * HOUR });
    await grantInvite(at(NOW + 2 * HOUR + 20_000, {}), invite, claim(true));
    expect(await store.getInvite(invite.id)).toMatchObject({ state: 'failed', problem: { code: 'window_over' } });
  });
});
