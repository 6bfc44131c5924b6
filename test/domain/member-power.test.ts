import { describe, expect, it } from 'vitest';
import { invitingGroups, mayGive, mayInviteMembers, memberDomainProblem } from '../../src/domain/member-power.ts';
import type { Person } from '../../src/domain/person.ts';
import { defaultPolicy, type Policy, type SystemPolicy } from '../../src/domain/policy/policy.ts';
import { aPerson } from '../support/a-person.ts';

const member = aPerson();
const admin = { ...member, id: 'U2', isAdmin: true };
const opened = (invite: Policy['members']['invite'], admins: readonly string[] = []): Policy => ({
  ...defaultPolicy,
  admins,
  members: { ...defaultPolicy.members, invite },
});

describe('inviting members', () => {
  it.each<[string, Person, Policy, readonly string[], string | undefined]>([
    ['is not for plain members by default', member, defaultPolicy, [], 'not_member_inviter'],
    ['is for admins of the workspace', admin, defaultPolicy, [], undefined],
    ['is for admins of the policy', member, opened('admins', ['U1']), [], undefined],
    ['is for everyone where the policy says so', member, opened('everyone'), [], undefined],
    ['is for people it names', member, opened(['U1']), [], undefined],
    ['is not for people it does not name', member, opened(['U9']), [], 'not_member_inviter'],
    ['is for nobody but admins where it names nobody', member, opened([]), [], 'not_member_inviter'],
    ['is for members of a group it names', member, opened(['S1', 'S2']), ['S2'], undefined],
    ['is not for members of other groups', member, opened(['S1']), ['S3'], 'not_member_inviter'],
    ['is for admins it does not name', admin, opened(['U9']), [], undefined],
  ])('%s', (_, person, policy, groups, code) => {
    expect(mayInviteMembers(person, policy, 'T1', groups)?.code).toBe(code);
  });

  it.each<[string, Partial<Person>, string]>([
    ['a guest', { isGuest: true }, 'not_allowed_guest'],
    ['somebody of another workspace', { workspaceId: 'T9' }, 'not_allowed_external'],
    ['a bot', { isBot: true }, 'not_allowed_bot'],
    ['a deactivated account', { isDeactivated: true }, 'not_allowed_deactivated'],
  ])('is never open to %s, whatever the policy says', (_, parts, code) => {
    for (const policy of [opened('everyone'), opened(['U1', 'S1']), opened('admins', ['U1'])]) {
      expect(mayInviteMembers({ ...member, ...parts }, policy, 'T1', ['S1'])?.code).toBe(code);
      expect(mayInviteMembers({ ...member, ...parts, isAdmin: true }, policy, 'T1', ['S1'])?.code).toBe(code);
    }
  });

  it('asks Slack only about groups that the policy names', () => {
    expect(invitingGroups(opened(['U1', 'S1', 'W2', 'S2']))).toEqual(['S1', 'S2']);
    expect([invitingGroups(opened('everyone')), invitingGroups(opened('admins'))]).toEqual([[], []]);
  });
});

describe('the addresses a person may invite', () => {
  const systems = { snyk: { groups: [], appRules: [], domains: ['studio.example'] } };
  const policy = {
    ...defaultPolicy,
    domains: { blocked: ['free.example'] },
    members: { invite: 'everyone' as const, systems },
  };
  const refused = (email: string, system: string, person = member) =>
    memberDomainProblem(policy, email, { person, system })?.code;

  it('are those of the domains of a system, and any for admins', () => {
    expect(refused('ana@studio.example', 'snyk')).toBeUndefined();
    expect(refused('ana@eu.Studio.example', 'snyk')).toBeUndefined();
    expect(refused('ana@other.example', 'snyk')).toBe('policy_domain_closed');
    expect(refused('ana@other.example', 'snyk', admin)).toBeUndefined();
    expect(refused('ana@other.example', 'truvera')).toBeUndefined();
  });

  it('are never those of a blocked domain', () => {
    for (const system of ['snyk', 'truvera'])
      for (const person of [member, admin])
        expect(refused('ana@x.free.example', system, person)).toBe('policy_domain_blocked');
  });
});

describe('the terms a person may give', () => {
  const roles = [
    { id: 'r1', name: 'Viewer' },
    { id: 'r2', name: 'Manager' },
    { id: 'r3', name: 'Owner' },
  ];
  const [viewer, manager] = roles;
  const given = (kind: 'role' | 'group' | 'appRule', named?: SystemPolicy, person = member, all = roles) => {
    const systems: Policy['members']['systems'] = named === undefined ? {} : { snyk: named };
    const policy = { ...defaultPolicy, members: { ...defaultPolicy.members, systems } };
    return mayGive(kind, all, { person, policy, system: 'snyk', least: viewer }).map(({ id }) => id);
  };
  const nothing = { groups: [], appRules: [] };

  it.each<[string, string[], SystemPolicy | undefined]>([
    ['the least role, where the policy says nothing', ['r1'], undefined],
    ['the least role, where it says nothing of roles', ['r1'], { ...nothing, groups: ['r3'] }],
    ['no role, where it says none', [], { ...nothing, roles: [] }],
    ['the roles it names, in the order of the system', ['r1', 'r2'], { ...nothing, roles: ['Manager', 'Viewer'] }],
    ['a role it names by its id', ['r2'], { ...nothing, roles: ['r2'] }],
    ['nothing for a name the system does not have', ['r1'], { ...nothing, roles: ['manager', 'Boss', 'Viewer'] }],
  ])('are %s', (_, ids, named) => expect(given('role', named)).toEqual(ids));

  it('include no group and no app rule that the policy does not name', () => {
    expect([given('group'), given('appRule')]).toEqual([[], []]);
    const named = { groups: ['Manager'], appRules: ['r3'] };
    expect([given('group', named), given('appRule', named)]).toEqual([['r2'], ['r3']]);
  });

  it('include no role where no role is known to be the lowest', () => {
    const by = { person: member, policy: defaultPolicy, system: 'snyk', least: undefined };
    expect(mayGive('role', roles, by)).toEqual([]);
    expect(mayGive('role', roles, { ...by, least: { id: 'r9', name: 'Gone' } })).toEqual([]);
  });

  it('include everything for admins', () => {
    expect(given('role', { ...nothing, roles: [] }, admin)).toEqual(['r1', 'r2', 'r3']);
    expect(given('group', undefined, admin)).toEqual(['r1', 'r2', 'r3']);
  });

  it('include nothing for a name that several have, or that is the id of another', () => {
    const twins = [...roles, { id: 'r4', name: 'Manager' }, { id: 'r5', name: 'r2' }];
    expect(given('role', { ...nothing, roles: ['Manager'] }, member, twins)).toEqual([]);
    expect(given('role', { ...nothing, roles: ['r2'] }, member, twins)).toEqual([manager?.id]);
  });

  it('apply to their own system only', () => {
    const policy = {
      ...defaultPolicy,
      members: { invite: 'everyone', systems: { intercode: { ...nothing, roles: ['r3'] } } },
    } as const;
    expect(mayGive('role', roles, { person: member, policy, system: 'snyk', least: viewer })).toEqual([viewer]);
  });
});
