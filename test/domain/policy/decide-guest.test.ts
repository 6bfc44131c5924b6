import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Permissions, permissionKeys } from '../../../src/domain/invite.ts';
import type { Person } from '../../../src/domain/person.ts';
import { decideGuest, type GuestAsk, type GuestDecision } from '../../../src/domain/policy/decide-guest.ts';
import { findRule } from '../../../src/domain/policy/match-rule.ts';
import { type Policy, readPolicy } from '../../../src/domain/policy/policy.ts';
import { problemCopy } from '../../../src/slack/shared/problem-copy.ts';
import { aPerson } from '../../support/a-person.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const NOW = Date.parse('2026-11-23T08:00:00Z');

const policy = read({
  admins: ['U0ADMIN'],
  coordinators: ['U0COORD'],
  domains: { blocked: ['mailinator.com', 'münchen.de'] },
  approvals: { groups: { leads: { people: ['S0LEADS'] }, security: { people: ['admins'] } } },
  rules: [
    { name: 'rivals', when: { guests: ['rival.com'] }, deny: "We don't invite rivals." },
    { name: 'bosses', when: { people: ['admins'] } },
    {
      name: 'render',
      when: { people: ['coordinators', 'S0RENDER'], hosts: ['Render *', 'group:Farm'] },
      permissions: ['keyboard', 'mouse'],
      maxWindow: '3d',
      maxLead: '7d',
      approval: { by: ['leads'], above: { window: '1d', lead: '2d', permissions: ['mouse'] } },
    },
    {
      name: 'partners',
      when: { guests: ['partner.com', 'ana@free.org'], channels: ['C0PARTNER'] },
      permissions: ['keyboard'],
      hours: '08:00-20:00',
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      zone: 'UTC',
      approval: { by: ['leads', 'security'], count: 2, reason: 'required' },
    },
    { name: 'secret', when: { hosts: ['*vault*'] }, deny: true },
    {
      name: 'others',
      maxWindow: '1d',
      permissions: ['mouse'],
      approval: { by: ['security'], above: { lead: '7d' } },
    },
  ],
});

function read(text: object): Policy {
  const found = readPolicy(text);
  if (Array.isArray(found)) throw new Error(JSON.stringify(found));
  return found;
}

const roles = {
  admin: aPerson({ id: 'U0ADMIN' }),
  owner: aPerson({ isAdmin: true }),
  'stale admin': aPerson({ id: 'U0ADMIN', isStale: true }),
  coordinator: aPerson({ id: 'U0COORD', groups: { isIn: [], unknown: [] } }),
  renderer: aPerson({ groups: { isIn: ['S0RENDER'], unknown: [] } }),
  'perhaps a renderer': aPerson({ groups: { isIn: [], unknown: ['S0RENDER'] } }),
  member: aPerson({ groups: { isIn: [], unknown: [] } }),
} satisfies Record<string, Person>;

const guests = [
  'ana@rival.com',
  'ana@eu.RIVAL.com',
  'ana@notrival.com',
  'ana@partner.com',
  'Ana@Free.org',
  'ben@free.org',
  'ana@mailinator.com',
  'ana@xn--mnchen-3ya.de',
];
const hosts = {
  render: { name: 'Render 12', groups: [] },
  farm: { name: 'Blade', groups: ['7', 'Farm'] },
  vault: { name: 'The VAULT (2)', groups: [] },
  edit: { name: 'Edit 1', groups: ['9'] },
  unknown: undefined,
};
const windows = {
  'an hour on Monday': [NOW + HOUR, NOW + 2 * HOUR],
  'a day': [NOW + HOUR, NOW + 25 * HOUR],
  'three days': [NOW + HOUR, NOW + HOUR + 3 * DAY],
  'four days': [NOW + HOUR, NOW + HOUR + 4 * DAY],
  'an hour on Saturday': [NOW + 5 * DAY + HOUR, NOW + 5 * DAY + 2 * HOUR],
  'an hour in two weeks': [NOW + 14 * DAY, NOW + 14 * DAY + HOUR],
} as const;
const allowances: Permissions[] = [
  { keyboard: false, mouse: false, gamepad: false },
  { keyboard: false, mouse: true, gamepad: false },
  { keyboard: true, mouse: true, gamepad: false },
  { keyboard: true, mouse: true, gamepad: true },
];
const channels = ['C0PARTNER', 'C0OTHER'];

