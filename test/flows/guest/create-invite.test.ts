import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Invite } from '../../../src/domain/invite.ts';
import { noOtherAccess } from '../../../src/domain/other-access.ts';
import type { Person } from '../../../src/domain/person.ts';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { type Problem, problem } from '../../../src/domain/problem.ts';
import { cancelInvite } from '../../../src/flows/guest/cancel-invite.ts';
import { applyChange } from '../../../src/flows/guest/change-invite.ts';
import { createInvite } from '../../../src/flows/guest/create-invite.ts';
import { ruleInvite } from '../../../src/flows/guest/decide-invite.ts';
import type { Claim, Context } from '../../../src/flows/shared/context.ts';
import type { GuestAccess } from '../../../src/providers/provider.ts';
import { stateCopy } from '../../../src/slack/guest/card/state-copy.ts';
import { noticeCopy } from '../../../src/slack/guest/notices/notice-copy.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { aPolicy } from '../../support/a-ruled-policy.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

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
  const parts: Partial<Context> = { store, policy: () => defaultPolicy, now: () => now, newId: () => `n${++ids}` };
  return { ...parts, guestAccess: { create: never, update: never, ...guestAccess } } as Context;
}
const claim = (mine: boolean): Claim => ({ attempt: 1, tries: 0, heartbeat: async () => mine });

async function saved(parts: Partial<Invite>): Promise<Invite> {
  const invite = anInvite(parts);
  await store.insertInvite(invite);
  return invite;
}

it('creates nothing after another replica has taken over', async () => {
  const invite = await saved({});
  expect(await createInvite(at(NOW, {}), invite, claim(false))).toMatchObject({ kind: 'retry', why: 'claim lost' });
});

it('sends no change after another replica has taken over', async () => {
  const change = { endsAt: NOW + 9_000_000, sendEmail: true, requestedBy: 'U1' };
  const invite = await saved({ state: 'granted', providerInviteId: 'p1', change });
  expect(await applyChange(at(NOW, {}), invite, claim(false))).toMatchObject({ kind: 'retry', why: 'claim lost' });
});

describe('a host known only by its id, because Parsec was slow to name it', () => {
  const unnamed = { hostId: 'host_7', hostName: 'host_7' };
  const change = { ...unnamed, sendEmail: true, requestedBy: 'U1' };
  const named = async () => ({ hostId: 'host_7', name: 'Edit 7', online: true });
  const unknown = async () => problem('host_unknown');
  const busy = async () => problem('provider_busy', { provider: 'parsec', retryAt: NOW + 60_000 });

  it('is named before an invite is created on it', async () => {
    const invite = await saved(unnamed);
    await expect(createInvite(at(NOW, { host: named }), invite, claim(true))).rejects.toThrow('sent');
    expect(await store.getInvite(invite.id)).toMatchObject({ hostName: 'Edit 7', createSentAt: NOW });
  });

  it('gets no invite when it does not exist, and none yet while Parsec does not say', async () => {
    const invite = await saved(unnamed);
    expect(await createInvite(at(NOW, { host: busy }), invite, claim(true))).toMatchObject({
      kind: 'retry',
      at: NOW + 60_000,
    });
    const waiting = await store.getInvite(invite.id);
    expect(waiting).toMatchObject({ state: 'requested', problem: { code: 'provider_busy' } });
    await createInvite(at(NOW, { host: unknown }), waiting ?? invite, claim(true));
    expect(await store.getInvite(invite.id)).toMatchObject({ state: 'failed', problem: { code: 'host_unknown' } });
  });

  it('is named before an invite is moved to it', async () => {
    const invite = await saved({ state: 'granted', providerInviteId: 'p1', change });
    await expect(applyChange(at(NOW, { host: named }), invite, claim(true))).rejects.toThrow('sent');
    expect((await store.getInvite(invite.id))?.change).toMatchObject({ hostName: 'Edit 7', sentAt: NOW });
  });

  it('gets no invite moved to it when it does not exist, and none yet while Parsec does not say', async () => {
    const invite = await saved({ state: 'granted', providerInviteId: 'p1', change });
    expect(await applyChange(at(NOW, { host: busy }), invite, claim(true))).toMatchObject({ kind: 'retry' });
    expect((await store.getInvite(invite.id))?.change).toMatchObject(unnamed);
    await applyChange(at(NOW, { host: unknown }), invite, claim(true));
    expect(await store.getInvite(invite.id)).toMatchObject({ change: undefined, hostName: 'Edit 1' });
    expect((await store.jobsOfInvite(invite.id)).map(({ name }) => name.split(':')[0])).toContain('change_refused');
  });
});

