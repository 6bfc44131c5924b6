import { defined } from '../../../domain/defined.ts';
import { type Invite, isRunning, wishedTerms } from '../../../domain/invite.ts';
import { isProblem, type Problem, type ProblemCode, problem } from '../../../domain/problem.ts';
import { typedTexts } from '../../../domain/time/typed-window.ts';
import { ruleOfInvite } from '../../../flows/guest/decide-invite.ts';
import type { ChangeAnswers } from '../../../flows/guest/plan-change.ts';
import { requestCancel } from '../../../flows/guest/request-cancel.ts';
import { type ChangeAnswer, clippedEnd, openForChange, requestChange } from '../../../flows/guest/request-change.ts';
import { requestKick } from '../../../flows/guest/request-kick.ts';
import { formValues } from '../../blocks/form-values.ts';
import { countedBlockId } from '../../blocks/inputs.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import type { Gate, SubmissionCall } from '../../gate.ts';
import { fields, modals } from '../../names.ts';
import { answeredApproval, approvalBlockOf, askedCopy } from '../../shared/approval-blocks.ts';
import { PickMemory, sayModal } from '../../shared/pick-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { chosenHost } from '../invite-form/chosen-host.ts';
import { answeredClash } from '../invite-form/clash-question.ts';
import { typedWindow } from '../invite-form/form-lines.ts';
import { About } from '../invite-form/form-memory.ts';
import { timeBlockOf } from '../invite-form/invite-form-listener.ts';
import { readExtendForm, readUpdateForm } from '../invite-form/read-invite-form.ts';
import { withSwitchedEnd } from '../invite-form/switched-end.ts';
import { kickChoices } from './ending-forms.ts';
import { extendedEnd } from './extend-form.ts';
import { changeForm, extendFormView, updateFormView } from './open-change-form.ts';
import { wantedUpdate } from './wanted-update.ts';

const forms = {
  [modals.update]: submitUpdate,
  [modals.extend]: submitExtend,
  [modals.cancel]: submitCancel,
  [modals.kick]: submitKick,
} as const;

/** The forms that change an invite are submitted: saved first, acknowledged then. */
export function listenToChangeForms(gate: Gate, slack: SlackContext): void {
  for (const [callbackId, submit] of Object.entries(forms)) {
    gate.onSubmission(callbackId, 'member', (call) => submit(slack, call));
  }
  gate.onSubmission(modals.pick, 'member', async ({ refuse, show, view, person }) => {
    const picked = formValues(view).choice(fields.invite);
    const next = await changeForm(slack, memoryOf(view, PickMemory).intent, picked, person);
    return isProblem(next) ? refuse({ [fields.invite]: next }) : show(next);
  });
}

async function submitUpdate(slack: SlackContext, call: SubmissionCall): Promise<void> {
  const { ack, refuse, show, view, person } = call;
  const { inviteId } = memoryOf(view, About);
  const invite = await openForChange(slack.flows, inviteId, person);
  if (isProblem(invite)) return finish(call, invite);
  const form = readUpdateForm(view);
  const running = isRunning(invite, slack.flows.now());
  const time = { ...withSwitchedEnd(form.time, view, slack.flows.now()), startFixed: running };
  const blockOf = (field: 'zone' | 'start' | 'end') => timeBlockOf(field, { ...form, time }, formValues(view));
  const wanted = wantedUpdate(slack.flows, invite, { ...form, time });
  if (Array.isArray(wanted)) {
    return refuse(Object.fromEntries(wanted.map((fault) => [blockOf(fault.field), fault.problem])));
  }
  const typed = typedTexts(typedWindow(time));
  const result = await requestChange(slack.flows, inviteId, person, wanted, { ...answersOf(view), typed });
  if (isProblem(result) && asksFirst.has(result.code)) {
    const host = await chosenHost(slack.flows, form.hostId, invite);
    return show(await updateFormView(slack, invite, { ...form, host, time }, person, { asksFirst: result.code }));
  }
  if (isProblem(result) && result.code === 'policy_permissions') {
    return refuse({ [countedBlockId(fields.permissions, form.presetNo)]: result });
  }
  if (isProblem(result) && aboutHost.has(result.code) && wanted.hostId !== undefined) {
    return refuse({ [countedBlockId(fields.host, form.hostNo)]: result });
  }
  // Nothing was changed: people also close a form by submitting it.
  if (isProblem(result) && result.code === 'change_empty') return ack();
  return finish(call, result, blockOf('end'));
}

