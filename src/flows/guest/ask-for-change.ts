import { isDeepStrictEqual } from 'node:util';
import { type Approval, isWithin, needOf } from '../../domain/approval.ts';
import type { Invite, InviteChange, Terms } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { type AskedApproval, asksThose, auditApproval, openApproval, saveLocked } from '../shared/approvals.ts';
import type { Context, Statements } from '../shared/context.ts';
import { type AskedChange, type LookedAtHost, onTop, type PlannedChange, planChange } from './plan-change.ts';

type About = { readonly asked: AskedChange; readonly looked: LookedAtHost; readonly reason: string };

/** What is asked of approvers about a change of an invite. */
export function askedChangeOf(
  context: Pick<Context, 'newId'>,
  invite: Invite,
  person: Person,
  about: {
    readonly asked: AskedChange;
    readonly terms: Terms;
    readonly reason: string;
    readonly need: ApprovalNeed;
  },
): AskedApproval {
  const { asked, terms, reason, need } = about;
  return {
    id: `apr_${context.newId()}`,
    workspaceId: invite.workspaceId,
    kind: 'change',
    subjectId: invite.id,
    requesterId: person.id,
    reason,
    terms,
    change: { ...asked, requestedBy: person.id },
    need,
    uselessAt: Math.min(invite.endsAt, terms.endsAt),
  };
}

/**
 * Asks approval for a change of an invite that is locked and stays as it is. What is asked for on top of a request that is open becomes part of
 * it; where that is more than was asked for, who approved before has to do it again. Where the whole needs no
 * approval any more, answers what it comes to, which is to be made so instead. Problems: those of planChange.
 */
export async function askForChange(
  context: Context,
  tx: Statements,
  invite: Invite,
  person: Person,
  { asked, looked, reason }: About,
): Promise<Approval | PlannedChange | Problem | undefined> {
  const found = await tx.openApprovalOf(invite.id);
  const open = found && (await tx.lockApproval(found.id));
  const change: InviteChange = onTop(open?.change, { ...asked, requestedBy: person.id });
  const planned = planChange(context, invite, person, change, looked);
  if (planned === undefined || isProblem(planned)) return planned;
  const { terms, ruling } = planned;
  // A later start that waits, and an earlier end on top: together that may be what needs none.
  if (ruling.kind !== 'approval') return planned;
  const { need } = ruling;
  // Submitted twice, it is asked for once: approvers would have to look at the same again.
  if (open !== undefined && isSame(open, terms, need) && (reason === '' || reason === open.reason)) return open;
  await tx.enqueue({ inviteId: invite.id, kind: 'card' });
  if (open === undefined)
    return openApproval(context, tx, askedChangeOf(context, invite, person, { asked, terms, reason, need }));
  return changeApproval(context, tx, open, person, { terms, need, reason, change, uselessAt: invite.endsAt });
}

/** Whether a request asks the same people for the same. */
function isSame(open: Approval, terms: Terms, need: ApprovalNeed): boolean {
  return isDeepStrictEqual(open.terms, terms) && asksThose(open, need);
}

/** Writes that something else is asked for in a request that is open and locked. */
export async function changeApproval(
  context: Context,
  tx: Statements,
  open: Approval,
  person: Person,
  to: {
    readonly terms: Terms;
    readonly need: ApprovalNeed;
    readonly reason: string;
    readonly change: InviteChange | undefined;
    readonly uselessAt: number;
  },
): Promise<Approval> {
  const { terms, need, change } = to;
  // An invite is asked for by who answers for it, whoever changes it: they would else approve it themselves. So would who asked for the change
  // that somebody else adds to, and who is kept with it.
  const asker = open.change?.requestedBy ?? person.id;
  if (open.terms === undefined || !isWithin(terms, open.terms)) await tx.dropVotes(open.id);
  const saved = await saveLocked(tx, open, {
    ...needOf(need),
    terms,
    change: change && { ...change, requestedBy: asker },
    requesterId: open.kind === 'invite' ? open.requesterId : person.id,
    reason: to.reason === '' ? open.reason : to.reason,
    revision: open.revision + 1,
    expiresAt: Math.min(context.now() + context.policy().approvals.expireAfterMs, to.uselessAt),
  });
  // Others may be asked by the policy of now.
  await tx.enqueue({ kind: 'approval_ask', name: open.id });
  await tx.enqueue({ kind: 'approval', name: open.id });
  await auditApproval(context, tx, saved, { actor: person.id, action: 'approval_changed', reason: to.reason });
  return saved;
}
