import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/policy.ts';
import { openRefusal, type ShareKind, type ShareUse, shareRefusal } from '../../src/domain/shares.ts';
import { aPerson } from '../support/a-person.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const MINUTE = 60_000;
const member = aPerson();
const admin = { ...member, isAdmin: true };
const policy = {
  ...defaultPolicy,
  limits: {
    everyone: { openInvites: 3, invitesPerHour: 5, invitesPerDay: 6, memberAddressesPerHour: 10 },
    admins: { openInvites: 6, invitesPerHour: 8, invitesPerDay: 9, memberAddressesPerHour: 20 },
  },
};
const used = (...uses: [amount: number, minutesAgo: number][]): ShareUse[] =>
  uses.map(([amount, ago]) => ({ amount, at: NOW - ago * MINUTE }));
const refusal = (kind: ShareKind, amount: number, uses: ShareUse[], person = member) =>
  shareRefusal(kind, amount, uses, { person, policy, now: NOW });

describe('an hourly share', () => {
  it('can be used up completely', () => {
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

  it('says that there will never be room for more than its limit', () => {
    expect(refusal('member_addresses', 11, [])).toMatchObject({ facts: { left: 10, minutes: 0 } });
  });

  it('is larger for admins, and says so', () => {
    expect(refusal('member_addresses', 20, [], admin)).toBeUndefined();
    expect(refusal('member_addresses', 21, [], admin)).toMatchObject({ facts: { max: 20, admin: 1 } });
    expect(refusal('member_addresses', 11, [])?.facts.admin).toBeUndefined();
  });

  it('of zero is refused from the first request on', () => {
    const none = {
      ...policy,
      limits: { ...policy.limits, everyone: { ...policy.limits.everyone, invitesPerHour: 0 } },
    };
    expect(shareRefusal('guest_invites', 1, [], { person: member, policy: none, now: NOW })).toMatchObject({
      facts: { max: 0, left: 0, minutes: 0 },
    });
  });
});

it('counts open invites against a limit of their own', () => {
  expect(openRefusal(2, member, policy)).toBeUndefined();
  expect(openRefusal(3, member, policy)).toMatchObject({ code: 'open_invites', facts: { max: 3, open: 3 } });
  expect(openRefusal(3, admin, policy)).toBeUndefined();
  expect(openRefusal(7, admin, policy)).toMatchObject({ facts: { max: 6, admin: 1 } });
});

describe('a daily share', () => {
  it('counts what was used within 24 hours, and says when there is room', () => {
    const six = used([1, 1430], [1, 600], [1, 500], [1, 400], [1, 300], [1, 200]);
    expect(refusal('daily_guest_invites', 1, six.slice(1))).toBeUndefined();
    expect(refusal('daily_guest_invites', 1, six)).toMatchObject({
      code: 'invites_per_day',
      facts: { max: 6, left: 0, minutes: 10 },
    });
  });

  it('of credits is the whole workspace’s, and admins go on', () => {
    const budget = { ...policy, invites: { ...policy.invites, creditsPerDay: 1 } };
    const by = { policy: budget, now: NOW };
    expect(shareRefusal('daily_credits', 1, used([1, 60]), { ...by, person: member })).toMatchObject({
      code: 'credits_per_day',
      facts: { max: 1, minutes: 1380 },
    });
    expect(shareRefusal('daily_credits', 1, used([1, 60]), { ...by, person: admin })).toBeUndefined();
    expect(refusal('daily_credits', 1, used([99, 60]))).toBeUndefined();
  });
});
