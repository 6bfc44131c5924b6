import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Approval } from '../../../src/domain/approval.ts';
import type { Person } from '../../../src/domain/person.ts';
import { approve, deny, expire } from '../../../src/flows/approval/decide.ts';
import { requestCancel } from '../../../src/flows/guest/request-cancel.ts';
import { requestChange } from '../../../src/flows/guest/request-change.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { aPolicy } from '../../support/a-ruled-policy.ts';
import { type ApprovalWorld, approvalWorld, cameTo, NOW } from '../../support/approval-world.ts';
import { sharedPostgres } from '../../support/postgres.ts';

// Three replicas on one PostgreSQL: whoever decides what, and when, it is decided once.
let stores: Store[];
let world: ApprovalWorld;
const HOUR = 3_600_000;
const leads = ['ULEAD1', 'ULEAD2', 'ULEAD3', 'ULEAD4', 'ULEAD5'];

const policyFor = (count: number, people: readonly string[] = leads) =>
  aPolicy({
    approvals: { groups: { leads: { people: [...people] } } },
    rules: [{ name: 'all', approval: { by: ['leads'], count } }],
    limits: { openInvites: 2000, invitesPerHour: 2000, invitesPerDay: 2000 },
  });

beforeEach(async () => {
  const databaseUrl = await (await sharedPostgres()).freshStore();
  stores = await Promise.all([1, 2, 3].map(() => openStore({ databaseUrl })));
  world = approvalWorld(stores, policyFor(1));
  for (const id of leads) world.people.set(id, aPerson({ id }));
});
afterEach(() => Promise.all(stores.map((store) => store.close())));

const replica = (nth: number) => {
  const found = world.replicas[nth % world.replicas.length];
  if (found === undefined) throw new Error('no replica');
  return found;
};
const person = (id: string): Person => world.people.get(id) ?? aPerson({ id });
const approving = (nth: number, by: string, { id, revision }: Approval) =>
  approve(replica(nth), id, person(by), { seen: revision }).then(cameTo);
const providerJobs = async (inviteId: string) =>
  (await replica(0).store.jobsOfInvite(inviteId)).filter(({ kind }) => kind === 'provider').length;
const actions = async (inviteId: string) =>
  (await replica(0).store.auditOfInvite(inviteId)).map(({ action }) => action);

it('of two approvers at once one decides, and the other reads that it is decided', async () => {
  const invite = await world.ask();
  const approval = await world.approval(invite.id);
  expect(await providerJobs(invite.id)).toBe(0);
  const came = await Promise.all([approving(0, 'ULEAD1', approval), approving(1, 'ULEAD2', approval)]);
  expect(came.toSorted()).toEqual(['approval_decided', 'approved']);
  expect(await providerJobs(invite.id)).toBe(1);
  await world.settle(invite.id);
  expect(world.created).toHaveLength(1);
  expect((await actions(invite.id)).filter((action) => action === 'approval_granted')).toHaveLength(1);
});

it('of two that are needed, two at once are enough, one person twice is not', async () => {
  world.policy = policyFor(2);
  const invite = await world.ask();
  const approval = await world.approval(invite.id);
  await Promise.all([
    approving(0, 'ULEAD1', approval),
    approving(1, 'ULEAD1', approval),
    approving(2, 'ULEAD1', approval),
  ]);
  expect((await world.approval(invite.id)).state).toBe('open');
  expect(await replica(0).store.votesOf(approval.id)).toHaveLength(1);
  expect((await actions(invite.id)).filter((action) => action === 'approval_given')).toHaveLength(1);
  const came = await Promise.all([approving(1, 'ULEAD2', approval), approving(2, 'ULEAD3', approval)]);
  expect(came.toSorted()).toEqual(['approval_decided', 'approved']);
  const [granted] = (await replica(0).store.auditOfInvite(invite.id)).filter(
    (row) => row.action === 'approval_granted',
  );
  expect(granted?.approvedBy).toHaveLength(2);
});

