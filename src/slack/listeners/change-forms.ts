import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { changedPermissions, isRunning, type Terms, wishedTerms } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { readWindow } from '../../domain/typed-window.ts';
import { isDateAndTime, readWallTime, wallTimeOf } from '../../domain/zoned-time.ts';
import { requestCancel } from '../../flows/request-cancel.ts';
import { clippedEnd, openForChange, requestChange } from '../../flows/request-change.ts';
import { requestKick } from '../../flows/request-kick.ts';
import { limitsOf } from '../../flows/window-limits-now.ts';
import { chosenHost } from '../chosen-host.ts';
import { typedWindow } from '../form-lines.ts';
import type { Gate } from '../gate.ts';
import { fields, modals } from '../names.ts';
import { changeForm, extendFormView, updateFormView } from '../open-change-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { withSwitchedEnd } from '../switched-end.ts';
import { answeredClash } from '../views/clash-question.ts';
import { kickChoices } from '../views/ending-forms.ts';
import { type ExtendForm, endLaterBy, isExtension } from '../views/extend-form.ts';
import { countedBlockId, readAbout, readMemory } from '../views/form-memory.ts';
import { formValues } from '../views/form-values.ts';
import { readIntent, sayModal } from '../views/pick-form.ts';
import { readExtendForm, readUpdateForm } from '../views/read-invite-form.ts';
import type { TimeForm } from '../views/time-blocks.ts';
import { problemWords } from '../words/problems.ts';
import { timeBlockOf } from './invite-form.ts';

/** What a submitted form comes to: done, or errors by block, or another view in its place. */
type Reply = 'done' | { readonly errors: Record<string, string> } | { readonly view: ModalView } | Problem;

type Submission = { readonly slack: SlackContext; readonly view: ViewOutput; readonly person: Person };

const forms = {
  [modals.update]: submitUpdate,
  [modals.extend]: submitExtend,
  [modals.cancel]: submitCancel,
  [modals.kick]: submitKick,
} as const;

/** The forms that change an invite are submitted: saved first, acknowledged then. */
export function listenToChangeForms(gate: Gate, slack: SlackContext): void {
  for (const [callbackId, submit] of Object.entries(forms)) {
    gate.onSubmission(callbackId, 'member', async ({ ack, view, person }) => {
      const reply = await submit({ slack, view, person });
      if (reply === 'done') await ack();
      else if ('errors' in reply) await ack({ response_action: 'errors', errors: reply.errors });
      else if ('view' in reply) await ack({ response_action: 'update', view: reply.view });
      // Not a fault of any field: the invite itself has moved on, or the person may not.
      else await ack({ response_action: 'update', view: sayModal('Nothing was changed', problemWords(reply)) });
    });
  }
  gate.onSubmission(modals.pick, 'member', async ({ ack, view, person }) => {
    const picked = formValues(view).choice(fields.invite);
    const next = await changeForm(slack, readIntent(view), picked, person);
    if (isProblem(next)) await ack({ response_action: 'errors', errors: { [fields.invite]: problemWords(next) } });
    else await ack({ response_action: 'update', view: next });
  });
}

