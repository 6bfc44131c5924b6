import { afterEach, beforeEach, expect, it } from 'vitest';
import { nothingYet } from '../../../src/domain/invite.ts';
import type { Person } from '../../../src/domain/person.ts';
import { isProblem } from '../../../src/domain/problem.ts';
import { approve, deny, withdraw } from '../../../src/flows/approval/decide.ts';
import { closeReview } from '../../../src/flows/approval/review.ts';
import { tendApproval } from '../../../src/flows/approval/tend-approval.ts';
import { checkChange } from '../../../src/flows/guest/decide-invite.ts';
import { requestCancel } from '../../../src/flows/guest/request-cancel.ts';
import { requestChange } from '../../../src/flows/guest/request-change.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { aPolicy } from '../../support/a-ruled-policy.ts';
import { anInvite } from '../../support/an-invite.ts';
import { type ApprovalWorld, approvalWorld, cameTo, NOW } from '../../support/approval-world.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let store: Store;
let world: ApprovalWorld;
const HOUR = 3_600_000;
const policyOf = (approval: object = {}, approvals: object = {}) =>
  aPolicy({
    approvals: { groups: { leads: { people: ['ULEAD1', 'ULEAD2'] }, admins: { people: ['UADMIN'] } }, ...approvals },
    rules: [{ name: 'long', approval: { by: ['leads', 'admins'], above: { window: '4h' }, ...approval } }],
  });

beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('approvals') });
  world = approvalWorld([store], policyOf());
  for (const id of ['U1', 'U2', 'ULEAD1', 'ULEAD2', 'UADMIN', 'UGLASS']) world.people.set(id, aPerson({ id }));
});
afterEach(() => store.close());

const context = () => {
  const [replica] = world.replicas;
  if (replica === undefined) throw new Error('no replica');
  return replica;
};
const person = (id: string): Person => world.people.get(id) ?? aPerson({ id });
const granted = async () => {
  const invite = anInvite({ ...nothingYet, state: 'granted', providerInviteId: 'p1', channelId: '' });
  await store.insertInvite(invite);
  return invite;
};
const until = (hours: number, by = 'U1', approval: object | 'unsaid' = { reason: 'render', bypass: false }) =>
  requestChange(
    context(),
    'inv_test',
    person(by),
    { endsAt: NOW + HOUR + hours * HOUR, sendEmail: false },
    approval === 'unsaid' ? {} : { approval: approval as { reason: string; bypass: boolean } },
  );
const open = () => world.approval('inv_test');
const invite = async () => {
  const found = await store.getInvite('inv_test');
  if (found === undefined) throw new Error('no invite');
  return found;
};

it('an extension beyond what needs none waits, and the invite stays as it was until it is approved', async () => {
  const before = await granted();
  expect(cameTo(await until(9, 'U1', 'unsaid'))).toBe('approval_needed');
  const asked = await until(9);
  if (isProblem(asked)) throw new Error(asked.code);
  expect(asked.approval).toMatchObject({ kind: 'change', state: 'open', needed: 1, rule: 'long' });
  expect(await invite()).toMatchObject({ endsAt: before.endsAt, change: undefined });
  const approval = await open();
  expect(cameTo(await approve(context(), approval.id, person('ULEAD1'), { seen: 1 }))).toBe('approved');
  const { change } = await invite();
  expect(change).toMatchObject({ endsAt: NOW + 10 * HOUR, requestedBy: 'U1' });
  if (change === undefined) return;
  expect(await checkChange(context(), await invite(), change)).toMatchObject({ may: 'send', approvedBy: ['ULEAD1'] });
  // And not one that is longer than what was approved.
  const longer = { ...change, endsAt: NOW + 11 * HOUR };
  expect(await checkChange(context(), await invite(), longer)).toMatchObject({ may: 'ask' });
  const rows = await store.auditOfInvite('inv_test');
  expect(rows.find(({ action }) => action === 'change_asked')).toMatchObject({ actor: 'U1', approvedBy: ['ULEAD1'] });
});

it('what asks for no more goes through beside a request that waits', async () => {
  await granted();
  await until(9);
  expect(await until(0.5)).toMatchObject({ invite: { change: { endsAt: NOW + 1.5 * HOUR } } });
  expect((await open()).state).toBe('open');
});

it('what is asked for on top becomes part of the request, and is approved as a whole', async () => {
  await granted();
  await until(6);
  const first = await open();
  const moved = { permissions: { gamepad: true }, endsAt: NOW + 8 * HOUR, sendEmail: false };
  await requestChange(context(), 'inv_test', person('U1'), moved, { approval: { reason: '', bypass: false } });
  const second = await open();
  expect(second).toMatchObject({ id: first.id, revision: 2, reason: 'render', terms: { endsAt: NOW + 8 * HOUR } });
  expect(cameTo(await approve(context(), first.id, person('ULEAD1'), { seen: 1 }))).toBe('approval_changed');
  await approve(context(), first.id, person('ULEAD1'), { seen: 2 });
  expect((await invite()).change).toMatchObject({ endsAt: NOW + 8 * HOUR, permissions: { gamepad: true } });
});

it('is edited and approved, within what the rule allows at most', async () => {
  await granted();
  await until(20);
  const { id } = await open();
  const window = (time: string) => ({
    zone: 'Europe/Paris',
    start: { kind: 'at', date: '2026-11-23', time: '11:00' } as const,
    end: { kind: 'at', date: '2026-11-23', time } as const,
  });
  const faults = await approve(context(), id, person('ULEAD1'), { seen: 1, edit: { window: window('10:00') } });
  expect(faults).toMatchObject([{ field: 'end', problem: { code: 'end_before_start' } }]);
  await approve(context(), id, person('ULEAD1'), { seen: 1, edit: { window: window('17:00') } });
  expect((await invite()).change).toMatchObject({ endsAt: NOW + 7 * HOUR });
});