it('notes the rule that decides when an invite is sent, and none while the name of its host is not known', async () => {
  const { rules } = aPolicy({
    rules: [{ name: 'vault', when: { hosts: ['Vault *'] }, deny: true }, { name: 'suites' }],
  });
  const ruled = { ...defaultPolicy, rules };
  const invite = await saved({ hostId: 'host_7', hostName: 'host_7' });
  const context = {
    ...at(NOW, { host: async () => ({ hostId: 'host_7', name: 'Edit 7', online: true }) }),
    policy: () => ruled,
  };
  expect(ruleInvite(context, aPerson(), { ...invite, host: undefined })).toEqual({ kind: 'allowed' });
  await expect(createInvite(context, invite, claim(true))).rejects.toThrow('sent');
  expect(await store.auditOfInvite(invite.id)).toMatchObject([{ action: 'create_sent', rule: 'suites' }]);
});

it('creates no invite that is longer than the policy allows by now', async () => {
  const invite = await saved({});
  const { invites } = aPolicy({ invites: { maxWindow: '30m' } });
  await createInvite({ ...at(NOW, {}), policy: () => ({ ...defaultPolicy, invites }) }, invite, claim(true));
  expect(await store.getInvite(invite.id)).toMatchObject({ state: 'failed', problem: { code: 'window_too_long' } });
});

describe('a change that a coordinator asked for', () => {
  const change = { endsAt: NOW + 9_000_000, sendEmail: true, requestedBy: 'U7' };
  const asked = () => saved({ state: 'granted', providerInviteId: 'p1', change });
  const by = (person: Person | Problem, coordinators: readonly string[]): Context => ({
    ...at(NOW, {}),
    policy: () => ({ ...defaultPolicy, coordinators }),
    people: { person: async () => person } as unknown as Context['people'],
  });

  it('is sent while that person is a coordinator', async () => {
    const invite = await asked();
    await expect(applyChange(by(aPerson({ id: 'U7' }), ['U7']), invite, claim(true))).rejects.toThrow('sent');
  });

  it('is not sent any more when that person is none, and its thread says why', async () => {
    const invite = await asked();
    await applyChange(by(aPerson({ id: 'U7' }), []), invite, claim(true));
    expect((await store.getInvite(invite.id))?.change).toBeUndefined();
    const [notice] = (await store.jobsOfInvite(invite.id)).filter(({ kind }) => kind === 'notice');
    expect(notice?.facts).toContain('not_inviter');
  });

  it.each([
    ['who that person is', problem('not_allowed_unknown')],
    ['it now', aPerson({ id: 'U7', isStale: true })],
    ['who is in the user group', aPerson({ id: 'U7', groups: { isIn: [], unknown: ['S1'] } })],
  ])('waits while Slack does not say %s', async (_, person) => {
    const invite = await asked();
    expect(await applyChange(by(person, ['S1']), invite, claim(true))).toMatchObject({ kind: 'retry' });
    expect((await store.getInvite(invite.id))?.change).toEqual(change);
  });
});