async function submitUpdate({ slack, view, person }: Submission): Promise<Reply> {
  const { inviteId = '' } = readMemory(view);
  const invite = await openForChange(slack.flows, inviteId, person);
  if (isProblem(invite)) return invite;
  const form = readUpdateForm(view);
  const wished = wishedTerms(invite);
  // Only what the person changed is asked for: others may have changed the rest since the form opened.
  const shown = form.shown ?? wished;
  const running = isRunning(invite, slack.flows.now());
  const time = { ...withSwitchedEnd(form.time, view, slack.flows.now()), startFixed: running };
  const blockOf = (field: 'zone' | 'start' | 'end') => timeBlockOf(field, { ...form, time }, formValues(view));
  // A start in this very minute is not "in the past" as long as nobody wants another.
  const startStays = running || showsStart(form.time, shown);
  const window = readWindow(typedWindow(time), {
    ...limitsOf(slack.flows, invite),
    ...(startStays ? { fixedStartAt: running ? invite.startsAt : wished.startsAt } : {}),
  });
  if (Array.isArray(window)) {
    return {
      errors: Object.fromEntries(window.map((fault) => [blockOf(fault.field), problemWords(fault.problem)])),
    };
  }
  const permissions = changedPermissions(shown.permissions, form.permissions);
  const wanted = {
    ...(form.hostId === undefined || form.hostId === shown.hostId ? {} : { hostId: form.hostId }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(window.zone === shown.timeZone ? {} : { timeZone: window.zone }),
    ...(startStays ? {} : { startsAt: window.startsAt }),
    ...(sameMinute(window.endsAt, shown.endsAt) ? {} : { endsAt: window.endsAt }),
    sendEmail: form.sendEmail,
  };
  const result = await requestChange(slack.flows, inviteId, person, wanted, answeredClash(view));
  if (isProblem(result) && result.code === 'host_booked') {
    const host = await chosenHost(slack.flows, form.hostId, invite);
    return { view: await updateFormView(slack, invite, { ...form, host }, person, { isClashAsked: true }) };
  }
  if (isProblem(result) && result.code === 'host_unknown') {
    return { errors: { [countedBlockId(fields.host, form.hostNo)]: problemWords(result) } };
  }
  // Nothing was to be changed: that is how a form is closed, too.
  if (isProblem(result) && result.code === 'change_empty') return 'done';
  return replyTo(result, blockOf('end'));
}

/** Whether the form still shows the start it opened with: then nobody wants another, though the form knows it to the minute only. */
function showsStart({ zone, start }: TimeForm, terms: Terms): boolean {
  const shown = wallTimeOf(terms.startsAt, terms.timeZone);
  return zone === terms.timeZone && start.choice === 'at' && start.date === shown.date && start.time === shown.time;
}

// A window from now on has seconds, too, and they are not what somebody wanted changed.
function sameMinute(one: number, other: number): boolean {
  return Math.floor(one / 60_000) === Math.floor(other / 60_000);
}

async function submitExtend({ slack, view, person }: Submission): Promise<Reply> {
  const inviteId = readAbout(view);
  const invite = await openForChange(slack.flows, inviteId, person);
  if (isProblem(invite)) return invite;
  const form = readExtendForm(view);
  // The time of one's own is on the form only after it was chosen.
  const isCustom = form.choice === 'custom' && formValues(view).has(fields.endTime);
  const block = isCustom ? fields.endTime : fields.extension;
  const endsAt = extendedEnd(form);
  if (isProblem(endsAt)) return { errors: { [block]: problemWords(endsAt) } };
  const sendEmail = formValues(view).ticked(fields.mail).includes('mail');
  // The form said that it would be clipped, and to when.
  const { endsAt: end } = clippedEnd(slack.flows, invite, endsAt);
  // Submitted again because the first answer was lost, or by somebody else meanwhile: what it showed is so already.
  const endsNow = wishedTerms(invite).endsAt;
  if (end === endsNow) return 'done';
  if (!isCustom && end < endsNow) return replyTo(problem('change_empty'), block);
  const result = await requestChange(slack.flows, inviteId, person, { endsAt: end, sendEmail }, answeredClash(view));
  if (isProblem(result) && result.code === 'host_booked')
    return { view: await extendFormView(slack, invite, form, person, { isClashAsked: true }) };
  return replyTo(result, block);
}

/** The end an extend form asks for, epoch ms. Problems: choice_missing, time_invalid, time_never. */
function extendedEnd({ choice, date, time, endsAt, timeZone }: ExtendForm): number | Problem {
  if (!isExtension(choice)) return problem('choice_missing');
  const end = endLaterBy(choice, endsAt, timeZone);
  if (end !== undefined) return end;
  if (!isDateAndTime(date, time)) return problem('time_invalid', { text: `${date} ${time}`.trim() });
  const read = readWallTime(`${date}T${time}`, timeZone);
  if (read.kind !== 'never') return read.kind === 'once' ? read.at : read.laterAt;
  return problem('time_never', { local: time, gapFrom: read.gapFrom.slice(11), gapTo: read.gapTo.slice(11) });
}

async function submitCancel({ slack, view, person }: Submission): Promise<Reply> {
  const sendEmail = formValues(view).ticked(fields.mail).includes('mail');
  const result = await requestCancel(slack.flows, readAbout(view), person, { sendEmail });
  return isProblem(result) ? result : 'done';
}

async function submitKick({ slack, view, person }: Submission): Promise<Reply> {
  const choice = formValues(view).choice(fields.kickChoice);
  if (choice === kickChoices.cancel) return submitCancel({ slack, view, person });
  if (choice !== kickChoices.kick) return { errors: { [fields.kickChoice]: problemWords(problem('choice_missing')) } };
  const result = await requestKick(slack.flows, readAbout(view), person);
  return isProblem(result) ? result : 'done';
}

/** Problems of the values stand at the field; the others replace the form. */
function replyTo(result: object, block: string): Reply {
  if (!isProblem(result)) return 'done';
  switch (result.code) {
    case 'change_empty':
    case 'end_before_start':
    case 'end_in_past':
    case 'window_too_long':
    case 'start_too_far':
      return { errors: { [block]: problemWords(result) } };
    default:
      return result;
  }
}
