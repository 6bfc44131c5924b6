import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Person } from '../../../src/domain/person.ts';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { problem } from '../../../src/domain/problem.ts';
import { lookAtInviters } from '../../../src/flows/guest/look-at-inviters.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const HOUR = 3_600_000;
const START = anInvite({}).createdAt;
let store: Store;
let now: number;
/** How much time passes with each id that is made, ms: as if the store were slow. */
let tick: number;
let looked: string[];
/** What Slack says of whom; others are full members. */
let said: Map<string, Partial<Person> | 'nothing' | 'no'>;

beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('inviters') });
  now = START;
  tick = 0;
  looked = [];
  said = new Map();
  await store.enqueueOnce({ kind: 'inviters', name: 'hourly', at: 0 });
});
afterEach(() => store.close());

function context(): Context {
  let ids = 0;
  const parts: Partial<Context> = {
    store,
    policy: () => defaultPolicy,
    now: () => now,
    newId: () => {
      now += tick;
      return `${now}_${++ids}`;
    },
    wake: () => undefined,
    people: {
      async person(id) {
        looked.push(id);
        const what = said.get(id);
        if (what === 'nothing') return problem('not_allowed_unknown');
        if (what === 'no') return problem('not_allowed_unknown', { definite: 1, error: 'user_not_visible' });
        return aPerson({ id, name: 'Somebody', ...what });
      },
      addressOf: async () => problem('person_unchecked', { name: 'Somebody' }),
      groupsOf: async () => ({ isIn: [], unknown: [] }),
      membersOf: async () => [],
    },
  };
  const workspaceId = () => 'T1';
  return { ...parts, workspaceId, providers: [{ name: 'parsec', guestAccess: {} }] } as unknown as Context;
}

/** Finishes every message to admins that is due, one after the other; answers how many there were. */
async function finishNotices(): Promise<number> {
  for (let count = 0; ; count += 1) {
    const seen = (await store.dueJobs(now)).find(({ kind }) => kind === 'admin_notice');
    const job = seen && (await store.claimJob(seen, now));
    if (job === undefined) return count;
    await store.finishJob(job);
  }
}

/** Runs the job once, as the runner does; answers how long it is put off. */
async function runOnce(): Promise<number> {
  const [seen] = (await store.dueJobs(now)).filter(({ kind }) => kind === 'inviters');
  const job = seen && (await store.claimJob(seen, now));
  if (job === undefined) throw new Error('it is not due');
  const outcome = await lookAtInviters(context(), job, { ...job, heartbeat: async () => true });
  if (outcome.kind !== 'retry') throw new Error('it is never done');
  await store.rescheduleJob(job, outcome.at, outcome.failed);
  return outcome.at - now;
}

/** All of a run; answers how long it took. */
async function runAll(): Promise<number> {
  const began = now;
  for (;;) {
    const wait = await runOnce();
    if (wait === HOUR) return now - began;
    now += wait;
  }
}

const invite = (inviter: string, nth: number, startsAt = START + 10 * HOUR) =>
  store.insertInvite(
    anInvite({
      id: `inv_${inviter}_${String(nth).padStart(4, '0')}`,
      requestKey: `${inviter}${nth}`,
      inviterId: inviter,
      hostId: `h${nth}`,
      providerInviteId: `p_${inviter}_${nth}`,
      startsAt,
      endsAt: START + 20 * HOUR,
      state: 'granted',
    }),
  );
const states = async (inviter: string) => {
  const { invites } = await store.listInvites({ which: 'all', who: inviter, now, offset: 0, limit: 999 });
  return new Set(invites.map(({ state, inviterLeft }) => `${state} ${inviterLeft?.why ?? 'here'}`));
};

it('looks up each of many people once, whatever they have open, and leaves Slack room for other requests', async () => {
  const people = Array.from({ length: 25 }, (_, n) => `U${String(n).padStart(2, '0')}`);
  for (const person of people) for (let nth = 0; nth < 4; nth++) await invite(person, nth);
  said.set('U07', { isDeactivated: true });
  said.set('U24', { isGuest: true });
  const took = await runAll();
  expect(looked).toEqual(people);
  // Slack: 100 in a minute for everything.
  expect(took).toBeGreaterThanOrEqual(24_000);
  expect(await states('U07')).toEqual(new Set(['cancelling deactivated']));
  expect(await states('U24')).toEqual(new Set(['cancelling guest']));
  expect(await states('U08')).toEqual(new Set(['granted here']));
});

it('finds all invites of one person, page after page, and reports each once', async () => {
  for (let nth = 0; nth < 120; nth++) await invite('U1', nth, nth % 2 === 0 ? START - HOUR : START + HOUR);
  said.set('U1', { isDeactivated: true });
  await runAll();
  expect(await states('U1')).toEqual(new Set(['granted deactivated', 'cancelling deactivated']));
  expect(await finishNotices()).toBe(120);
  now += HOUR;
  await runAll();
  expect(await finishNotices()).toBe(0);
  expect(looked).toEqual(['U1', 'U1']);
});

it('frees its slot after five seconds, and continues with the next invite of the same person', async () => {
  for (let nth = 0; nth < 7; nth++) await invite('U1', nth);
  await invite('U2', 1);
  said.set('U1', { isDeactivated: true });
  tick = 2_000;
  const waits: number[] = [];
  while (waits.at(-1) !== HOUR) {
    waits.push(await runOnce());
    now += 1;
  }
  expect(waits.slice(0, -1)).toEqual([0, 0]);
  expect(looked).toEqual(['U1', 'U1', 'U1', 'U2']);
  expect(await states('U1')).toEqual(new Set(['cancelling deactivated']));
  expect(await states('U2')).toEqual(new Set(['granted here']));
});

it('continues where it was after a stop, and with the next person when Slack does not answer about one', async () => {
  for (const person of ['U1', 'U2', 'U3']) await invite(person, 1);
  said.set('U1', 'no');
  said.set('U2', 'nothing');
  said.set('U3', { isDeactivated: true });
  const wait = await runOnce();
  expect(wait).toBeLessThan(HOUR);
  now += wait;
  expect(looked).toEqual(['U1', 'U2']);
  const took = await runAll();
  expect(took).toBeGreaterThan(5 * 60_000);
  expect(looked.filter((id) => id === 'U1')).toHaveLength(1);
  expect(await states('U1')).toEqual(new Set(['granted here']));
  expect(await states('U2')).toEqual(new Set(['granted here']));
  expect(await states('U3')).toEqual(new Set(['cancelling deactivated']));
});

it('skips inviters of another workspace, of ended invites only, and unknown ones', async () => {
  await store.insertInvite(
    anInvite({ id: 'a', requestKey: 'a', inviterId: 'U1', workspaceId: 'T2', state: 'granted' }),
  );
  await store.insertInvite(anInvite({ id: 'b', requestKey: 'b', inviterId: 'U2', state: 'ended' }));
  await store.insertInvite(anInvite({ id: 'c', requestKey: 'c', inviterId: '', state: 'granted' }));
  await store.insertInvite(anInvite({ id: 'd', requestKey: 'd', inviterId: 'U4', state: 'granted' }));
  await runAll();
  expect(looked).toEqual(['U4']);
});
