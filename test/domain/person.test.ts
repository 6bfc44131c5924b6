import { describe, expect, it } from 'vitest';
import { isAdmin, mayChange, mayInvite, type Person } from '../../src/domain/person.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { anInvite } from '../support/an-invite.ts';

const person = (parts: Partial<Person> = {}): Person => ({
  id: 'U1',
  workspaceId: 'T1',
  name: 'Mia',
  timeZone: 'Europe/Paris',
  isAdmin: false,
  isGuest: false,
  isBot: false,
  isDeactivated: false,
  isStranger: false,
  isStale: false,
  ...parts,
});

const refused: readonly [string, Partial<Person>][] = [
  ['not_allowed_guest', { isGuest: true }],
  ['not_allowed_stranger', { isStranger: true }],
  ['not_allowed_stranger', { workspaceId: 'T2' }],
  ['not_allowed_bot', { isBot: true }],
  ['not_allowed_deactivated', { isDeactivated: true }],
];

describe('who may', () => {
  it('full members of this workspace may invite', () => expect(mayInvite(person(), 'T1')).toBeUndefined());
  it.each(refused)('%s: %j may not invite, nor change even their own invites, nor as an admin', (code, parts) => {
    expect(mayInvite(person(parts), 'T1')).toMatchObject({ code });
    expect(mayChange(anInvite({}), person({ ...parts, isAdmin: true }), defaultPolicy)).toMatchObject({ code });
  });
  it('who invited and admins may change, nobody else', () => {
    const other = person({ id: 'U2' });
    expect(mayChange(anInvite({}), person(), defaultPolicy)).toBeUndefined();
    expect(mayChange(anInvite({}), other, defaultPolicy)).toMatchObject({ code: 'not_host_of_invite' });
    expect(mayChange(anInvite({}), { ...other, isAdmin: true }, defaultPolicy)).toBeUndefined();
    expect(mayChange(anInvite({}), other, { ...defaultPolicy, admins: ['U2'] })).toBeUndefined();
    expect(isAdmin(other, defaultPolicy)).toBe(false);
  });
});
