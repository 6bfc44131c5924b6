import type { WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Quotas } from '../../domain/quota.ts';
import type { Notifier } from '../../flows/shared/notifier.ts';
import { type FileText, fileProblem, shareFiles, type UploadFetch, uploadFile } from './file-steps.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { slackProblem } from './slack-errors.ts';

/** Replies looked through for a file: those of the time since it was sent. */
const MOST_REPLIES = 200;
/** Slack's clock and ours may differ, s. */
const MARGIN_S = 2 * 3_600;

/** How files of jobs reach threads, within the rate limits that all posts share. Problems: slack_*, files_not_allowed. */
export type ThreadFiles = Pick<Notifier, 'hasFile'> & {
  /** Nobody sees it yet. */
  upload(file: FileText): Promise<{ readonly fileId: string } | Problem>;
  share(
    file: { readonly fileId: string; readonly name: string; readonly comment: string },
    where: { readonly channelId: string; readonly threadTs: string; readonly heartbeat: () => Promise<boolean> },
  ): Promise<'shared' | Problem>;
};

/** `client` must not repeat by itself: a repeated share would show the file twice. */
export function createThreadFiles(
  client: WebClient,
  fetch: UploadFetch,
  now: () => number,
  quotas: Quotas,
): ThreadFiles {
  const limiter = createRateLimiter(quotas, now);
  return {
    async upload(file) {
      try {
        const uploaded = await uploadFile(client, fetch, file);
        // No answer to the first step is no file: nothing can be seen of it.
        if (isProblem(uploaded)) return uploaded;
        return { fileId: uploaded.id };
      } catch (error) {
        const why = fileProblem(error, now());
        return why.code === 'slack_outcome_unknown' ? problem('slack_unreachable') : why;
      }
    },

    async share({ fileId, name, comment }, { channelId, threadTs, heartbeat }) {
      const busy = await limiter.acquire('slack-post', channelId);
      if (busy !== undefined) return busy;
      if (!(await heartbeat())) return problem('slack_busy', { retryAt: now() });
      try {
        await shareFiles(client, [{ id: fileId, title: name }], { channelId, threadTs, comment });
        return 'shared';
      } catch (error) {
        return limiter.noteAnswer('slack-post', channelId, fileProblem(error, now()));
      }
    },

    hasFile: ({ channelId, threadTs, name, since }) =>
      limiter.limited('slack-call', 'conversations.replies', async () => {
        try {
          const oldest = String(Math.max(0, Math.floor(since / 1_000) - MARGIN_S));
          const answer = await client.conversations.replies({
            channel: channelId,
            ts: threadTs,
            oldest,
            limit: MOST_REPLIES,
          });
          const isThere = (answer.messages ?? []).some(({ files }) =>
            (files ?? []).some((file) => file.title === name),
          );
          return isThere ? 'yes' : 'no';
        } catch (error) {
          const why = slackProblem(error, now());
          if (why.code === 'slack_outcome_unknown') return problem('slack_unreachable');
          return why.code === 'slack_busy' || why.code === 'slack_unreachable' ? why : 'cannot look';
        }
      }),
  };
}
