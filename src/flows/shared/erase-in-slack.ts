import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { type Claim, type Context, continueAt, done, type Outcome } from './context.ts';
import { tryAgain } from './retry-at.ts';

/** Messages or files in one claim: others of the lane are served in between. */
const MOST = 20;

/** Slack's words for a file that is gone. */
const goneFiles: ReadonlySet<unknown> = new Set(['file_not_found', 'file_deleted']);

/**
 * Edits the messages, and deletes the files, whose personal data was erased from the store. What Slack refuses for good is noted with its
 * word, and said in the log; nobody can do more about it.
 */
export async function eraseInSlack(context: Context, _job: Job, claim: Claim): Promise<Outcome> {
  const messages = await context.store.messagesToErase(MOST);
  for (const place of messages) {
    const edited = await context.notifier.eraseMessage(place);
    const end = endOf(edited);
    if (end === undefined) return tryAgain(context, claim, edited as Problem);
    await context.store.saveMessageErasure(place, end);
    if (end !== 'done')
      context.log.warn({ ...place, why: end }, 'a message with erased personal data cannot be edited');
  }
  const files = await context.store.filesToErase(MOST);
  for (const fileId of files) {
    const deleted = await context.notifier.deleteFile(fileId);
    const end = isProblem(deleted) && goneFiles.has(deleted.facts.error) ? 'done' : endOf(deleted);
    if (end === undefined) return tryAgain(context, claim, deleted as Problem);
    await context.store.saveFileErasure(fileId, end);
    if (end !== 'done') context.log.warn({ fileId, why: end }, 'a file with erased personal data cannot be deleted');
  }
  return messages.length < MOST && files.length < MOST ? done : continueAt(context.now(), 'more to erase');
}

/** What became of one; undefined: it is to be tried again. */
function endOf(answer: unknown): string | undefined {
  if (!isProblem(answer) || answer.code === 'slack_message_deleted') return 'done';
  const isFinal = answer.code === 'slack_channel_unavailable' || answer.code === 'slack_refused';
  return isFinal ? String(answer.facts.error ?? answer.code) : undefined;
}
