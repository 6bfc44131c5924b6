import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { Approval } from '../../domain/approval.ts';
import type { Problem, ProblemCode } from '../../domain/problem.ts';
import { type AskedFor, MOST_REASON } from '../../flows/shared/approvals.ts';
import type { ApprovalQuestion } from '../../flows/shared/asked-for.ts';
import { option, section, shortText } from '../blocks/blocks.ts';
import { formValues } from '../blocks/form-values.ts';
import { checkboxes, input, textInput } from '../blocks/inputs.ts';
import { fields } from '../names.ts';
import { approversCopy, causeCopy, ruleNameCopy } from './approval-need-copy.ts';

/** What a form holds about approval: why it is wanted, and whether the person goes ahead without. */
export type ApprovalAnswer = { readonly reason: string; readonly bypass: boolean };

export const noAnswer: ApprovalAnswer = { reason: '', bypass: false };

/** What is asked for. */
type Subject = 'invite' | 'guests' | 'change' | 'members';

const bypassOption = option(
  'Go ahead without approval',
  'bypass',
  'Guestlist notifies approvers and admins. Somebody else reviews it.',
);

/**
 * Who has to approve and why, a field for the reason, and for people who may a box to go ahead without. The ids of the blocks name the need
 * (`key`), so an answer about one does not count for another. `wasSent`: the form was submitted before it could ask.
 */
export function approvalBlocks(
  question: ApprovalQuestion | undefined,
  { reason, bypass }: ApprovalAnswer,
  { subject, wasSent = false }: { readonly subject: Subject; readonly wasSent?: boolean },
): KnownBlock[] {
  if (question === undefined) return [];
  const { need, key, mayBypass } = question;
  const first = wasSent ? ` *Not sent yet.* Press “${askLabel}”.` : '';
  const typed = textInput(reason, MOST_REASON, { multiline: true });
  return [
    section(`${needLine(question, subject)}${first}`, 'approval_line'),
    input(`${fields.reason}:${key}`, 'Reason', typed, {
      optional: !need.needsReason,
      hint: 'The people who decide read it.',
    }),
    ...(mayBypass
      ? [
          input(`${fields.bypass}:${key}`, 'Exception', checkboxes([bypassOption], bypass ? [bypassOption] : []), {
            optional: true,
            dispatches: true,
          }),
        ]
      : []),
  ];
}

const facts = {
  invite: 'This invite needs',
  guests: 'Some of these invites need',
  change: 'With this change, the invite needs',
  members: 'These invites need',
} satisfies Record<Subject, string>;

const and = new Intl.ListFormat('en-US');

/** Who has to approve, and why, mrkdwn. */
function needLine({ need }: ApprovalQuestion, subject: Subject): string {
  const who = shortText(approversCopy(need), 300);
  const fact = `${facts[subject]} approval by`;
  const why = shortText(and.format(need.causes.map(causeCopy)), 300);
  // What a system says of its members has no name that people know.
  const rule = subject === 'members' ? '' : ` ${ruleNameCopy(need)}.`;
  return `:raised_hand: *${fact} ${who}:* ${why}.${rule}`;
}

const askLabel = 'Ask for approval';

/** What the button of a form says; `verb` is what it says where nobody has to approve. */
export function submitCopy(
  verb: string,
  question: ApprovalQuestion | undefined,
  { bypass }: Pick<ApprovalAnswer, 'bypass'>,
): string {
  return question === undefined || (bypass && question.mayBypass) ? verb : askLabel;
}

/** What a person reads whose change waits, plain text. */
export function askedCopy({ by, needed }: Pick<Approval, 'by' | 'needed'>): string {
  return `This needs approval by ${approversCopy({ by, count: needed })}. Guestlist asked them. Until then, the invite stays as it is.`;
}

/** What a form holds about approval now; `kept`: the reason while it does not ask for one. */
export function readApprovalAnswer(view: Pick<ViewOutput, 'state'>, kept = ''): ApprovalAnswer {
  const values = formValues(view);
  return {
    reason: values.has(fields.reason) ? values.text(fields.reason) : kept,
    bypass: values.ticked(fields.bypass).includes('bypass'),
  };
}

/** What a form that is submitted was asked about approval, and answers; undefined where it asked nothing. */
export function answeredApproval(view: Pick<ViewOutput, 'state'>): AskedFor | undefined {
  const blockId = blockOf(fields.reason, view);
  return blockId === undefined
    ? undefined
    : { ...readApprovalAnswer(view), about: blockId.slice(fields.reason.length + 1) };
}

/** Problems of the answer about approval. */
const ofReason: ReadonlySet<ProblemCode> = new Set(['approval_reason_missing', 'approval_reason_too_long']);
const ofBypass: ReadonlySet<ProblemCode> = new Set(['not_bypasser', 'groups_unknown']);

/** The block where a problem with the answer about approval stands; undefined for any other problem, and where the form does not ask. */
export function approvalBlockOf(code: ProblemCode, view: Pick<ViewOutput, 'state'>): string | undefined {
  if (ofBypass.has(code)) return blockOf(fields.bypass, view) ?? blockOf(fields.reason, view);
  return ofReason.has(code) ? blockOf(fields.reason, view) : undefined;
}

/** Slack wants errors by block. `blockOf`: where a field is asked; what is wrong with the answer about approval stands at its own block. */
export function errorsByBlock<Field extends string>(
  problems: readonly { readonly field: Field; readonly problem: Problem }[],
  view: Pick<ViewOutput, 'state'>,
  blockOfField: (field: Field) => string,
): Record<string, Problem> {
  const errors: Record<string, Problem> = {};
  for (const { field, problem } of problems) {
    const asked = field === 'reason' ? approvalBlockOf(problem.code, view) : undefined;
    errors[asked ?? blockOfField(field)] ??= problem;
  }
  return errors;
}

function blockOf(name: string, { state }: Pick<ViewOutput, 'state'>): string | undefined {
  return Object.keys(state.values).find((id) => id.startsWith(`${name}:`));
}
