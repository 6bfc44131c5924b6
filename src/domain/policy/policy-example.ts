import type { Person } from '../person.ts';
import type { ApprovalNeed } from './approval-rule.ts';
import type { GuestAsk } from './decide-guest.ts';
import type { ExampleAsk, PolicyExample } from './example.ts';
import { decideWhole, type Explanation, explainGuest } from './explain.ts';
import type { Policy } from './policy.ts';

/** What the policy says of it, and why. A person of an example is in no user group but the one that is named. */
export function explainExample(policy: Policy, ask: ExampleAsk): Explanation {
  return explainGuest(policy, guestAskOf(policy, ask), ask.now);
}

function guestAskOf(policy: Policy, ask: ExampleAsk): GuestAsk {
  const { guest, channel, zone, now: _, ...rest } = ask;
  return { ...rest, person: personOf(policy, ask.person), guestEmail: guest, channelId: channel, timeZone: zone };
}

/** The person an example speaks of. */
function personOf(policy: Policy, who: string): Person {
  const isGroup = /^S[A-Z0-9]/.test(who);
  const someone = who === 'anyone' || who === 'admins' || who === 'coordinators' || isGroup;
  const coordinators = policy.coordinators.filter((id) => id.startsWith('S'));
  const isIn = isGroup ? [who] : who === 'coordinators' ? coordinators : [];
  const [named] = who === 'coordinators' && isIn.length === 0 ? policy.coordinators : [];
  return {
    id: someone ? (named ?? 'U') : who,
    isAdmin: who === 'admins',
    workspaceId: '',
    name: who,
    timeZone: undefined,
    isGuest: false,
    isBot: false,
    isDeactivated: false,
    isExternalMember: false,
    isStale: false,
    groups: { isIn, unknown: [] },
  };
}

/** Why an example does not hold; undefined when it does. */
export function exampleFault(policy: Policy, example: PolicyExample): string | undefined {
  const decision = decideWhole(policy, guestAskOf(policy, example), example.now);
  const is = decision.kind === 'unknown' ? 'refused' : decision.kind;
  const isRule = example.rule === undefined || example.rule.toLowerCase() === decision.rule.toLowerCase();
  if (is === example.expect && isRule)
    return decision.kind === 'approval' ? needFault(decision.need, example) : undefined;
  const expected = decisions[example.expect];
  const wanted = example.rule === undefined ? expected : `${expected} by “${example.rule}”`;
  return `is ${decisions[is]} by “${decision.rule}”, not ${wanted}`;
}

const decisions = { allowed: 'allowed', approval: 'held for approval', refused: 'refused' } as const;

function needFault(need: ApprovalNeed, { by = need.by, count = need.count }: PolicyExample): string | undefined {
  const written = (groups: readonly string[], people: number) =>
    `${people} of ${[...new Set(groups)].sort().join(', ')}`;
  const is = written(need.by, need.count);
  const wanted = written(by, count);
  return is === wanted ? undefined : `needs approval by ${is}, not by ${wanted}`;
}
