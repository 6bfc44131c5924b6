import type { ViewOutput } from '@slack/bolt';
import { isRunning, samePermissions, type Terms, wishedTerms } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { readWindow } from '../../domain/typed-window.ts';
import { readWallTime, wallTimeOf } from '../../domain/zoned-time.ts';
import { requestCancel } from '../../flows/request-cancel.ts';
import { clippedEnd, longestLead, longestWindow, openForChange, requestChange } from '../../flows/request-change.ts';
import { requestKick } from '../../flows/request-kick.ts';
import { typedWindow } from '../form-lines.ts';
import type { Gate } from '../gate.ts';
import { fields, modals } from '../names.ts';
import { changeForm } from '../open-change-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { kickChoices } from '../views/ending-forms.ts';
import { readAbout, readMemory } from '../views/form-memory.ts';
import { formValues } from '../views/form-values.ts';
import { type Intent, sayModal } from '../views/pick-form.ts';
import { readExtendForm, readUpdateForm } from '../views/read-invite-form.ts';
import type { TimeForm } from '../views/time-blocks.ts';
import { problemWords } from '../words/problems.ts';
import { timeBlockOf } from './invite-form.ts';

/** What a submitted form comes to: done, or errors by block, or another view in its place. */
type Reply = 'done' | { readonly errors: Record<string, string> } | Problem;

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
      // Not a fault of any field: the invite itself has moved on, or the person may not.
      else await ack({ response_action: 'update', view: sayModal('Nothing was changed', problemWords(reply)) });
    });
  }
  gate.onSubmission(modals.pick, 'member', async ({ ack, view, person }) => {
    const picked = formValues(view).choice(fields.invite);
    const { intent } = JSON.parse(view.private_metadata) as { intent: Intent };
    const next = await changeForm(slack, intent, picked, person);
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
  const time = { ...form.time, startFixed: running };
  // A start in this very minute is not "in the past" as long as nobody wants another.
  const startStays = running || showsStart(form.time, shown);
  const window = readWindow(typedWindow(time), {
    now: slack.flows.now(),
    maxMs: longestWindow(slack.flows, invite),
    maxLeadMs: longestLead(slack.flows, invite),
    ...(startStays ? { fixedStartAt: running ? invite.startsAt : wished.startsAt } : {}),
  });
  if (Array.isArray(window)) {
    return {
      errors: Object.fromEntries(window.map((fault) => [timeBlockOf(fault.field, time), problemWords(fault.problem)])),
    };
  }
  const result = await requestChange(slack.flows, inviteId, person, {
    ...(form.host === undefined || form.host.id === shown.hostId
      ? {}
      : { hostId: form.host.id, hostName: form.host.name }),
    ...(samePermissions(form.permissions, shown.permissions) ? {} : { permissions: form.permissions }),
    ...(window.zone === shown.timeZone ? {} : { timeZone: window.zone }),
    ...(startStays ? {} : { startsAt: window.startsAt }),
    ...(sameMinute(window.endsAt, shown.endsAt) ? {} : { endsAt: window.endsAt }),
    sendEmail: form.sendEmail,
  });
  return replyTo(result, timeBlockOf('end', time));
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
  const block = form.choice === 'custom' ? fields.endTime : fields.extension;
  let endsAt = form.endsAt + Number(form.choice) * 60_000;
  if (form.choice === 'custom') {
    const read = readWallTime(`${form.date}T${form.time}`, form.timeZone);
    if (read.kind === 'never') {
      const gap = {
        code: 'time_never' as const,
        facts: { local: form.time, gapFrom: read.gapFrom.slice(11), gapTo: read.gapTo.slice(11) },
      };
      return { errors: { [block]: problemWords(gap) } };
    }
    endsAt = read.kind === 'once' ? read.at : read.laterAt;
  }
  const sendEmail = formValues(view).ticked(fields.mail).includes('mail');
  // The form said that it would be clipped, and to when.
  const { endsAt: end } = clippedEnd(slack.flows, invite, endsAt);
  // Submitted again because the first answer was lost, or by somebody else meanwhile: what it showed is so already.
  const endsNow = wishedTerms(invite).endsAt;
  if (end === endsNow) return 'done';
  if (form.choice !== 'custom' && end < endsNow) return replyTo(problem('change_empty'), block);
  return replyTo(await requestChange(slack.flows, inviteId, person, { endsAt: end, sendEmail }), block);
}

async function submitCancel({ slack, view, person }: Submission): Promise<Reply> {
  const sendEmail = formValues(view).ticked(fields.mail).includes('mail');
  const result = await requestCancel(slack.flows, readAbout(view), person, { sendEmail });
  return isProblem(result) ? result : 'done';
}

async function submitKick({ slack, view, person }: Submission): Promise<Reply> {
  if (formValues(view).choice(fields.kickChoice) === kickChoices.cancel) return submitCancel({ slack, view, person });
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
