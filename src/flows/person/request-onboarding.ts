import { defined } from '../../domain/defined.ts';
import type { MemberBatch, Named } from '../../domain/member-batch.ts';
import type { Person } from '../../domain/person.ts';
import type { PersonRequest } from '../../domain/person-request.ts';
import { memberApproval } from '../../domain/policy/approvers.ts';
import type { Profile } from '../../domain/policy/profile-text.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { cleanText } from '../../domain/text/clean.ts';
import { askedBatch } from '../member/batch-approval.ts';
import { inviterRefusal } from '../member/inviter-refusal.ts';
import { invitingSystem } from '../member/member-systems.ts';
import { insertPlanned, type PastedRow, type PlannedBatch, planBatch } from '../member/plan-batch.ts';
import { ruledRow } from '../member/ruled-row.ts';
import type { AskedFor } from '../shared/approvals.ts';
import { askingFault } from '../shared/asked-for.ts';
import { checkPlace, type PlacedRequest } from '../shared/check-place.ts';
import type { Context } from '../shared/context.ts';
import { shareOf, takeShare } from '../shared/take-share.ts';
import { announceRequest, newRequest } from './new-request.ts';

/** People invited by one form; each counts once for every system, out of the share of who asks. */
export const MOST_PEOPLE = 100;

/** What the form holds when it is submitted. */
export type OnboardingRequest = PlacedRequest & {
  readonly requester: Person;
  /** The name of a profile: a claim, looked up again. */
  readonly profile: string;
  readonly rows: readonly PastedRow[];
  /** Why, for the systems where somebody has to approve. */
  readonly reason: string;
};

/**
 * Takes a request: invites people to every system that a profile names. In one transaction it saves the request with a batch of members for
 * each system, which then goes its own way: it waits for approval, for a system that is down, or is refused there, while the others go on.
 * What a profile names is looked up at the system before anything is sent (check-batch.ts). Problems: not_allowed_*, not_member_inviter,
 * groups_unknown, profile_unknown, addresses_missing, addresses_too_many, member_addresses_per_hour, approval_reason_*, those of checkPlace,
 * and channel_shared when the form has yet to say so.
 */
export async function requestOnboarding(context: Context, asked: OnboardingRequest): Promise<PersonRequest | Problem> {
  const { requester, channelId = '', typedIn = '' } = asked;
  const refused = await inviterRefusal(context, requester);
  if (refused !== undefined) return refused;
  const profile = context.policy().profiles.find(({ name }) => name === asked.profile);
  if (profile === undefined) return problem('profile_unknown');
  if (!asked.rows.some((row) => row.problem === undefined)) return problem('addresses_missing');
  if (asked.rows.length > MOST_PEOPLE) return problem('addresses_too_many', { max: MOST_PEOPLE });
  const unsaid = approvalFault(context, asked, profile);
  if (unsaid !== undefined) return unsaid;
  const place = await checkPlace(context, channelId, requester);
  if (isProblem(place)) return place;
  if (place.isShared && asked.sharedShown !== channelId) return problem('channel_shared', { channel: place.name });

  const request = newRequest(context, asked, { kind: 'onboard', profile: profile.name, email: undefined, parts: [] });
  const planned = profile.systems.map(({ name, terms }, nth) => plan(context, asked, request, { name, terms, nth }));
  const saved = await context.store.transaction(async (tx) => {
    await tx.lockSame(shareOf(requester));
    const before = await tx.getPersonRequestByKey(request.requestKey);
    if (before !== undefined) return before;
    const addresses = planned.reduce((sum, { good }) => sum + good, 0);
    const over = await takeShare(tx, context, requester, 'member_addresses', addresses);
    if (over !== undefined) return over;
    await tx.insertPersonRequest(request);
    for (const each of planned) await insertPlanned(context, tx, each, { typedIn });
    const facts = { profile: profile.name, addresses: asked.rows.length, systems: planned.length };
    await announceRequest(context, tx, request, asked, { action: 'onboard_asked', facts });
    return request;
  });
  context.wake();
  return saved;
}

/** What the form has yet to say of approval at one of the systems. */
function approvalFault(context: Context, asked: OnboardingRequest, { systems }: Profile): Problem | undefined {
  const answer: AskedFor = { reason: asked.reason, bypass: false };
  for (const { name, terms } of systems) {
    const need = memberApproval(context.policy(), name, { role: named(terms.role) });
    const unsaid = need && askingFault(context, asked.requester, need, answer);
    if (unsaid !== undefined) return unsaid;
  }
  return undefined;
}

/** The batch for one system. `nth`: its place in the profile, in which the card shows it. */
function plan(
  context: Context,
  { requester, rows, reason }: OnboardingRequest,
  request: PersonRequest,
  { name, terms, nth }: Profile['systems'][number] & { readonly nth: number },
): PlannedBatch {
  const system = invitingSystem(context, name);
  const mails = isProblem(system) || system.memberInvites.asks.sendEmail !== 'never';
  const role = named(terms.role);
  const batch: MemberBatch = {
    id: `mb_${context.newId()}`,
    requestKey: `${request.requestKey}:${String(nth).padStart(2, '0')}:${name}`,
    workspaceId: request.workspaceId,
    requesterId: requester.id,
    actorId: requester.id,
    channelId: request.channelId,
    provider: name,
    terms: { ...defined({ role, group: named(terms.group), appRule: named(terms.appRule) }), sendEmail: mails },
    pause: undefined,
    cardChannelId: undefined,
    cardTs: undefined,
    cardShownAt: undefined,
    createdAt: request.createdAt,
    awaits: undefined,
    partOf: request.id,
  };
  const checked = rows.map((row) => ruledRow(context, row, { person: requester, system: name }));
  const need = memberApproval(context.policy(), name, { role });
  return planBatch(batch, checked, need && askedBatch(context, batch, need, cleanText(reason)), false);
}

/** By its name, or what may be its id: which of the two, the system says before anything is sent. */
function named(name: string | undefined): Named | undefined {
  return name === undefined ? undefined : { id: '', name };
}
