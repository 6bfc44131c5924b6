import type { ModalView } from '@slack/types';
import { isAdmin, type Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { writeCsv } from '../../../domain/text/csv.ts';
import { daysSpan, monthOf } from '../../../domain/time/months.ts';
import { makeReport, reportRefusal } from '../../../flows/guest/report/make-report.ts';
import type { Report, ReportRequest } from '../../../flows/guest/report/report.types.ts';
import { reportHosts } from '../../../flows/guest/report/report-hosts.ts';
import { option } from '../../blocks/blocks.ts';
import { menuOptions } from '../../blocks/choice-blocks.ts';
import { limits } from '../../blocks/limits.ts';
import { actedAt, createNewestOnly } from '../../blocks/newest-only.ts';
import type { Gate } from '../../gate.ts';
import { actions, fields, modals } from '../../names.ts';
import { answer } from '../../posting/answer.ts';
import type { Call } from '../../shared/command-call.ts';
import type { FileState } from '../../shared/file-state.ts';
import { openForm, updateForm } from '../../shared/open-form.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { aboutReport, foundCopy } from './report-copy.ts';
import { type ReportReader, readReportForm, readReportText, reportModal } from './report-form.ts';
import { reportFailure, reportResult, reportWorking, rowCount } from './report-result.ts';
import { reportFileName, reportTable } from './report-table.ts';

/** `/guest report [access, person, credits, dashboard] [month]` */
export async function openReport(call: Call): Promise<void> {
  const typed = readReportText(call.text);
  if (typed === undefined) {
    return call.reply(
      'Type “/guest report”, or add a report and a month: “/guest report credits 2026-05”. The reports are access, person, credits and dashboard.',
    );
  }
  const reader = readerOf(call.slack, call.person);
  const memory = { kind: 'access', period: monthOf(reader.now, reader.zone), ...typed } as const;
  await openForm(call.slack, call.triggerId, reportModal(memory, reader));
}

const bugCopy =
  'Something went wrong in Guestlist. Try again. If it happens again, tell the person who runs Guestlist.';

/** The form of `/guest report`, and the search in it. */
export function listenToReports(gate: Gate, slack: SlackContext): void {
  const newestOnly = createNewestOnly();

  gate.onAction(/^report:/, 'member', async ({ body, action, person }) => {
    const { view } = body;
    if (view === undefined) return;
    await newestOnly(view.id, actedAt(action), async () => {
      await updateForm(slack, { id: view.id, hash: '' }, reportModal(readReportForm(view), readerOf(slack, person)));
    });
  });

  gate.onSuggestion(actions.reportHost, 'member', async ({ ack, payload, person }) => {
    const hosts = await reportHosts(slack.flows, person, { text: payload.value, limit: limits.options });
    const options = hosts.map(({ hostId, hostName }) => option(hostName, hostId));
    await ack({
      options: menuOptions(
        options,
        hosts.map(({ hostId }) => ({ id: hostId })),
        'computer',
      ),
    });
  });

  gate.onSubmission(modals.report, 'member', async ({ refuse, show, view, person }) => {
    const request = readRequest(readReportForm(view), person);
    if ('errors' in request) return refuse(request.errors);
    const refused = reportRefusal(slack.flows, person, request);
    if (refused !== undefined) return show(reportFailure(problemCopy(refused)));
    await show(reportWorking());
    await report(slack, person, request, view.id);
  });
}

function readerOf({ flows }: SlackContext, person: Person): ReportReader {
  return { isAdmin: isAdmin(person, flows.policy()), zone: person.timeZone ?? 'UTC', now: flows.now() };
}

/** What was asked for, or what is wrong, by field. */
function readRequest(
  form: ReturnType<typeof readReportForm>,
  person: Person,
): ReportRequest | { readonly errors: Readonly<Record<string, Problem>> } {
  const { kind, firstDay, lastDay, hostId } = form;
  const zone = person.timeZone ?? 'UTC';
  if (kind === 'access' && hostId === '') return { errors: { [fields.reportHost]: problem('host_missing') } };
  // Others than admins are not asked.
  const personId = form.personId === '' ? person.id : form.personId;
  if (firstDay === '') return { errors: { [fields.reportFrom]: problem('choice_missing') } };
  if (lastDay === '') return { errors: { [fields.reportTo]: problem('choice_missing') } };
  if (lastDay < firstDay) return { errors: { [fields.reportTo]: problem('last_day_before_first') } };
  const span = { ...daysSpan(firstDay, lastDay, zone), zone };
  if (kind === 'access') return { ...span, kind, hostId };
  return kind === 'person' ? { ...span, kind, personId } : { ...span, kind };
}

/** Makes the report and shows it in the modal, with the file in a direct message; who has closed the modal finds it there. */
async function report(slack: SlackContext, person: Person, request: ReportRequest, viewId: string): Promise<void> {
  const show = async (view: ModalView) => (await updateForm(slack, { id: viewId, hash: '' }, view)) !== undefined;
  const made = await make(slack, person, request);
  if ('failed' in made) {
    if (!(await show(reportFailure(made.failed)))) await answer(slack, { personId: person.id }, made.failed);
    return;
  }
  if (rowCount(made) === 0) {
    await show(reportResult(made, undefined));
    return;
  }
  await show(reportResult(made, { state: 'sending' }));
  const file = await sendReport(slack, person, made);
  const isSeen = await show(reportResult(made, file));
  if (!isSeen && file.state === 'failed') await answer(slack, { personId: person.id }, file.why);
}

/** The report, or why there is none. Bugs are caught here: a person is waiting in front of the modal. */
async function make(
  slack: SlackContext,
  person: Person,
  request: ReportRequest,
): Promise<Report | { readonly failed: string }> {
  try {
    const made = await makeReport(slack.flows, person, request);
    return isProblem(made) ? { failed: problemCopy(made) } : made;
  } catch (error) {
    slack.flows.log.error({ err: error, report: request.kind }, 'a report failed');
    return { failed: bugCopy };
  }
}

async function sendReport(slack: SlackContext, person: Person, made: Report): Promise<FileState> {
  const { title } = aboutReport(made.kind, made.scope === 'all');
  const sent = await slack.sendFiles({
    personId: person.id,
    comment: `${title}: ${foundCopy(made)}`,
    files: [{ name: reportFileName(made), text: writeCsv(reportTable(made)) }],
  });
  if (!isProblem(sent)) return { state: 'sent', link: sent.link };
  slack.flows.log.warn({ problem: sent }, 'the file of a report could not be sent');
  return { state: 'failed', why: problemCopy(sent) };
}
