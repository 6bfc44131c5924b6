import { type Invite, nothingYet } from '../../../domain/invite.ts';
import { mayInvite, type Person } from '../../../domain/person.ts';
import type { ApprovalNeed } from '../../../domain/policy/approval-rule.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { inviteOfOccurrence, occurrenceId, type Series } from '../../../domain/series.ts';
import { type Occurrence, occurrencesOf } from '../../../domain/time/occurrences.ts';
import { endsTooLate, longest } from '../../../domain/time/window-limits.ts';
import type { Context, Statements } from '../../shared/context.ts';
import { isLost } from '../../shared/is-stuck.ts';
import { clashKey } from '../clashes.ts';
import { isTeamMember, reserveRefusal } from '../credit-reserve.ts';
import { ruleInvite } from '../decide-invite.ts';
import { nameHost } from '../look-up-host.ts';
import { saveRequest } from '../request-invite.ts';
import { ruledHost } from '../ruled-host.ts';
import { policyLimits } from '../window-limits-now.ts';
import { asOfCreation } from './ahead.ts';
import { nextTry } from './take-occurrence.ts';

/** What is known of an occurrence that can be created. */
type Ready = {
  readonly person: Person;
  readonly hostName: string;
  readonly rule: string | undefined;
  readonly need: ApprovalNeed | undefined;
};

/**
 * Whether an occurrence can be created, by the people, the policy, the credits and the computer of this moment; `lead`: how long before its
 * start that will be, ms. Problems: inviter_unknown, not_allowed_*, host_unknown, provider_*, policy_*, window_too_long, credits_reserved,
 * host_booked.
 */
export async function checkOccurrence(
  context: Context,
  series: Series,
  { startsAt, endsAt }: Occurrence,
  lead: number,
): Promise<Ready | Problem> {
  const person = await context.people.person(series.inviterId, 'admin');
  if (isProblem(person)) return problem('inviter_unknown');
  const refused = mayInvite(person, series.workspaceId);
  if (refused !== undefined) return refused;
  const name = await nameHost(context, series.hostId);
  if (isProblem(name)) return name;
  const host = { hostId: series.hostId, hostName: name ?? series.hostName };
  const limits = policyLimits(context);
  if (endsTooLate(startsAt, endsAt, limits, series.timeZone))
    return problem('window_too_long', { maxMs: longest(limits) });
  const asked = { ...series, ...host, startsAt, endsAt, host: await ruledHost(context, host, 'patient') };
  const ruling = ruleInvite(asOfCreation(context, startsAt, lead), person, asked);
  if (ruling.kind === 'refused') return ruling.faults[0]?.problem ?? problem('inviter_unknown');
  const costs = await creditRefusal(context, person, series.guestEmail);
  if (costs !== undefined) return costs;
  const clash = await clashKey(context, { hostId: series.hostId, startsAt, endsAt }, undefined);
  if (clash !== '' && clash !== series.clashAnswered) return problem('host_booked');
  return {
    person,
    hostName: host.hostName,
    rule: ruling.rule,
    need: ruling.kind === 'approval' ? ruling.need : undefined,
  };
}

/** Why no credit is there for the guest; undefined when one is, or when the key may not see the credits. */
async function creditRefusal(context: Context, person: Person, guestEmail: string): Promise<Problem | undefined> {
  const reserved = await reserveRefusal(context, person, guestEmail);
  if (reserved !== undefined) return reserved;
  const left = await context.credits.now();
  if (isProblem(left)) return isLost(left) ? left : undefined;
  if (left > 0 || (await isTeamMember(context, guestEmail))) return undefined;
  return problem('provider_credits_spent', { provider: 'parsec' });
}

/**
 * Makes an occurrence an invite like any other: from then on its own jobs create it at the provider, ask approvers, warn and end it. Once,
 * however many look at the same time: the series is locked meanwhile. 'changed': it is not what it was any more. Problems: those of
 * takeInviteShare, invite_already_there.
 */
export async function makeOccurrence(
  context: Context,
  series: Series,
  occurrence: Occurrence,
  { person, hostName, rule, need }: Ready,
): Promise<Invite | 'changed' | Problem> {
  const now = context.now();
  const { date, startsAt, endsAt, typedStart, typedEnd } = occurrence;
  const tries = nextTry(await context.store.invitesOfSeries(series.id), date);
  const invite: Invite = {
    id: `inv_${context.newId()}`,
    requestKey: occurrenceId(series.id, tries),
    workspaceId: series.workspaceId,
    inviterId: series.inviterId,
    inviterZone: series.inviterZone,
    channelId: series.channelId,
    guestEmail: series.guestEmail,
    hostId: series.hostId,
    hostName,
    eventName: series.eventName,
    message: series.message,
    permissions: series.permissions,
    timeZone: series.timeZone,
    startsAt,
    endsAt,
    typedStart,
    typedEnd,
    sendEmail: series.sendEmail,
    state: 'requested',
    providerInviteId: undefined,
    link: undefined,
    ...nothingYet,
    messageLanguage: series.messageLanguage,
    createdAt: now,
    updatedAt: now,
  };
  const changed = problem('series_ended');
  const approval = need === undefined ? {} : { approval: { need, reason: series.reason } };
  const saved = await saveRequest(context, invite, person, {
    rule,
    typedIn: '',
    ...approval,
    asOccurrence: async (tx) =>
      (await isStillWanted(tx, series, occurrence)) ? { of: { seriesId: series.id, occurrence: tries } } : changed,
  });
  if (saved === changed) return 'changed';
  if (isProblem(saved)) return saved;
  return 'twin' in saved ? problem('invite_already_there', { reference: saved.twin.id }) : saved;
}

async function isStillWanted(tx: Statements, series: Series, { date, startsAt, endsAt }: Occurrence): Promise<boolean> {
  const current = await tx.lockSeries(series.id);
  if (current?.state !== 'active' || current.inviterLeft !== undefined) return false;
  if (current.inviterId !== series.inviterId || current.guestEmail !== series.guestEmail) return false;
  const same = occurrencesOf(current).find((each) => each.date === date);
  if (same === undefined || same.isSkipped || same.startsAt !== startsAt || same.endsAt !== endsAt) return false;
  return inviteOfOccurrence(await tx.invitesOfSeries(series.id), date) === undefined;
}