/** The form has to ask first, about other invites on its computer or about approval. */
const asksFirst: ReadonlySet<ProblemCode> = new Set(['host_booked', 'approval_needed']);

function answersOf(view: SubmissionCall['view']): ChangeAnswers {
  return { clash: answeredClash(view), ...defined({ approval: answeredApproval(view) }) };
}

async function submitExtend(slack: SlackContext, call: SubmissionCall): Promise<void> {
  const { ack, refuse, show, view, person } = call;
  const { inviteId } = memoryOf(view, About);
  const invite = await openForChange(slack.flows, inviteId, person);
  if (isProblem(invite)) return finish(call, invite);
  const form = readExtendForm(view);
  // Day and time are on the form only after that was chosen.
  const isCustom = form.choice === 'custom' && formValues(view).has(fields.endTime);
  const block = isCustom ? fields.endTime : fields.extension;
  const endsAt = extendedEnd(form);
  if (isProblem(endsAt)) return refuse({ [block]: endsAt });
  const sendEmail = formValues(view).ticked(fields.mail).includes('mail');
  // The form said to what the end would be clipped.
  const rule = await ruleOfInvite(slack.flows, person, invite);
  const { endsAt: end } = clippedEnd(slack.flows, invite, endsAt, rule);
  // The end is there already: the form was submitted twice, or somebody else was quicker.
  const endsNow = wishedTerms(invite).endsAt;
  if (end === endsNow) return ack();
  if (!isCustom && end < endsNow) return refuse({ [block]: problem('change_empty') });
  const result = await requestChange(slack.flows, inviteId, person, { endsAt: end, sendEmail }, answersOf(view));
  if (isProblem(result) && asksFirst.has(result.code))
    return show(await extendFormView(slack, invite, form, person, { asksFirst: result.code }));
  return finish(call, result, block);
}

async function submitCancel(slack: SlackContext, call: SubmissionCall): Promise<void> {
  const sendEmail = formValues(call.view).ticked(fields.mail).includes('mail');
  return finish(
    call,
    await requestCancel(slack.flows, memoryOf(call.view, About).inviteId, call.person, { sendEmail }),
  );
}

async function submitKick(slack: SlackContext, call: SubmissionCall): Promise<void> {
  const choice = formValues(call.view).choice(fields.kickChoice);
  if (choice === kickChoices.cancel) return submitCancel(slack, call);
  if (choice !== kickChoices.kick) return call.refuse({ [fields.kickChoice]: problem('choice_missing') });
  return finish(call, await requestKick(slack.flows, memoryOf(call.view, About).inviteId, call.person));
}

/** Problems of a computer that was chosen. */
const aboutHost: ReadonlySet<ProblemCode> = new Set(['host_unknown', 'host_unread', 'policy_denied']);

/** Problems of a value: they are shown at its field. */
const ofValue: ReadonlySet<ProblemCode> = new Set([
  'change_empty',
  'end_before_start',
  'end_in_past',
  'window_too_long',
  'start_too_far',
  'policy_window',
  'policy_lead',
  'policy_hours',
  'policy_denied',
]);

/**
 * Acknowledges, or says that it waits for approval. Where no field is wrong, the invite has changed meanwhile, or the person may not do this.
 */
function finish({ ack, refuse, show, view }: SubmissionCall, result: ChangeAnswer | Invite | Problem, block = '') {
  if (!isProblem(result)) {
    const approval = 'approval' in result ? result.approval : undefined;
    return approval === undefined ? ack() : show(sayModal('Waiting for approval', askedCopy(approval)));
  }
  const ofAnswer = approvalBlockOf(result.code, view);
  if (ofAnswer !== undefined) return refuse({ [ofAnswer]: result });
  if (block !== '' && ofValue.has(result.code)) return refuse({ [block]: result });
  return show(sayModal('Nothing changed', result));
}
