import { afterEach, beforeEach, expect, it } from 'vitest';
import { nothingYet } from '../../../src/domain/invite.ts';
import type { Person } from '../../../src/domain/person.ts';
import { approve } from '../../../src/flows/approval/decide.ts';
import { requestChange } from '../../../src/flows/guest/request-change.ts';
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
const approving = (by: string, id: string, seen: number) => approve(context(), id, person(by), { seen }).then(cameTo);

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
