import { isApproved, isWithin } from '../../domain/approval.ts';
import { type Invite, type InviteChange, type Terms, wishedTerms } from '../../domain/invite.ts';
import { mayChange, type Person } from '../../domain/person.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import {
  decideGuest,
  type GuestAsk,
  type GuestDecision,
  type PolicyFieldProblem,
} from '../../domain/policy/decide-guest.ts';
import type { GuestRule, RuledHost } from '../../domain/policy/guest-rule.ts';
import { findRule } from '../../domain/policy/match-rule.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { endsTooLate, longest } from '../../domain/time/window-limits.ts';
import { type Context, guestlist } from '../shared/context.ts';
import { approvalOf } from './approval-of.ts';
import { ruledHost } from './ruled-host.ts';
import { policyLimits } from './window-limits-now.ts';

/** What the policy decided: by which rule, or what is wrong with the invite. */
export type Ruling =
  /** `rule` is missing while nobody can say which one decides. */
  | { readonly kind: 'allowed'; readonly rule?: string }
  | { readonly kind: 'refused'; readonly faults: readonly PolicyFieldProblem[] }
  | { readonly kind: 'approval'; readonly rule: string; readonly need: ApprovalNeed };

type Asked = Pick<Invite, 'channelId' | 'guestEmail'> & Terms & { readonly host: RuledHost | undefined };
type Ruled = Pick<Context, 'policy' | 'now'>;

/**
 * What the policy says of an invite that a person asks for, at this moment. While the provider does not say what its host is called, a rule
 * for hosts cannot decide: the request is taken, and decided before anything is sent (checkPolicy), by a rule nobody can name yet. While
 * Slack does not say who is in a user group, it is refused. Problems of the faults: policy_*, groups_unknown.
 */
export function ruleInvite(context: Ruled, person: Person, asked: Asked): Ruling {
  const decision = decideGuest(context.policy(), { ...asked, person }, context.now());
  return decision.kind === 'unknown' && decision.missing === 'host' ? { kind: 'allowed' } : rulingOf(decision, person);
}

/**
 * As ruleInvite, for an invite as it would be after a change. What it does not exceed of what it has is left alone, on the same host. A
 * change can be asked for again: while the provider does not say what its host is called, it is refused. Problems: as there, host_unread.
 */
export function ruleChange(
  context: Ruled,
  person: Person,
  invite: Invite,
  after: Terms & { readonly host: RuledHost | undefined },
): Ruling {
  const before = wishedTerms(invite);
  const { channelId, guestEmail } = invite;
  const ask = { ...after, channelId, guestEmail, person };
  const isMoved = after.hostId !== before.hostId;
  return rulingOf(decideGuest(context.policy(), ask, context.now(), isMoved ? undefined : before), person);
}

function rulingOf(decision: GuestDecision, person: Person): Ruling {
  if (decision.kind !== 'unknown') return decision;
  return { kind: 'refused', faults: [unknownFault(decision.missing, person)] };
}

function unknownFault(missing: 'groups' | 'host', person: Person | undefined): PolicyFieldProblem {
  return missing === 'groups'
    ? { field: 'email', problem: problem('groups_unknown', isHidden(person) ? { scope: 1 } : {}) }
    : { field: 'host', problem: problem('host_unread', { provider: 'parsec' }) };
}

/** Whether what is not known of a person's user groups is what Slack will not say, however often it is asked. */
function isHidden(person: Person | undefined): boolean {
  return person?.groups?.hidden !== undefined && person.groups.unknown.length === 0 && !person.isStale;
}

/** The rule that decides about an invite that is there, as it will be; undefined while nobody can say. */
export function ruleOfInvite(context: Context, person: Person, invite: Invite): Promise<GuestRule | undefined> {
  return ruleOfNew(context, person, { ...invite, ...wishedTerms(invite) });
}

/** The rule that decides about an invite that somebody asks for, for the limits a form shows; undefined while nobody can say. */
export async function ruleOfNew(
  context: Context,
  person: Person,
  invite: Pick<Invite, 'channelId' | 'guestEmail' | 'hostId' | 'hostName'>,
): Promise<GuestRule | undefined> {
  const found = findRule(context.policy(), { ...invite, person, host: await ruledHost(context, invite) });
  return found.kind === 'rule' ? found.rule : undefined;
}

/** Whether something may be sent by the policy and the people of this moment. `wait`: Slack or the provider do not say what it depends on. */
export type PolicyCheck =
  /** `allows`: whether it would be so with other times, too. */
  | {
      readonly may: 'send';
      /** The rule that allows it. */
      readonly rule: string;
      /** Who approved it. */
      readonly approvedBy?: readonly string[];
      readonly allows: (times: Pick<Invite, 'startsAt' | 'endsAt'>) => boolean;
    }
  | { readonly may: 'wait'; readonly why: Problem }
  /** It needs approval that it does not have. */
  | { readonly may: 'ask'; readonly need: ApprovalNeed }
  | { readonly may: 'refuse'; readonly why: Problem };

