import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Invite } from '../../../src/domain/invite.ts';
import type { Person } from '../../../src/domain/person.ts';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { problem } from '../../../src/domain/problem.ts';
import { endInvite } from '../../../src/flows/guest/end-invite.ts';
import { recordStanding } from '../../../src/flows/guest/follow-inviter.ts';
import { lookBeforeStart } from '../../../src/flows/guest/look-before-start.ts';
import { recordRemoved } from '../../../src/flows/guest/record-removed.ts';
import { requestCancel } from '../../../src/flows/guest/request-cancel.ts';
import { settleInvite } from '../../../src/flows/guest/settle-invite.ts';
import { takeOver } from '../../../src/flows/guest/take-over.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import type { GuestAccess } from '../../../src/providers/provider.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// What happens between two lines: answers that come late, people who press in between, clocks that are set back.
const MINUTE = 60_000;
const scheduled = anInvite({ state: 'granted', providerInviteId: 'p1', link: 'https://parsec.example/x' });
let store: Store;
let now: number;
/** Who Slack says U1 is. */
let inviter: Partial<Person> | 'nobody' | 'unknown';

beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('hold') });
  now = scheduled.startsAt - 2 * MINUTE;
  inviter = { isDeactivated: true };
});
afterEach(() => store.close());

const claim = { attempt: 1, tries: 0, heartbeat: async () => true };
const admin: Person = {
  id: 'U9',
  workspaceId: 'T1',
  name: 'Ada',
  timeZone: undefined,
  isAdmin: true,
  isGuest: false,
  isBot: false,
  isDeactivated: false,
  isExternalMember: false,
  isStale: false,
};

let ids = 0;
function context(guestAccess: Partial<GuestAccess> = {}, workspaceId = 'T1'): Context {
  const parts: Partial<Context> = {
    store,
    policy: () => defaultPolicy,
    now: () => now,
    newId: () => String(++ids).padStart(6, '0'),
    wake: () => undefined,
    people: {
      async person(id) {
        if (id !== 'U1') return { ...admin, id };
        if (inviter === 'nobody') return problem('not_allowed_unknown', { definite: 1, error: 'user_not_found' });
        if (inviter === 'unknown') return problem('not_allowed_unknown');
        return { ...admin, id, isAdmin: false, ...inviter };
      },
      addressOf: async () => problem('person_unchecked', { name: 'Somebody' }),
      groupsOf: async () => ({ isIn: [], unknown: [] }),
      membersOf: async () => [],
    },
  };
  return { ...parts, guestAccess, workspaceId: () => workspaceId } as unknown as Context;
}
const read = async () => (await store.getInvite(scheduled.id)) as Invite;
const actions = async () => (await store.auditOfInvite(scheduled.id)).map(({ action }) => action);
const jobsNow = async (kind: string) => (await store.jobsOfInvite(scheduled.id)).filter((job) => job.kind === kind);
const asksAdmins = async () => (await store.dueJobs(now)).filter(({ kind }) => kind === 'admin_notice');
const hold = () => lookBeforeStart(context(), scheduled.id, claim);

it('removes an invite in Parsec before it starts, and keeps it for the person who takes it over', async () => {
  await store.insertInvite(scheduled);
  expect(await hold()).toMatchObject({ kind: 'retry', at: scheduled.startsAt });
  expect(await read()).toMatchObject({ state: 'cancelling', inviterLeft: { why: 'deactivated', isHeld: true } });
  const cancelled: string[] = [];
  const cancel: GuestAccess['cancel'] = async (id) => {
    cancelled.push(id);
    return 'cancelled';
  };
  expect(await settleInvite(context({ cancel }), scheduled.id, claim)).toEqual({ kind: 'done' });
  expect(cancelled).toEqual(['p1']);
  expect(await read()).toMatchObject({ state: 'requested', inviterLeft: { awayAt: now }, link: undefined });
  // Its old id is still ours: a list that was read before it went does not make a new invite of it.
  expect(await store.takenProviderIds(['p1'])).toEqual(new Set(['p1']));
  expect(await settleInvite(context({}), scheduled.id, claim)).toEqual({ kind: 'done' });
  expect(await actions()).toEqual(['held', 'taken_away']);
  expect(await asksAdmins()).toHaveLength(1);
});

it.each([
  ['was removed', 'nobody' as const, 'removed'],
  ['is a guest', { isGuest: true }, 'guest'],
  ['belongs to another workspace', { isExternalMember: true, workspaceId: 'T2' }, 'external'],
  ['is a bot', { isBot: true }, 'bot'],
])('holds when the inviter %s', async (_, who, why) => {
  inviter = who;
  await store.insertInvite(scheduled);
  await hold();
  expect(await read()).toMatchObject({ state: 'cancelling', inviterLeft: { why } });
});

