import { afterEach, beforeEach, expect, it } from 'vitest';
import { nothingYet } from '../../../src/domain/invite.ts';
import type { Person } from '../../../src/domain/person.ts';
import { askApprovers } from '../../../src/flows/approval/ask-approvers.ts';
import { approve, expire } from '../../../src/flows/approval/decide.ts';
import { pendingFor } from '../../../src/flows/approval/pending.ts';
import { tendApproval } from '../../../src/flows/approval/tend-approval.ts';
import { recordStanding } from '../../../src/flows/guest/follow-inviter.ts';
import { endHeld } from '../../../src/flows/guest/hold-invite.ts';
import { recordRemoved } from '../../../src/flows/guest/record-removed.ts';
import { requestChange } from '../../../src/flows/guest/request-change.ts';
import { takeOver } from '../../../src/flows/guest/take-over.ts';
import { changeInvite } from '../../../src/flows/shared/context.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { aPolicy } from '../../support/a-ruled-policy.ts';
import { anInvite } from '../../support/an-invite.ts';
import { type ApprovalWorld, approvalWorld, cameTo, NOW } from '../../support/approval-world.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

// What others do to an invite, or to who answers for it, while a request for approval of it waits.
let store: Store;
let world: ApprovalWorld;
const HOUR = 3_600_000;
const policyOf = (approval: object = {}, leads: readonly string[] = ['ULEAD1', 'ULEAD2']) =>
  aPolicy({
    coordinators: ['UCOORD'],
    approvals: { groups: { leads: { people: [...leads] } } },
    rules: [{ name: 'long', approval: { by: ['leads'], above: { window: '4h' }, ...approval } }],
  });

beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('approvals') });
  world = approvalWorld([store], policyOf());
  for (const id of ['U1', 'ULEAD1', 'ULEAD2', 'UCOORD']) world.people.set(id, aPerson({ id }));
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
const change = (asked: object, by = 'U1') =>
  requestChange(
    context(),
    'inv_test',
    person(by),
    { ...asked, sendEmail: false },
    { approval: { reason: 'render', bypass: false } },
  );
const open = () => world.approval('inv_test');
const invite = async () => {
  const found = await store.getInvite('inv_test');
  if (found === undefined) throw new Error('no invite');
  return found;
};
const leaves = async (inviteId: string) => {
  world.people.delete('U1');
  const found = await store.getInvite(inviteId);
  if (found === undefined) throw new Error('no invite');
  await recordStanding(context(), found, 'deactivated');
  const held = await store.getInvite(inviteId);
  if (held === undefined) throw new Error('no invite');
  await recordRemoved(context(), held);
};
const approving = (by: string, id: string, seen: number) => approve(context(), id, person(by), { seen }).then(cameTo);

const changeOf = (inviteId: string, asked: object, by: string) =>
  requestChange(
    context(),
    inviteId,
    person(by),
    { ...asked, sendEmail: false },
    { approval: { reason: '', bypass: false } },
  );

it('who asked does not approve it themselves since somebody else has changed it', async () => {
  const asked = await world.ask({ person: 'ULEAD1', length: '9h' });
  await changeOf(asked.id, { permissions: { gamepad: true } }, 'UCOORD');
  const { id, revision } = await world.approval(asked.id);
  expect(revision).toBe(2);
  expect(await approving('ULEAD1', id, 2)).toBe('own_approval');

  await store.insertInvite(
    anInvite({
      ...nothingYet,
      requestKey: 'VG',
      state: 'granted',
      providerInviteId: 'p1',
      channelId: '',
      inviterId: 'U1',
    }),
  );
  world.people.set('ULEAD1', aPerson({ id: 'ULEAD1', isAdmin: true }));
  expect(await change({ endsAt: NOW + 10 * HOUR }, 'ULEAD1')).toMatchObject({ approval: { state: 'open' } });
  await change({ permissions: { gamepad: true }, endsAt: NOW + 11 * HOUR }, 'UCOORD');
  const added = await open();
  expect(added).toMatchObject({ requesterId: 'UCOORD', revision: 2 });
  expect(await approving('ULEAD1', added.id, 2)).toBe('own_approval');
  expect(await approving('ULEAD2', added.id, 2)).toBe('approved');
});

