import type { ModalView } from '@slack/types';
import { isProblem } from '../../../domain/problem.ts';
import { writeCsv } from '../../../domain/text/csv.ts';
import { isStillWanted, type StillWanted } from '../../../flows/shared/take-away.ts';
import { type AskedTeamOperation, runTeamOperation, type TeamRequest } from '../../../flows/team/team-operations.ts';
import { escapeText, type Message, mrkdwnMessage } from '../../blocks/blocks.ts';
import { answer } from '../../posting/answer.ts';
import type { FileState } from '../../shared/file-state.ts';
import { updateForm } from '../../shared/open-form.ts';
import { stillWantedCopy } from '../../shared/removal-copy.ts';
import { withReaderTimes } from '../../shared/time-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { bugCopy, teamProblemCopy } from './team-copy.ts';
import { hiddenRows, type Result, teamFailure, teamResult, teamWaiting } from './team-result.ts';

/**
 * Runs an operation and shows its result in the modal, with a file for a table that doesn't fit. If the modal was closed, the result of a
 * change goes to the person in a direct message.
 */
export async function runTeam(slack: SlackContext, request: TeamRequest, asked: AskedTeamOperation): Promise<void> {
  const { known, person, shown, requestKey: viewId } = request;
  const { title, effect } = known.row;
  const show = async (view: ModalView) => (await updateForm(slack, { id: viewId, hash: '' }, view)) !== undefined;
  const notify = (said: Message | string) => answer(slack, { personId: person.id }, said);

  const outcome = await run(slack, request, asked);
  if (isStillWanted(outcome)) {
    const text = `:warning: ${stillWantedCopy(outcome)}`;
    if (!(await show(teamWaiting(title, outcome)))) await notify(mrkdwnMessage(text));
    return;
  }
  if ('failed' in outcome) {
    const isSeen = await show(teamFailure(title, outcome.failed));
    if (!isSeen && effect !== 'reads') await notify(`${title}: ${outcome.failed}`);
    return;
  }
  const result: Result = { title, shown, answer: outcome };
  const wantsFile = outcome.table !== undefined && (outcome.asFile === true || hiddenRows(outcome.table) > 0);
  const first = teamResult(result, wantsFile ? { state: 'sending' } : undefined);
  const isSeen = await show(first);
  if (!isSeen && effect !== 'reads') await notify(`${title}: ${outcome.copy}`);
  if (!wantsFile) return;

  const file = await sendTable(slack, request, result);
  const isStillSeen = await show(teamResult(result, file));
  if (!isStillSeen && file.state === 'failed') await notify(`${title}: ${file.why}`);
}

/** The answer, or why there is none. Bugs are caught here: a person is waiting in front of the modal. */
async function run(
  slack: SlackContext,
  request: TeamRequest,
  asked: AskedTeamOperation,
): Promise<Result['answer'] | StillWanted | { failed: string }> {
  try {
    const result = await runTeamOperation(slack.flows, asked);
    return isProblem(result) ? { failed: teamProblemCopy(result, slack.flows.now()) } : result;
  } catch (error) {
    slack.flows.log.error({ err: error, operation: request.known.id }, 'an operation of /team failed');
    return { failed: bugCopy };
  }
}

async function sendTable(slack: SlackContext, request: TeamRequest, { title, answer }: Result): Promise<FileState> {
  const { provider, row } = request.known;
  const day = new Date(slack.flows.now()).toISOString().slice(0, 10);
  const name = `${provider}-${row.title}-${day}.csv`.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');
  const sent = await slack.sendFiles({
    personId: request.person.id,
    comment: withReaderTimes(escapeText(`${title}: ${answer.copy}`)),
    files: [{ name, text: writeCsv(answer.table ?? { columns: [], rows: [] }) }],
  });
  if (!isProblem(sent)) return { state: 'sent', link: sent.link };
  slack.flows.log.warn({ problem: sent, operation: request.known.id }, 'a file could not be sent');
  return { state: 'failed', why: teamProblemCopy(sent, slack.flows.now()) };
}