it.each([
  ['Slack does not answer', 'unknown' as const, 'T1', true],
  ['only an old look is known', { isDeactivated: true, isStale: true }, 'T1', true],
  ['Slack has not said where we are', { isDeactivated: true }, '', true],
  ['it is of another workspace', { isDeactivated: true }, 'T7', false],
])('holds nothing while %s, and tries again where that can change', async (_, who, workspaceId, again) => {
  inviter = who;
  await store.insertInvite(scheduled);
  const outcome = await lookBeforeStart(context({}, workspaceId), scheduled.id, claim);
  expect(outcome).toMatchObject(again ? { kind: 'retry', failed: true } : { kind: 'done' });
  expect(await read()).toEqual(scheduled);
  now = scheduled.startsAt + 16 * MINUTE;
  expect(await lookBeforeStart(context({}, workspaceId), scheduled.id, claim)).toEqual({ kind: 'done' });
});

it('is rescheduled when it runs before it is due', async () => {
  await store.insertInvite(scheduled);
  now = scheduled.startsAt - 2 * MINUTE - 1;
  expect(await hold()).toMatchObject({ kind: 'retry', at: scheduled.startsAt - 2 * MINUTE });
  expect(await read()).toEqual(scheduled);
});

it('does not disconnect a guest who is at work', async () => {
  await store.insertInvite(scheduled);
  now = scheduled.startsAt + MINUTE;
  await hold();
  expect(await read()).toMatchObject({ state: 'granted', providerInviteId: 'p1', inviterLeft: { isHeld: false } });
  expect(await jobsNow('provider')).toEqual([]);
});

it('notifies once, however many replicas look at the same moment', async () => {
  await store.insertInvite(scheduled);
  await Promise.all(
    Array.from({ length: 5 }, () => recordStanding(context(), scheduled, 'guest').catch(() => undefined)),
  );
  await recordStanding(context(), scheduled, 'deactivated');
  expect(await actions()).toEqual(['held']);
  expect(await asksAdmins()).toHaveLength(1);
  expect(await jobsNow('notice')).toHaveLength(1);
});

it('marks no invite that somebody has taken over since the look-up', async () => {
  await store.insertInvite(scheduled);
  await store.saveInvite({ ...scheduled, inviterId: 'U9' }, now);
  await recordStanding(context(), scheduled, 'guest');
  expect(await read()).toMatchObject({ inviterLeft: undefined });
});

it('removes an invite whose create was answered late, and lets nobody in', async () => {
  const creating = anInvite({ state: 'requested' });
  await store.insertInvite(creating);
  const create: GuestAccess['create'] = async () => {
    await hold();
    const seen = { ...creating, providerInviteId: 'p1', cancelled: false, link: undefined };
    return seen;
  };
  const cancelled: string[] = [];
  const cancel: GuestAccess['cancel'] = async (id) => {
    cancelled.push(id);
    return 'cancelled';
  };
  await settleInvite(context({ create, cancel }), creating.id, claim);
  expect(cancelled).toEqual(['p1']);
  expect(await read()).toMatchObject({ state: 'requested', inviterLeft: { isHeld: true } });
});

it('removes an invite that was created after it was held as not created', async () => {
  const creating = anInvite({ state: 'requested' });
  await store.insertInvite(creating);
  const create: GuestAccess['create'] = async () => {
    // Frozen for so long that another bot has found nothing, and recorded so.
    await hold();
    await recordRemoved(context(), await read());
    await store.saveInvite({ ...(await read()), createSentAt: now }, now);
    return { ...creating, providerInviteId: 'p1', cancelled: false, link: undefined };
  };
  const cancelled: string[] = [];
  const cancel: GuestAccess['cancel'] = async (id) => {
    cancelled.push(id);
    return 'cancelled';
  };
  await settleInvite(context({ create, cancel }), creating.id, claim);
  expect(cancelled).toEqual(['p1']);
  expect(await read()).toMatchObject({ state: 'requested', inviterLeft: { isHeld: true } });
});

it('fails when Parsec refuses to create the invite during the hold', async () => {
  const creating = anInvite({ state: 'requested' });
  await store.insertInvite(creating);
  const create: GuestAccess['create'] = async () => {
    await hold();
    return problem('provider_credits_spent', { provider: 'parsec' });
  };
  await settleInvite(context({ create }), creating.id, claim);
  expect(await read()).toMatchObject({ state: 'failed', inviterLeft: undefined });
});

