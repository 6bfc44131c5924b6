import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMovableClock, type MovableClock } from '../../../src/clock.ts';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { problem } from '../../../src/domain/problem.ts';
import { reconcile } from '../../../src/flows/guest/sync/reconcile.ts';
import { inviteMembers } from '../../../src/flows/member/invite-members.ts';
import type { Claim, Context, Provider } from '../../../src/flows/shared/context.ts';
import { createLog } from '../../../src/log.ts';
import { newId } from '../../../src/new-id.ts';
import type { GuestInvitePage } from '../../../src/providers/provider.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aMemberBatch, memberRowsOf } from '../../support/a-member-batch.ts';
import { aPerson } from '../../support/a-person.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// However slow a system is, a claim ends after some seconds, and the job that waits behind it runs.
let store: Store;
let clock: MovableClock;
beforeEach(async () => {
  clock = createMovableClock(Date.UTC(2026, 10, 23, 9, 0));
  store = await openStore({ dataDir: temporaryFolder('claim-time') });
});
afterEach(() => store.close());

const claim: Claim = { attempt: 1, tries: 0, heartbeat: async () => true };

function context(parts: Partial<Context>): Context {
  const all: Partial<Context> = {
    store,
    policy: () => defaultPolicy,
    now: clock.now,
    newId,
    log: createLog({ level: 'error', secrets: [] }),
    wake: () => undefined,
    workspaceId: () => 'T1',
    people: {
      person: async (id) => aPerson({ id, isAdmin: true }),
      addressOf: async () => problem('person_unchecked', { name: 'Somebody' }),
      groupsOf: async () => ({ isIn: [], unknown: [] }),
      membersOf: async () => [],
    },
    ...parts,
  };
  return all as Context;
}

async function claimed(id: string) {
  const seen = (await store.dueJobs(clock.now())).find((job) => job.id === id);
  const job = seen && (await store.claimJob(seen, clock.now()));
  if (job === undefined) throw new Error(`${id} was not claimed`);
  return job;
}

/** A system that invites one by one, and takes so long for each, ms. */
function aSlowSystem(tookMs: number, asked: string[]): Provider {
  return {
    name: 'parsec',
    linkHosts: [],
    memberInvites: {
      batchSize: 1,
      inviteIds: 'per invite',
      asks: { role: 'none', group: false, appRule: false, names: false, sendEmail: 'always' },
      async invite(rows) {
        clock.advance(tookMs);
        asked.push(...rows.map(({ email }) => email));
        return rows.map(({ email }) => ({ email, outcome: 'invited', inviteId: email, joinUrl: undefined }) as const);
      },
      async *pending() {},
      cancel: async () => 'cancelled',
    },
  };
}

it.each([
  ['one request to a slow system', 8_000, 1],
  ['three requests of two seconds', 2_000, 3],
  ['twenty requests to a quick system', 0, 20],
])('ends a claim of a batch after %s, and the next claim goes on from there', async (_, tookMs, count) => {
  const batch = aMemberBatch();
  const rows = memberRowsOf(
    batch,
    Array.from({ length: 30 }, () => ({})),
  );
  await store.insertMemberBatch(batch, rows);
  await store.enqueue({ kind: 'members', name: batch.id, at: 0 });
  const asked: string[] = [];
  const parts = context({ providers: [aSlowSystem(tookMs, asked)] });
  for (const claims of [1, 2]) {
    const job = await claimed(`members:${batch.id}`);
    const outcome = await inviteMembers(parts, job, claim);
    expect(asked).toEqual(rows.slice(0, Math.min(30, claims * count)).map(({ email }) => email));
    const isLast = asked.length === 30;
    expect(outcome).toMatchObject(isLast ? { kind: 'done' } : { kind: 'retry', failed: false, why: 'there is more' });
    // Behind the jobs that wait by now.
    if (outcome.kind === 'retry') expect(outcome.at).toBeGreaterThan(clock.now() - 1_000);
    await store.rescheduleJob(job, 0, false);
  }
});

it('continues a claim of a batch when the clock is set back in the middle, and ends it in time', async () => {
  const batch = aMemberBatch();
  await store.insertMemberBatch(
    batch,
    memberRowsOf(
      batch,
      Array.from({ length: 30 }, () => ({})),
    ),
  );
  await store.enqueue({ kind: 'members', name: batch.id, at: 0 });
  const asked: string[] = [];
  await inviteMembers(
    context({ providers: [aSlowSystem(-3_600_000, asked)] }),
    await claimed(`members:${batch.id}`),
    claim,
  );
  expect(asked).toHaveLength(1);
});

it('reconciling reads one page of a slow provider per claim, continues with the next, and looks up few invites by id', async () => {
  const hosts = async () => [];
  const pages: (string | undefined)[] = [];
  const read: string[] = [];
  const guestAccess = {
    hosts,
    async page(cursor: string | undefined): Promise<GuestInvitePage> {
      clock.advance(6_000);
      pages.push(cursor);
      return { invites: [], leftOut: 0, next: pages.length < 4 ? `page ${pages.length}` : undefined };
    },
    async get(id: string) {
      clock.advance(3_000);
      read.push(id);
      return {
        providerInviteId: id,
        hostId: 'host_1',
        guestEmail: 'ana@example.com',
        eventName: 'Render review',
        permissions: {},
        timeZone: 'Europe/Paris',
        startsAt: undefined,
        endsAt: undefined,
        cancelled: false,
        link: undefined,
      };
    },
  } as unknown as Context['guestAccess'];
  for (let n = 0; n < 6; n++) {
    const id = `inv_${n}`;
    const parts = {
      id,
      requestKey: id,
      providerInviteId: id,
      state: 'granted',
      updatedAt: clock.now() - 60_000,
    } as const;
    await store.insertInvite(anInvite({ ...parts, endsAt: clock.now() + 7_200_000 }));
  }
  await store.startReconciling(0);
  const run = async () => {
    const job = await claimed('reconcile');
    const outcome = await reconcile(context({ guestAccess }), job, claim);
    if (outcome.kind === 'retry') await store.rescheduleJob(job, 0, false);
    return outcome;
  };
  for (let page = 1; page <= 3; page++) {
    expect(await run()).toMatchObject({ kind: 'retry', at: 0, why: 'more pages' });
    expect(pages).toHaveLength(page);
  }
  expect(await run()).toMatchObject({ kind: 'retry', why: 'reconciled' });
  expect(pages).toEqual([undefined, 'page 1', 'page 2', 'page 3']);
  expect(read).toEqual(['inv_0', 'inv_1']);
  // Those that had no look come first in the next run.
  pages.splice(0, pages.length, 'last', 'last', 'last');
  expect(await run()).toMatchObject({ kind: 'retry', why: 'reconciled' });
  expect(read.slice(2)).toEqual(['inv_2', 'inv_3']);
});
