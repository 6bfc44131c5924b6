import { writeCsv } from '../domain/csv.ts';
import { isProblem } from '../domain/problem.ts';
import { isStillWanted, type StillWanted } from '../flows/take-away.ts';
import { type AskedTeamOperation, runTeamOperation, type TeamRequest } from '../flows/team-operations.ts';
import { answer, sentence } from './answer.ts';
import { updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { escapeText, section } from './views/blocks.ts';
import { type FileState, hiddenRows, type Result, teamFailure, teamResult, teamWaiting } from './views/team-result.ts';
import { stillWantedWords } from './words/removals.ts';
import { teamProblemWords } from './words/team.ts';
import { withReaderTimes } from './words/times.ts';

/**
 * Runs an operation and shows what came of it in the modal it was asked for in, with a file where all of it does not fit there. A
 * person who has closed the modal is told of a change directly.
 */
export async function runTeam(slack: SlackContext, request: TeamRequest, asked: AskedTeamOperation): Promise<void> {
  const { known, person, shown, requestKey: viewId } = request;
  const { title, effect } = known.row;
  const tell = (words: string) =>
    answer(slack, undefined, { personId: person.id, channelId: undefined }, sentence(`${title}: ${words}`));

  const outcome = await run(slack, request, asked);
  if (isStillWanted(outcome)) {
    const seen = await updateForm(slack, { id: viewId, hash: '' }, teamWaiting(title, outcome));
    if (seen !== undefined) return;
    const words = `:warning: ${stillWantedWords(outcome)}`;
    const message = { text: words, blocks: [section(words)] };
    return answer(slack, undefined, { personId: person.id, channelId: undefined }, message);
  }
  if ('failed' in outcome) {
    const seen = await updateForm(slack, { id: viewId, hash: '' }, teamFailure(title, outcome.failed));
    if (seen === undefined && effect !== 'looks') await tell(outcome.failed);
    return;
  }
  const result: Result = { title, shown, answer: outcome };
  const wantsFile = outcome.table !== undefined && (outcome.asFile === true || hiddenRows(outcome.table) > 0);
  const first = teamResult(result, wantsFile ? { state: 'sending' } : undefined);
  const seen = await updateForm(slack, { id: viewId, hash: '' }, first);
  if (seen === undefined && effect !== 'looks') await tell(outcome.words);
  if (!wantsFile) return;

  const file = await sendTable(slack, request, result);
  const stillSeen = await updateForm(slack, { id: viewId, hash: '' }, teamResult(result, file));
  if (stillSeen === undefined && file.state === 'failed') await tell(file.words);
}

/** The answer, or why there is none. A bug is caught here: whoever waits in front of the modal must not wait for ever. */
async function run(
  slack: SlackContext,
  request: TeamRequest,
  asked: AskedTeamOperation,
): Promise<Result['answer'] | StillWanted | { failed: string }> {
  try {
    const result = await runTeamOperation(slack.flows, asked);
    return isProblem(result) ? { failed: teamProblemWords(result, slack.flows.now()) } : result;
  } catch (error) {
    slack.flows.log.error({ err: error, operation: request.known.id }, 'an operation of /team failed');
    return { failed: 'Something went wrong on our side. Look at the system itself to see whether it was done.' };
  }
}

async function sendTable(slack: SlackContext, request: TeamRequest, { title, answer }: Result): Promise<FileState> {
  const { provider, row } = request.known;
  const day = new Date(slack.flows.now()).toISOString().slice(0, 10);
  const name = `${provider}-${row.title}-${day}.csv`.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-');
  const sent = await slack.sendFile({
    personId: request.person.id,
    name,
    comment: withReaderTimes(escapeText(`${title}: ${answer.words}`)),
    text: writeCsv(answer.table ?? { columns: [], rows: [] }),
  });
  if (!isProblem(sent)) return { state: 'sent', link: sent.link };
  slack.flows.log.warn({ problem: sent, operation: request.known.id }, 'a file could not be sent');
  return { state: 'failed', words: teamProblemWords(sent, slack.flows.now()) };
}
