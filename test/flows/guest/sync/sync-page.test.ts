import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../../src/domain/policy/policy.ts';
import { takeIn } from '../../../../src/flows/guest/sync/sync-page.ts';
import type { Context, ProviderGuestInvite } from '../../../../src/flows/shared/context.ts';
import { openStore, type Store } from '../../../../src/store/open-store.ts';
import { anInvite } from '../../../support/an-invite.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
let store: Store;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('take-in') });
});
afterEach(() => store.close());

const seen = (parts: Partial<ProviderGuestInvite>): ProviderGuestInvite => ({
  providerInviteId: 'p1',
  hostId: 'host_1',
  guestEmail: 'ana@example.com',
  eventName: 'Render review',
  permissions: {},
  timeZone: 'Europe/Paris',
  startsAt: NOW + HOUR,
  endsAt: NOW + 2 * HOUR,
  cancelled: false,
  link: undefined,
  ...parts,
});

/** Takes in one invite; only what that needs of a context is there. */
function take(
  shown: ProviderGuestInvite,
  options: { mine?: boolean; adoptedChannel?: string; meanwhile?: () => Promise<void> } = {},
): Promise<boolean> {
  let ids = 0;
  const { adoptedChannel } = options;
  const context: Pick<Context, 'store' | 'policy' | 'workspaceId' | 'now' | 'newId'> = {
    store,
    policy: () => ({
      ...defaultPolicy,
      invites: {
        ...defaultPolicy.invites,
        maxWindowMs: HOUR,
        ...(adoptedChannel === undefined ? {} : { adoptedChannel }),
      },
    }),
    workspaceId: () => 'T1',
    now: () => NOW,
    newId: () => `n${++ids}`,
  };
  return takeIn(context as Context, [shown], {
    askedAt: NOW,
    run: 1,
    names: {
      nameOf: async (hostId) => {
        await options.meanwhile?.();
        return `name of ${hostId}`;
      },
    },
    progress: async () => options.mine ?? true,
  });
}

const jobsNow = async (inviteId: string) => (await store.jobsOfInvite(inviteId)).map((job) => job.kind);
const ours = anInvite({ state: 'granted', providerInviteId: 'p1', updatedAt: NOW - HOUR });

it('writes nothing when the claim is lost', async () => {
  await store.insertInvite(ours);
  expect(await take(seen({ endsAt: NOW + 5 * HOUR }), { mine: false })).toBe(false);
  expect(await store.getInvite(ours.id)).toEqual(ours);
  expect(await jobsNow(ours.id)).toEqual([]);
  expect(await take(seen({ cancelled: true }), { mine: false })).toBe(false);
  expect(await store.getInvite(ours.id)).toEqual(ours);
  expect(await take(seen({ providerInviteId: 'p2' }), { mine: false })).toBe(false);
  expect((await store.listInvites({ which: 'all', now: NOW, offset: 0, limit: 9 })).total).toBe(1);
});

it('writes invite, audit log and jobs together', async () => {
  await store.insertInvite(ours);
  expect(await take(seen({ endsAt: NOW + 5 * HOUR, hostId: 'host_2' }))).toBe(true);
  expect(await store.getInvite(ours.id)).toMatchObject({
    endsAt: NOW + 5 * HOUR,
    hostId: 'host_2',
    hostName: 'name of host_2',
  });
  expect(await jobsNow(ours.id)).toEqual(['card', 'end', 'inviter', 'notice', 'start', 'warn']);
  expect((await store.auditOfInvite(ours.id)).map((entry) => [entry.actor, entry.action])).toEqual([
    ['guestlist', 'changed_at_provider'],
  ]);
});

it('ignores a window that ends before it starts and an unknown zone; what is not shown contradicts nothing', async () => {
  await store.insertInvite(ours);
  await take(seen({ endsAt: NOW, timeZone: 'Mars/Olympus' }));
  await take(seen({ hostId: undefined, startsAt: undefined, endsAt: undefined, timeZone: undefined }));
  expect(await store.getInvite(ours.id)).toEqual(ours);
});

it('enqueues only the end of an imported invite without a channel', async () => {
  await take(seen({}));
  const { invites } = await store.listInvites({ which: 'open', now: NOW, offset: 0, limit: 9 });
  const [imported] = invites;
  expect(imported).toMatchObject({ inviterId: '', channelId: '', workspaceId: 'T1', hostName: 'name of host_1' });
  expect(await jobsNow(imported?.id ?? '')).toEqual(['end']);
});

it('enqueues card and start, too, when the policy names a channel', async () => {
  await take(seen({}), { adoptedChannel: 'C9' });
  const { invites } = await store.listInvites({ which: 'open', now: NOW, offset: 0, limit: 9 });
  expect(await jobsNow(invites[0]?.id ?? '')).toEqual(['card', 'end', 'start', 'warn']);
});

it('leaves an invite alone that was written while the names were looked up', async () => {
  await store.insertInvite(ours);
  const meanwhile = async () => void (await store.saveInvite({ ...ours, kickRequestedBy: 'U1' }, NOW));
  await take(seen({ hostId: 'host_2' }), { meanwhile });
  expect(await store.getInvite(ours.id)).toMatchObject({ hostId: ours.hostId, kickRequestedBy: 'U1' });
  expect(await jobsNow(ours.id)).toEqual([]);
});

