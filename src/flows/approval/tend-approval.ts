import { type Approval, reminderAfterMs } from '../../domain/approval.ts';
import type { Job } from '../../domain/job.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import { aboutOf, asksThose, auditApproval, nextLookAt, saveLocked, takeUpNeed } from '../shared/approvals.ts';
import { type Context, continueAt, done, guestlist, type Outcome, type Statements } from '../shared/context.ts';
import { notifyPerson } from '../shared/notify-admins.ts';
import { expire, withdrawn } from './decide.ts';
import { askedIn, isPersonId } from './places.ts';
import type { Subject } from './subject.ts';
import { subjects } from './subjects.ts';

/**
 * Sees to a request that waits: approvers are reminded, each time after twice as long; after a while the next group is asked as well; what
 * nobody decides in time expires. Where the policy names others since, they are asked; what is over waits no longer. What went ahead without approval is reminded of until its review is closed.
 */
export async function tendApproval(context: Context, job: Job): Promise<Outcome> {
  const approval = await context.store.getApproval(job.name);
  if (approval === undefined || !isPending(approval)) return done;
  if (approval.state === 'open' && context.now() >= approval.expiresAt) {
    return (await expire(context, approval)) === undefined ? continueAt(0, 'changed or decided meanwhile') : done;
  }
  const subject = approval.state === 'open' ? await subjects[approval.kind].read(context, approval, {}) : undefined;
  if (subject?.kind === 'gone') {
    await withdrawn(context, approval);
    return done;
  }
  const need = subject && otherNeed(approval, subject);
  const tended = await context.store.transaction(async (tx) => {
    const locked = await tx.lockApproval(approval.id);
    if (locked === undefined || !isPending(locked)) return undefined;
    const isOther = need !== undefined && locked.version === approval.version;
    return tend(context, tx, isOther ? await saveLocked(tx, locked, await takeUpNeed(tx, locked, need)) : locked);
  });
  context.wake();
  if (tended === undefined) return done;
  return continueAt(nextLookAt(tended, context.policy().approvals, context.now()), 'not decided yet');
}

/** What a request needs by the policy of now, where that is something else than it says: whom that names has to hear of it. */
function otherNeed(approval: Approval, subject: Subject): ApprovalNeed | undefined {
  const need = subject.kind === 'ready' ? subject.need : undefined;
  return need === undefined || asksThose(approval, need) ? undefined : need;
}

/** Whether somebody still has to do something about a request. */
export function isPending({ state, review }: Approval): boolean {
  return state === 'open' || (state === 'bypassed' && review === 'open');
}

async function tend(context: Context, tx: Statements, approval: Approval): Promise<Approval> {
  const now = context.now();
  const { remindAfterMs, escalateAfterMs } = context.policy().approvals;
  const { createdAt, asked, by, reminders, state } = approval;
  if (state === 'open' && asked < by.length && now >= createdAt + asked * escalateAfterMs) {
    const escalated = await saveLocked(tx, approval, { asked: asked + 1 });
    await tx.enqueue({ kind: 'approval_ask', name: approval.id });
    await auditApproval(context, tx, escalated, { actor: guestlist, action: 'approval_escalated' });
    return escalated;
  }
  if (now < createdAt + reminderAfterMs(remindAfterMs, reminders)) return approval;
  for (const { place } of await tx.approvalCardsOf(approval.id)) await remind(context, tx, approval, place);
  // A bot that stood still for a day reminds once, and not of each time it did not.
  let sent = reminders + 1;
  while (now >= createdAt + reminderAfterMs(remindAfterMs, sent)) sent += 1;
  return saveLocked(tx, approval, { reminders: sent });
}

async function remind(context: Context, tx: Statements, approval: Approval, place: string): Promise<void> {
  const { id, requesterId: by, createdAt, reminders, state, kind } = approval;
  const facts = { approval: id, by, since: createdAt, what: kind, outcome: state, ...aboutOf(approval) };
  const notice = { name: 'approval_reminder', id: `${id}:${reminders}`, facts } as const;
  if (isPersonId(place)) return notifyPerson(context, place, notice, tx);
  const name = `${notice.name}:${notice.id}:${place}`;
  // In a channel it names no guest: what is masked there is on the card.
  const host = approval.terms === undefined ? {} : { host: approval.terms.hostName };
  const mentions = askedIn(context.policy(), approval, place).join(',');
  const told = { ...facts, ...host, mentions, channel: place, askedAt: context.now() };
  await tx.enqueueOnce({ kind: 'channel_notice', name, facts: told });
}
