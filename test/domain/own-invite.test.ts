import { describe, expect, test } from 'vitest';
import { judgeInvite, type MadeRow, type ShownInvite } from '../../src/domain/own-invite.ts';

const NOW = Date.UTC(2026, 10, 28, 9, 0);
const MINUTE = 60_000;
const DAY = 86_400_000;

const row = (part: Partial<MadeRow> = {}): MadeRow => ({
  email: 'Ana@x.co',
  inviteId: undefined,
  askedAt: NOW - 60 * DAY,
  sentAt: NOW - 60 * DAY,
  ...part,
});
const shown = (part: Partial<ShownInvite> = {}): ShownInvite => ({
  inviteId: 'ana@x.co',
  email: 'ana@x.co',
  invitedAt: undefined,
  ...part,
});

describe('a key that is of one invite alone', () => {
  const mine = row({ inviteId: '17' });

  test('makes it ours, whenever that was and whatever else is shown', () => {
    expect(judgeInvite(mine, shown({ inviteId: '17' }), 'per invite', NOW)).toBe('same');
    expect(judgeInvite(mine, shown({ inviteId: '17', invitedAt: NOW }), 'per invite', NOW)).toBe('same');
  });

  test('makes one with another key another, though the address is the same and the moment fits', () => {
    const fresh = row({ inviteId: '17', sentAt: NOW, askedAt: NOW });
    expect(judgeInvite(fresh, shown({ inviteId: '18', invitedAt: NOW }), 'per invite', NOW)).toBe('another');
  });
});

describe.each([
  ['the address, where no key is known', row(), 'per invite', shown({ inviteId: '18' })],
  ['the address, where it is the key', row({ inviteId: 'ana@x.co' }), 'per person', shown()],
  [
    'the address in other letters',
    row({ inviteId: 'ana@x.co' }),
    'per person',
    shown({ inviteId: 'ANA@x.co', email: 'ANA@x.co' }),
  ],
  [
    "a user's id, where no address is shown",
    row({ inviteId: '7' }),
    'per person',
    shown({ inviteId: '7', email: undefined }),
  ],
] as const)('%s', (_, mine, keys, invite) => {
  const judge = (invitedAt: number | undefined, now = NOW, made: MadeRow = mine) =>
    judgeInvite(made, { ...invite, invitedAt }, keys, now);

  test.each([
    ['when we sent ours', 0, 'same'],
    ['while the system was still busy with ours', 4 * MINUTE, 'same'],
    ['by a clock that is behind', -4 * MINUTE, 'same'],
    ['yesterday', 59 * DAY, 'another'],
    ['an hour later', 60 * MINUTE, 'another'],
    ['before', -DAY, 'another'],
  ] as const)('is judged by the time the system shows: made %s', (__, after, verdict) => {
    expect(judge((mine.sentAt ?? 0) + after)).toBe(verdict);
  });

  test('proves nothing without a time, but for a day', () => {
    const sentAt = mine.sentAt ?? 0;
    expect(judge(undefined, sentAt + MINUTE)).toBe('same');
    expect(judge(undefined, sentAt + DAY - 1)).toBe('same');
    expect(judge(undefined, sentAt + DAY + 1)).toBe('unsure');
    expect(judge(undefined)).toBe('unsure');
  });

  test('of a row of before, which does not say when it was sent, goes by when its batch was asked for', () => {
    const old = { ...mine, sentAt: undefined };
    expect(judge(old.askedAt + 50 * MINUTE, NOW, old)).toBe('same');
    expect(judge(old.askedAt + 2 * 60 * MINUTE, NOW, old)).toBe('another');
    expect(judge(old.askedAt - 10 * MINUTE, NOW, old)).toBe('another');
    expect(judge(undefined, NOW, old)).toBe('unsure');
  });
});

test.each(['per invite', 'per person'] as const)('somebody else is another, %s', (keys) => {
  expect(judgeInvite(row(), shown({ email: 'ben@x.co', inviteId: 'ben@x.co' }), keys, NOW)).toBe('another');
  expect(judgeInvite(row(), shown({ email: undefined, inviteId: '' }), keys, NOW)).toBe('another');
});
