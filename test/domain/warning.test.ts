import { expect, it } from 'vitest';
import { concernsInviter } from '../../src/domain/reach.ts';
import { outcomeAfter, type WarningOutcome } from '../../src/domain/warning.ts';
import { anInvite } from '../support/an-invite.ts';

const moved = (endsAt: number): WarningOutcome => ({ kind: 'moved', endsAt, by: 'U2' });
const ended: WarningOutcome = { kind: 'ended', endsAt: 7 };
const cancelled: WarningOutcome = { kind: 'cancelled', by: 'U2' };

it.each([
  ['is overtaken by what happens first', undefined, moved(9), moved(9)],
  ['keeps that', moved(9), cancelled, moved(9)],
  ['keeps that it was cancelled', cancelled, ended, cancelled],
  ['is warned of again when it comes after all', moved(9), moved(7), undefined],
  ['has not ended when it is open again', ended, moved(9), moved(9)],
  ['comes after all when it is open again until then', ended, moved(7), undefined],
] as const)('reads the end of a warning %s', (_, outcome, event, after) => {
  expect(outcomeAfter({ inviteId: 'inv_1', endsAt: 7, outcome }, event)).toEqual(after);
});

it.each([
  ['failed', undefined, true],
  ['change_refused', 'U1', true],
  ['cancel_refused', 'U1', true],
  ['changed', 'guestlist', true],
  ['changed', 'U2', true],
  ['changed', 'U1', false],
  ['cancelled', 'U1', false],
  ['kicked', 'U2', true],
  ['expired', undefined, false],
  ['started', undefined, false],
  ['inviter_left', undefined, false],
])('“%s” by %s concerns the inviter: %s', (name, by, concerns) => {
  expect(concernsInviter(anInvite({ inviterId: 'U1' }), { name, by })).toBe(concerns);
  expect(concernsInviter(anInvite({ inviterId: '' }), { name, by })).toBe(false);
  const inviterLeft = { since: 0, why: 'guest', isHeld: false } as const;
  expect(concernsInviter(anInvite({ inviterId: 'U1', inviterLeft }), { name, by })).toBe(false);
});
