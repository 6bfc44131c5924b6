import { type MemberBatch, MOST_ADDRESSES, type Named } from '../../domain/member-batch.ts';
import { termKinds } from '../../domain/member-power.ts';
import type { Person } from '../../domain/person.ts';
import { memberApproval } from '../../domain/policy/approvers.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { cleanText } from '../../domain/text/clean.ts';
import type { AskedFor } from '../shared/approvals.ts';
import { askingFault } from '../shared/asked-for.ts';
import { cardOfBatch, notifyCardElsewhere } from '../shared/card-place-notices.ts';
import { checkPlace, type PlacedRequest } from '../shared/check-place.ts';
import type { Context } from '../shared/context.ts';
import { startPatience } from '../shared/in-time.ts';
import { shareOf, takeShare } from '../shared/take-share.ts';
import { askedBatch } from './batch-approval.ts';
import { inviterRefusal } from './inviter-refusal.ts';
import { type InvitingSystem, invitingSystem } from './member-systems.ts';
import { asksFor, type FoundTerms, findTerms, needsRole, type WantedTerms } from './member-terms.ts';
import { insertPlanned, type PastedRow, planBatch } from './plan-batch.ts';
import { ruledRow } from './ruled-row.ts';

/** What the form holds when it is submitted. */
export type MembersRequest = PlacedRequest & {
  readonly requester: Person;
  readonly provider: string;
  readonly wanted: WantedTerms;
  readonly sendEmail: boolean;
  readonly rows: readonly PastedRow[];
  /** What the form said of approval, and was answered; undefined where it said nothing of it. */
  readonly approval?: AskedFor;
};

/** How long the system may take to say what the ids mean, ms: with Slack's own look-ups it has to fit into three seconds. */
const PATIENCE_MS = 1_200;

/**
 * Takes a request: checks who asks and what for, takes the addresses out of the person's share, and in one transaction saves the batch,
 * its rows and its jobs (the invites, the card), with its audit row. Rows with a problem are kept as refused and never sent. Ids are
 * looked up at the system, and the channel at Slack, at the same time; where the system does not say in time what its ids are, they are saved
 * without names, and checked before anything is sent, as they are in any case (`check-batch.ts`).
 * Problems: not_allowed_*, not_member_inviter, groups_unknown, provider_off, addresses_missing, addresses_too_many,
 * member_addresses_per_hour, policy_domain_*, those of askingFault, those of `findTerms`, each with its `term`, those of checkPlace, and channel_shared when the form has yet to say
 * so.
 */
export async function requestMembers(context: Context, request: MembersRequest): Promise<MemberBatch | Problem> {
  const patience = startPatience(PATIENCE_MS);
  const refused = await inviterRefusal(context, request.requester);
  if (refused !== undefined) return refused;
  const system = invitingSystem(context, request.provider);
  if (isProblem(system)) return system;
  const checked = request.rows.map((row) => ruledRow(context, row, { person: request.requester, system: system.name }));
  if (!checked.some((row) => row.problem === undefined)) return whyNone(request.rows, checked);
  if (request.rows.length > MOST_ADDRESSES) return problem('addresses_too_many', { max: MOST_ADDRESSES });
  const { requester, wanted } = request;
  const [found, place] = await Promise.all([
    patience(findTerms(context, system, requester, wanted)),
    checkPlace(context, request.channelId, requester),
  ]);
  // What the system itself refuses is said on the card, like all it says of this batch.
  const isSilent = found === 'late' || (isProblem(found) && found.code.startsWith('provider_'));
  const terms = isSilent ? unchecked(context, system, requester, wanted) : found;
  if (isProblem(terms)) return terms;

  if (isProblem(place)) return place;
  const { channelId = '', typedIn = '' } = request;
  if (place.isShared && request.sharedShown !== channelId) return problem('channel_shared', { channel: place.name });

  const need = memberApproval(context.policy(), system.name, { role: terms.role });
  const unsaid = need && askingFault(context, requester, need, request.approval);
  if (unsaid !== undefined) return unsaid;

  const now = context.now();
  const wished: MemberBatch = {
    id: `mb_${context.newId()}`,
    requestKey: request.requestKey,
    workspaceId: request.workspaceId,
    requesterId: requester.id,
    actorId: requester.id,
    channelId,
    provider: system.name,
    terms: { ...terms, sendEmail: mails(system, request.sendEmail) },
    pause: undefined,
    cardChannelId: undefined,
    cardTs: undefined,
    cardShownAt: undefined,
    createdAt: now,
    awaits: undefined,
    partOf: undefined,
  };
  const asked = need && askedBatch(context, wished, need, cleanText(request.approval?.reason ?? ''));
  const planned = planBatch(wished, checked, asked, request.approval?.bypass === true);
  const { batch } = planned;
  const saved = await context.store.transaction(async (tx) => {
    await tx.lockSame(shareOf(requester));
    const before = await tx.getMemberBatchByRequestKey(batch.requestKey);
    if (before !== undefined) return before;
    const over = await takeShare(tx, context, requester, 'member_addresses', planned.good);
    if (over !== undefined) return over;
    if ((await insertPlanned(context, tx, planned, { typedIn })) === 'already')
      return tx.getMemberBatchByRequestKey(batch.requestKey);
    await notifyCardElsewhere(context, tx, cardOfBatch(batch), typedIn);
    return batch;
  });
  context.wake();
  return saved ?? batch;
}

/** Why nobody is left to invite: what the policy says of those who could be read, if any. */
function whyNone(read: readonly PastedRow[], checked: readonly PastedRow[]): Problem {
  const nth = read.findIndex((row) => row.problem === undefined);
  return checked[nth]?.problem ?? problem('addresses_missing');
}

/** What is wanted, without the names that only the system knows. */
function unchecked(
  context: Context,
  system: InvitingSystem,
  requester: Person,
  wanted: WantedTerms,
): FoundTerms | Problem {
  if (wanted.role === undefined && needsRole(context, system, requester)) {
    return problem('role_missing', { provider: system.name, term: 'role' });
  }
  const claims = termKinds.flatMap((kind): [string, Named][] => {
    const id = wanted[kind];
    return id === undefined || !asksFor(system, kind) ? [] : [[kind, { id, name: '' }]];
  });
  return Object.fromEntries(claims);
}

function mails({ memberInvites: { asks } }: InvitingSystem, wanted: boolean): boolean {
  return asks.sendEmail === 'choice' ? wanted : asks.sendEmail === 'always';
}
