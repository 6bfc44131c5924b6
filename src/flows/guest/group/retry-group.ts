import { membersOf } from '../../../domain/guest-group.ts';
import { type Invite, nothingYet } from '../../../domain/invite.ts';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { START_LEAD_MS } from '../../../domain/time/typed-window.ts';
import { endsTooLate, longest, startsTooLate } from '../../../domain/time/window-limits.ts';
import { askingFault } from '../../shared/asked-for.ts';
import type { Context, Statements } from '../../shared/context.ts';
import { isOverBudget, takeInviteShare } from '../../shared/take-share.ts';
import { beginInvite } from '../begin-invite.ts';
import { ruleInvite } from '../decide-invite.ts';
import { reasonToRepeat } from '../read-invites.ts';
import { ruledHost } from '../ruled-host.ts';
import { policyLimits } from '../window-limits-now.ts';
import { type GroupOutcome, groupForChange, isMeant } from './change-group.ts';
import { countMembers, groupCreditRefusal } from './group-credits.ts';
import { lockHosts, type WantedInvite, withApproval } from './request-guests.ts';

/**
 * Invites those of a group again whose invite failed: on the same computer, until the same end, and from now on where the start has passed. Each
 * new invite takes the place of the failed one on the card; it is on the right of who tries again, and out of their share. The second of
 * two quick clicks finds nothing left. Problems: those of groupForChange, credits_too_few, open_invites, invites_per_*, credits_per_day; of
 * single guests policy_*, approval_*, host_booked, window_*.
 */
export async function retryGroup(context: Context, groupId: string, person: Person): Promise<GroupOutcome | Problem> {
  const found = await groupForChange(context, groupId, person, 'retry');
  if (isProblem(found)) return found;
  const planned = await Promise.all(
    found.invites.map(async (failed) => ({ failed, wanted: await again(context, failed, person) })),
  );
  const refused = planned.flatMap(({ failed, wanted }) =>
    isProblem(wanted) ? [{ invite: failed, problem: wanted }] : [],
  );
  const wanted = planned.flatMap(({ wanted: each }) => (isProblem(each) ? [] : [each]));
  if (wanted.length === 0) return { done: 0, refused };
  const emails = wanted.map(({ invite }) => invite.guestEmail);
  const credits = await groupCreditRefusal(context, person, emails);
  if (credits !== undefined) return credits;
  const free = (await isOverBudget(context, person, wanted.length)) ? await countMembers(context, emails) : 0;
  const saved = await context.store.transaction(async (tx) => {
    await lockHosts(tx, wanted);
    const failed = await stillFailed(context, tx, groupId);
    const open = wanted.filter(({ invite }) => failed.has(invite.groupPosition));
    if (open.length === 0) return problem('nothing_to_retry');
    const booked: GroupOutcome['refused'][number][] = [];
    const fitting: WantedInvite[] = [];
    for (const each of open) {
      const others = await tx.invitesOnHost(each.invite);
      if (others.length === 0) fitting.push(each);
      else booked.push({ invite: each.invite, problem: problem('host_booked') });
    }
    if (fitting.length > 0) {
      const over = await takeInviteShare(tx, context, person, {
        count: fitting.length,
        free: Math.min(free, fitting.length),
      });
      if (over !== undefined) return over;
    }
    const group = await tx.getGuestGroup(groupId);
    for (const each of fitting) {
      // Where the card stands by now.
      const { channelId = each.invite.channelId, cardChannelId, cardTs } = group ?? {};
      const invite = { ...each.invite, channelId, cardChannelId, cardTs };
      await tx.insertInvite(invite);
      await beginInvite(context, tx, invite, { ...each, typedIn: '' });
    }
    await tx.enqueue({ kind: 'group_card', name: groupId });
    return { done: fitting.length, refused: [...refused, ...booked] };
  });
  context.wake();
  return saved;
}

/** The places whose invite has failed and was not tried again meanwhile. */
async function stillFailed(
  context: Context,
  tx: Statements,
  groupId: string,
): Promise<ReadonlySet<Invite['groupPosition']>> {
  const now = context.now();
  const members = membersOf(await tx.invitesOfGroup(groupId));
  return new Set(members.filter((invite) => isMeant(invite, 'retry', now)).map(({ groupPosition }) => groupPosition));
}

/** A new invite in the place of one that failed, as the policy has it now. */
async function again(context: Context, failed: Invite, person: Person): Promise<WantedInvite | Problem> {
  const now = context.now();
  const limits = policyLimits(context);
  const soon = Math.ceil((now + START_LEAD_MS) / 1000) * 1000;
  const startsAt = Math.max(failed.startsAt, soon);
  const { endsAt, timeZone } = failed;
  if (endsAt <= startsAt) return problem('end_in_past', { endsAt });
  if (startsTooLate(startsAt, limits, timeZone)) return problem('start_too_far', { maxMs: limits.maxLeadMs });
  if (endsTooLate(startsAt, endsAt, limits, timeZone)) return problem('window_too_long', { maxMs: longest(limits) });
  const host = await ruledHost(context, failed);
  const ruling = ruleInvite(context, person, { ...failed, startsAt, host });
  const [fault] = ruling.kind === 'refused' ? ruling.faults : [];
  if (fault !== undefined) return fault.problem;
  const approval = { reason: await reasonToRepeat(context, failed.id, person), bypass: false };
  const unsaid = ruling.kind === 'approval' ? askingFault(context, person, ruling.need, approval) : undefined;
  if (unsaid !== undefined) return unsaid;
  const invite: Invite = {
    ...failed,
    ...nothingYet,
    id: `inv_${context.newId()}`,
    requestKey: `${failed.id}:again`,
    inviterId: person.id,
    inviterZone: person.timeZone,
    startsAt,
    state: 'requested',
    providerInviteId: undefined,
    link: undefined,
    messageLanguage: failed.messageLanguage,
    groupId: failed.groupId,
    groupPosition: failed.groupPosition,
    createdAt: now,
    updatedAt: now,
  };
  return withApproval(context, invite, { ruling, isAssigned: false, approval });
}
