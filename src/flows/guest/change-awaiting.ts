import type { Approval } from '../../domain/approval.ts';
import { defined } from '../../domain/defined.ts';
import { type Invite, realChange, wishedTerms } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import { isTwin } from '../../domain/same-invite.ts';
import { cleanText } from '../../domain/text/clean.ts';
import { uselessAt } from '../../domain/time/late-start.ts';
import { wallTimeOf } from '../../domain/time/zoned-time.ts';
import { bypassApproval, closeApprovalOf } from '../shared/approvals.ts';
import { askingFault } from '../shared/asked-for.ts';
import type { Context, Statements, Written } from '../shared/context.ts';
import { changeApproval } from './ask-for-change.ts';
import { askedOf, termsOf } from './await-approval.ts';
import { clashKey } from './clashes.ts';
import { ruleInvite } from './decide-invite.ts';
import { type AskedChange, type ChangeAnswers, type LookedAtHost, windowFault } from './plan-change.ts';

type About = {
  readonly asked: AskedChange;
  readonly looked: LookedAtHost;
  readonly answers: ChangeAnswers;
};

/**
 * Changes an invite that waits for approval: nothing was sent, so it is changed at once, and decided as a new one. Where it needs no
 * approval as it is now, it goes on; else approvers see it as it is now. Problems: change_empty, inviter_left, those of a window, policy_*,
 * groups_unknown, approval_*, host_booked, invite_too_alike.
 */
export async function changeAwaiting(
  context: Context,
  tx: Statements,
  invite: Invite,
  person: Person,
  { asked, looked, answers }: About,
): Promise<Written | Problem> {
  if (invite.inviterLeft !== undefined) return problem('inviter_left');
  const found = await tx.openApprovalOf(invite.id);
  const open = found && (await tx.lockApproval(found.id));
  const change = realChange(invite, { ...asked, requestedBy: person.id });
  if (change === undefined && !saysMore(answers, open)) return problem('change_empty');
  const changed: Invite = { ...invite, ...wishedTerms({ ...invite, change }) };
  const fault = change && windowFault(context, invite, changed, change.startsAt !== undefined);
  if (fault !== undefined) return fault;
  const host = changed.hostId === looked.hostId ? looked.host : undefined;
  const ruling = ruleInvite(context, person, { ...changed, host });
  if (ruling.kind === 'refused') return ruling.faults[0]?.problem ?? problem('host_unread', { provider: 'parsec' });
  const said = answers.approval ?? (open === undefined ? undefined : { reason: open.reason, bypass: false });
  const asking = ruling.kind === 'approval' ? askingFault(context, person, ruling.need, said) : undefined;
  if (asking !== undefined) return asking;
  await tx.lockSame(changed.hostId);
  const others = await tx.invitesOnHost(changed);
  if (others.some((other) => other.id !== invite.id && isTwin(other, changed))) return problem('invite_too_alike');
  if (answers.clash !== undefined) {
    const clash = await clashKey({ store: tx }, changed, invite);
    if (clash !== '' && clash !== answers.clash) return problem('host_booked');
  }
  const parts = { ...termsOf(changed), ...retyped(changed, change ?? {}, answers.typed) };
  const written = { actor: person.id, action: 'changed', ...defined({ rule: ruling.rule }) } as const;
  await tx.enqueue({ inviteId: invite.id, kind: 'card' });
  const reason = cleanText(said?.reason ?? '');
  if (ruling.kind === 'approval' && open !== undefined && said?.bypass !== true) {
    const to = { terms: termsOf(changed), need: ruling.need, reason, change: undefined, uselessAt: uselessAt(changed) };
    await changeApproval(context, tx, open, person, to);
    return { ...written, parts };
  }
  await closeApprovalOf(context, tx, invite.id, { state: 'overtaken', by: person.id });
  if (ruling.kind === 'approval') {
    const about = { ...askedOf(context, changed, ruling.need, reason), requesterId: person.id };
    await bypassApproval(context, tx, about);
  }
  await tx.enqueue({ inviteId: invite.id, kind: 'provider' });
  return { ...written, parts: { ...parts, awaits: undefined } };
}

/** Whether somebody goes ahead without approval after all, or has another reason, although nothing of the invite changes. */
function saysMore({ approval }: ChangeAnswers, open: Approval | undefined): boolean {
  if (approval === undefined) return false;
  const reason = cleanText(approval.reason);
  return approval.bypass || (reason !== '' && reason !== open?.reason);
}

/**
 * What would have been typed to ask for an invite as it is now: a start or an end that was chosen since stays where it is, unless `typed` says
 * that it is to begin now, or how long it lasts.
 */
export function retyped(
  invite: Pick<Invite, 'startsAt' | 'endsAt' | 'timeZone'>,
  change: { readonly startsAt?: number; readonly endsAt?: number },
  typed?: ChangeAnswers['typed'],
): Partial<Pick<Invite, 'typedStart' | 'typedEnd'>> {
  const at = (instant: number) => {
    const { date, time } = wallTimeOf(instant, invite.timeZone);
    return `${date}T${time}`;
  };
  const isMoved = change.startsAt !== undefined;
  return defined({
    typedStart: isMoved ? (typed?.typedStart ?? at(invite.startsAt)) : undefined,
    typedEnd: isMoved || change.endsAt !== undefined ? (typed?.typedEnd ?? at(invite.endsAt)) : undefined,
  });
}
