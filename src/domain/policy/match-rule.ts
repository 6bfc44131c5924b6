import { isAdmin, isCoordinator, type Person } from '../person.ts';
import { emailKey } from '../text/address.ts';
import type { GuestRule, RuledHost, RuleWhen } from './guest-rule.ts';
import type { Policy } from './policy.ts';

/** What a rule looks at. `host` is undefined while its provider has not named it. */
export type RuledAsk = {
  /** Undefined while Slack does not say who it is. */
  readonly person: Person | undefined;
  /** '' for none. */
  readonly channelId: string;
  readonly guestEmail: string;
  readonly host: RuledHost | undefined;
};

/** What one of a rule's conditions says: it holds, or not, or nobody can say now. */
export type Match = 'yes' | 'no' | 'groups unknown' | 'host unknown';

export type Matched =
  | { readonly kind: 'rule'; readonly rule: GuestRule }
  /** Whether a rule matches depends on what is not known now: who is in a user group, or what the host is called. */
  | { readonly kind: 'unknown'; readonly missing: 'groups' | 'host'; readonly rule: GuestRule };

/** The first rule that matches. There always is one: the last matches everything. */
export function findRule(policy: Policy, ask: RuledAsk): Matched {
  const isGuestIn = addressMatcher(ask.guestEmail);
  for (const rule of policy.rules) {
    const match = matchOf(policy, rule, ask, isGuestIn);
    if (match === 'yes') return { kind: 'rule', rule };
    if (match !== 'no') return { kind: 'unknown', missing: match === 'groups unknown' ? 'groups' : 'host', rule };
  }
  throw new Error('the last rule of a policy matches everything');
}

/** Whether a rule matches: it does when each of its conditions holds, and does not when one of them certainly does not. */
function matchOf(policy: Policy, { when }: GuestRule, ask: RuledAsk, isGuestIn: (written: string) => boolean): Match {
  let found: Match = 'yes';
  for (const condition of conditions) {
    const match = conditionMatch(policy, when, condition, ask, isGuestIn);
    // Most rules are about somebody else: nothing more needs to be looked at.
    if (match === 'no') return 'no';
    if (match !== undefined && found === 'yes') found = match;
  }
  return found;
}

/** What each condition of a rule says, for those who ask why. */
export function matchesOf(
  policy: Policy,
  when: RuleWhen,
  ask: RuledAsk,
): readonly { readonly condition: keyof RuleWhen; readonly match: Match }[] {
  const isGuestIn = addressMatcher(ask.guestEmail);
  return conditions.flatMap((condition) => {
    const match = conditionMatch(policy, when, condition, ask, isGuestIn);
    return match === undefined ? [] : [{ condition, match }];
  });
}

const conditions = ['people', 'channels', 'guests', 'hosts'] as const satisfies readonly (keyof RuleWhen)[];

/** Undefined for what the rule does not ask about. */
function conditionMatch(
  policy: Policy,
  { people, channels, guests, hosts }: RuleWhen,
  condition: (typeof conditions)[number],
  { person, channelId, host }: RuledAsk,
  isGuestIn: (written: string) => boolean,
): Match | undefined {
  switch (condition) {
    case 'people':
      return people && isAmong(people, person, policy);
    case 'channels':
      return channels && yesOrNo(channels.includes(channelId));
    case 'guests':
      return guests && yesOrNo(guests.some(isGuestIn));
    case 'hosts':
      return hosts && hostMatch(hosts, host);
  }
}

function yesOrNo(holds: boolean): Match {
  return holds ? 'yes' : 'no';
}

/** Whether a person is one of these: by their id, a user group, or the words `admins` and `coordinators`. */
export function isAmong(people: readonly string[], person: Person | undefined, policy: Policy): Match {
  if (person === undefined) return 'groups unknown';
  const { isIn = [], unknown = [], hidden = [] } = person.groups ?? {};
  // Who is in a hidden group is not outside of it: a rule that denies would let everybody through.
  const unsaid = [...unknown, ...hidden];
  const words = { admins: () => isAdmin(person, policy), coordinators: () => isCoordinator(person, policy) };
  const holds = (one: string) =>
    one === 'admins' || one === 'coordinators' ? words[one]() : one === person.id || isIn.includes(one);
  if (people.some(holds)) return 'yes';
  const mayBe = people.some(
    (one) =>
      unsaid.includes(one) ||
      // An older look at a person does not say whether they are an admin.
      (one === 'admins' && person.isStale) ||
      (one === 'coordinators' && policy.coordinators.some((id) => unsaid.includes(id))),
  );
  return mayBe ? 'groups unknown' : 'no';
}

/**
 * Tells of what a policy writes whether it is this address, or the domain it lies in or below. The address is read once, since a policy may
 * name hundreds of domains.
 */
export function addressMatcher(email: string): (written: string) => boolean {
  const key = emailKey(email);
  const domain = key.slice(key.lastIndexOf('@') + 1);
  return (written) => (written.includes('@') ? key === written : domain === written || domain.endsWith(`.${written}`));
}

const GROUP = 'group:';

function hostMatch(patterns: readonly string[], host: RuledHost | undefined): Match {
  if (host === undefined) return 'host unknown';
  const holds = (pattern: string) =>
    pattern.startsWith(GROUP)
      ? host.groups.some((group) => sameText(group, pattern.slice(GROUP.length).trim()))
      : isNamed(host.name, pattern);
  return patterns.some(holds) ? 'yes' : 'no';
}

function sameText(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** `*` stands for any letters; without regard to case. Each part is taken where it comes first, so that no name is slow. */
function isNamed(name: string, pattern: string): boolean {
  const text = name.toLowerCase();
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

/**
 * The user groups that coordinators, rules and approvals name: whether a person is in them has to be known before anything is decided.
 */
export function policyGroups({ coordinators, rules, approvals }: Policy): readonly string[] {
  const approvers = Object.values(approvals.groups).flatMap(({ people }) => people);
  const named = [
    ...coordinators,
    ...rules.flatMap(({ when }) => when.people ?? []),
    ...approvers,
    ...approvals.breakGlass,
  ];
  return [...new Set(named.filter((id) => /^S[A-Z0-9]/.test(id)))];
}
