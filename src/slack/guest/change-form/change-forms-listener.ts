import { defined } from '../../../domain/defined.ts';
import { changedPermissions, isRunning, type Terms, wishedTerms } from '../../../domain/invite.ts';
import { isProblem, type ProblemCode, problem } from '../../../domain/problem.ts';
import { readWindow } from '../../../domain/time/typed-window.ts';
import { wallTimeOf } from '../../../domain/time/zoned-time.ts';
import { ruleOfInvite } from '../../../flows/guest/decide-invite.ts';
import { requestCancel } from '../../../flows/guest/request-cancel.ts';
import { clippedEnd, openForChange, requestChange } from '../../../flows/guest/request-change.ts';
import { requestKick } from '../../../flows/guest/request-kick.ts';
import { limitsOf } from '../../../flows/guest/window-limits-now.ts';
import { formValues } from '../../blocks/form-values.ts';
import { countedBlockId } from '../../blocks/inputs.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import type { Gate, SubmissionCall } from '../../gate.ts';
import { fields, modals } from '../../names.ts';
import { PickMemory, sayModal } from '../../shared/pick-form.ts';
import type { SlackContext } from '../../slack-context.ts';
import { chosenHost } from '../invite-form/chosen-host.ts';
import { answeredClash } from '../invite-form/clash-question.ts';
import { typedWindow } from '../invite-form/form-lines.ts';
import { About } from '../invite-form/form-memory.ts';
import { timeBlockOf } from '../invite-form/invite-form-listener.ts';
import { readExtendForm, readUpdateForm } from '../invite-form/read-invite-form.ts';
import { withSwitchedEnd } from '../invite-form/switched-end.ts';
import type { TimeForm } from '../invite-form/time-blocks.ts';
import { kickChoices } from './ending-forms.ts';
import { extendedEnd } from './extend-form.ts';
import { changeForm, extendFormView, updateFormView } from './open-change-form.ts';

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
  const wished = wishedTerms(invite);
  // Only what the person changed is requested: others may have changed the rest since the form opened.
  const shown = form.shown ?? wished;
  const running = isRunning(invite, slack.flows.now());
  const time = { ...withSwitchedEnd(form.time, view, slack.flows.now()), startFixed: running };
  const blockOf = (field: 'zone' | 'start' | 'end') => timeBlockOf(field, { ...form, time }, formValues(view));
  // A start in this very minute is not "in the past" as long as it is left alone.
  const startStays = running || showsStart(form.time, shown);
  const window = readWindow(typedWindow(time), {
    ...limitsOf(slack.flows, invite),
    ...(startStays ? { fixedStartAt: running ? invite.startsAt : wished.startsAt } : {}),
  });
  if (Array.isArray(window)) {
    return refuse(Object.fromEntries(window.map((fault) => [blockOf(fault.field), fault.problem])));
  }
  const wanted = defined({
    hostId: form.hostId === shown.hostId ? undefined : form.hostId,
    permissions: changedPermissions(shown.permissions, form.permissions),
    timeZone: window.zone === shown.timeZone ? undefined : window.zone,
    startsAt: startStays ? undefined : window.startsAt,
    endsAt: sameMinute(window.endsAt, shown.endsAt) ? undefined : window.endsAt,
    sendEmail: form.sendEmail,
  });
  const result = await requestChange(slack.flows, inviteId, person, wanted, answeredClash(view));
  if (isProblem(result) && result.code === 'host_booked') {
    const host = await chosenHost(slack.flows, form.hostId, invite);
    return show(await updateFormView(slack, invite, { ...form, host }, person, { isClashAsked: true }));
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

/** Whether the form still shows the start it opened with, to the minute. */
function showsStart({ zone, start }: TimeForm, terms: Terms): boolean {
  const shown = wallTimeOf(terms.startsAt, terms.timeZone);
  return zone === terms.timeZone && start.choice === 'at' && start.date === shown.date && start.time === shown.time;
}

// A window that starts now has seconds, too; nobody meant to change those.
function sameMinute(one: number, other: number): boolean {
  return Math.floor(one / 60_000) === Math.floor(other / 60_000);
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
  const result = await requestChange(slack.flows, inviteId, person, { endsAt: end, sendEmail }, answeredClash(view));
  if (isProblem(result) && result.code === 'host_booked')
    return show(await extendFormView(slack, invite, form, person, { isClashAsked: true }));
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

/** Acknowledges. Where no field is wrong, the invite has changed meanwhile, or the person may not do this. */
function finish({ ack, refuse, show }: SubmissionCall, result: object, block = ''): Promise<void> {
  if (!isProblem(result)) return ack();
  if (block !== '' && ofValue.has(result.code)) return refuse({ [block]: result });
  return show(sayModal('Nothing changed', result));
}
