import { describe, expect, test } from 'vitest';
import { compareOwner, type MadeRow, type ShownInvite } from '../../src/domain/own-invite.ts';

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

describe('a key of a single invite', () => {
  const mine = row({ inviteId: '17' });

  test('makes the invite ours at any time, whatever else is shown', () => {
    expect(compareOwner(mine, shown({ inviteId: '17' }), 'per invite', NOW)).toBe('same');
    expect(compareOwner(mine, shown({ inviteId: '17', invitedAt: NOW }), 'per invite', NOW)).toBe('same');
  });

  test('makes an invite with another key a different one, even if the address is the same and the time fits', () => {
    const fresh = row({ inviteId: '17', sentAt: NOW, askedAt: NOW });
    expect(compareOwner(fresh, shown({ inviteId: '18', invitedAt: NOW }), 'per invite', NOW)).toBe('another');
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
  const verdictFor = (invitedAt: number | undefined, now = NOW, made: MadeRow = mine) =>
    compareOwner(made, { ...invite, invitedAt }, keys, now);

  test.each([
    ['when we sent ours', 0, 'same'],
    ['while the system was still busy with ours', 4 * MINUTE, 'same'],
    ['by a clock that is behind', -4 * MINUTE, 'same'],
    ['yesterday', 59 * DAY, 'another'],
    ['an hour later', 60 * MINUTE, 'another'],
    ['before', -DAY, 'another'],
  ] as const)('is decided by the time the system shows: made %s', (__, after, verdict) => {
    expect(verdictFor((mine.sentAt ?? 0) + after)).toBe(verdict);
  });

  test('proves nothing without a time, except for a day', () => {
    const sentAt = mine.sentAt ?? 0;
    expect(verdictFor(undefined, sentAt + MINUTE)).toBe('same');
    expect(verdictFor(undefined, sentAt + DAY - 1)).toBe('same');
    expect(verdictFor(undefined, sentAt + DAY + 1)).toBe('unsure');
    expect(verdictFor(undefined)).toBe('unsure');
  });

  test('of an old row without a time of sending is decided by the time of its batch', () => {
    const old = { ...mine, sentAt: undefined };
    expect(verdictFor(old.askedAt + 50 * MINUTE, NOW, old)).toBe('same');
    expect(verdictFor(old.askedAt + 2 * 60 * MINUTE, NOW, old)).toBe('another');
    expect(verdictFor(old.askedAt - 10 * MINUTE, NOW, old)).toBe('another');
    expect(verdictFor(undefined, NOW, old)).toBe('unsure');
  });
});

test.each(['per invite', 'per person'] as const)('of somebody else makes a different invite, %s', (keys) => {
  expect(compareOwner(row(), shown({ email: 'ben@x.co', inviteId: 'ben@x.co' }), keys, NOW)).toBe('another');
  expect(compareOwner(row(), shown({ email: undefined, inviteId: '' }), keys, NOW)).toBe('another');
});
