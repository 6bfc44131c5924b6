import type { FetchFunction, WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { slackProblem } from './slack-errors.ts';

/** A text as a file; `name` with its ending. */
export type FileText = { readonly name: string; readonly text: string };

/** Files for one person, in one message. */
export type FilesToSend = {
  readonly personId: string;
  /** What stands above them, mrkdwn. */
  readonly comment: string;
  /** Each is made when the one before has been uploaded, so that no more than one is in memory. Slack shows ten in a message. */
  readonly files: Iterable<FileText> | AsyncIterable<FileText>;
};

/**
 * Sends them in a direct message; answers the address of the first, undefined when Slack gives none. `files_not_allowed` without the
 * scope.
 */
export type SendFiles = (files: FilesToSend) => Promise<{ readonly link: string | undefined } | Problem>;

/** Writes down which file a person is about to get, so that it can be deleted when personal data is erased. */
type NoteFile = (file: { readonly fileId: string; readonly personId: string }) => Promise<void>;

/** How long the bytes of a file may take, ms. */
const UPLOAD_MS = 60_000;

/**
 * How files reach people: Slack gives out an address for each, takes the bytes there, and shows them once the upload is completed
 * (https://docs.slack.dev/messaging/working-with-files). `client` must not repeat by itself: a repeated last step would show them twice.
 */
export function createSendFiles(
  client: WebClient,
  fetch: FetchFunction,
  now: () => number,
  noteFile: NoteFile,
): SendFiles {
  return async ({ personId, comment, files }) => {
    try {
      const direct = await client.conversations.open({ users: personId });
      const channel = direct.channel?.id;
      if (channel === undefined) return problem('slack_refused', { error: 'no channel' });
      const uploaded: Uploaded[] = [];
      for await (const file of files) {
        const one = await bring(client, fetch, file);
        if (isProblem(one)) return one;
        await noteFile({ fileId: one.id, personId });
        uploaded.push(one);
      }
      const [first, ...others] = uploaded;
      if (first === undefined) return problem('slack_refused', { error: 'no file' });
      const done = await client.files.completeUploadExternal({
        files: [first, ...others],
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

type Uploaded = { readonly id: string; readonly title: string };

async function bring(client: WebClient, fetch: FetchFunction, { name, text }: FileText): Promise<Uploaded | Problem> {
  const place = await client.files.getUploadURLExternal({ filename: name, length: Buffer.byteLength(text) });
  if (place.upload_url === undefined || place.file_id === undefined) return problem('slack_outcome_unknown');
  return (await upload(fetch, place.upload_url, text))
    ? { id: place.file_id, title: name }
    : problem('slack_unreachable');
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
