import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Policy } from '../../../src/domain/policy/policy.ts';
import { cancelPending, editPending, resendPending } from '../../../src/flows/member/change-pending.ts';
import type { Context, MemberInvites, Provider } from '../../../src/flows/shared/context.ts';
import { openStore, type Store } from '../../../src/store/open-store.ts';
import { aPerson } from '../../support/a-person.ts';
import { aPolicy } from '../../support/a-ruled-policy.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ref = { provider: 'truvera', inviteId: '7' };
const admin = aPerson({ isAdmin: true });
let store: Store;
let done: string[];
let ids = 0;
const note = <Answer>(what: string, answer: Answer) => {
  done.push(what);
  return answer;
};
beforeEach(async () => {
  store = await openStore({ dataDir: temporaryFolder('change-pending') });
  done = [];
});
afterEach(() => store.close());

/** A system with one pending invite, of which everything is noted that is done to it. */
function context(policy: Policy): Context {
  const roles = [{ id: 'r1', name: 'Owner' }];
  const memberInvites: Partial<MemberInvites> = {
    inviteIds: 'per invite',
    asks: { role: 'required', group: false, appRule: false, names: false, sendEmail: 'always' },
    roles: async () => roles,
    async *pending() {
      const unknown = { name: undefined, role: undefined, invitedAt: undefined, expiresAt: undefined };
      yield [{ ...unknown, inviteId: '7', email: 'ana@eu.blocked.example' }];
    },
    cancel: async () => note('cancel', 'cancelled'),
    resend: async () => note('resend', 'resent'),
    edit: async () => note('edit', 'edited'),
  };
  const parts = {
    store,
    policy: () => policy,
    workspaceId: () => 'T1',
    now: () => 1_000_000,
    newId: () => `n${++ids}`,
    wake: () => {},
    providers: [{ name: 'truvera', memberInvites } as unknown as Provider],
  };
  return parts as unknown as Context;
}

describe('a pending invite of somebody whose domain was blocked since', () => {
  const blocked = aPolicy({ domains: { blocked: ['blocked.example'] } });

  it('is neither mailed again nor given another role, also by an admin', async () => {
    const refused = { code: 'policy_domain_blocked', facts: { domain: 'eu.blocked.example' } };
    expect(await resendPending(context(blocked), ref, admin)).toMatchObject(refused);
    expect(await editPending(context(blocked), ref, admin, { role: 'r1' })).toMatchObject(refused);
    expect(done).toEqual([]);
  });

  it('can be cancelled', async () => {
    await cancelPending(context(blocked), ref, admin);
    expect(done).toEqual(['cancel']);
  });
});

it('changes a pending invite that the policy says nothing against', async () => {
  await resendPending(context(aPolicy({})), ref, admin);
  await editPending(context(aPolicy({})), ref, admin, { role: 'r1' });
  expect(done).toEqual(['resend', 'edit']);
});

it('does not give a pending invite what a new one would need approval for, also by an admin', async () => {
  const systems = { truvera: { approval: { by: ['leads'], roles: ['Owner'] } } };
  const policy = aPolicy({ approvals: { groups: { leads: { people: ['ULEAD1'] } } }, members: { systems } });
  const refused = { code: 'edit_needs_approval', facts: { provider: 'truvera' } };
  expect(await editPending(context(policy), ref, admin, { role: 'r1' })).toMatchObject(refused);
  expect(done).toEqual([]);
});
