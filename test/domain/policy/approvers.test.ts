import { describe, expect, it } from 'vitest';
import type { Person } from '../../../src/domain/person.ts';
import { approverMatch, breakGlassMatch, memberApproval } from '../../../src/domain/policy/approvers.ts';
import { policyGroups } from '../../../src/domain/policy/match-rule.ts';
import { aPerson } from '../../support/a-person.ts';
import { aPolicy } from '../../support/a-ruled-policy.ts';

const policy = aPolicy({
  admins: ['U0ADMIN'],
  coordinators: ['S0COORD'],
  approvals: {
    groups: {
      leads: { people: ['U0LEAD', 'S0LEADS'], channel: 'C0APPROVE' },
      security: { people: ['admins'] },
      office: { people: ['coordinators'] },
    },
    breakGlass: ['S0ONCALL'],
  },
  members: {
    systems: {
      snyk: { approval: { by: ['leads'], reason: 'required', roles: ['Org Admin', 'role-7'] } },
      truvera: { approval: { by: ['security'], count: 2 } },
      parsec: {},
    },
  },
});

const known = { isIn: [], unknown: [] };
const here = aPerson({}).workspaceId;
const match = (by: string[], parts: Partial<Person>) => approverMatch(policy, by, aPerson(parts), here);

describe('who may approve', () => {
  it.each<[string, string[], Partial<Person>]>([
    ['is named by their id', ['leads'], { id: 'U0LEAD', groups: known }],
    ['is in a user group', ['leads'], { groups: { isIn: ['S0LEADS'], unknown: [] } }],
    ['is in the second group', ['leads', 'security'], { isAdmin: true, groups: known }],
    ['is an admin of the policy', ['security'], { id: 'U0ADMIN', groups: known }],
    ['is a coordinator by a user group', ['office'], { groups: { isIn: ['S0COORD'], unknown: [] } }],
  ])('somebody who %s', (_, by, parts) => {
    expect(match(by, parts)).toBe('yes');
    for (const never of [{ isGuest: true }, { isBot: true }, { isDeactivated: true }, { isExternalMember: true }])
      expect(match(by, { ...parts, ...never })).toBe('no');
    expect(approverMatch(policy, by, aPerson(parts), 'T0OTHER')).toBe('no');
    // What they were a while ago is not what they are.
    expect(match(by, { ...parts, isStale: true })).toBe('unknown');
  });

  it.each<[string, string[], Partial<Person>]>([
    ['is of another group only', ['leads'], { isAdmin: true, groups: known }],
    ['is of no group', ['leads', 'security', 'office'], { groups: known }],
    ['is of a group the policy has no more', ['gone', 'constructor'], { id: 'U0LEAD', groups: known }],
  ])('nobody who %s', (_, by, parts) => expect(match(by, parts)).toBe('no'));

  it('is not known while Slack does not say it, nor where it hides a user group', () => {
    expect(match(['leads'], { groups: { isIn: [], unknown: ['S0LEADS'] } })).toBe('unknown');
    expect(match(['leads'], { groups: { ...known, hidden: ['S0LEADS'] } })).toBe('unknown');
    expect(match(['office'], { groups: { isIn: [], unknown: ['S0COORD'] } })).toBe('unknown');
    expect(match(['leads'], { groups: { isIn: [], unknown: ['S0OTHER'] } })).toBe('no');
    expect(approverMatch(policy, ['leads'], undefined, here)).toBe('unknown');
  });
});

it('lets only those break the glass who are named', () => {
  const breaks = (parts: Partial<Person>) => breakGlassMatch(policy, aPerson(parts), here);
  expect(breaks({ groups: { isIn: ['S0ONCALL'], unknown: [] } })).toBe('yes');
  expect(breaks({ isAdmin: true, groups: known })).toBe('no');
  expect(breaks({ groups: { isIn: [], unknown: ['S0ONCALL'] } })).toBe('unknown');
  expect(breakGlassMatch(aPolicy({}), undefined, here)).toBe('no');
});

it('looks people up in the user groups that approve', () => {
  expect(policyGroups(policy)).toEqual(['S0COORD', 'S0LEADS', 'S0ONCALL']);
});

it('has invites of members approved, all of a system or those with some roles', () => {
  const need = { rule: 'members.systems.snyk', by: ['leads'], count: 1, needsReason: true };
  const snyk = (id: string, name: string) => memberApproval(policy, 'snyk', { role: { id, name } });
  expect(snyk('1', 'Org Admin ')).toEqual({ ...need, causes: [{ kind: 'role', role: 'Org Admin ' }] });
  expect(snyk('role-7', 'Auditor')).toEqual({ ...need, causes: [{ kind: 'role', role: 'Auditor' }] });
  expect(snyk('2', 'Org Collaborator')).toBeUndefined();
  expect(memberApproval(policy, 'snyk', { role: undefined })).toBeUndefined();
  expect(memberApproval(policy, 'truvera', { role: undefined })).toEqual({
    rule: 'members.systems.truvera',
    by: ['security'],
    count: 2,
    needsReason: false,
    causes: [{ kind: 'rule' }],
  });
  for (const free of ['parsec', 'intercode', 'constructor'])
    expect(memberApproval(policy, free, { role: { id: '1', name: 'Org Admin' } })).toBeUndefined();
});