it('trusts an empty search for a lost create only half a minute after it was sent', async () => {
  const invite = await saved({ createSentAt: NOW });
  const findSame = async () => [];
  const outcome = await createInvite(at(NOW + 29_999, { findSame }), invite, claim(true));
  expect(outcome).toMatchObject({ kind: 'retry', at: NOW + 30_000 });
  const later = await store.getInvite(invite.id);
  await expect(createInvite(at(NOW + 30_000, { findSame }), later ?? invite, claim(true))).rejects.toThrow('sent');
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
const jobsNow = async () => (await store.jobsOfInvite(anInvite({}).id)).map(({ kind }) => kind);

it('cancels an invite whose create was answered only after it was cancelled here', async () => {
  const invite = await saved({});
  const create = answeredLate({ state: 'cancelled', cancel: { requestedBy: 'U1', sendEmail: false } });
  await createInvite(at(NOW, { create }), invite, claim(true));
  expect(await store.getInvite(invite.id)).toMatchObject({ state: 'cancelling', providerInviteId: 'p1' });
  expect(await jobsNow()).toEqual(['card', 'provider']);
});

it('cancels an invite whose create was answered only after it was reported as failed, and reports that', async () => {
  const invite = await saved({});
  const create = answeredLate({ state: 'failed', problem: { code: 'provider_credits_spent', facts: {} } });
  await createInvite(at(NOW, { create }), invite, claim(true));
  const late = await store.getInvite(invite.id);
  if (late === undefined) throw new Error('no invite');
  expect(late).toMatchObject({ state: 'cancelling', providerInviteId: 'p1' });
  expect(await jobsNow()).toEqual(['card', 'provider']);

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
  const itsReason = 'so Guestlist cancelled it. It lets nobody in';
  expect(stateCopy(out, NOW, noOtherAccess)).toMatch(new RegExp(`The invite wasn't created\\..*${itsReason}`));
  const notices = (await store.jobsOfInvite(invite.id)).filter(({ kind }) => kind === 'notice');
  expect(
    notices.map(({ name, facts }) =>
      noticeCopy(out, { name: name.split(':')[0] ?? '', facts: JSON.parse(facts) }, NOW),
    ),
  ).toEqual([expect.stringContaining(itsReason)]);
});

describe('an invite that starts now and can be sent only later', () => {
  const HOUR = 3_600_000;
  const fromNow = { typedStart: 'now', typedEnd: 'for 2h', startsAt: NOW + 30_000, endsAt: NOW + 30_000 + 2 * HOUR };
  const later = NOW + 40 * 60_000;
  const sent = async (context: Context, invite: Invite) => {
    await expect(createInvite(context, invite, claim(true))).rejects.toThrow('sent');
    const now = await store.getInvite(invite.id);
    return now && [now.startsAt - later, now.endsAt - now.startsAt];
  };

  it('keeps its length each time it is sent', async () => {
    const invite = await saved(fromNow);
    expect(await sent(at(later, {}), invite)).toEqual([15_000, 2 * HOUR]);
    const again = await store.getInvite(invite.id);
    const findSame = async () => [];
    if (again === undefined) throw new Error('no invite');
    expect(await sent(at(later + 60_000, { findSame }), again)).toEqual([75_000, 2 * HOUR]);
    const windows = (await store.unansweredOf(invite.id)).map(({ sent: { startsAt, endsAt } }) => [startsAt, endsAt]);
    expect(windows).toEqual([15_000, 75_000].map((ms) => [later + ms, later + ms + 2 * HOUR]));
  });

  it('keeps its length in calendar days', async () => {
    const startsAt = Date.UTC(2026, 9, 23, 12, 0);
    const endsAt = Date.UTC(2026, 9, 25, 13, 0);
    const invite = await saved({
      typedStart: 'now',
      typedEnd: 'for 2 days',
      startsAt,
      endsAt,
      createdAt: startsAt - 30_000,
    });
    await expect(createInvite(at(startsAt + HOUR, {}), invite, claim(true))).rejects.toThrow('sent');
    expect(await store.getInvite(invite.id)).toMatchObject({ endsAt: endsAt + HOUR + 15_000 });
  });

  it('keeps its end where it would become an exact twin of another', async () => {
    const invite = await saved(fromNow);
    const endsAt = later + 15_000 + 2 * HOUR;
    await store.insertInvite(anInvite({ id: 'inv_twin', requestKey: 'V2', startsAt: later, endsAt, state: 'granted' }));
    expect(await sent(at(later, {}), invite)).toEqual([15_000, 2 * HOUR - 40 * 60_000 + 15_000]);
  });

  it('becomes no longer than the policy allows now, and no shorter than it would be', async () => {
    const context = (maxWindowMs: number) => ({
      ...at(later, {}),
      policy: () => ({ ...defaultPolicy, invites: { ...defaultPolicy.invites, maxWindowMs } }),
    });
    const invite = await saved(fromNow);
    expect(await sent(context(1.5 * HOUR), invite)).toEqual([15_000, 1.5 * HOUR]);
  });

  it('ends when asked where the hours of a rule end, though it starts late', async () => {
    const to = new Date(NOW + 2 * HOUR).toISOString().slice(11, 16);
    const hours = { zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to };
    const policy = () => ({ ...defaultPolicy, rules: [{ name: 'hours', when: {}, hours }] });
    const invite = await saved({ ...fromNow, endsAt: NOW + 2 * HOUR });
    expect(await sent({ ...at(later, {}), policy }, invite)).toEqual([15_000, NOW + 2 * HOUR - later - 15_000]);
  });

  it('is not created when all of its time is over', async () => {
    const invite = await saved({ ...fromNow, startsAt: NOW + HOUR, endsAt: NOW + 3 * HOUR });
    await createInvite(at(NOW + 2 * HOUR + 20_000, {}), invite, claim(true));
    expect(await store.getInvite(invite.id)).toMatchObject({ state: 'failed', problem: { code: 'window_passed' } });
  });
});