it('approve against cancel, deny and expiry: one of them, and nothing at Parsec unless it was approved', async () => {
  for (let nth = 0; nth < 24; nth++) {
    const invite = await world.ask();
    const approval = await world.approval(invite.id);
    const against = [
      () => requestCancel(replica(1), invite.id, person('U1'), { sendEmail: false }).then(() => 'cancelled'),
      () => deny(replica(1), approval.id, person('ULEAD2'), 'not now').then(cameTo),
      () => expire(replica(1), approval).then((ended) => ended?.state ?? 'decided'),
    ][nth % 3];
    const [approved] = await Promise.all([approving(2, 'ULEAD1', approval), against?.()]);
    const { state } = await world.approval(invite.id);
    const isApproved = state === 'approved';
    expect(approved).toBe(isApproved ? 'approved' : 'approval_decided');
    const before = world.created.length;
    await world.settle(invite.id);
    const now = await replica(0).store.getInvite(invite.id);
    const isCancelled = nth % 3 === 0;
    // Cancelled after it was approved is cancelled all the same.
    expect(world.created.length - before).toBe(isApproved && !isCancelled ? 1 : 0);
    expect(now?.awaits).toBeUndefined();
    expect(now?.state).toBe(isCancelled ? 'cancelling' : isApproved ? 'granted' : 'failed');
  }
});

it('a start that has passed asks for a new time, and takes it', async () => {
  const invite = await world.ask();
  const approval = await world.approval(invite.id);
  world.now = invite.startsAt + 1;
  expect(await approving(0, 'ULEAD1', approval)).toBe('approval_start_passed');
  const window = {
    zone: 'Europe/Paris',
    start: { kind: 'now' },
    end: { kind: 'at', date: '2026-11-23', time: '12:30' },
  } as const;
  const came = await approve(replica(0), approval.id, person('ULEAD1'), { seen: 1, edit: { window } });
  expect(cameTo(came)).toBe('approved');
  await world.settle(invite.id);
  expect(world.created).toMatchObject([{ endsAt: NOW + 2.5 * HOUR }]);
});

it('what is to begin now lasts as long when it is approved later', async () => {
  const invite = await world.ask({ start: 'now', length: '2h' });
  const approval = await world.approval(invite.id);
  world.now += HOUR;
  expect(await approving(0, 'ULEAD1', approval)).toBe('approved');
  await world.settle(invite.id);
  const [sent] = world.created;
  expect((sent?.endsAt ?? 0) - (sent?.startsAt ?? 0)).toBe(2 * HOUR);
  expect(sent?.startsAt).toBeGreaterThan(world.now);
});

it('who lost the right since counts no more, neither with the next approval nor when it is sent', async () => {
  world.policy = policyFor(2);
  const invite = await world.ask();
  const approval = await world.approval(invite.id);
  expect(await approving(0, 'ULEAD1', approval)).toBe('open');
  world.people.set('ULEAD1', aPerson({ id: 'ULEAD1', isDeactivated: true }));
  expect(await approving(1, 'ULEAD2', approval)).toBe('open');
  expect(await approving(2, 'ULEAD3', approval)).toBe('approved');
  // Between the approval and the send another one leaves the group.
  world.policy = policyFor(2, ['ULEAD2', 'ULEAD4', 'ULEAD5']);
  await world.settle(invite.id);
  expect(world.created).toEqual([]);
  const again = await world.approval(invite.id);
  expect(again).toMatchObject({ state: 'open' });
  expect(again.id).not.toBe(approval.id);
  expect(await approving(0, 'ULEAD4', again)).toBe('open');
  expect(await approving(1, 'ULEAD5', again)).toBe('approved');
  await world.settle(invite.id);
  expect(world.created).toHaveLength(1);
});

