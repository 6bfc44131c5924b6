import type { WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { slackProblem } from './slack-errors.ts';

/** A text as a file; `name` with its ending. */
export type FileText = { readonly name: string; readonly text: string };

/** A picture as a file. `altText`: what it shows, for those who don't see it; Slack takes 1,000 characters. */
export type FilePicture = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly altText: string };

/** How the bytes of a file leave. */
export type UploadFetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body: string | Uint8Array<ArrayBuffer>;
    signal: AbortSignal;
  },
) => Promise<{ readonly status: number }>;

/** A file that Slack has, and nobody sees. */
export type Uploaded = { readonly id: string; readonly title: string };

/** How long the bytes of a file may take, ms. */
const UPLOAD_MS = 60_000;

/**
 * The first two of the three steps in which files reach people: Slack gives out an address, and takes the bytes there
 * (https://docs.slack.dev/messaging/working-with-files). Until the third (`share`) nobody sees them, so that nothing is lost when they did
 * not arrive. Throws what the Web API throws.
 */
export async function uploadFile(
  client: WebClient,
  fetch: UploadFetch,
  file: FileText | FilePicture,
): Promise<Uploaded | Problem> {
  const body = 'text' in file ? file.text : file.bytes;
  const place = await client.files.getUploadURLExternal({
    filename: file.name,
    length: Buffer.byteLength(body),
    ...('altText' in file ? { alt_txt: file.altText } : {}),
  });
  if (place.upload_url === undefined || place.file_id === undefined) return problem('slack_outcome_unknown');
  return (await bytesArrived(fetch, place.upload_url, body))
    ? { id: place.file_id, title: file.name }
    : problem('slack_unreachable');
}

async function bytesArrived(fetch: UploadFetch, url: string, body: string | Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body,
      signal: AbortSignal.timeout(UPLOAD_MS),
    });
    return answer.status === 200;
  } catch {
    // Whatever it was, it holds the address, which is a secret until the file is there.
    return false;
  }
}

/** The third step: shows uploaded files in one message; answers the address of the first, where Slack gives one. Throws what the Web API throws. */
export async function shareFiles(
  client: WebClient,
  files: readonly [Uploaded, ...Uploaded[]],
  where: { readonly channelId: string; readonly threadTs?: string | undefined; readonly comment: string },
): Promise<{ readonly link: string | undefined }> {
  const [first, ...others] = files;
  const done = await client.files.completeUploadExternal({
    files: [first, ...others],
    channel_id: where.channelId,
    initial_comment: where.comment,
    ...(where.threadTs === undefined ? {} : { thread_ts: where.threadTs }),
  });
  return { link: done.files?.[0]?.permalink };
}

/** What a failed step means: `files_not_allowed` without the scope, else as of every call. `now` in epoch ms. */
export function fileProblem(error: unknown, now: number): Problem {
  const why = slackProblem(error, now);
  return !isProblem(why) || why.facts.error !== 'missing_scope' ? why : problem('files_not_allowed');
}