/**
 * Whether an invite that was asked for may still be sent: by the rules, and no longer than any invite may be by now. Problems: policy_*,
 * window_too_long, groups_unknown, host_unread, inviter_unknown.
 */
export async function checkPolicy(context: Context, invite: Invite): Promise<PolicyCheck> {
  const person = await ruledPerson(context, invite.inviterId);
  if (isProblem(person)) return unknownPerson(person);
  const host = await ruledHost(context, invite, 'patient');
  const limits = policyLimits(context);
  // What has begun already is sent with a later start.
  if (endsTooLate(Math.max(invite.startsAt, limits.now), invite.endsAt, limits, invite.timeZone))
    return { may: 'refuse', why: problem('window_too_long', { maxMs: longest(limits) }) };
  // What is to last for a while from its start may begin later than was approved, and lasts no longer.
  return checkOf(context, invite, { ...invite, person, host }, isApproved);
}

/**
 * As checkPolicy, for a change that was asked for: by the rights of who asked for it. Who changes an invite of somebody else may not be a
 * coordinator or an admin any more. Problems: as there, not_inviter, not_allowed_*.
 */
export async function checkChange(context: Context, invite: Invite, change: InviteChange): Promise<PolicyCheck> {
  const { requestedBy } = change;
  const isOfOthers = requestedBy !== invite.inviterId && requestedBy !== guestlist;
  const person = await (isOfOthers ? context.people.person(requestedBy, 'admin') : ruledPerson(context, requestedBy));
  if (isProblem(person)) return unknownPerson(person);
  const refused = isOfOthers && person !== undefined ? mayChange(invite, person, context.policy()) : undefined;
  if (refused !== undefined) {
    const isKnown = person?.isStale === false && (person.groups?.unknown ?? []).length === 0;
    return isKnown ? { may: 'refuse', why: refused } : { may: 'wait', why: problem('inviter_unknown') };
  }
  const after = wishedTerms({ ...invite, change });
  const isMoved = after.hostId !== invite.hostId;
  const host = await ruledHost(context, after, 'patient');
  const { channelId, guestEmail } = invite;
  const ask = { ...after, channelId, guestEmail, person, host };
  return checkOf(context, invite, ask, isWithin, isMoved ? undefined : invite);
}

/** Who asks, where a rule looks at people; nobody is looked up for nothing. */
function ruledPerson(context: Context, personId: string): Promise<Person | Problem | undefined> {
  const isLookedAt = context.policy().rules.some(({ when }) => when.people !== undefined);
  return isLookedAt ? context.people.person(personId, 'admin') : Promise.resolve(undefined);
}

function unknownPerson({ facts }: Problem): PolicyCheck {
  return { may: facts.definite === undefined ? 'wait' : 'refuse', why: problem('inviter_unknown') };
}

async function checkOf(
  context: Context,
  invite: Pick<Invite, 'id' | 'inviterId'>,
  ask: GuestAsk & Terms,
  isCovered: (terms: Terms, approved: Terms) => boolean,
  before?: Terms,
): Promise<PolicyCheck> {
  const { policy, now } = context;
  const decide = (times: object) => decideGuest(policy(), { ...ask, ...times }, now(), before);
  const decision = decide({});
  const first = decision.kind === 'refused' ? decision.faults[0] : undefined;
  if (first !== undefined) return { may: 'refuse', why: first.problem };
  if (decision.kind === 'unknown') {
    const isFinal = decision.missing === 'groups' && isHidden(ask.person);
    return { may: isFinal ? 'refuse' : 'wait', why: unknownFault(decision.missing, ask.person).problem };
  }
  const { rule } = decision;
  if (decision.kind !== 'approval')
    return { may: 'send', rule, allows: ({ startsAt, endsAt }) => decide({ startsAt, endsAt }).kind === 'allowed' };
  const { need } = decision;
  const approval = await approvalOf(context, invite, ask, need, isCovered);
  if (approval.kind === 'unknown') return { may: 'wait', why: approval.why };
  if (approval.kind === 'missing') return { may: 'ask', need };
  const allows = (times: Pick<Invite, 'startsAt' | 'endsAt'>) => {
    const { kind } = decide({ startsAt: times.startsAt, endsAt: times.endsAt });
    return kind === 'allowed' || (kind === 'approval' && isCovered({ ...ask, ...times }, approval.terms));
  };
  return { may: 'send', rule, approvedBy: approval.by, allows };
}