it('goes by the policy of the decision: more people, none, or not at all', async () => {
  const more = await world.ask();
  world.policy = policyFor(2);
  expect(await approving(0, 'ULEAD1', await world.approval(more.id))).toBe('open');
  world.policy = aPolicy({ ...rulesOf({}), approvals: { groups: { leads: { people: leads } } } });
  expect(await approving(0, 'ULEAD2', await world.approval(more.id))).toBe('approved');
  world.policy = policyFor(1);
  const none = await world.ask();
  world.policy = aPolicy({
    ...rulesOf({ deny: 'closed this week' }),
    approvals: { groups: { leads: { people: leads } } },
  });
  expect(await approving(0, 'ULEAD1', await world.approval(none.id))).toBe('policy_denied');
  await world.settle(none.id);
  expect(world.created).toHaveLength(0);
});

const rulesOf = (rule: object) => ({ rules: [{ name: 'all', ...rule }] });

it('who asked does not approve, others neither, and a card that is out of date decides nothing', async () => {
  const invite = await world.ask({ person: 'ULEAD1' });
  const approval = await world.approval(invite.id);
  expect(await approving(0, 'ULEAD1', approval)).toBe('own_approval');
  expect(await approving(0, 'U9', approval)).toBe('not_approver');
  await requestChange(replica(1), invite.id, person('ULEAD1'), { endsAt: invite.endsAt + HOUR, sendEmail: false });
  expect(await approving(0, 'ULEAD2', approval)).toBe('approval_changed');
  expect(await approving(0, 'ULEAD2', await world.approval(invite.id))).toBe('approved');
  await world.settle(invite.id);
  expect(world.created).toMatchObject([{ endsAt: invite.endsAt + HOUR }]);
});

it('keeps what was approved where less is asked for, and asks again where it is more', async () => {
  world.policy = policyFor(2);
  const invite = await world.ask();
  await approving(0, 'ULEAD1', await world.approval(invite.id));
  const votes = async () => (await replica(0).store.votesOf((await world.approval(invite.id)).id)).length;
  await requestChange(replica(1), invite.id, person('U1'), { endsAt: invite.endsAt - HOUR / 2, sendEmail: false });
  expect(await votes()).toBe(1);
  await requestChange(replica(1), invite.id, person('U1'), { endsAt: invite.endsAt, sendEmail: false });
  expect(await votes()).toBe(0);
});

it('decides a thousand at once, each once, and sends none without its approvals', { timeout: 180_000 }, async () => {
  world.policy = policyFor(2);
  const invites = [];
  for (let nth = 0; nth < 100; nth++) invites.push(await world.ask());
  const approvals = await Promise.all(invites.map(({ id }) => world.approval(id)));
  const decisions = approvals.flatMap((approval, nth) =>
    leads.flatMap((by, place) => [
      () => approving(nth + place, by, approval),
      () =>
        (nth + place) % 7 === 0
          ? deny(replica(nth), approval.id, person(by), 'no').then(cameTo)
          : approving(nth + place + 1, by, approval),
    ]),
  );
  expect(decisions).toHaveLength(1000);
  // As many at once as a store lets wait for it: those about one request stand together.
  const came: string[] = [];
  for (let nth = 0; nth < decisions.length; nth += 100)
    came.push(...(await Promise.all(decisions.slice(nth, nth + 100).map((decide) => decide()))));
  const known = new Set(['open', 'approved', 'denied', 'approval_decided', 'approval_changed']);
  expect(came.filter((each) => !known.has(each))).toEqual([]);
  for (const { id } of invites) await world.settle(id);
  const ended = await Promise.all(approvals.map(({ id }) => replica(0).store.getApproval(id)));
  const approved = ended.filter((each) => each?.state === 'approved');
  const denied = ended.filter((each) => each?.state === 'denied');
  expect(approved.length + denied.length).toBe(100);
  expect(came.filter((each) => each === 'approved')).toHaveLength(approved.length);
  expect(came.filter((each) => each === 'denied')).toHaveLength(denied.length);
  expect(world.created).toHaveLength(approved.length);
  for (const each of approved) {
    expect(await replica(0).store.votesOf(each?.id ?? '')).toHaveLength(2);
    const done = (await actions(each?.subjectId ?? '')).filter((action) => /granted|create_sent/.test(action));
    expect(done.toSorted()).toEqual(['approval_granted', 'create_sent', 'granted']);
  }
});
