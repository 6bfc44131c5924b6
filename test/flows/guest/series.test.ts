import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { namedBy } from '../../../src/domain/erasure.ts';
import type { Invite } from '../../../src/domain/invite.ts';
import type { Job } from '../../../src/domain/job.ts';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { type Problem, problem } from '../../../src/domain/problem.ts';
import { moveOccurrence } from '../../../src/flows/guest/series/change-series.ts';
import { lookAtSeries } from '../../../src/flows/guest/series/look-at-series.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import type { GuestAccess } from '../../../src/providers/provider.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { aSeries } from '../../support/a-series.ts';
import { type ApprovalWorld, approvalWorld } from '../../support/approval-world.ts';
import { folderWithStore } from '../../support/migrated-store.ts';

// Three bots on one store, looking at one series at the same moment, over and over.
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Tuesday, 24 November 2026, 09:00 in Paris: the first occurrence. */
const FIRST = Date.UTC(2026, 10, 24, 8);
const claim = { attempt: 1, tries: 0, heartbeat: async () => true };

let store: Store;
let world: ApprovalWorld;
/** What Parsec answers instead of a computer. */
let away: Problem | undefined;
beforeEach(async () => {
  away = undefined;
  store = await openStore({ dataDir: await folderWithStore('series') });
  world = approvalWorld([store, store, store], defaultPolicy);
  world.people.set('U1', aPerson({ id: 'U1' }));
  await store.insertSeries(aSeries());
});
afterEach(() => store.close());

/** All three look; the earliest time at which one wants to look again. */
async function look(): Promise<number> {
  const job = { name: 'ser_test', facts: '{}' } as Job;
  const came = await Promise.all(
    world.replicas.map((replica) => {
      const host: GuestAccess['host'] = async (id) => away ?? replica.guestAccess.host(id);
      const guestAccess = { ...replica.guestAccess, host };
      const providers = [{ id: 'parsec', guestAccess }] as unknown as Context['providers'];
      return lookAtSeries({ ...replica, guestAccess, providers }, job, claim);
    }),
  );
  return Math.min(...came.map((outcome) => (outcome.kind === 'retry' ? outcome.at : Number.POSITIVE_INFINITY)));
}
const made = () => store.invitesOfSeries('ser_test');
const mark = async () => (await store.getSeries('ser_test'))?.marks[0];
const becomes = async (parts: Partial<Invite>) => {
  const last = (await made()).at(-1);
  if (last !== undefined) await store.saveInvite({ ...last, ...parts }, world.now);
};

