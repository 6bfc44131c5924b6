import type { GuestGroup } from '../../../domain/guest-group.ts';
import { type Invite, nothingYet } from '../../../domain/invite.ts';
import { mayInvite } from '../../../domain/person.ts';
import type { ApprovalNeed } from '../../../domain/policy/approval-rule.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { isTwin } from '../../../domain/same-invite.ts';
import { cleanLine, cleanText } from '../../../domain/text/clean.ts';
import { readWindow, typedTexts, type Window } from '../../../domain/time/typed-window.ts';
import type { AskedFor } from '../../shared/approvals.ts';
import { askingFault } from '../../shared/asked-for.ts';
import { cardOfGroup, notifyCardElsewhere } from '../../shared/card-place-notices.ts';
import { checkPlace, type PlacedRequest } from '../../shared/check-place.ts';
import type { Context, Statements } from '../../shared/context.ts';
import { isOverBudget, takeInviteShare } from '../../shared/take-share.ts';
import { askedOf } from '../await-approval.ts';
import { beginInvite } from '../begin-invite.ts';
import { textFaults } from '../guest-texts.ts';
import { type InviteRequest, messageOf } from '../request-invite.ts';
import { policyLimits } from '../window-limits-now.ts';
import { countMembers, groupCreditRefusal } from './group-credits.ts';
import { type AskedGuests, type GuestsPlan, type PlannedGuest, planGuests } from './plan-guests.ts';

/** What the form for several guests holds when it is submitted. */
export type GuestsRequest = PlacedRequest &
  Pick<AskedGuests, 'guests' | 'hostIds' | 'fills' | 'permissions'> &
  Pick<InviteRequest, 'inviter' | 'clashAnswered' | 'eventName' | 'window' | 'message' | 'sendEmail' | 'approval'> & {
    /** Names who gets which computer, as the form has shown it (GuestsPlan.key); '' for nothing. */
    readonly shown: string;
  };

export type GuestsField =
  | 'guests'
  | 'hosts'
  | 'channel'
  | 'permissions'
  | 'event'
  | 'message'
  | 'zone'
  | 'start'
  | 'end'
  | 'reason';

/** `need`: with approval_needed, what the form has to ask about. */
export type GuestsProblem = {
  readonly field: GuestsField;
  readonly problem: Problem;
  readonly need?: ApprovalNeed;
};

/**
 * Takes a request for several guests: checks all of it before anything is stored, for each guest as for an invite of their own, and in one
 * transaction takes them out of the inviter's share and saves the group, an invite and a job for each guest, and the job of their card. The
 * credits and the limits are counted for all of them. Sent twice, it is one group.
 * Problems: those of the fields; those of planGuests; guests_faulty, hosts_not_shown, channel_shared, host_booked and approval_needed, which come alone:
 * the form has to say so first; credits_too_few, open_invites, invites_per_*, credits_per_day; or one of `not_allowed_*`.
 */
export async function requestGuests(
  context: Context,
  request: GuestsRequest,
): Promise<GuestGroup | readonly GuestsProblem[] | Problem> {
  const refused = mayInvite(request.inviter, request.workspaceId);
  if (refused !== undefined) return refused;
  const sentBefore = () => context.store.getGuestGroupByRequestKey(request.requestKey);
  const known = await sentBefore();
  if (known !== undefined) return known;
  const answer = await decide(context, request);
  // The same submission, sent twice: what speaks against it may be what came of the other.
  return 'id' in answer ? answer : ((await sentBefore()) ?? answer);
}