it('who takes over an invite that waits does not approve it, and others can', async () => {
  world.people.set('ULEAD1', aPerson({ id: 'ULEAD1', isAdmin: true }));
  const asked = await world.ask({ length: '9h' });
  await leaves(asked.id);
  const { id } = await world.approval(asked.id);
  expect(await store.getInvite(asked.id)).toMatchObject({ state: 'requested', awaits: id });
  // Nobody answers for it, and it goes on waiting.
  expect(await approving('ULEAD2', id, 1)).toBe('inviter_left');
  await takeOver(context(), asked.id, person('ULEAD1'));
  expect(await approving('ULEAD1', id, 1)).toBe('own_approval');
  expect(await approving('ULEAD2', id, 1)).toBe('approved');
  await world.settle(asked.id);
  expect(world.created).toHaveLength(1);
});

it('who approved an invite and takes it over needs the approval of somebody else', async () => {
  world.people.set('ULEAD1', aPerson({ id: 'ULEAD1', isAdmin: true }));
  const asked = await world.ask({ length: '9h' });
  const { id } = await world.approval(asked.id);
  expect(await approving('ULEAD1', id, 1)).toBe('approved');
  await leaves(asked.id);
  world.now += 1;
  await takeOver(context(), asked.id, person('ULEAD1'));
  await world.settle(asked.id);
  expect(world.created).toEqual([]);
  expect(await world.approval(asked.id)).toMatchObject({ state: 'open', requesterId: 'ULEAD1' });
});

it('a click while an invite is being held ends nothing, and neither does one of somebody who may not decide', async () => {
  const asked = await world.ask({ length: '9h' });
  const { id } = await world.approval(asked.id);
  world.people.delete('U1');
  const before = await store.getInvite(asked.id);
  if (before === undefined) throw new Error('no invite');
  await recordStanding(context(), before, 'deactivated');
  expect(await store.getInvite(asked.id)).toMatchObject({ state: 'cancelling' });
  expect(await approving('UCOORD', id, 1)).toBe('not_approver');
  expect(await approving('ULEAD1', id, 1)).toBe('inviter_left');
  expect(await store.getApproval(id)).toMatchObject({ state: 'open' });
});

it('what needs no approval together with what waits is done at once, and not lost', async () => {
  await granted();
  await change({ startsAt: NOW + 8 * HOUR, endsAt: NOW + 14 * HOUR });
  const { id } = await open();
  const answer = await change({ endsAt: NOW + 10 * HOUR });
  expect(answer).toMatchObject({ invite: { change: { startsAt: NOW + 8 * HOUR, endsAt: NOW + 10 * HOUR } } });
  expect(await store.getApproval(id)).toMatchObject({ state: 'overtaken' });
});

it('an invite that is made again waits for approval although a change of it waited', async () => {
  await granted();
  await change({ endsAt: NOW + 10 * HOUR });
  const ofChange = await open();
  await changeInvite(context(), 'inv_test', async () => {
    return { parts: { state: 'requested', providerInviteId: undefined }, actor: 'U1', action: 'taken_away' };
  });
  world.policy = aPolicy({
    approvals: { groups: { leads: { people: ['ULEAD1'] } } },
    rules: [{ name: 'all', approval: { by: ['leads'] } }],
  });
  world.now += 1;
  await world.settle('inv_test');
  const now = await open();
  expect(now).toMatchObject({ kind: 'invite', state: 'open' });
  expect(await invite()).toMatchObject({ awaits: now.id });
  expect(await store.getApproval(ofChange.id)).toMatchObject({ state: 'overtaken' });
  expect(world.created).toEqual([]);
});

