import { type Approval, isWithin } from '../../domain/approval.ts';
import { defined } from '../../domain/defined.ts';
import type { Terms } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { auditApproval, readNote, saveLocked, takeUpNeed } from '../shared/approvals.ts';
import { approverRefusal, countedVotes } from '../shared/approvers.ts';
import { type Context, guestlist, type Statements } from '../shared/context.ts';
import type { Edit, EditFault, Subject } from './subject.ts';
import { subjects } from './subjects.ts';
import { tellRequester } from './tell-requester.ts';

/** Somebody else decided, or changed what it is about, in between: it is looked at again so often. */
const TRIES = 10;

type Ready = Extract<Subject, { kind: 'ready' }>;

/**
 * Approves a request, by the policy and the people of this moment: whoever approved before and may not any more counts no more, and what the
 * policy does not allow any more is not approved. With enough people it goes on, in the same transaction. Approved twice by one person it
 * is approved once. `seen`: the revision the person saw. `edit`: what they make otherwise; where that is more than was asked for, who
 * approved before has to do it again.
 * Problems: approval_unknown, approval_decided, approval_changed, not_approver, own_approval, groups_unknown; as faults of an edit those of
 * the subject.
 */
export async function approve(
  context: Context,
  approvalId: string,
  person: Person,
  { seen, edit = {} }: { readonly seen: number; readonly edit?: Edit },
): Promise<Approval | Problem | readonly EditFault[]> {
  for (let tries = 0; tries < TRIES; tries++) {
    const approval = await openApprovalFor(context, approvalId, seen);
    if (isProblem(approval)) return approval;
    const subject = await subjects[approval.kind].read(context, approval, edit);
    // Who may not decide reads that, and not what is wrong with it.
    const by = subject.kind === 'ready' ? (subject.need?.by ?? approval.by) : approval.by;
    const refused = approverRefusal(context, approval, by, person);
    if (refused !== undefined) return refused;
    // The bot was away when its time was over.
    if (context.now() >= approval.expiresAt && (await expire(context, approval)) !== undefined)
      return decidedOf(context, approvalId);
    if (subject.kind === 'gone') return withdrawn(context, approval);
    if (subject.kind === 'fault') return subject.faults;
    const decided =
      subject.moved === undefined
        ? await vote(context, approval, subject, person, edit)
        : await showMoved(context, approval, subject, subject.moved);
    if (decided === undefined) continue;
    context.wake();
    return decided;
  }
  return problem('approval_changed');
}

/** One try: undefined when it has to be looked at again, since something moved in between. */
async function vote(
  context: Context,
  seen: Approval,
  subject: Ready,
  person: Person,
  edit: Edit,
): Promise<Approval | undefined> {
  const { need } = subject;
  const { counted } = await countedVotes(context, seen, need?.by ?? seen.by);
  return context.store.transaction(async (tx) => {
    const isHeld = await subject.hold(tx);
    const approval = await tx.lockApproval(seen.id);
    if (!isHeld || approval?.version !== seen.version) return undefined;
    const edited = Object.keys(edit).length === 0 ? approval : await amend(context, tx, approval, subject, person);
    const others = (await tx.votesOf(seen.id)).map(({ personId }) => personId).filter((id) => counted.includes(id));
    const voted = await tx.insertVote({ approvalId: seen.id, personId: person.id, at: context.now() });
    if (voted === 'added') await auditApproval(context, tx, edited, { actor: person.id, action: 'approval_given' });
    const approvedBy = [...others.filter((id) => id !== person.id), person.id];
    const needed = need === undefined ? {} : await takeUpNeed(tx, edited, need);
    if (approvedBy.length < (need?.count ?? 1)) return saveLocked(tx, edited, needed);
    const done = await saveLocked(tx, edited, {
      ...needed,
      terms: subject.terms,
      state: 'approved',
      decidedBy: person.id,
      decidedAt: context.now(),
    });
    await subject.approve(tx, done, { person, approvedBy });
    await tellRequester(context, tx, done, { state: 'approved', by: person.id, text: '' });
    return done;
  });
}

/** The invite was changed beside the request: it shows what would be approved now, and who approved before has to do it again. */
async function showMoved(
  context: Context,
  seen: Approval,
  { need, hold }: Ready,
  terms: Terms,
): Promise<Problem | undefined> {
  return context.store.transaction(async (tx) => {
    const isHeld = await hold(tx);
    const approval = await tx.lockApproval(seen.id);
    if (!isHeld || approval?.version !== seen.version) return undefined;
    await tx.dropVotes(seen.id);
    const needed = need === undefined ? {} : await takeUpNeed(tx, approval, need);
    const saved = await saveLocked(tx, approval, { ...needed, terms, revision: approval.revision + 1 });
    await auditApproval(context, tx, saved, { actor: guestlist, action: 'approval_changed' });
    return problem('approval_changed');
  });
}

