import type { ModalView } from '@slack/types';
import { isProblem, type Problem, type ProblemCode } from '../../domain/problem.ts';
import { approve, deny, withdraw } from '../../flows/approval/decide.ts';
import { approvalToDecide, approvalToReview } from '../../flows/approval/read-approval.ts';
import { closeReview } from '../../flows/approval/review.ts';
import { formValues } from '../blocks/form-values.ts';
import { memoryOf } from '../blocks/metadata.ts';
import type { ButtonCall, Gate, SubmissionCall } from '../gate.ts';
import { approvalActions, fields, modals } from '../names.ts';
import { isInModal, openForm, pushForm } from '../shared/open-form.ts';
import { sayModal } from '../shared/pick-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { ApprovalMemory, denyModal, reviewModal } from './approval-forms.ts';
import type { ApprovalScreen } from './approval-screen.ts';
import { firstEditView } from './edit-listener.ts';

type Pressed = { readonly id: string; readonly seen: number };

/** The buttons of requests, on cards, in answers and in the list, and their small forms. Who may press is decided in the flows. */
export function listenToApprovals(gate: Gate, slack: SlackContext, screen: ApprovalScreen): void {
  const onButton = (name: string, run: (call: ButtonCall, pressed: Pressed) => Promise<void>) =>
    gate.onButton(name, 'member', async (call) => {
      const pressed = readPressed(call.action.value ?? '');
      if (pressed === undefined)
        return call.reply("Guestlist can't read that button. Type “/guest approvals” to see what waits.");
      return run(call, pressed);
    });
  const open = (call: ButtonCall, view: ModalView) =>
    isInModal(call.body) ? pushForm(slack, call.body.trigger_id, view) : openForm(slack, call.body.trigger_id, view);

  onButton(approvalActions.approve, async (call, { id, seen }) => {
    const result = await approve(slack.flows, id, call.person, { seen });
    if (isProblem(result)) return screen.after(call, id, result);
    if ('id' in result) return screen.after(call, id);
    const [fault] = result;
    const view = fault && isMended(fault.problem) ? await editView(call, { id, seen }, fault.problem) : undefined;
    if (view === undefined) return screen.after(call, id, fault?.problem);
    if (isProblem(view)) return screen.after(call, id, view);
    await open(call, view);
  });

  onButton(approvalActions.edit, async (call, pressed) => {
    const view = await editView(call, pressed);
    if (view === undefined || isProblem(view)) return screen.after(call, pressed.id, view);
    await open(call, view);
  });

  async function editView({ person }: ButtonCall, { id, seen }: Pressed, fault?: Problem) {
    const shown = await approvalToDecide(slack.flows, id, person, seen);
    return isProblem(shown) ? shown : firstEditView(slack, shown, person, fault);
  }

  onButton(approvalActions.deny, async (call, { id, seen }) => {
    const shown = await approvalToDecide(slack.flows, id, call.person, seen);
    if (isProblem(shown)) return screen.after(call, id, shown);
    await open(call, denyModal(shown));
  });

  onButton(approvalActions.review, async (call, { id }) => {
    const shown = await approvalToReview(slack.flows, id, call.person);
    if (isProblem(shown)) return screen.after(call, id, shown);
    await open(call, reviewModal(shown));
  });

  onButton(approvalActions.withdraw, async (call, { id }) => {
    const result = await withdraw(slack.flows, id, call.person);
    return screen.after(call, id, isProblem(result) ? result : undefined);
  });

  onButton(approvalActions.open, (call, { id }) => screen.show(call, id));

  const submitNote = (callbackId: string, title: string, run: typeof deny) =>
    gate.onSubmission(callbackId, 'member', async (call) => {
      const { id } = memoryOf(call.view, ApprovalMemory);
      const result = await run(slack.flows, id, call.person, formValues(call.view).text(fields.note));
      if (isProblem(result)) return refuseNote(call, title, result);
      await call.ack();
      await screen.refreshBelow(call.view, call.person, id);
    });
  submitNote(modals.approvalDeny, 'Not denied', deny);
  submitNote(modals.approvalReview, 'Review not closed', closeReview);
}

function refuseNote({ refuse, show }: SubmissionCall, title: string, why: Problem): Promise<void> {
  const isOfNote = why.code === 'approval_reason_missing' || why.code === 'approval_reason_too_long';
  return isOfNote ? refuse({ [fields.note]: why }) : show(sayModal(title, why));
}

/** Faults that other times or permissions mend. */
const mended: ReadonlySet<ProblemCode> = new Set([
  'approval_start_passed',
  'start_in_past',
  'end_in_past',
  'end_before_start',
  'window_too_long',
  'start_too_far',
  'policy_permissions',
  'policy_window',
  'policy_lead',
  'policy_hours',
]);

function isMended({ code }: Problem): boolean {
  return mended.has(code);
}

/** A button's value: the id of a request, and its revision where it decides. */
function readPressed(value: string): Pressed | undefined {
  const [, id, seen = '0'] = /^(apr_[\w-]{1,200})(?::(\d{1,9}))?$/.exec(value) ?? [];
  return id === undefined ? undefined : { id, seen: Number(seen) };
}