describe('a look at a series', () => {
  it('creates nothing before its time, each occurrence once, and asks for the next look in time', async () => {
    world.now = FIRST - 3 * DAY;
    expect(await look()).toBe(FIRST - 2 * DAY);
    world.now = FIRST - 2 * DAY;
    expect(await look()).toBe(FIRST - DAY);
    expect(await made()).toEqual([]);
    world.now = FIRST - DAY;
    await look();
    await look();
    expect((await made()).map(({ occurrence, startsAt }) => [occurrence, startsAt])).toEqual([['2026-11-24', FIRST]]);
  });

  it('tries one that failed again, each time later, and one that was denied no more', async () => {
    world.now = FIRST - DAY;
    await look();
    await becomes({ state: 'failed', problem: problem('window_passed') });
    world.now += HOUR - 1;
    await look();
    expect(await made()).toHaveLength(1);
    world.now += 1;
    await look();
    expect((await made()).map(({ occurrence }) => occurrence)).toEqual(['2026-11-24', '2026-11-24#2']);
    await becomes({ state: 'failed', problem: problem('window_passed') });
    world.now += 2 * HOUR - 1;
    await look();
    expect(await made()).toHaveLength(2);
    world.now += 1;
    await look();
    expect(await made()).toHaveLength(3);
    await becomes({ state: 'failed', problem: problem('approval_denied', { by: 'U2', message: '' }) });
    world.now += 5 * HOUR;
    await look();
    expect(await made()).toHaveLength(3);
  });

  it('tells of one that the provider has not confirmed for long, and takes it back when it has', async () => {
    world.now = FIRST - DAY;
    await look();
    world.now += 31 * 60_000;
    expect(await look()).toBeLessThanOrEqual(world.now + HOUR);
    expect(await mark()).toMatchObject({ trouble: { code: 'provider_unreachable' } });
    await becomes({ state: 'granted', providerInviteId: 'p1' });
    await look();
    expect(await mark()).toBeUndefined();
  });

  it('waits as long as the policy says how far ahead an invite may start', async () => {
    world.policy = { ...defaultPolicy, invites: { ...defaultPolicy.invites, maxLeadMs: 2 * HOUR } };
    world.now = FIRST - 3 * HOUR;
    await look();
    expect(await made()).toEqual([]);
    world.now = FIRST - 2 * HOUR + 60_000;
    await look();
    expect(await made()).toHaveLength(1);
  });

  it.each([
    ['the policy allows no window this long', 'window_too_long', { maxWindowMs: HOUR }],
    ['credits are kept for admins', 'credits_reserved', { creditReserve: 100 }],
  ])('creates nothing while %s', async (_, code, invites) => {
    world.policy = { ...defaultPolicy, invites: { ...defaultPolicy.invites, ...invites } };
    world.now = FIRST - DAY - HOUR;
    await look();
    expect(await mark()).toMatchObject({ date: '2026-11-24', trouble: { code } });
    world.now = FIRST - DAY;
    expect(await look()).toBe(world.now + 15 * 60_000);
    world.policy = defaultPolicy;
    await look();
    expect([await mark(), (await made()).length]).toEqual([undefined, 1]);
  });

  it('says at once that a computer is gone, and only after a while that Parsec is away', async () => {
    world.now = FIRST - DAY - HOUR;
    away = problem('provider_unreachable', { provider: 'parsec' });
    expect(await look()).toBe(FIRST - DAY);
    world.now = FIRST - DAY;
    expect(await look()).toBe(world.now + 15 * 60_000);
    expect(await mark()).toBeUndefined();
    world.now += 30 * 60_000;
    await look();
    expect(await mark()).toMatchObject({ trouble: { code: 'provider_unreachable' } });
    away = problem('host_unknown');
    await look();
    expect(await mark()).toMatchObject({ trouble: { code: 'host_unknown' } });
    world.now = FIRST;
    await look();
    expect(await mark()).toMatchObject({ isMissed: true });
    const about = await store.personalRows(namedBy('ana@example.com'));
    const named = (about.get('job') ?? []).map(({ name }) => String(name).split(':'));
    const told = named.flatMap(([name, , date]) => (date === '2026-11-24' ? [name ?? ''] : []));
    expect(told.toSorted()).toEqual(['series_missed', 'series_trouble']);
  });

  it('follows an occurrence that is moved, also beyond the last day', async () => {
    world.now = FIRST - 2 * DAY;
    const times = (time: string) => ({ kind: 'at', date: '2026-12-07', time }) as const;
    const to = { start: times('09:00'), end: times('10:00') };
    const [replica] = world.replicas;
    if (replica === undefined) throw new Error('no replica');
    await moveOccurrence(replica, 'ser_test:2026-11-24', aPerson({ id: 'U1' }), to);
    for (let day = 1; day <= 16; day++) {
      world.now = FIRST + (day - 2) * DAY;
      await look();
    }
    const all = await made();
    expect(new Set(all.map(({ occurrence }) => occurrence)).size).toBe(9);
    expect(all).toHaveLength(9);
    expect(all[0]).toMatchObject({ occurrence: '2026-11-24', startsAt: Date.UTC(2026, 11, 7, 8) });
    world.now = Date.UTC(2026, 11, 7, 9);
    await look();
    expect(await store.getSeries('ser_test')).toMatchObject({ state: 'ended', endedBy: 'guestlist' });
  });
});
