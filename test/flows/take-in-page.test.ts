import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { Context, SeenGuestInvite } from '../../src/flows/context.ts';
import { takeIn } from '../../src/flows/take-in-page.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { anInvite } from '../support/an-invite.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const HOUR = 3_600_000;
let store: Store;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('take-in') });
});
afterEach(() => store.close());

const seen = (parts: Partial<SeenGuestInvite>): SeenGuestInvite => ({
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
  shown: SeenGuestInvite,
  options: { mine?: boolean; adoptedChannel?: string; meanwhile?: () => Promise<void> } = {},
): Promise<boolean> {
  let ids = 0;
  const { adoptedChannel } = options;
  const context: Pick<Context, 'store' | 'policy' | 'teller' | 'now' | 'newId'> = {
    store,
    policy: {
      ...defaultPolicy,
      invites: {
        ...defaultPolicy.invites,
        maxWindowMs: HOUR,
        ...(adoptedChannel === undefined ? {} : { adoptedChannel }),
      },
    },
    teller: { workspaceId: () => 'T1' } as Context['teller'],
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

const owed = async (inviteId: string) => (await store.workOfInvite(inviteId)).map((work) => work.kind);
const ours = anInvite({ state: 'granted', providerInviteId: 'p1', updatedAt: NOW - HOUR });

it('writes nothing when the claim is lost', async () => {
  await store.insertInvite(ours);
  expect(await take(seen({ endsAt: NOW + 5 * HOUR }), { mine: false })).toBe(false);
  expect(await store.getInvite(ours.id)).toEqual(ours);
  expect(await owed(ours.id)).toEqual([]);
  expect(await take(seen({ cancelled: true }), { mine: false })).toBe(false);
  expect(await store.getInvite(ours.id)).toEqual(ours);
  expect(await take(seen({ providerInviteId: 'p2' }), { mine: false })).toBe(false);
  expect((await store.listInvites({ which: 'all', now: NOW, offset: 0, limit: 9 })).total).toBe(1);
});

it('changes invite, audit and owed work together', async () => {
  await store.insertInvite(ours);
  expect(await take(seen({ endsAt: NOW + 5 * HOUR, hostId: 'host_2' }))).toBe(true);
  expect(await store.getInvite(ours.id)).toMatchObject({
    endsAt: NOW + 5 * HOUR,
    hostId: 'host_2',
    hostName: 'name of host_2',
  });
  expect(await owed(ours.id)).toEqual(['card', 'end', 'inviter', 'notice', 'start', 'warn']);
  expect((await store.auditOfInvite(ours.id)).map((entry) => [entry.actor, entry.action])).toEqual([
    ['guestlist', 'changed_at_provider'],
  ]);
});

it('does not believe a window that ends before it starts, nor a zone there is not; what is not shown contradicts nothing', async () => {
  await store.insertInvite(ours);
  await take(seen({ endsAt: NOW, timeZone: 'Mars/Olympus' }));
  await take(seen({ hostId: undefined, startsAt: undefined, endsAt: undefined, timeZone: undefined }));
  expect(await store.getInvite(ours.id)).toEqual(ours);
});

it('owes only its end for an adopted invite nobody is told about', async () => {
  await take(seen({}));
  const { invites } = await store.listInvites({ which: 'open', now: NOW, offset: 0, limit: 9 });
  const [adopted] = invites;
  expect(adopted).toMatchObject({ inviterId: '', channelId: '', workspaceId: 'T1', hostName: 'name of host_1' });
  expect(await owed(adopted?.id ?? '')).toEqual(['end']);
});

it('owes card and start too when the policy names a channel', async () => {
  await take(seen({}), { adoptedChannel: 'C9' });
  const { invites } = await store.listInvites({ which: 'open', now: NOW, offset: 0, limit: 9 });
  expect(await owed(invites[0]?.id ?? '')).toEqual(['card', 'end', 'start', 'warn']);
});

it('leaves an invite alone that somebody wrote while the names were looked up', async () => {
  await store.insertInvite(ours);
  const meanwhile = async () => void (await store.saveInvite({ ...ours, kickAskedBy: 'U1' }, NOW));
  await take(seen({ hostId: 'host_2' }), { meanwhile });
  expect(await store.getInvite(ours.id)).toMatchObject({ hostId: ours.hostId, kickAskedBy: 'U1' });
  expect(await owed(ours.id)).toEqual([]);
});

it('does not adopt what turns out to be ours while the names are looked up', async () => {
  const meanwhile = async () => void (await store.insertInvite(ours));
  await take(seen({}), { meanwhile });
  expect((await store.listInvites({ which: 'all', now: NOW, offset: 0, limit: 9 })).total).toBe(1);
});

const endUnseen = { state: 'ended', problem: { code: 'end_unseen', facts: {} }, endsAt: NOW - 60_000 } as const;

it('opens again what ended unseen and was prolonged there: told, and its end planned anew', async () => {
  await store.insertInvite({ ...ours, ...endUnseen, startsAt: NOW - HOUR });
  await take(seen({ startsAt: NOW - HOUR, endsAt: NOW + HOUR }));
  const open = await store.getInvite(ours.id);
  expect(open).toMatchObject({ state: 'granted', endsAt: NOW + HOUR });
  expect(open?.problem).toBeUndefined();
  expect((await owed(ours.id)).toSorted()).toEqual(['card', 'end', 'inviter', 'notice', 'start', 'warn']);
});

describe('what ended unseen, and later than our record has it', () => {
  const late = seen({ startsAt: NOW - HOUR, endsAt: NOW - 30_000 });
  const ended = { ...ours, ...endUnseen, startsAt: NOW - HOUR };
  const expired = { inviteId: ours.id, kind: 'notice', name: `expired:${ended.endsAt}`, at: 0 } as const;
  const notices = async () =>
    (await store.workOfInvite(ours.id)).filter(({ kind }) => kind === 'notice').map(({ facts }) => JSON.parse(facts));

  it('has ended then, and the thread says who moved the end', async () => {
    await store.insertInvite(ended);
    const sent = { endsAt: NOW - 30_000, sendEmail: true, askedBy: 'U7' };
    await store.insertUnanswered({ id: 'w1', inviteId: ours.id, sentAt: NOW - HOUR, kind: 'change', sent });
    await take(late);
    expect(await store.getInvite(ours.id)).toMatchObject({ state: 'ended', endsAt: NOW - 30_000, problem: undefined });
    expect(await owed(ours.id)).toContain('card');
    expect(await notices()).toEqual([{ by: 'U7', endsAtBefore: NOW - 60_000, endsAt: NOW - 30_000 }]);
    expect(await store.unansweredOf(ours.id)).toEqual([]);
  });

  it('was moved in Parsec when no change of ours asked for it', async () => {
    await store.insertInvite(ended);
    await take(late);
    expect(await notices()).toMatchObject([{ by: 'guestlist', endsAt: NOW - 30_000 }]);
  });

  it('is told of the end that was recorded first', async () => {
    await store.insertInvite(ended);
    await store.oweWorkOnce(expired);
    await take(late);
    expect(await store.getInvite(ours.id)).toEqual(ended);
    const [seenWork] = await store.dueWork(NOW);
    const work = seenWork && (await store.claimWork(seenWork, NOW));
    if (work === undefined) throw new Error('it is not due');
    await store.finishWork(work);
    await take(late);
    expect(await store.getInvite(ours.id)).toMatchObject({ endsAt: NOW - 30_000 });
  });
});

it('says of what ended unseen and is open again by a change of ours who asked for it', async () => {
  await store.insertInvite({ ...ours, ...endUnseen, startsAt: NOW - HOUR });
  const sent = { endsAt: NOW + HOUR, sendEmail: true, askedBy: 'U7' };
  await store.insertUnanswered({ id: 'w1', inviteId: ours.id, sentAt: NOW - HOUR, kind: 'change', sent });
  await take(seen({ startsAt: NOW - HOUR, endsAt: NOW + HOUR }));
  const notice = (await store.workOfInvite(ours.id)).find(({ kind }) => kind === 'notice');
  expect(JSON.parse(notice?.facts ?? '')).toMatchObject({ by: 'U7', endsAt: NOW + HOUR });
  expect((await store.auditOfInvite(ours.id)).map(({ actor, action }) => [actor, action])).toEqual([['U7', 'changed']]);
  expect(await store.unansweredOf(ours.id)).toEqual([]);
});

it('believes of what ended unseen that it has, once it is seen, and leaves it alone then', async () => {
  await store.insertInvite({ ...ours, ...endUnseen, startsAt: NOW - HOUR });
  const over = seen({ startsAt: NOW - HOUR, endsAt: NOW - 60_000 });
  await take(over);
  const ended = await store.getInvite(ours.id);
  expect(ended).toMatchObject({ state: 'ended', endsAt: NOW - 60_000 });
  expect(ended?.problem).toBeUndefined();
  expect(await owed(ours.id)).toEqual(['card']);
  await take({ ...over, endsAt: NOW + HOUR });
  expect(await store.getInvite(ours.id)).toEqual(ended);
});