it('creates the invite with its pending change when somebody takes it over', async () => {
  const change = { endsAt: scheduled.endsAt + 30 * MINUTE, sendEmail: true, requestedBy: 'U1' };
  await store.insertInvite({ ...scheduled, change });
  await hold();
  await settleInvite(context({ cancel: async () => 'cancelled' }), scheduled.id, claim);
  expect(await takeOver(context(), scheduled.id, admin)).toMatchObject({ inviterId: 'U9', state: 'requested' });
  const wanted: number[] = [];
  const create: GuestAccess['create'] = async (invite) => {
    wanted.push(invite.endsAt);
    return { ...invite, providerInviteId: 'p2', cancelled: false, link: undefined };
  };
  await settleInvite(context({ create }), scheduled.id, claim);
  expect(wanted).toEqual([change.endsAt]);
  expect(await read()).toMatchObject({ state: 'granted', providerInviteId: 'p2', change: undefined });
  expect(await actions()).toEqual(['held', 'taken_away', 'taken_over', 'create_sent', 'granted']);
});

it('leaves an invite cancelled that is cancelled during its removal', async () => {
  await store.insertInvite(scheduled);
  await hold();
  expect(await requestCancel(context(), scheduled.id, admin, { sendEmail: false })).toMatchObject({
    state: 'cancelling',
    cancel: { requestedBy: 'U9' },
  });
  expect(await takeOver(context(), scheduled.id, admin)).toMatchObject({ code: 'nothing_to_take_over' });
  await settleInvite(context({ cancel: async () => 'cancelled' }), scheduled.id, claim);
  expect(await read()).toMatchObject({ state: 'cancelled' });
});

it('lets nobody in before the end, and nobody can take the invite over after it', async () => {
  await store.insertInvite(scheduled);
  await hold();
  await settleInvite(context({ cancel: async () => 'cancelled' }), scheduled.id, claim);
  now = scheduled.endsAt - 1;
  expect(await endInvite(context(), scheduled.id, claim)).toMatchObject({ kind: 'retry', at: scheduled.endsAt });
  now = scheduled.endsAt;
  expect(await takeOver(context(), scheduled.id, admin)).toMatchObject({ code: 'invite_ended' });
  expect(await endInvite(context(), scheduled.id, claim)).toEqual({ kind: 'done' });
  expect(await read()).toMatchObject({ state: 'ended' });
  expect((await jobsNow('notice')).map(({ name }) => name)).toContain(`held_ended:${scheduled.endsAt}`);
});

it('ends the invite after its time when Parsec confirms the hold only then', async () => {
  await store.insertInvite(scheduled);
  await hold();
  now = scheduled.endsAt + MINUTE;
  await settleInvite(context({ cancel: async () => 'cancelled' }), scheduled.id, claim);
  expect((await jobsNow('end')).map(({ nextAt }) => nextAt)).toEqual([scheduled.endsAt]);
  await endInvite(context(), scheduled.id, claim);
  expect(await read()).toMatchObject({ state: 'ended', inviterLeft: { awayAt: now } });
});

/** Parsec shows the invite, and refuses to take it away. */
const refusing: Partial<GuestAccess> = {
  cancel: async () => problem('provider_forbidden', { provider: 'parsec' }),
  get: async () => ({ ...scheduled, providerInviteId: 'p1', cancelled: false }),
};

it('keeps trying when Parsec refuses the removal, notifies once, and holds the invite when Parsec accepts', async () => {
  await store.insertInvite(scheduled);
  await hold();
  for (let tries = 0; tries < 3; tries++) await settleInvite(context(refusing), scheduled.id, claim);
  expect(await read()).toMatchObject({ state: 'cancelling', inviterLeft: { isHeld: true }, stuckSince: now });
  const refusals = (await store.jobsOfInvite(scheduled.id)).filter(({ name }) => name.startsWith('cancel_refused'));
  expect(refusals.map(({ facts }) => JSON.parse(facts))).toMatchObject([{ held: 1, problem: 'provider_forbidden' }]);
  await settleInvite(context({ cancel: async () => 'cancelled' }), scheduled.id, claim);
  expect(await read()).toMatchObject({ state: 'requested', inviterLeft: { isHeld: true }, stuckSince: undefined });
});

it('reopens the invite when Parsec refuses the removal and an admin has taken it over', async () => {
  await store.insertInvite(scheduled);
  await hold();
  await settleInvite(context(refusing), scheduled.id, claim);
  await takeOver(context(), scheduled.id, admin);
  await settleInvite(context(refusing), scheduled.id, claim);
  expect(await read()).toMatchObject({ state: 'granted', inviterLeft: undefined, stuckSince: undefined });
});
