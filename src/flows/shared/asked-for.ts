import type { Person } from '../../domain/person.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import { breakGlassMatch } from '../../domain/policy/approvers.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import { cleanText } from '../../domain/text/clean.ts';
import { type AskedFor, MOST_REASON } from './approvals.ts';
import type { Context } from './context.ts';
import { shortHash } from './short-hash.ts';

/** What a form asks somebody about approval. */
export type ApprovalQuestion = {
  readonly need: ApprovalNeed;
  /** What names the need (AskedFor.about). */
  readonly key: string;
  /** Whether this person may go ahead without approval. */
  readonly mayBypass: boolean;
};

export function approvalQuestion(
  context: Pick<Context, 'policy' | 'workspaceId'>,
  person: Person,
  need: ApprovalNeed,
): ApprovalQuestion {
  const mayBypass = breakGlassMatch(context.policy(), person, context.workspaceId()) === 'yes';
  return { need, key: needKey(need), mayBypass };
}

/** Names a need by who decides: the times of a form may change, and the answer about it stays. */
function needKey({ rule, by, count, needsReason }: ApprovalNeed): string {
  return shortHash(JSON.stringify([rule, by, count, needsReason]));
}

/**
 * What a form has to say, or to ask, before something that needs approval is asked for; undefined when it is all there. `asked`: what the form
 * said; undefined where it said nothing of approval yet. Where somebody else decides by now, it has to ask again. Problems: approval_needed, approval_reason_*, not_bypasser, groups_unknown.
 */
export function askingFault(
  context: Pick<Context, 'policy' | 'workspaceId'>,
  person: Person,
  need: ApprovalNeed,
  asked: AskedFor | undefined,
): Problem | undefined {
  const bypass = breakGlassMatch(context.policy(), person, context.workspaceId());
  if (asked === undefined || (asked.about ?? needKey(need)) !== needKey(need)) {
    const facts = { rule: need.rule, by: need.by.join(', '), count: need.count };
    return problem('approval_needed', {
      ...facts,
      reason: need.needsReason ? 1 : 0,
      bypass: bypass === 'yes' ? 1 : 0,
    });
  }
  const reason = cleanText(asked.reason);
  if (reason.length > MOST_REASON) return problem('approval_reason_too_long', { max: MOST_REASON });
  if (asked.bypass && bypass !== 'yes') return problem(bypass === 'no' ? 'not_bypasser' : 'groups_unknown');
  // Whoever reviews it afterwards has to know why.
  return reason === '' && (need.needsReason || asked.bypass) ? problem('approval_reason_missing') : undefined;
}
