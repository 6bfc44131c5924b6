import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Person } from '../../../src/domain/person.ts';
import { defaultPolicy } from '../../../src/domain/policy/policy.ts';
import { isProblem, problem } from '../../../src/domain/problem.ts';
import { requestCancel } from '../../../src/flows/guest/request-cancel.ts';
import { audited } from '../../../src/flows/shared/audited.ts';
import type { Context } from '../../../src/flows/shared/context.ts';
import { historyPage } from '../../../src/flows/team/read-history.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { anInvite } from '../../support/an-invite.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NOW = anInvite({}).createdAt;
let store: Store;
let now: number;
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('history') });
  now = NOW;
});
afterEach(() => store.close());

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
function context(): Context {
  const parts: Partial<Context> = {
    store,
    policy: () => defaultPolicy,
    providers: [],
    now: () => now,
    newId: () => `n${String(++ids).padStart(6, '0')}`,
    wake: () => undefined,
  };
  return { ...parts, workspaceId: () => 'T1' } as unknown as Context;
}
async function read(
  parts: Parameters<typeof historyPage>[2] = {},
  at: Partial<Parameters<typeof historyPage>[3]> = {},
) {
  const page = await historyPage(context(), admin, parts, { page: 0, size: 9, ...at });
  if (isProblem(page)) throw new Error(page.code);
  return page;
}
const outcomes = async () => (await read()).entries.map(({ outcome }) => outcome.kind);

const removal = {
  subject: 'truvera/member/7',
  action: 'member_remove',
  person: admin,
  about: { name: 'Tom' },
} as const;
const noted = (id: string, action: string, facts = {}, subject = 'truvera/member/7') =>
  store.insertAudit({ id, subject, at: ++now, actor: 'U9', action, facts });
const asked = (id: string) =>
  store.insertAudit({
    id,
    subject: 'truvera/member/7',
    at: ++now,
    actor: 'U9',
    action: 'member_remove_asked',
    facts: { name: 'Tom' },
    history: { area: 'truvera', about: 'Tom' },
  });

it('shows the result of each action: done, refused and why, lost, or none yet', async () => {
  await audited(context(), removal, async () => 'removed');
  now += 1;
  const why = problem('provider_rejected', { provider: 'truvera', message: 'no' });
  await audited(context(), removal, async () => why);
  now += 1;
  await audited(context(), removal, async () => problem('provider_outcome_unknown', { provider: 'truvera' }));
  now += 1;
  await asked('crashed');
  const { entries } = await read();
  expect(entries.map(({ outcome }) => outcome)).toEqual([
    { kind: 'open' },
    { kind: 'lost' },
    { kind: 'refused', reason: 'provider_rejected', facts: expect.objectContaining({ message: 'no' }) },
    { kind: 'done' },
  ]);
  expect(entries.map(({ facts }) => facts.name)).toEqual(['Tom', 'Tom', 'Tom', 'Tom']);
});

it('uses the newest record: an action refused at first may be done later', async () => {
  await asked('a');
  await noted('b', 'member_remove_refused', { problem: 'provider_unauthorized' });
  expect(await outcomes()).toEqual(['refused']);
  await noted('c', 'member_remove_done');
  expect(await outcomes()).toEqual(['done']);
  await asked('d');
  expect(await outcomes()).toEqual(['open', 'done']);
  await noted('e', 'member_remove_refused', { problem: 'provider_not_found' });
  expect(await outcomes()).toEqual(['refused', 'done']);
});

it('keeps the same action of two people apart, and copes with a clock that is behind', async () => {
  await asked('a');
  await asked('b');
  now -= 5_000;
  await noted('c', 'member_remove_done', { of: 'a' });
  await noted('d', 'member_remove_refused', { of: 'b', problem: 'provider_not_found' });
  await noted('e', 'member_remove_done', {}, 'truvera/member/8');
  expect(await outcomes()).toEqual(['refused', 'done']);
});

it("shows an admin's actions on invites of others, and not those of the inviter", async () => {
  await store.insertInvite(anInvite({ id: 'inv_1', requestKey: '1', state: 'granted', providerInviteId: 'p1' }));
  await store.insertInvite(anInvite({ id: 'inv_2', requestKey: '2', state: 'granted', inviterId: 'U9' }));
  await requestCancel(context(), 'inv_1', admin, { sendEmail: false });
  await requestCancel(context(), 'inv_2', admin, { sendEmail: false });
  const { entries } = await read();
  expect(entries).toMatchObject([
    {
      area: 'guests',
      action: 'cancel_asked',
      facts: { inviter: 'U1', guest: 'ana@example.com', host: 'Edit 1', event: 'Render review' },
      outcome: { kind: 'open' },
    },
  ]);
  now += 1;
  await store.insertAudit({ id: 'x', inviteId: 'inv_1', at: now, actor: 'U9', action: 'cancelled', facts: {} });
  expect(await outcomes()).toEqual(['done']);
  expect((await read({ text: 'EDIT 1' })).entries).toHaveLength(1);
  expect((await read({ kind: 'cancel', who: 'U9', area: 'guests', when: 'day' })).entries).toHaveLength(1);
  for (const other of [{ kind: 'kick' }, { who: 'U1' }, { area: 'truvera' }, { text: 'edit 2' }] as const) {
    expect((await read(other)).entries).toEqual([]);
  }
  now += 25 * 3_600_000;
  expect((await read({ when: 'day' })).entries).toEqual([]);
  expect((await read({ when: 'week' })).entries).toHaveLength(1);
});

it('keeps the later pages as they were when the first page was read', async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e']) await asked(id);
  const first = await read({}, { size: 2 });
  expect(first).toMatchObject({ entries: [{ id: 'e' }, { id: 'd' }], more: true, newestAt: now });
  await asked('f');
  const second = await read({}, { size: 2, page: 1, newestAt: first.newestAt });
  expect(second).toMatchObject({ entries: [{ id: 'c' }, { id: 'b' }], more: true });
  expect(await read({}, { size: 2, page: 2, newestAt: first.newestAt })).toMatchObject({
    entries: [{ id: 'a' }],
    more: false,
  });
  expect((await read()).entries).toHaveLength(6);
});

it('shows actions from before the clock was set back, too', async () => {
  now = NOW + 3_600_000;
  await asked('a');
  now = NOW;
  expect(await outcomes()).toEqual(['open']);
});

it('is for admins', async () => {
  const at = { page: 0, size: 9 };
  expect(await historyPage(context(), { ...admin, isAdmin: false }, {}, at)).toMatchObject({ code: 'not_admin' });
  expect(await historyPage(context(), { ...admin, isStale: true }, {}, at)).toMatchObject({
    code: 'not_allowed_unknown',
  });
});