async function decide(context: Context, request: GuestsRequest): Promise<GuestGroup | readonly GuestsProblem[]> {
  const { inviter, channelId = '' } = request;
  const eventName = cleanLine(request.eventName);
  const message = cleanText(request.message);
  const window = readWindow(request.window, policyLimits(context));
  const asked: AskedGuests = { ...request, channelId };
  const [plan, place] = await Promise.all([
    planGuests(context, inviter, asked, Array.isArray(window) ? undefined : window),
    checkPlace(context, request.channelId, inviter),
  ]);
  const faults: GuestsProblem[] = [
    ...(plan.guestProblem === undefined ? [] : [{ field: 'guests' as const, problem: plan.guestProblem }]),
    ...(plan.hostProblem === undefined ? [] : [{ field: 'hosts' as const, problem: plan.hostProblem }]),
    ...textFaults({ eventName, message }),
    ...(Array.isArray(window) ? window : []),
    ...(isProblem(place) ? [{ field: 'channel' as const, problem: place }] : []),
  ];
  if (plan.faults.length > 0) return [{ field: 'guests', problem: problem('guests_faulty') }, ...faults];
  if (faults.length > 0 || isProblem(place) || Array.isArray(window)) return faults;
  const credits = await groupCreditRefusal(context, inviter, plan.emails);
  if (credits !== undefined) return [{ field: 'guests', problem: credits }];
  const unsaid = approvalFault(context, request, plan);
  if (unsaid !== undefined) return [unsaid];
  if (place.isShared && request.sharedShown !== channelId)
    return [{ field: 'channel', problem: problem('channel_shared', { channel: place.name }) }];
  if (plan.clashKey !== '' && plan.clashKey !== request.clashAnswered)
    return [{ field: 'hosts', problem: problem('host_booked') }];
  if (plan.planned.some(({ isAssigned }) => isAssigned) && plan.key !== request.shown)
    return [{ field: 'hosts', problem: problem('hosts_not_shown') }];
  const group: GuestGroup = {
    id: `grp_${context.newId()}`,
    requestKey: request.requestKey,
    workspaceId: request.workspaceId,
    requesterId: inviter.id,
    channelId,
    cardChannelId: undefined,
    cardTs: undefined,
    cardShownAt: undefined,
    createdAt: context.now(),
  };
  const wanted = plan.planned.map((guest, index) =>
    wantedInvite(context, { ...request, eventName, message }, { group, guest, window, position: index + 1 }),
  );
  return save(context, request, group, wanted);
}

/** What the form has yet to ask about approval. It asks once for all: what is answered about one guest holds for the others. */
function approvalFault(context: Context, request: GuestsRequest, plan: GuestsPlan): GuestsProblem | undefined {
  const { need, planned } = plan;
  if (need === undefined) return undefined;
  const first = askingFault(context, request.inviter, need, request.approval);
  if (first !== undefined) return { field: 'reason', problem: first, need };
  const answer = ofAny(request.approval);
  for (const { ruling } of planned) {
    const fault = ruling?.kind === 'approval' && askingFault(context, request.inviter, ruling.need, answer);
    if (isProblem(fault)) return { field: 'reason', problem: fault, need };
  }
  return undefined;
}

function ofAny(answer: AskedFor | undefined): AskedFor | undefined {
  return answer && { reason: answer.reason, bypass: answer.bypass };
}

/** An invite of a group before it is saved, the rule that allows it, and what is asked of approvers. */
export type WantedInvite = {
  readonly invite: Invite;
  readonly rule: string | undefined;
  readonly asked: ReturnType<typeof askedOf> | undefined;
  /** Guestlist chose the computer: others must not be on it. */
  readonly isAssigned: boolean;
};

type Terms = Pick<
  GuestsRequest,
  'inviter' | 'requestKey' | 'workspaceId' | 'permissions' | 'sendEmail' | 'window' | 'approval'
> & {
  readonly eventName: string;
  readonly message: string;
};

