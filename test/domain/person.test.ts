import { describe, expect, it } from 'vitest';
import { isAdmin, mayChange, mayInvite, type Person } from '../../src/domain/person.ts';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import { aPerson } from '../support/a-person.ts';
import { anInvite } from '../support/an-invite.ts';

const person = (parts: Partial<Person> = {}): Person => aPerson({ timeZone: 'Europe/Paris', ...parts });

const refused: readonly [string, Partial<Person>][] = [
  ['not_allowed_guest', { isGuest: true }],
  ['not_allowed_external', { isExternalMember: true }],
  ['not_allowed_external', { workspaceId: 'T2' }],
  ['not_allowed_bot', { isBot: true }],
  ['not_allowed_deactivated', { isDeactivated: true }],
];

describe('permissions', () => {
  it('let full members of this workspace invite', () => expect(mayInvite(person(), 'T1')).toBeUndefined());
  it.each(refused)('do not let %s (%j) invite or change invites, even their own or as an admin', (code, parts) => {
    expect(mayInvite(person(parts), 'T1')).toMatchObject({ code });
    expect(mayChange(anInvite({}), person({ ...parts, isAdmin: true }), defaultPolicy)).toMatchObject({ code });
  });
  it('let the inviter and admins change an invite, and nobody else', () => {
    const other = person({ id: 'U2' });
    expect(mayChange(anInvite({}), person(), defaultPolicy)).toBeUndefined();
    expect(mayChange(anInvite({}), other, defaultPolicy)).toMatchObject({ code: 'not_inviter' });
    expect(mayChange(anInvite({}), { ...other, isAdmin: true }, defaultPolicy)).toBeUndefined();
    expect(mayChange(anInvite({}), other, { ...defaultPolicy, admins: ['U2'] })).toBeUndefined();
    expect(isAdmin(other, defaultPolicy)).toBe(false);
  });
});