it('expires at its time and no sooner than it was given since', async () => {
  const asked = await world.ask({ length: '90h' });
  const seen = await world.approval(asked.id);
  world.now += 23 * HOUR;
  await changeOf(asked.id, { permissions: { gamepad: true }, startsAt: NOW + 40 * HOUR }, 'U1');
  world.now += 2 * HOUR;
  expect(await expire(context(), seen)).toBeUndefined();
  expect(await world.approval(asked.id)).toMatchObject({ state: 'open', revision: 2 });
  // The bot was away, and nobody has told who asked yet.
  world.now += 24 * HOUR;
  expect(await approving('ULEAD1', seen.id, 2)).toBe('approval_decided');
  expect(await store.getApproval(seen.id)).toMatchObject({ state: 'expired' });
});

it('asks those whom the policy names since, and they see it in their list', async () => {
  const asked = await world.ask({ start: 'now', length: '9h' });
  const { id } = await world.approval(asked.id);
  world.policy = aPolicy({
    approvals: { groups: { heads: { people: ['ULEAD2'] } } },
    rules: [{ name: 'long', approval: { by: ['heads'] } }],
  });
  await store.insertApprovalCard({ approvalId: id, place: 'ULEAD1', createdAt: NOW });
  world.now += HOUR;
  const [job] = (await store.dueJobs(world.now)).filter(({ kind }) => kind === 'approval');
  const ask = async () => (await store.dueJobs(world.now)).find(({ kind }) => kind === 'approval_ask');
  const before = await ask();
  if (job === undefined || before === undefined) throw new Error('nothing is due');
  const claim = { attempt: 1, tries: 0, heartbeat: async () => true };
  await askApprovers(context(), before, claim);
  const claimed = await store.claimJob(before, world.now);
  if (claimed !== undefined) await store.finishJob(claimed);
  expect(await ask()).toBeUndefined();
  await tendApproval(context(), job);
  expect(await store.getApproval(id)).toMatchObject({ by: ['heads'], state: 'open' });
  const again = await ask();
  if (again === undefined) throw new Error('nobody is asked');
  await askApprovers(context(), again, claim);
  expect((await store.approvalCardsOf(id)).map(({ place }) => place)).toContain('ULEAD2');
  expect((await pendingFor(context(), person('ULEAD2'))).mine).toHaveLength(1);
});

it('nobody is reminded of a change of what is over', async () => {
  await granted();
  await change({ endsAt: NOW + 10 * HOUR });
  const { id } = await open();
  await recordRemoved(context(), await invite());
  world.now += HOUR;
  const [job] = (await store.dueJobs(world.now)).filter(({ kind }) => kind === 'approval');
  if (job === undefined) throw new Error('nothing is due');
  expect(await tendApproval(context(), job)).toMatchObject({ kind: 'done' });
  expect(await store.getApproval(id)).toMatchObject({ state: 'withdrawn', reminders: 0 });
});

it('what ended while it waited to be taken over stays so when its request expires', async () => {
  const asked = await world.ask({ length: '9h' });
  await leaves(asked.id);
  const held = await store.getInvite(asked.id);
  world.now = NOW + 12 * HOUR;
  if (held !== undefined) await endHeld(context(), held);
  await expire(context(), await world.approval(asked.id));
  expect(await world.approval(asked.id)).toMatchObject({ state: 'expired' });
  expect(await store.getInvite(asked.id)).toMatchObject({ state: 'ended' });
});

it('an invite that is moved beside a request for more is not approved where nobody has seen it', async () => {
  world.policy = policyOf({ count: 2 });
  await granted();
  await change({ endsAt: NOW + 10 * HOUR });
  const { id } = await open();
  expect(await approving('ULEAD1', id, 1)).toBe('open');
  // Needs no approval by itself.
  await change({ hostId: 'host_vault', permissions: { gamepad: true } });
  expect(await approving('ULEAD2', id, 1)).toBe('approval_changed');
  const shown = await open();
  expect(shown).toMatchObject({ state: 'open', revision: 2, terms: { hostId: 'host_vault', endsAt: NOW + 10 * HOUR } });
  expect(await approving('ULEAD2', id, 2)).toBe('open');
  expect((await invite()).change?.endsAt).toBeUndefined();
  expect(await approving('ULEAD1', id, 2)).toBe('approved');
  expect((await invite()).change).toMatchObject({ hostId: 'host_vault', endsAt: NOW + 10 * HOUR });
});
