import { expect, it } from 'vitest';
import { canTryAgain, type MemberRow, memberRowId, tallyOf, triedAgain } from '../../src/domain/member-batch.ts';
import { mayChangeBatch, type Person } from '../../src/domain/person.ts';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import type { ProblemCode } from '../../src/domain/problem.ts';
import { aMemberBatch, memberRowsOf } from '../support/a-member-batch.ts';
import { aPerson } from '../support/a-person.ts';

const row = (parts: Partial<MemberRow>): MemberRow => {
  const [only] = memberRowsOf(aMemberBatch(), [parts]);
  if (only === undefined) throw new Error('no row');
  return only;
};
const refused = (code: ProblemCode, sentAt?: number) => row({ state: 'failed', problem: { code, facts: {} }, sentAt });

it('counts the progress of a batch', () => {
  const states = ['waiting', 'sent', 'invited', 'invited', 'failed', 'cancelled'] as const;
  expect(tallyOf(states.map((state) => ({ state })))).toEqual({
    total: 6,
    invited: 2,
    refused: 1,
    cancelled: 1,
    open: 2,
  });
  expect(tallyOf([])).toEqual({ total: 0, invited: 0, refused: 0, cancelled: 0, open: 0 });
});

it('offers a retry where it can have another result', () => {
  for (const code of ['plan_full', 'domain_not_allowed', 'provider_unauthorized', 'provider_outcome_unknown'] as const)
    expect(canTryAgain(refused(code)), code).toBe(true);
  for (const code of ['email_invalid', 'email_twice', 'already_member', 'already_invited'] as const)
    expect(canTryAgain(refused(code)), code).toBe(false);
  expect(canTryAgain(row({ state: 'invited' }))).toBe(false);
  expect(canTryAgain(row({ state: 'cancelled' }))).toBe(false);
});

it('looks first for sent rows that were not looked for; where that had no result, the person who retries has decided', () => {
  expect(triedAgain(refused('provider_off', 5))).toMatchObject({ state: 'sent', sentAt: 5, problem: undefined });
  expect(triedAgain(refused('plan_full'))).toMatchObject({ state: 'waiting', sentAt: undefined, problem: undefined });
  expect(triedAgain(refused('provider_outcome_unknown', 5))).toMatchObject({ state: 'waiting', sentAt: undefined });
});

it('gives rows keys that sort as they were pasted', () => {
  const keys = [1, 2, 10, 100, 999, 1000].map((position) => memberRowId('mb_1', position));
  expect(keys.toSorted()).toEqual(keys);
});

it('lets the requester and admins continue a batch, as long as they may use Guestlist', () => {
  const may = (parts: Partial<Person>, policy = defaultPolicy) =>
    mayChangeBatch(aMemberBatch(), aPerson(parts), policy)?.code;
  expect(may({})).toBeUndefined();
  expect(may({ id: 'U2' })).toBe('not_members_requester');
  expect(may({ id: 'U2', isAdmin: true })).toBeUndefined();
  expect(may({ id: 'U2' }, { ...defaultPolicy, admins: ['U2'] })).toBeUndefined();
  expect(may({ isGuest: true })).toBe('not_allowed_guest');
  expect(may({ isDeactivated: true })).toBe('not_allowed_deactivated');
  expect(may({ workspaceId: 'T2' })).toBe('not_allowed_external');
});
