import type { ViewOutput } from '@slack/bolt';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { type FieldProblem, type InviteField, requestInvite } from '../../flows/request-invite.ts';
import { typedWindow } from '../form-lines.ts';
import { sharedShown } from '../form-place.ts';
import type { Gate } from '../gate.ts';
import { fields, modals } from '../names.ts';
import { redrawInviteForm } from '../redraw-invite-form.ts';
import type { SlackContext } from '../slack-context.ts';
import { withSwitchedEnd } from '../switched-end.ts';
import { answeredClash } from '../views/clash-question.ts';
import { countedBlockId } from '../views/form-memory.ts';
import { type FormValues, formValues } from '../views/form-values.ts';
import type { InviteForm } from '../views/invite-form.ts';
import { readInviteForm } from '../views/read-invite-form.ts';
import type { TimeForm } from '../views/time-blocks.ts';
import { problemWords } from '../words/problems.ts';

/** The invite form is submitted: saved first, acknowledged then. What is wrong is said at the field, and the form stays. */
export function listenToInviteForm(gate: Gate, slack: SlackContext): void {
  gate.onSubmission(modals.invite, 'member', async ({ ack, view, person }) => {
    const form = readInviteForm(view);
    // Submitted before the form was drawn again, it means what it would have shown.
    const time = withSwitchedEnd(form.time, view, slack.flows.now());
    const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors });
    const result = await requestInvite(slack.flows, {
      requestKey: view.id,
      workspaceId: slack.workspaceId,
      inviter: person,
      channelId: form.channelId,
      typedIn: form.typedIn,
      sharedShown: sharedShown(form),
      clashAnswered: answeredClash(view),
      email: form.email,
      hostId: form.hostId,
      eventName: form.eventName,
      permissions: form.permissions,
      window: typedWindow(time),
      message: form.message,
      sendEmail: form.sendEmail,
    });
    if (isProblem(result)) return refuse({ [fields.email]: problemWords(result) });
    if (!Array.isArray(result)) return ack();
    const redraw = async (options: Parameters<typeof redrawInviteForm>[3]) => {
      const next = await redrawInviteForm(slack, view, person, options);
      return ack({ response_action: 'update', view: next.view });
    };
    if (isOnly(result, 'channel_shared')) return redraw({ isSubmitted: 'shared' });
    if (isOnly(result, 'host_booked')) return redraw({ isClashAsked: true });
    const folded = foldedFault(result, view);
    if (folded === undefined) return refuse(fieldErrors(result, { ...form, time }, formValues(view)));
    return redraw({ isSubmitted: folded, change: (shown) => ({ ...shown, showsMore: true }) });
  });
}

/**
 * Nothing is wrong with the form, and it has yet to say who else is in its channel (channel_shared), or to ask about other invites on its
 * computer (host_booked): neither comes with anything else.
 */
function isOnly(problems: readonly FieldProblem[], code: 'channel_shared' | 'host_booked'): boolean {
  return problems.some(({ problem }) => problem.code === code);
}

/** What is wrong with the channel while it is folded away: Slack shows no error at a field that is not on the form. */
function foldedFault(problems: readonly FieldProblem[], view: Pick<ViewOutput, 'state'>): Problem | undefined {
  if (formValues(view).has(fields.channel)) return undefined;
  return problems.find(({ field }) => field === 'channel')?.problem;
}

/** Slack wants errors by block; a field that is not on the form at the moment has its error where the person looks. */
function fieldErrors(problems: readonly FieldProblem[], form: ReadForm, values: FormValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { field, problem } of problems) {
    const block = blockOf(field, form, values);
    errors[block] ??= problemWords(problem);
  }
  return errors;
}

type ReadForm = Pick<InviteForm, 'hostNo' | 'lengthNo' | 'time' | 'showsMore'>;

function blockOf(field: InviteField, form: ReadForm, values: FormValues): string {
  switch (field) {
    case 'email':
      return fields.email;
    case 'channel':
      return fields.channel;
    case 'host':
      return countedBlockId(fields.host, form.hostNo);
    case 'event':
      return fields.event;
    case 'message':
      return form.showsMore ? fields.message : fields.event;
    default:
      return timeBlockOf(field, form, values);
  }
}

type TimedForm = { readonly time: TimeForm; readonly lengthNo: number };

/** The block of the time form that a problem with the zone, the start or the end belongs to, of those that are on the form. */
export function timeBlockOf(field: 'zone' | 'start' | 'end', form: TimedForm, values: FormValues): string {
  const block = meantBlock(field, form);
  if (values.has(block)) return block;
  return field === 'end' || form.time.startFixed === true ? fields.endChoice : fields.startChoice;
}

function meantBlock(field: 'zone' | 'start' | 'end', { time, lengthNo }: TimedForm): string {
  if (field === 'zone') return fields.zone;
  if (field === 'start' && time.startFixed !== true) {
    if (time.start.choice === 'now') return fields.startChoice;
    return time.start.date === '' ? fields.startDate : fields.startTime;
  }
  if (time.end.choice === 'for') return countedBlockId(fields.duration, lengthNo);
  return time.end.date === '' ? fields.endDate : fields.endTime;
}
