import { type Invite, isAwaiting } from '../../domain/invite.ts';
import { decideGuest } from '../../domain/policy/decide-guest.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { isTwin } from '../../domain/same-invite.ts';
import { keptEnd } from '../../domain/time/late-start.ts';
import { readWindow, START_LEAD_MS } from '../../domain/time/typed-window.ts';
import { endsTooLate, longest } from '../../domain/time/window-limits.ts';
import { termsOf } from '../guest/await-approval.ts';
import { retyped } from '../guest/change-awaiting.ts';
import { isBeingHeld } from '../guest/hold-invite.ts';
import { ruledHost } from '../guest/ruled-host.ts';
import { policyLimits } from '../guest/window-limits-now.ts';
import { type Context, changeInviteIn, closedStates, guestlist } from '../shared/context.ts';
import { requesterOf } from './requester.ts';
import { type Edit, type EditFault, faultOf, refusalOf, type Subject, type SubjectKind } from './subject.ts';
import { tellRequester } from './tell-requester.ts';

/** A new invite of a guest, which waits for its approval. */
export const inviteSubject: SubjectKind = {
  read: readInvite,
  hold: async (tx, { subjectId }) => void (await tx.lockInvite(subjectId)),
  async refuse(context, tx, approval, { state, by = guestlist, text }) {
    const why = refusalOf({ state, by, text });
    const { id, subjectId: inviteId } = approval;
    await changeInviteIn(context, tx, inviteId, async (invite) => {
      // One that was held may have ended before its time to be approved was noticed to be over.
      if (invite.awaits !== id || closedStates.includes(invite.state)) return undefined;
      await tx.enqueue({ inviteId, kind: 'card' });
      const parts = { state: 'failed', awaits: undefined, problem: { code: why.code, facts: why.facts } } as const;
      return { parts, actor: guestlist, action: 'failed', facts: { problem: why.code } };
    });
    await tellRequester(context, tx, approval, { state, by, text });
  },
};

/** Reads the invite and decides it as it will be. Problems: approval_start_passed, those of a window, policy_*, groups_unknown, host_unread. */
async function readInvite(
  context: Context,
  approval: Parameters<SubjectKind['read']>[1],
  edit: Edit,
): Promise<Subject> {
  const invite = await context.store.getInvite(approval.subjectId);
  if (invite === undefined || invite.awaits !== approval.id) return { kind: 'gone' };
  // While it is held it waits for somebody who answers for it, and for its approval after that.
  if (isBeingHeld(invite)) return faultOf(problem('inviter_left'));
  if (!isAwaiting(invite)) return { kind: 'gone' };
  if (invite.inviterLeft !== undefined) return faultOf(problem('inviter_left'));
  const planned = plannedInvite(context, invite, edit);
  if (Array.isArray(planned)) return { kind: 'fault', faults: planned };
  const person = await requesterOf(context, approval);
  if (isProblem(person)) return faultOf(person);
  const limits = policyLimits(context);
  if (endsTooLate(planned.startsAt, planned.endsAt, limits, planned.timeZone))
    return faultOf(problem('window_too_long', { maxMs: longest(limits) }));
  const others = await context.store.invitesOnHost(planned);
  if (others.some((other) => other.id !== invite.id && isTwin(other, planned)))
    return faultOf(problem('invite_too_alike'));
  const host = await ruledHost(context, planned);
  const decision = decideGuest(context.policy(), { ...planned, person, host }, context.now());
  if (decision.kind === 'refused') return { kind: 'fault', faults: decision.faults.map(atEdit) };
  if (decision.kind === 'unknown')
    return faultOf(
      decision.missing === 'host' ? problem('host_unread', { provider: 'parsec' }) : problem('groups_unknown'),
    );
  return {
    kind: 'ready',
    need: decision.kind === 'approval' ? decision.need : undefined,
    terms: termsOf(planned),
    async hold(tx) {
      const now = await tx.lockInvite(invite.id);
      await tx.lockSame(planned.hostId);
      const beside = await tx.invitesOnHost(planned);
      const hasTwin = beside.some((other) => other.id !== invite.id && isTwin(other, planned));
      return now?.version === invite.version && !hasTwin;
    },
    async amend(tx) {
      await changeInviteIn(context, tx, invite.id, async () => {
        await tx.enqueue({ inviteId: invite.id, kind: 'card' });
        return { parts: { ...termsOf(planned), ...typedOf(planned) }, actor: guestlist, action: 'approval_changed' };
      });
      return {};
    },
    async approve(tx, { id }, { person: approver, approvedBy }) {
      await changeInviteIn(context, tx, invite.id, async () => {
        await tx.enqueue({ inviteId: invite.id, kind: 'provider' });
        await tx.enqueue({ inviteId: invite.id, kind: 'card' });
        const parts = { ...termsOf(planned), ...typedOf(planned), awaits: undefined };
        const { rule } = decision;
        const facts = { reference: id };
        return { parts, actor: approver.id, action: 'approval_granted', rule, approvedBy, facts };
      });
    },
  };
}

function typedOf({ typedStart, typedEnd }: Invite): Pick<Invite, 'typedStart' | 'typedEnd'> {
  return { typedStart, typedEnd };
}

/**
 * The invite as it will be when it is approved now: what is to begin now begins now, and lasts as long; with the times and permissions of an
 * edit. A start that was chosen and has passed needs a new time.
 */
function plannedInvite(context: Context, invite: Invite, edit: Edit): Invite | EditFault[] {
  const now = context.now();
  const permissions = edit.permissions ?? invite.permissions;
  if (edit.window !== undefined) {
    const window = readWindow(edit.window, policyLimits(context));
    if (Array.isArray(window)) return window;
    const times = { startsAt: window.startsAt, endsAt: window.endsAt, timeZone: window.zone };
    const isNow = edit.window.start.kind === 'now';
    const typed = retyped(times, isNow ? { endsAt: times.endsAt } : times);
    return { ...invite, permissions, ...times, ...typed, ...(isNow ? { typedStart: 'now' } : {}) };
  }
  const planned = { ...invite, permissions, ...(invite.typedStart === 'now' ? startedBy(invite, now) : {}) };
  const isLate = planned.startsAt <= now || planned.endsAt <= planned.startsAt;
  return isLate ? [{ field: 'start', problem: problem('approval_start_passed') }] : planned;
}

function startedBy(invite: Invite, now: number): Pick<Invite, 'startsAt' | 'endsAt'> {
  const startsAt = Math.max(invite.startsAt, Math.ceil((now + START_LEAD_MS) / 1000) * 1000);
  return { startsAt, endsAt: keptEnd(invite, startsAt) };
}

const editable = ['start', 'end', 'permissions'] as const;

function atEdit(fault: { readonly field: string; readonly problem: Problem }): EditFault {
  return { field: editable.find((field) => field === fault.field) ?? 'end', problem: fault.problem };
}
