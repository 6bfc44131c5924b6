import type { Explanation, LookedAt } from './domain/policy/explain.ts';
import type { RuleWhen } from './domain/policy/guest-rule.ts';
import { approversCopy, causeCopy } from './slack/shared/approval-need-copy.ts';
import { problemCopy } from './slack/shared/problem-copy.ts';

const and = new Intl.ListFormat('en-US');

const conditions: Readonly<Record<keyof RuleWhen, string>> = {
  people: 'who invites',
  channels: 'the channel',
  guests: 'the guest',
  hosts: 'the computer',
};

/** Why the policy decides as it does, for the person who wrote it: each rule that was looked at, and then the decision. */
export function explanationLines({ decision, rules }: Explanation): readonly string[] {
  const looked = rules.map(lineOf);
  return [...looked, ...(looked.length === 0 ? [] : ['']), ...decided(decision)];
}

/** Why an invite is refused or needs approval, one reason a line; none when it is allowed. */
export function reasonLines({ decision }: Explanation): readonly string[] {
  return decided(decision).slice(1);
}

function lineOf({ rule, conditions: looked, decides }: LookedAt): string {
  if (decides) return `→ ${rule.name}: matches${looked.length === 0 ? ' everything' : ''}`;
  const failed = looked.filter(({ match }) => match === 'no').map(({ condition }) => conditions[condition]);
  return `  ${rule.name}: does not match ${and.format(failed)}`;
}

function decided(decision: Explanation['decision']): readonly string[] {
  switch (decision.kind) {
    case 'allowed':
      return [`Allowed by “${decision.rule}”.`];
    case 'approval': {
      const { need } = decision;
      return [
        `Allowed by “${decision.rule}” after approval by ${approversCopy(need)}:`,
        ...need.causes.map((cause) => `  ${causeCopy(cause)}`),
        ...(need.needsReason ? ['  The request needs a reason.'] : []),
      ];
    }
    case 'unknown':
      return [`Not decided: “${decision.rule}” depends on what is not known.`];
    case 'refused':
      return [
        `Refused by “${decision.rule}”:`,
        ...decision.faults.map(({ field, problem }) => `  ${field}: ${problemCopy(problem)}`),
      ];
  }
}
