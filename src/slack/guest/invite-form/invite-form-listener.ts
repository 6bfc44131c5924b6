import type { ViewOutput } from '@slack/bolt';
import { defined } from '../../../domain/defined.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { type FieldProblem, type InviteField, requestInvite } from '../../../flows/guest/request-invite.ts';
import { requestSeries } from '../../../flows/guest/series/request-series.ts';
import { type FormValues, formValues } from '../../blocks/form-values.ts';
import { countedBlockId } from '../../blocks/inputs.ts';
import type { Gate } from '../../gate.ts';
import { fields, modals } from '../../names.ts';
import { answeredApproval, errorsByBlock } from '../../shared/approval-blocks.ts';
import { sharedShown } from '../../shared/form-place.ts';
import type { SlackContext } from '../../slack-context.ts';
import { answeredClash } from './clash-question.ts';
import { typedWindow } from './form-lines.ts';
import type { InviteForm } from './invite-form.ts';
import { readInviteForm } from './read-invite-form.ts';
import { redrawInviteForm } from './redraw-invite-form.ts';
import { daysOfRepeat } from './repeat-blocks.ts';
import { withSwitchedEnd } from './switched-end.ts';
import type { TimeForm } from './time-blocks.ts';

/** The invite form is submitted: saved first, acknowledged then. Errors are shown at their field, and the form stays. */
export function listenToInviteForm(gate: Gate, slack: SlackContext): void {
  gate.onSubmission(modals.invite, 'member', async ({ ack, refuse, show, view, person }) => {
    const form = readInviteForm(view);
    // Submitted before it was redrawn, the form means what it would have shown.
    const time = withSwitchedEnd(form.time, view, slack.flows.now());
    const { approval: _, occurrence, ...typed } = form;
    const request = {
      ...typed,
      ...defined({ approval: answeredApproval(view), occurrence }),
      requestKey: view.id,
      workspaceId: slack.flows.workspaceId(),
      inviter: person,
      typedIn: form.typedIn,
      sharedShown: sharedShown(form),
      clashAnswered: answeredClash(view),
      window: typedWindow(time),
    };
    const days = daysOfRepeat(form.repeat);
    const result = await (days === undefined
      ? requestInvite(slack.flows, request)
      : requestSeries(slack.flows, request, { weekdays: days, untilDate: form.repeat.until }));
    if (isProblem(result)) return refuse({ [countedBlockId(fields.email, form.emailNo)]: result });
    if (!Array.isArray(result)) return ack();
    const redraw = async (options: Parameters<typeof redrawInviteForm>[3]) =>
      show((await redrawInviteForm(slack, view, person, options)).view);
    const [{ need } = {}] = result;
    if (need !== undefined && isOnly(result, 'approval_needed')) return redraw({ need });
    if (isOnly(result, 'channel_shared')) return redraw({ isSubmitted: 'shared' });
    if (isOnly(result, 'host_booked')) return redraw({ isClashAsked: true });
    if (isFoldedRepeat(result, view)) return redraw({ change: (shown) => ({ ...shown, showsMore: true }) });
    const folded = foldedFault(result, view);
    if (folded === undefined)
      return refuse(errorsByBlock(result, view, (field) => blockOf(field, { ...form, time }, formValues(view))));
    return redraw({ isSubmitted: folded, change: (shown) => ({ ...shown, showsMore: true }) });
  });
}

/**
 * Nothing is wrong with the form, and it has yet to say who else is in its channel (channel_shared), or to ask about other invites on its
 * computer (host_booked) or about approval (approval_needed): none comes with anything else.
 */
function isOnly(
  problems: readonly FieldProblem[],
  code: 'channel_shared' | 'host_booked' | 'approval_needed',
): boolean {
  return problems.some(({ problem }) => problem.code === code);
}

/** Whether only the days of a series are wrong, and they are folded away: unfolded, the form says what is. */
function isFoldedRepeat(problems: readonly FieldProblem[], view: Pick<ViewOutput, 'state'>): boolean {
  const isOfDays = ({ field }: FieldProblem) => field === 'weekdays' || field === 'until';
  return !formValues(view).has(fields.repeat) && problems.every(isOfDays);
}

/** What is wrong with the channel while it is folded away: Slack shows no error at a field that is not on the form. */
function foldedFault(problems: readonly FieldProblem[], view: Pick<ViewOutput, 'state'>): Problem | undefined {
  if (formValues(view).has(fields.channel)) return undefined;
  return problems.find(({ field }) => field === 'channel')?.problem;
}

type ReadForm = Pick<
  InviteForm,
  'emailNo' | 'textNo' | 'hostNo' | 'presetNo' | 'lengthNo' | 'timeNo' | 'time' | 'showsMore'
>;

/** The block of a field; one that is not on the form at the moment has its error where the person looks. */
function blockOf(field: InviteField, form: ReadForm, values: FormValues): string {
  if (field === 'zone' || field === 'start' || field === 'end') return timeBlockOf(field, form, values);
  if (field === 'email') return countedBlockId(fields.email, form.emailNo);
  if (field === 'host') return countedBlockId(fields.host, form.hostNo);
  if (field === 'permissions') return countedBlockId(fields.permissions, form.presetNo);
  if (field === 'reason') return fields.reason;
  return countedBlockId(field === 'message' && !form.showsMore ? fields.event : fields[field], form.textNo);
}

type TimedForm = { readonly time: TimeForm; readonly lengthNo: number; readonly timeNo?: number };

/** The block of the time form that a problem with the zone, the start or the end belongs to, of those that are on the form. */
export function timeBlockOf(field: 'zone' | 'start' | 'end', form: TimedForm, values: FormValues): string {
  const block = meantBlock(field, form);
  if (values.has(block)) return block;
  const choice = field === 'end' || form.time.startFixed === true ? fields.endChoice : fields.startChoice;
  return countedBlockId(choice, form.timeNo ?? 0);
}

function meantBlock(field: 'zone' | 'start' | 'end', { time, lengthNo, timeNo = 0 }: TimedForm): string {
  if (field === 'zone') return fields.zone;
  if ((field === 'end' || time.startFixed === true) && time.end.choice === 'for')
    return countedBlockId(fields.duration, lengthNo);
  return countedBlockId(wallBlock(field, time), timeNo);
}

function wallBlock(field: 'start' | 'end', { start, end, startFixed }: TimeForm): string {
  if (field === 'start' && startFixed !== true) {
    if (start.choice === 'now') return fields.startChoice;
    return start.date === '' ? fields.startDate : fields.startTime;
  }
  return end.date === '' ? fields.endDate : fields.endTime;
}