type Row = {
  readonly role: keyof typeof roles;
  readonly guest: string;
  readonly host: keyof typeof hosts;
  readonly window: keyof typeof windows;
  readonly permissions: Permissions;
  readonly channel: string;
};

function rows(): Row[] {
  const keysOf = <Key extends string>(record: Record<Key, unknown>) => Object.keys(record) as Key[];
  return keysOf(roles).flatMap((role) =>
    guests.flatMap((guest) =>
      keysOf(hosts).flatMap((host) =>
        keysOf(windows).flatMap((window) =>
          allowances.flatMap((permissions) =>
            channels.map((channel) => ({ role, guest, host, window, permissions, channel })),
          ),
        ),
      ),
    ),
  );
}

function askOf({ role, guest, host, window, permissions, channel }: Row): GuestAsk {
  const [startsAt, endsAt] = windows[window];
  const ask = { person: roles[role], guestEmail: guest, host: hosts[host], channelId: channel, permissions };
  return { ...ask, startsAt, endsAt, timeZone: 'UTC' };
}

/**
 * What the policy above says of a row, spelled out by hand: `rule: what is wrong`, `rule`, `rule! whose approval: why`, or `rule?` where
 * nobody can say.
 */
function expected({ role, guest, host, window, permissions, channel }: Row): string {
  const domain = guest.toLowerCase().split('@')[1] ?? '';
  if (domain === 'mailinator.com' || domain === 'xn--mnchen-3ya.de') return 'domains: policy_domain_blocked';
  if (domain === 'rival.com' || domain === 'eu.rival.com') return 'rivals: policy_denied';
  if (role === 'admin' || role === 'owner') return 'bosses';
  if (role === 'stale admin') return 'bosses? groups';
  const rule = ruleFor({ role, guest, host, channel });
  if (rule === 'render? both') return rule;
  if (rule.endsWith('?')) return `${rule} ${rule.startsWith('render') && host !== 'unknown' ? 'groups' : 'host'}`;
  const faults = [];
  const length = windows[window][1] - windows[window][0];
  if (rule === 'secret') faults.push('policy_denied');
  if (rule === 'render') {
    if (permissions.gamepad) faults.push('policy_permissions');
    if (window === 'an hour in two weeks') faults.push('policy_lead');
    if (length > 3 * DAY) faults.push('policy_window');
  }
  if (rule === 'partners') {
    if (permissions.mouse || permissions.gamepad) faults.push('policy_permissions');
    if (window !== 'an hour on Monday' && window !== 'an hour in two weeks') faults.push('policy_hours');
  }
  if (rule === 'others') {
    if (permissions.keyboard || permissions.gamepad) faults.push('policy_permissions');
    if (length > DAY) faults.push('policy_window');
  }
  if (faults.length > 0) return `${rule}: ${faults.join(' ')}`;
  if (rule === 'partners') return 'partners! 2 of leads,security with a reason: rule';
  const causes = [];
  if (rule === 'render') {
    if (length > DAY) causes.push('window');
    if (window === 'an hour on Saturday') causes.push('lead');
    if (permissions.keyboard) causes.push('permissions');
    return causes.length === 0 ? 'render' : `render! 1 of leads: ${causes.join(' ')}`;
  }
  return rule === 'others' && window === 'an hour in two weeks' ? 'others! 1 of security: lead' : rule;
}

function ruleFor({ role, guest, host, channel }: Pick<Row, 'role' | 'guest' | 'host' | 'channel'>): string {
  const renders = role === 'coordinator' || role === 'renderer';
  const isFarm = host === 'render' || host === 'farm';
  if (renders && isFarm) return 'render';
  if (renders && host === 'unknown') return 'render?';
  if (role === 'perhaps a renderer' && (isFarm || host === 'unknown'))
    return host === 'unknown' ? 'render? both' : 'render?';
  const isPartner = guest === 'ana@partner.com' || guest === 'Ana@Free.org';
  if (isPartner && channel === 'C0PARTNER') return 'partners';
  if (host === 'unknown') return 'secret?';
  return host === 'vault' ? 'secret' : 'others';
}