it('is denied, withdrawn or over with its invite, and nothing changes', async () => {
  await granted();
  await until(9);
  const denied = await open();
  expect(cameTo(await deny(context(), denied.id, person('ULEAD1'), ' '))).toBe('approval_reason_missing');
  expect(cameTo(await deny(context(), denied.id, person('ULEAD1'), 'too long'))).toBe('denied');
  world.now += 1;
  await until(9);
  const second = await open();
  expect(cameTo(await withdraw(context(), second.id, person('U2')))).toBe('not_requester');
  expect(cameTo(await withdraw(context(), second.id, person('U1')))).toBe('withdrawn');
  world.now += 1;
  await until(9);
  const third = await open();
  await requestCancel(context(), 'inv_test', person('U1'), { sendEmail: false });
  expect(cameTo(await approve(context(), third.id, person('ULEAD1'), { seen: 1 }))).toBe('approval_decided');
  expect((await store.getApproval(third.id))?.state).toBe('withdrawn');
  expect((await invite()).change).toBeUndefined();
  // Who asked hears of what others did, and of nothing else.
  const told = (await store.dueJobs(NOW + HOUR)).filter(({ name }) => name.startsWith('approval_decided:'));
  expect(told.map(({ name }) => name)).toEqual([`approval_decided:${denied.id}:U1`]);
});

it('goes ahead without approval only for those who may, loudly, and others review it', async () => {
  world.policy = policyOf({}, { breakGlass: ['UGLASS', 'U1'] });
  await granted();
  expect(cameTo(await until(9, 'U1', { reason: '', bypass: true }))).toBe('approval_reason_missing');
  world.policy = policyOf({}, { breakGlass: ['UGLASS'] });
  expect(cameTo(await until(9, 'U1', { reason: 'fire', bypass: true }))).toBe('not_bypasser');
  world.policy = policyOf({}, { breakGlass: ['U1'] });
  await until(9, 'U1', { reason: 'fire', bypass: true });
  const { change } = await invite();
  expect(change).toMatchObject({ endsAt: NOW + 10 * HOUR });
  const bypassed = await open();
  expect(bypassed).toMatchObject({ state: 'bypassed', review: 'open', requesterId: 'U1' });
  if (change === undefined) return;
  expect(await checkChange(context(), await invite(), change)).toMatchObject({ may: 'send' });
  const kinds = (await store.dueJobs(NOW)).map(({ kind }) => kind);
  expect(kinds).toContain('admin_notice');
  expect(cameTo(await closeReview(context(), bypassed.id, person('U1'), 'fine'))).toBe('own_review');
  expect(cameTo(await closeReview(context(), bypassed.id, person('U2'), 'fine'))).toBe('not_approver');
  expect(await closeReview(context(), bypassed.id, person('ULEAD1'), 'fine')).toMatchObject({ review: 'closed' });
  expect(cameTo(await closeReview(context(), bypassed.id, person('ULEAD2'), 'fine'))).toBe('review_closed');
});

it('reminds after longer and longer, asks the next group, and expires', async () => {
  world.policy = policyOf({}, { remindAfter: '1h', escalateAfter: '4h', expireAfter: '24h' });
  const invite = await world.ask({ length: '48h', person: 'U1' });
  const { id } = await world.approval(invite.id);
  const tend = async () => {
    const [job] = (await store.dueJobs(world.now)).filter(({ kind, name }) => kind === 'approval' && name === id);
    if (job === undefined) throw new Error('nothing is due');
    const claimed = await store.claimJob(job, world.now);
    const outcome = await tendApproval(context(), job);
    if (claimed === undefined) throw new Error('not claimed');
    if (outcome.kind === 'retry') await store.rescheduleJob(claimed, outcome.at, false);
    return outcome.kind === 'retry' ? (outcome.at - NOW) / HOUR : 'done';
  };
  await store.insertApprovalCard({ approvalId: id, place: 'ULEAD1', createdAt: NOW });
  const seen: unknown[] = [];
  for (const hour of [1, 3, 4, 7, 15]) {
    world.now = NOW + hour * HOUR;
    seen.push(await tend());
  }
  expect(seen).toEqual([3, 4, 7, 15, 24]);
  expect(await store.getApproval(id)).toMatchObject({ asked: 2, reminders: 4, state: 'open' });
  const queue = [{ lane: 'post', target: 'ULEAD1', owner: '' }] as const;
  const reminders = (await store.dueInQueues(world.now, queue, 10)).filter(({ kind }) => kind === 'direct_notice');
  expect(reminders).toHaveLength(4);
  world.now = NOW + 24 * HOUR;
  expect(await tend()).toBe('done');
  expect(await store.getApproval(id)).toMatchObject({ state: 'expired' });
  expect(await store.getInvite(invite.id)).toMatchObject({ state: 'failed', problem: { code: 'approval_expired' } });
});

it('a move of an approved window to another day is no part of what was approved', async () => {
  const asked = await world.ask({ length: '9h' });
  const approval = await world.approval(asked.id);
  await approve(context(), approval.id, person('ULEAD1'), { seen: 1 });
  await world.settle(asked.id);
  const made = await store.getInvite(asked.id);
  if (made === undefined) throw new Error('no invite');
  const day = 24 * HOUR;
  const change = { startsAt: made.startsAt + day, endsAt: made.endsAt + day, sendEmail: false, requestedBy: 'U1' };
  expect(await checkChange(context(), made, change)).toMatchObject({ may: 'ask' });
});
