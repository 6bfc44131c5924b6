import type { FetchFunction, WebClient } from '@slack/web-api';
import { type Problem, problem } from '../domain/problem.ts';
import { slackProblem } from './slack-errors.ts';

/** A text as a file for one person. */
export type FileToSend = {
  readonly personId: string;
  /** With its ending. */
  readonly name: string;
  /** What stands above it. Plain text. */
  readonly comment: string;
  readonly text: string;
};

/** Sends it in a direct message; answers its address, undefined when Slack tells none. `files_not_allowed` without the scope. */
export type SendFile = (file: FileToSend) => Promise<{ readonly link: string | undefined } | Problem>;

/** How long the bytes of a file may take, ms. */
const UPLOAD_MS = 60_000;

/**
 * How files reach people: Slack gives out an address, takes the bytes there, and shows the file when it is told to
 * (https://docs.slack.dev/messaging/working-with-files). `client` must not repeat by itself: a repeated last step would show it twice.
 */
export function createSendFile(client: WebClient, fetch: FetchFunction, now: () => number): SendFile {
  return async ({ personId, name, comment, text }) => {
    try {
      const direct = await client.conversations.open({ users: personId });
      const channel = direct.channel?.id;
      if (channel === undefined) return problem('slack_refused', { error: 'no channel' });
      const place = await client.files.getUploadURLExternal({ filename: name, length: Buffer.byteLength(text) });
      if (place.upload_url === undefined || place.file_id === undefined) return problem('slack_outcome_unknown');
      if (!(await upload(fetch, place.upload_url, text))) return problem('slack_unreachable');
      const done = await client.files.completeUploadExternal({
        files: [{ id: place.file_id, title: name }],
        channel_id: channel,
        initial_comment: comment,
      });
      return { link: done.files?.[0]?.permalink };
    } catch (error) {
      const why = slackProblem(error, now());
      return why.facts.error === 'missing_scope' ? problem('files_not_allowed') : why;
    }
  };
}

/** Whether the bytes arrived. Until the last step nobody sees them, so that nothing is lost when they did not. */
async function upload(fetch: FetchFunction, url: string, text: string): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: text,
      signal: AbortSignal.timeout(UPLOAD_MS),
    });
    return answer.status === 200;
  } catch {
    // Whatever it was, it holds the address, which is a secret until the file is there.
    return false;
  }
}