it('does not import an invite that turns out to be ours while the names are looked up', async () => {
  const meanwhile = async () => void (await store.insertInvite(ours));
  await take(seen({}), { meanwhile });
  expect((await store.listInvites({ which: 'all', now: NOW, offset: 0, limit: 9 })).total).toBe(1);
});

const endUnseen = { state: 'ended', problem: { code: 'end_unseen', facts: {} }, endsAt: NOW - 60_000 } as const;

it('reopens an invite that ended unseen and was extended there: notifies, and schedules its end again', async () => {
  await store.insertInvite({ ...ours, ...endUnseen, startsAt: NOW - HOUR });
  await take(seen({ startsAt: NOW - HOUR, endsAt: NOW + HOUR }));
  const open = await store.getInvite(ours.id);
  expect(open).toMatchObject({ state: 'granted', endsAt: NOW + HOUR });
  expect(open?.problem).toBeUndefined();
  expect((await jobsNow(ours.id)).toSorted()).toEqual(['card', 'end', 'inviter', 'notice', 'start', 'warn']);
});

describe('an invite that ended unseen, and later than recorded', () => {
  const late = seen({ startsAt: NOW - HOUR, endsAt: NOW - 30_000 });
  const ended = { ...ours, ...endUnseen, startsAt: NOW - HOUR };
  const expired = { inviteId: ours.id, kind: 'notice', name: `expired:${ended.endsAt}`, at: 0 } as const;
  const notices = async () =>
    (await store.jobsOfInvite(ours.id)).filter(({ kind }) => kind === 'notice').map(({ facts }) => JSON.parse(facts));

  it('gets the later end, and the thread says who moved it', async () => {
    await store.insertInvite(ended);
    const sent = { endsAt: NOW - 30_000, sendEmail: true, requestedBy: 'U7' };
    await store.insertUnanswered({ id: 'w1', inviteId: ours.id, sentAt: NOW - HOUR, kind: 'change', sent });
    await take(late);
    expect(await store.getInvite(ours.id)).toMatchObject({ state: 'ended', endsAt: NOW - 30_000, problem: undefined });
    expect(await jobsNow(ours.id)).toContain('card');
    expect(await notices()).toEqual([{ by: 'U7', endsAtBefore: NOW - 60_000, endsAt: NOW - 30_000 }]);
    expect(await store.unansweredOf(ours.id)).toEqual([]);
  });

  it('was moved in Parsec when no change of ours moved it', async () => {
    await store.insertInvite(ended);
    await take(late);
    expect(await notices()).toMatchObject([{ by: 'guestlist', endsAt: NOW - 30_000 }]);
  });

  it('keeps the notification of the end that was recorded first', async () => {
    await store.insertInvite(ended);
    await store.enqueueOnce(expired);
    await take(late);
    expect(await store.getInvite(ours.id)).toEqual(ended);
    const [seenJobs] = await store.dueJobs(NOW);
    const job = seenJobs && (await store.claimJob(seenJobs, NOW));
    if (job === undefined) throw new Error('it is not due');
    await store.finishJob(job);
    await take(late);
    expect(await store.getInvite(ours.id)).toMatchObject({ endsAt: NOW - 30_000 });
  });
});

it('names who requested the change of ours that reopened an invite that ended unseen', async () => {
  await store.insertInvite({ ...ours, ...endUnseen, startsAt: NOW - HOUR });
  const sent = { endsAt: NOW + HOUR, sendEmail: true, requestedBy: 'U7' };
  await store.insertUnanswered({ id: 'w1', inviteId: ours.id, sentAt: NOW - HOUR, kind: 'change', sent });
  await take(seen({ startsAt: NOW - HOUR, endsAt: NOW + HOUR }));
  const notice = (await store.jobsOfInvite(ours.id)).find(({ kind }) => kind === 'notice');
  expect(JSON.parse(notice?.facts ?? '')).toMatchObject({ by: 'U7', endsAt: NOW + HOUR });
  expect((await store.auditOfInvite(ours.id)).map(({ actor, action }) => [actor, action])).toEqual([['U7', 'changed']]);
  expect(await store.unansweredOf(ours.id)).toEqual([]);
});

it('confirms an unseen end once Parsec shows it, and leaves the invite alone then', async () => {
  await store.insertInvite({ ...ours, ...endUnseen, startsAt: NOW - HOUR });
  const over = seen({ startsAt: NOW - HOUR, endsAt: NOW - 60_000 });
  await take(over);
  const ended = await store.getInvite(ours.id);
  expect(ended).toMatchObject({ state: 'ended', endsAt: NOW - 60_000 });
  expect(ended?.problem).toBeUndefined();
  expect(await jobsNow(ours.id)).toEqual(['card']);
  await take({ ...over, endsAt: NOW + HOUR });
  expect(await store.getInvite(ours.id)).toEqual(ended);
});
