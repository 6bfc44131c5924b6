import { permissionKeys } from '../../domain/invite.ts';
import type { ApprovalCause, ApprovalNeed, ApprovalRule } from '../../domain/policy/approval-rule.ts';
import { writeDuration } from '../../domain/time/durations.ts';
import { shortText } from '../blocks/blocks.ts';
import { systemNames } from './system-copy.ts';

const and = new Intl.ListFormat('en-US');
const or = new Intl.ListFormat('en-US', { type: 'disjunction' });

/** Permissions by their keys, for people: "keyboard and mouse"; "view" without any. */
export function permissionsCopy(keys: readonly string[]): string {
  const named = permissionKeys.filter((key) => keys.includes(key));
  return named.length === 0 ? 'view' : and.format(named);
}

/** Whose approval, as part of a sentence: "leads or security", "2 people from leads or security". */
export function approversCopy({ by, count }: Pick<ApprovalNeed, 'by' | 'count'>): string {
  const groups = or.format(by);
  return count === 1 ? groups : `${count} people from ${groups}`;
}

/** What asks for approval, mrkdwn: "Rule “contractors”"; of members, who have no rules with names, "The policy for Snyk". */
export function ruleNameCopy({ rule }: Pick<ApprovalNeed, 'rule'>): string {
  const system = /^members\.systems\.(\w+)$/.exec(rule)?.[1];
  return system === undefined ? `Rule “${shortText(rule, 80)}”` : `The policy for ${systemNames(system)}`;
}

/** Why an invite needs approval, a clause about it: "it's longer than 3 days". */
export function causeCopy(cause: ApprovalCause): string {
  switch (cause.kind) {
    case 'rule':
      return 'every invite under this rule needs it';
    case 'window':
      return `it's longer than ${writeDuration(cause.maxMs)}`;
    case 'lead':
      return `it starts more than ${writeDuration(cause.maxMs)} ahead`;
    case 'permissions':
      return `it gives more than ${permissionsCopy(cause.allowed)}`;
    case 'role':
      return `the role is ${cause.role}`;
  }
}

/** What needs approval, and whose: "needs approval by leads if it's longer than 3 days, or it gives more than mouse". */
export function approvalCopy({ above, extensions, ...asked }: ApprovalRule): string {
  const { windowMs, leadMs, permissions } = above ?? {};
  const causes: readonly ApprovalCause[] = [
    windowMs === undefined ? [] : ({ kind: 'window', maxMs: windowMs } as const),
    leadMs === undefined ? [] : ({ kind: 'lead', maxMs: leadMs } as const),
    permissions === undefined ? [] : ({ kind: 'permissions', allowed: permissions } as const),
  ].flat();
  const only = causes.length === 0 ? '' : ` if ${or.format(causes.map(causeCopy))}`;
  return `needs approval by ${approversCopy(asked)}${only}${extensions ? '' : '; extending it needs none'}`;
}