/** Whether terms give nothing that others do not give. */
function isWithin(
  one: Pick<GuestAsk, 'permissions' | 'startsAt' | 'endsAt'> & Pick<Row, 'host'>,
  other: typeof one,
): boolean {
  return (
    one.host === other.host &&
    one.startsAt >= other.startsAt &&
    one.endsAt <= other.endsAt &&
    permissionKeys.every((key) => other.permissions[key] || !one.permissions[key])
  );
}

function written(decision: GuestDecision): string {
  if (decision.kind === 'allowed') return decision.rule;
  if (decision.kind === 'unknown') return `${decision.rule}? ${decision.missing}`;
  if (decision.kind === 'approval') {
    const { rule, by, count, needsReason, causes } = decision.need;
    const whose = `${count} of ${by.join(',')}${needsReason ? ' with a reason' : ''}`;
    return `${rule}! ${whose}: ${causes.map(({ kind }) => kind).join(' ')}`;
  }
  return `${decision.rule}: ${decision.faults.map(({ problem }) => problem.code).join(' ')}`;
}

describe('the policy decides', () => {
  it('every combination of role, guest, host, window, permissions and channel as it is written', () => {
    const all = rows();
    expect(all.length).toBeGreaterThan(10_000);
    const seen = new Map<string, number>();
    const wrong: string[] = [];
    for (const row of all) {
      const decision = decideGuest(policy, askOf(row), NOW);
      const is = written(decision);
      // Both is unknown there: who asks, and the computer. Either may be named.
      const should = expected(row).replace('render? both', is.startsWith('render? ') ? is : 'render? groups');
      if (is !== should) wrong.push(`${JSON.stringify(row)} is ${is}, not ${should}`);
      seen.set(is, (seen.get(is) ?? 0) + 1);
      if (decision.kind !== 'refused') continue;
      for (const { problem } of decision.faults) {
        const words = problemCopy(problem);
        if (decision.rule !== 'domains' && !words.includes(`“${decision.rule}”`)) wrong.push(`${words} names no rule`);
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    // Each rule decided something, both ways where it can.
    for (const key of [
      'domains: policy_domain_blocked',
      'rivals: policy_denied',
      'bosses',
      'bosses? groups',
      'render',
      'render! 1 of leads: window',
      'render! 1 of leads: lead permissions',
      'render! 1 of leads: window permissions',
      'render: policy_window',
      'partners! 2 of leads,security with a reason: rule',
      'others! 1 of security: lead',
      'others',
      'secret: policy_denied',
      'secret? host',
    ])
      expect([key, (seen.get(key) ?? 0) > 0]).toEqual([key, true]);
  });

  test.each([
    [
      'a domain that is not among the allowed',
      { domains: { allowed: ['example.com'] } },
      'ana@example.org',
      'policy_domain_closed',
    ],
    ['a subdomain of an allowed one', { domains: { allowed: ['example.com'] } }, 'ana@eu.example.com', undefined],
    [
      'a blocked subdomain of an allowed one',
      { domains: { allowed: ['example.com'], blocked: ['x.example.com'] } },
      'a@x.example.com',
      'policy_domain_blocked',
    ],
  ])('%s', (_, text, guestEmail, code) => {
    const ask = { ...askOf(rows()[0] as Row), guestEmail };
    const decision = decideGuest(read(text), ask, NOW);
    expect(decision.kind === 'refused' ? decision.faults[0]?.problem.code : undefined).toBe(code);
  });

  it('lets nobody past a rule about a user group that Slack does not show', () => {
    const closed = read({
      rules: [{ name: 'contractors', when: { people: ['S0OUT'] }, deny: true }, { name: 'others' }],
    });
    const decided = (groups: NonNullable<Person['groups']>) => {
      const ask = { ...askOf(rows()[0] as Row), guestEmail: 'a@b.co', person: aPerson({ groups }) };
      return written(decideGuest(closed, ask, NOW));
    };
    expect(decided({ isIn: [], unknown: [] })).toBe('others');
    expect(decided({ isIn: [], unknown: [], hidden: ['S0OUT'] })).toBe('contractors? groups');
    expect(decided({ isIn: [], unknown: [], hidden: ['S0OTHER'] })).toBe('others');
  });

  it('leaves alone what an invite has already, and lets it become less under any rule', () => {
    const before = {
      permissions: { keyboard: true, mouse: true, gamepad: true },
      startsAt: NOW,
      endsAt: NOW + 9 * DAY,
      timeZone: 'UTC',
    };
    const row: Row = {
      role: 'member',
      guest: 'ana@rival.com',
      host: 'vault',
      window: 'a day',
      permissions: before.permissions,
      channel: 'C0OTHER',
    };
    const after = { ...askOf(row), ...before, endsAt: NOW + 5 * DAY };
    expect(decideGuest(policy, after, NOW, before).kind).toBe('allowed');
    const longer = { ...after, endsAt: NOW + 10 * DAY };
    expect(written(decideGuest(policy, longer, NOW, before))).toBe('rivals: policy_denied');
    // Invited before its domain was blocked, or in the provider's dashboard: it ends when it ends.
    const blocked = { guestEmail: 'ana@mailinator.com' };
    expect(decideGuest(policy, { ...after, ...blocked }, NOW, before).kind).toBe('allowed');
    expect(written(decideGuest(policy, { ...longer, ...blocked }, NOW, before))).toBe('domains: policy_domain_blocked');
  });

  it('no sequence of changes and approvals reaches more than one decision would have given', () => {
    const role = fc.constantFrom<Row['role']>('coordinator', 'renderer', 'member');
    const host = fc.constantFrom<Row['host']>('render', 'farm', 'vault', 'edit');
    const permissions = fc.record({ keyboard: fc.boolean(), mouse: fc.boolean(), gamepad: fc.boolean() });
    const hours = fc.integer({ min: 0, max: 24 * 9 }).map((count) => NOW + count * HOUR);
    const terms = { host, permissions, startsAt: hours, endsAt: hours };
    type Terms = { host: Row['host']; permissions: Permissions; startsAt: number; endsAt: number };
    // Also small steps from what there is: those are how somebody would creep past a limit.
    const by = fc.integer({ min: -6, max: 12 }).map((count) => count * 3 * HOUR);
    const optional: { requiredKeys: [] } = { requiredKeys: [] };
    const change = fc.oneof(fc.record(terms, optional), fc.record({ startsBy: by, endsBy: by }, optional));
    const step = fc.record({ change, isApproved: fc.boolean() });
    const first = fc.record({
      ...terms,
      guest: fc.constantFrom(...guests),
      channel: fc.constantFrom(...channels),
      role,
    });
    const seen = { allowed: 0, approved: 0, denied: 0 };
    fc.assert(
      fc.property(
        first,
        fc.array(step, { minLength: 1, maxLength: 8 }),
        ({ guest, channel, role: who, ...asked }, steps) => {
          const person = roles[who];
          const whole = (at: Terms): GuestAsk => ({
            ...at,
            person,
            guestEmail: guest,
            channelId: channel,
            host: hosts[at.host],
            timeZone: 'UTC',
          });
          const asNew = (at: Terms) => decideGuest(policy, whole(at), NOW).kind;
          fc.pre(asked.startsAt < asked.endsAt && ['allowed', 'approval'].includes(asNew(asked)));
          // What one decision gave as a whole: by itself, or since people approved exactly that.
          const given: Terms[] = [asked];
          let held: Terms = asked;
          for (const { change: wish, isApproved } of steps) {
            const { startsBy, endsBy, ...set } = { startsBy: 0, endsBy: 0, ...wish };
            const shifted = { startsAt: held.startsAt + startsBy, endsAt: held.endsAt + endsBy };
            const wanted = { ...held, ...shifted, ...set };
            if (wanted.startsAt >= wanted.endsAt) continue;
            const before = wanted.host === held.host ? whole(held) : undefined;
            const { kind } = decideGuest(policy, whole(wanted), NOW, before);
            if (kind === 'approval' && !isApproved) seen.denied += 1;
            if (kind !== 'allowed' && (kind !== 'approval' || !isApproved)) continue;
            held = wanted;
            seen[kind === 'allowed' ? 'allowed' : 'approved'] += 1;
            const alone = asNew(held);
            if (alone === 'allowed' || (kind === 'approval' && alone === 'approval')) given.push(held);
            expect(given.filter((whatWasGiven) => isWithin(held, whatWasGiven))).not.toEqual([]);
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(Object.values(seen).every((count) => count > 100)).toBe(true);
  });

  describe('approval of a later end', () => {
    const ruled = (approval: object) =>
      read({
        approvals: { groups: { leads: { people: ['U0LEAD'] } } },
        rules: [{ name: 'all', permissions: ['mouse', 'keyboard'], approval: { by: ['leads'], ...approval } }],
      });
    const before = {
      permissions: { keyboard: false, mouse: true, gamepad: false },
      startsAt: NOW + HOUR,
      endsAt: NOW + 3 * HOUR,
      timeZone: 'UTC',
    };
    const decided = (approval: object, change: Partial<typeof before>, now = NOW) => {
      const row = { role: 'member', guest: 'a@b.co', host: 'edit', window: 'a day', channel: 'C0OTHER' } as const;
      const ask = { ...askOf({ ...row, permissions: before.permissions }), ...before, ...change };
      return written(decideGuest(ruled(approval), ask, now, before));
    };
    const later = { endsAt: before.endsAt + HOUR };
    const keyboard = { permissions: { ...before.permissions, keyboard: true } };

    it.each<[string, object, Partial<typeof before>, string]>([
      ['is needed', {}, later, 'all! 1 of leads: rule'],
      ['is not, where the rule says so', { extensions: false }, later, 'all'],
      ['is, with a permission more', { extensions: false }, { ...later, ...keyboard }, 'all! 1 of leads: rule'],
      ['is, with an earlier start', { extensions: false }, { ...later, startsAt: NOW }, 'all! 1 of leads: rule'],
      [
        'is, when the whole window moves',
        { extensions: false },
        { startsAt: NOW + DAY, endsAt: NOW + DAY + HOUR },
        'all! 1 of leads: rule',
      ],
      ['is not, up to a length', { above: { window: '3h' } }, later, 'all'],
      [
        'is, for the length as a whole',
        { above: { window: '3h' } },
        { endsAt: before.endsAt + 2 * HOUR },
        'all! 1 of leads: window',
      ],
      ['is, for what the invite gives already', { above: { permissions: [] } }, later, 'all! 1 of leads: permissions'],
      ['is not, for less', {}, { endsAt: before.endsAt - HOUR }, 'all'],
    ])('%s', (_, approval, change, expects) => expect(decided(approval, change)).toBe(expects));

    it('is not needed of an invite that begins late, where the rule says so', () => {
      const now = before.startsAt + HOUR;
      expect(decided({ extensions: false }, { ...later, startsAt: now }, now)).toBe('all');
    });
  });

  it('counts whole days as days of the calendar, also where the clocks change, before it wants approval', () => {
    const paris = read({
      approvals: { groups: { leads: { people: ['U0LEAD'] } } },
      rules: [{ name: 'all', approval: { by: ['leads'], above: { window: '3d', lead: '3d' } } }],
    });
    // The clocks go back in the night to October 25th.
    const now = Date.parse('2026-10-24T10:00:00Z');
    const decided = (startsAt: number, endsAt: number) => {
      const ask = { ...askOf(rows()[0] as Row), startsAt, endsAt, timeZone: 'Europe/Paris' };
      return written(decideGuest(paris, ask, now));
    };
    expect(decided(now, now + 73 * HOUR)).toBe('all');
    expect(decided(now, now + 73 * HOUR + 1)).toBe('all! 1 of leads: window');
    expect(decided(now + 73 * HOUR, now + 74 * HOUR)).toBe('all');
    expect(decided(now + 73 * HOUR + 1, now + 74 * HOUR)).toBe('all! 1 of leads: lead');
  });

  it('reads a star as any letters, in a name of any letters', () => {
    const named = (name: string) => ({
      ...askOf(rows()[0] as Row),
      guestEmail: 'a@b.co',
      person: roles.member,
      host: { name, groups: [] },
    });
    const ruled = (pattern: string, name: string) =>
      findRule(read({ rules: [{ name: 'one', when: { hosts: [pattern] } }, { name: 'rest' }] }), named(name)).rule.name;
    expect(ruled('Edit (1)', 'edit (1)')).toBe('one');
    expect(ruled('Edit (1)', 'Edit 1')).toBe('rest');
    expect(ruled('E*t*1', 'Edit suite 11')).toBe('one');
    expect(ruled('*', '')).toBe('one');
    // A name made to keep a careless pattern busy for years.
    expect(ruled(`${'a*'.repeat(30)}b`, 'a'.repeat(60))).toBe('rest');
    for (const key of permissionKeys) expect(ruled(key, `x${key}`)).toBe('rest');
  });
});
