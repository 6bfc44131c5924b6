import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { openRefusal, type ShareUse, shareRefusal } from '../../src/domain/shares.ts';
import { aPerson } from '../support/a-person.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const MINUTE = 60_000;
const member = aPerson();
const admin = { ...member, isAdmin: true };
const policy = {
  ...defaultPolicy,
  limits: {
    everyone: { openInvites: 3, invitesPerHour: 5, memberAddressesPerHour: 10 },
    admins: { openInvites: 6, invitesPerHour: 8, memberAddressesPerHour: 20 },
  },
};
const used = (...uses: [amount: number, minutesAgo: number][]): ShareUse[] =>
  uses.map(([amount, ago]) => ({ amount, at: NOW - ago * MINUTE }));
const refusal = (kind: 'guest_invites' | 'member_addresses', amount: number, uses: ShareUse[], person = member) =>
  shareRefusal(kind, amount, uses, { person, policy, now: NOW });

describe('a share of an hour', () => {
  it('is for use up to its last bit', () => {
    expect(refusal('guest_invites', 1, used([1, 50], [1, 40], [1, 30], [1, 0]))).toBeUndefined();
    expect(refusal('member_addresses', 10, [])).toBeUndefined();
    expect(refusal('member_addresses', 4, used([6, 1]))).toBeUndefined();
  });

  it('says what is left and when there is room for what was asked', () => {
    expect(refusal('guest_invites', 1, used([1, 50], [1, 40], [1, 30], [1, 20], [1, 10]))).toMatchObject({
      code: 'invites_per_hour',
      facts: { max: 5, left: 0, minutes: 10 },
    });
    // 7 are asked for, 2 are free: 5 more are free when both batches are an hour old.
    expect(refusal('member_addresses', 7, used([4, 55], [4, 12]))).toMatchObject({
      code: 'member_addresses_per_hour',
      facts: { max: 10, asked: 7, left: 2, minutes: 48 },
    });
  });

  it('says that there will never be room for more than the whole of it', () => {
    expect(refusal('member_addresses', 11, [])).toMatchObject({ facts: { left: 10, minutes: 0 } });
  });

  it('is larger for admins, and says so in its own way', () => {
    expect(refusal('member_addresses', 20, [], admin)).toBeUndefined();
    expect(refusal('member_addresses', 21, [], admin)).toMatchObject({ facts: { max: 20, admin: 1 } });
    expect(refusal('member_addresses', 11, [])?.facts.admin).toBeUndefined();
  });

  it('that is nothing is refused from the first on', () => {
    const none = {
      ...policy,
      limits: { ...policy.limits, everyone: { ...policy.limits.everyone, invitesPerHour: 0 } },
    };
    expect(shareRefusal('guest_invites', 1, [], { person: member, policy: none, now: NOW })).toMatchObject({
      facts: { max: 0, left: 0, minutes: 0 },
    });
  });
});

it('open invites are counted against their own limit', () => {
  expect(openRefusal(2, member, policy)).toBeUndefined();
  expect(openRefusal(3, member, policy)).toMatchObject({ code: 'open_invites', facts: { max: 3, open: 3 } });
  expect(openRefusal(3, admin, policy)).toBeUndefined();
  expect(openRefusal(7, admin, policy)).toMatchObject({ facts: { max: 6, admin: 1 } });
});
