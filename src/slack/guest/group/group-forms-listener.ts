import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { endGroup, extendGroup, type GroupOutcome } from '../../../flows/guest/group/change-group.ts';
import { formValues } from '../../blocks/form-values.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import type { Gate, SubmissionCall } from '../../gate.ts';
import { fields, modals } from '../../names.ts';
import { sayModal } from '../../shared/pick-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { endLaterBy } from '../change-form/extend-form.ts';
import { outcomeCopy } from './group-copy.ts';
import { AboutGroup, GroupExtends, outcomeModal } from './group-forms.ts';

/** The forms that change all of a group are submitted: saved first, acknowledged then. What was not done for all is said. */
export function listenToGroupForms(gate: Gate, { flows }: SlackContext): void {
  gate.onSubmission(modals.groupExtend, 'member', async (call) => {
    const { view, person, refuse } = call;
    const { groupId, endsAt, timeZone } = memoryOf(view, GroupExtends);
    const end = endLaterBy(formValues(view).choice(fields.extension), endsAt, timeZone);
    if (end === undefined) return refuse({ [fields.extension]: problem('choice_missing') });
    const to = { endsAt: end, sendEmail: mails(call) };
    return finish(call, 'extend', await extendGroup(flows, groupId, person, to));
  });

  gate.onSubmission(modals.groupEnd, 'member', async (call) => {
    const { groupId } = memoryOf(call.view, AboutGroup);
    return finish(call, 'end', await endGroup(flows, groupId, call.person, { sendEmail: mails(call) }));
  });
}

function mails({ view }: SubmissionCall): boolean {
  return formValues(view).ticked(fields.mail).includes('mail');
}

function finish({ ack, show }: SubmissionCall, action: 'extend' | 'end', result: GroupOutcome | Problem) {
  if (isProblem(result)) return show(sayModal('Nothing changed', result));
  const { done, waiting = 0, refused } = result;
  if (refused.length === 0 && waiting === 0) return ack();
  const title = done === 0 ? 'Nothing changed' : action === 'extend' ? 'Not all extended' : 'Not all cancelled';
  return show(outcomeModal(title, outcomeCopy(action, result)));
}
