import { expect, it } from 'vitest';
import { membersOf } from '../../src/domain/guest-group.ts';
import { problem } from '../../src/domain/problem.ts';
import { isMeant } from '../../src/flows/guest/group/change-group.ts';
import { anInvite } from '../support/an-invite.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const at = (groupPosition: number, parts: Parameters<typeof anInvite>[0]) =>
  anInvite({ groupId: 'grp_1', groupPosition, ...parts });

it('shows of each place the invite that was asked for last, in the order of the form', () => {
  const invites = [
    at(2, { id: 'b' }),
    at(1, { id: 'again', createdAt: NOW + 1 }),
    at(1, { id: 'a', state: 'failed', createdAt: NOW }),
    at(3, { id: 'c', state: 'failed', createdAt: NOW }),
    at(3, { id: 'c again', createdAt: NOW }),
  ];
  expect(membersOf(invites).map(({ id }) => id)).toEqual(['again', 'b', 'c again']);
  expect(membersOf([])).toEqual([]);
});

const granted = { state: 'granted' } as const;
const left = { since: NOW, why: 'deactivated', isHeld: false } as const;
it.each([
  ['creating', {}, ['end']],
  ['scheduled', granted, ['extend', 'end']],
  ['waiting for approval', { awaits: 'apr_1' }, ['extend', 'end']],
  ['without an inviter', { ...granted, inviterLeft: left }, ['end', 'takeOver']],
  ['on hold', { inviterLeft: { ...left, isHeld: true } }, ['end', 'takeOver']],
  ['over', { ...granted, endsAt: NOW }, []],
  ['being cancelled', { state: 'cancelling', cancel: { requestedBy: 'U1', sendEmail: true } }, []],
  ['failed', { state: 'failed' }, ['retry']],
  ['failed, and its time is over', { state: 'failed', endsAt: NOW }, []],
  ['failed, since its request was withdrawn', { state: 'failed', problem: problem('approval_withdrawn') }, []],
  [
    'failed, since approvers denied it',
    { state: 'failed', problem: problem('approval_denied', { by: 'U2', message: '' }) },
    [],
  ],
  ['failed, and erased', { state: 'failed', erasedAt: NOW }, []],
  ['ended', { state: 'ended' }, []],
] as const)('an action for all means the guest that is %s', (_, parts, expected) => {
  const invite = anInvite(parts);
  const actions = (['extend', 'end', 'takeOver', 'retry'] as const).filter((action) => isMeant(invite, action, NOW));
  expect(actions).toEqual(expected);
});