function wantedInvite(
  context: Context,
  terms: Terms,
  of: {
    readonly group: GuestGroup;
    readonly guest: PlannedGuest;
    readonly window: Window;
    readonly position: number;
  },
): WantedInvite {
  const { group, guest, window, position } = of;
  const { inviter, eventName, permissions, sendEmail } = terms;
  const now = context.now();
  const { email: guestEmail, hostId, hostName, isAssigned, ruling } = guest;
  const invite: Invite = {
    id: `inv_${context.newId()}`,
    requestKey: `${terms.requestKey}:${position}`,
    workspaceId: terms.workspaceId,
    inviterId: inviter.id,
    inviterZone: inviter.timeZone,
    channelId: group.channelId,
    guestEmail,
    hostId,
    hostName,
    eventName,
    permissions,
    timeZone: window.zone,
    startsAt: window.startsAt,
    endsAt: window.endsAt,
    ...typedTexts(terms.window),
    sendEmail,
    state: 'requested',
    providerInviteId: undefined,
    link: undefined,
    ...nothingYet,
    // This form has no question for the language: a text of the policy is in its default.
    ...messageOf(context, { message: terms.message, language: '', eventName }),
    groupId: group.id,
    groupPosition: position,
    createdAt: now,
    updatedAt: now,
  };
  return withApproval(context, invite, { ruling, isAssigned, approval: terms.approval });
}

/** A new invite with what has to be asked about it; it waits, unless somebody goes ahead without approval. */
export function withApproval(
  context: Context,
  invite: Invite,
  about: Pick<PlannedGuest, 'ruling' | 'isAssigned'> & { readonly approval: AskedFor | undefined },
): WantedInvite {
  const { ruling, isAssigned, approval } = about;
  const rule = ruling?.kind === 'refused' ? undefined : ruling?.rule;
  if (ruling?.kind !== 'approval') return { invite, rule, asked: undefined, isAssigned };
  const asked = askedOf(context, invite, ruling.need, cleanText(approval?.reason ?? ''));
  const waits = approval?.bypass === true ? invite : { ...invite, awaits: asked.id };
  return { invite: waits, rule, asked, isAssigned };
}

async function save(
  context: Context,
  request: GuestsRequest,
  group: GuestGroup,
  wanted: readonly WantedInvite[],
): Promise<GuestGroup | readonly GuestsProblem[]> {
  const { inviter, typedIn = '' } = request;
  const emails = wanted.map(({ invite }) => invite.guestEmail);
  const count = wanted.length;
  const free = (await isOverBudget(context, inviter, count)) ? await countMembers(context, emails) : 0;
  const saved = await context.store.transaction(async (tx): Promise<GuestGroup | GuestsProblem | undefined> => {
    await lockHosts(tx, wanted);
    const before = await tx.getGuestGroupByRequestKey(group.requestKey);
    if (before !== undefined) return before;
    const taken = await takenFault(tx, wanted);
    if (taken !== undefined) return taken;
    const over = await takeInviteShare(tx, context, inviter, { count, free });
    if (over !== undefined) return { field: 'guests', problem: over };
    if ((await tx.insertGuestGroup(group)) === 'already') return tx.getGuestGroupByRequestKey(group.requestKey);
    for (const each of wanted) {
      await tx.insertInvite(each.invite);
      await beginInvite(context, tx, each.invite, { ...each, typedIn });
    }
    await tx.enqueue({ kind: 'group_card', name: group.id });
    await notifyCardElsewhere(context, tx, cardOfGroup(group), typedIn);
    return group;
  });
  context.wake();
  if (saved !== undefined && 'field' in saved) return [saved];
  return saved ?? group;
}

/** Always in the same order, so that nobody waits for anybody in a circle. */
export async function lockHosts(tx: Statements, wanted: readonly Pick<WantedInvite, 'invite'>[]): Promise<void> {
  const hostIds = [...new Set(wanted.map(({ invite }) => invite.hostId))].toSorted();
  for (const hostId of hostIds) await tx.lockSame(hostId);
}

/** What somebody else was faster with: a computer that was free, or this very invite. */
async function takenFault(tx: Statements, wanted: readonly WantedInvite[]): Promise<GuestsProblem | undefined> {
  for (const { invite, isAssigned } of wanted) {
    const others = await tx.invitesOnHost(invite);
    if (isAssigned && others.length > 0) return { field: 'hosts', problem: problem('hosts_not_shown') };
    if (others.some((other) => isTwin(other, invite))) return { field: 'event', problem: problem('invite_too_alike') };
  }
  return undefined;
}
