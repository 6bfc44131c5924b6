import { isWithin } from '../../domain/approval.ts';
import { defined } from '../../domain/defined.ts';
import { changedPermissions, hasEnded, type Invite, type InviteChange, wishedTerms } from '../../domain/invite.ts';
import { isProblem, problem } from '../../domain/problem.ts';
import { readWindow } from '../../domain/time/typed-window.ts';
import { isBeingHeld } from '../guest/hold-invite.ts';
import { onTop, planChange } from '../guest/plan-change.ts';
import { writeChange } from '../guest/request-change.ts';
import { ruledHost } from '../guest/ruled-host.ts';
import { limitsOf } from '../guest/window-limits-now.ts';
import { auditApproval } from '../shared/approvals.ts';
import { type Context, changeInviteIn, guestlist } from '../shared/context.ts';
import { requesterOf } from './requester.ts';
import { type Edit, type EditFault, faultOf, type Subject, type SubjectKind } from './subject.ts';
import { tellRequester } from './tell-requester.ts';

/** A change of a guest's invite, which stays as it is until the change is approved. */
export const changeSubject: SubjectKind = {
  read: readChange,
  hold: async (tx, { subjectId }) => void (await tx.lockInvite(subjectId)),
  async refuse(context, tx, approval, { state, by = guestlist, text }) {
    await tx.enqueue({ inviteId: approval.subjectId, kind: 'card' });
    await tellRequester(context, tx, approval, { state, by, text });
  },
};

/** Reads the invite and decides the change of it anew. Problems: approval_start_passed, those of planChange. */
async function readChange(
  context: Context,
  approval: Parameters<SubjectKind['read']>[1],
  edit: Edit,
): Promise<Subject> {
  const invite = await context.store.getInvite(approval.subjectId);
  const asked = approval.change;
  if (invite === undefined || asked === undefined || hasEnded(invite, context.now())) return { kind: 'gone' };
  if (isBeingHeld(invite)) return faultOf(problem('inviter_left'));
  if (invite.state === 'cancelling') return { kind: 'gone' };
  const edited = editedChange(context, invite, asked, edit);
  if (Array.isArray(edited)) return { kind: 'fault', faults: edited };
  const person = await requesterOf(context, approval);
  if (isProblem(person)) return faultOf(person);
  const after = wishedTerms({ ...invite, change: onTop(invite.change, edited) });
  const now = context.now();
  if ((edited.startsAt ?? Infinity) <= now || after.endsAt <= now)
    return faultOf(problem('approval_start_passed'), 'start');
  const looked = { hostId: after.hostId, host: await ruledHost(context, after) };
  const planned = planChange(context, invite, person, edited, looked);
  // It is so already, or was asked for in another way since.
  if (planned === undefined) return { kind: 'gone' };
  if (isProblem(planned)) return planned.code === 'change_empty' ? { kind: 'gone' } : faultOf(planned);
  const { change, terms, ruling } = planned;
  const unedited = wishedTerms({ ...invite, change: onTop(invite.change, asked) });
  const isShown = approval.terms !== undefined && isWithin(unedited, approval.terms);
  return {
    kind: 'ready',
    need: ruling.kind === 'approval' ? ruling.need : undefined,
    terms,
    moved: isShown ? undefined : unedited,
    hold: async (tx) => (await tx.lockInvite(invite.id))?.version === invite.version,
    amend: async () => ({ change: edited }),
    async approve(tx, done, { person: approver, approvedBy }) {
      const { requesterId, reason } = done;
      // Asked for by who asked, and on their right.
      const by = { actor: requesterId, approvedBy, ...defined({ rule: ruling.rule, reason: reason || undefined }) };
      await auditApproval(context, tx, done, { actor: approver.id, action: 'approval_granted', approvedBy });
      await changeInviteIn(context, tx, invite.id, (current) => writeChange(tx, current, { change, ...by }));
    },
  };
}

/** What was asked for, with the times and the permissions of an edit; or what is wrong with those. */
function editedChange(context: Context, invite: Invite, asked: InviteChange, edit: Edit): InviteChange | EditFault[] {
  const before = wishedTerms(invite);
  const permissions =
    edit.permissions === undefined ? asked.permissions : changedPermissions(before.permissions, edit.permissions);
  const { permissions: _, ...rest } = asked;
  const change = { ...rest, ...defined({ permissions }) };
  if (edit.window === undefined) return change;
  const isStarted = invite.startsAt <= context.now();
  const limits = { ...limitsOf(context, invite), ...(isStarted ? { fixedStartAt: invite.startsAt } : {}) };
  const window = readWindow(edit.window, limits);
  if (Array.isArray(window)) return window;
  const { startsAt: __, ...timed } = change;
  const start = isStarted || window.startsAt === before.startsAt ? {} : { startsAt: window.startsAt };
  return { ...timed, ...start, endsAt: window.endsAt, timeZone: window.zone };
}