/** Writes what an approver made otherwise: others see it as it is now. */
async function amend(
  context: Context,
  tx: Statements,
  approval: Approval,
  { terms, amend: write }: Ready,
  person: Person,
): Promise<Approval> {
  const isLess = terms !== undefined && approval.terms !== undefined && isWithin(terms, approval.terms);
  if (!isLess) await tx.dropVotes(approval.id);
  const parts = await write?.(tx);
  const saved = await saveLocked(tx, approval, { ...parts, terms, revision: approval.revision + 1 });
  await auditApproval(context, tx, saved, { actor: person.id, action: 'approval_changed' });
  return saved;
}

/**
 * Denies a request; one person is enough. It is over, and who asked reads why. Problems: approval_unknown, approval_decided, not_approver,
 * own_approval, groups_unknown, approval_reason_missing, approval_reason_too_long.
 */
export async function deny(
  context: Context,
  approvalId: string,
  person: Person,
  note: string,
): Promise<Approval | Problem> {
  const seen = await openApprovalFor(context, approvalId);
  if (isProblem(seen)) return seen;
  const refused = approverRefusal(context, seen, seen.by, person);
  if (refused !== undefined) return refused;
  const text = readNote(note);
  if (isProblem(text)) return text;
  const by = person.id;
  const denied = await end(context, seen, { state: 'denied', by, text });
  return denied ?? (await decidedOf(context, approvalId));
}

/** Takes a request back: who asked does not want it any more. Problems: approval_unknown, approval_decided, not_requester. */
export async function withdraw(context: Context, approvalId: string, person: Person): Promise<Approval | Problem> {
  const seen = await openApprovalFor(context, approvalId);
  if (isProblem(seen)) return seen;
  if (seen.requesterId !== person.id) return problem('not_requester');
  const ended = await end(context, seen, { state: 'withdrawn', by: person.id, text: '' });
  return ended ?? (await decidedOf(context, approvalId));
}

/** Ends a request that nobody decided in time; undefined when somebody did. */
export function expire(context: Context, approval: Approval): Promise<Approval | undefined> {
  return end(context, approval, { state: 'expired', by: undefined, text: '' });
}

async function end(
  context: Context,
  seen: Approval,
  {
    state,
    by,
    text,
  }: { readonly state: 'denied' | 'expired' | 'withdrawn'; readonly by: string | undefined; readonly text: string },
): Promise<Approval | undefined> {
  const subject = subjects[seen.kind];
  const ended = await context.store.transaction(async (tx) => {
    await subject.hold(tx, seen);
    const approval = await tx.lockApproval(seen.id);
    if (approval?.state !== 'open') return undefined;
    // What was changed in between has time again.
    if (state === 'expired' && context.now() < approval.expiresAt) return undefined;
    const note = text === '' ? undefined : text;
    const saved = await saveLocked(tx, approval, { state, decidedBy: by, decidedAt: context.now(), note });
    const noted = { actor: by ?? guestlist, action: `approval_${state}`, ...defined({ reason: note }) } as const;
    await auditApproval(context, tx, saved, noted);
    await subject.refuse(context, tx, saved, { state, by, text });
    return saved;
  });
  context.wake();
  return ended;
}

/** Ends a request of something that is over, or does not wait for it any more; answers what became of it. */
export async function withdrawn(context: Context, approval: Approval): Promise<Problem> {
  await end(context, approval, { state: 'withdrawn', by: undefined, text: '' });
  return decidedOf(context, approval.id);
}

async function decidedOf(context: Context, id: string): Promise<Problem> {
  const approval = await context.store.getApproval(id);
  if (approval === undefined) return problem('approval_unknown');
  return problem('approval_decided', { state: approval.state, ...defined({ by: approval.decidedBy }) });
}

/** A request that is open, as the person saw it (`seen`: its revision). Problems: approval_unknown, approval_decided, approval_changed. */
export async function openApprovalFor(context: Context, id: string, seen?: number): Promise<Approval | Problem> {
  const approval = await context.store.getApproval(id);
  if (approval?.workspaceId !== context.workspaceId()) return problem('approval_unknown');
  if (approval.state !== 'open') return decidedOf(context, id);
  return seen === undefined || approval.revision === seen ? approval : problem('approval_changed');
}
