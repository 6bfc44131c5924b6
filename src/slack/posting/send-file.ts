import type { WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { slackProblem } from './slack-errors.ts';

/** A text as a file; `name` with its ending. */
export type FileText = { readonly name: string; readonly text: string };

/** A picture as a file. `altText`: what it shows, for those who don't see it; Slack takes 1,000 characters. */
export type FilePicture = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer>; readonly altText: string };

/** Files for one person, in one message. */
export type FilesToSend = {
  readonly personId: string;
  /** A channel that Guestlist is in, or a thread there, for everybody in it; a direct message to the person where there is none. */
  readonly place?: { readonly channelId: string; readonly threadTs?: string | undefined } | undefined;
  /** What stands above them, mrkdwn. */
  readonly comment: string;
  /** Each is made when the one before has been uploaded, so that no more than one is in memory. Slack shows ten in a message. */
  readonly files: Iterable<FileText | FilePicture> | AsyncIterable<FileText | FilePicture>;
};

/**
 * Sends them; answers the address of the first, undefined when Slack gives none, and where they are. `files_not_allowed` without the scope.
 * With what Slack says otherwise (a channel Guestlist has left), nobody was shown anything.
 */
export type SendFiles = (
  files: FilesToSend,
) => Promise<{ readonly link: string | undefined; readonly channelId: string } | Problem>;

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
  fetch: UploadFetch,
  now: () => number,
  noteFile: NoteFile,
): SendFiles {
  return async ({ personId, comment, files, place }) => {
    try {
      const channel = place?.channelId ?? (await client.conversations.open({ users: personId })).channel?.id;
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
        ...(place?.threadTs === undefined ? {} : { thread_ts: place.threadTs }),
      });
      return { link: done.files?.[0]?.permalink, channelId: channel };
    } catch (error) {
      const why = slackProblem(error, now());
      return why.facts.error === 'missing_scope' ? problem('files_not_allowed') : why;
    }
  };
}

type Uploaded = { readonly id: string; readonly title: string };

async function bring(client: WebClient, fetch: UploadFetch, file: FileText | FilePicture): Promise<Uploaded | Problem> {
  const body = 'text' in file ? file.text : file.bytes;
  const place = await client.files.getUploadURLExternal({
    filename: file.name,
    length: Buffer.byteLength(body),
    ...('altText' in file ? { alt_txt: file.altText } : {}),
  });
  if (place.upload_url === undefined || place.file_id === undefined) return problem('slack_outcome_unknown');
  return (await upload(fetch, place.upload_url, body))
    ? { id: place.file_id, title: file.name }
    : problem('slack_unreachable');
}

/** Whether the bytes arrived. Until the last step nobody sees them, so that nothing is lost when they did not. */
async function upload(fetch: UploadFetch, url: string, body: string | Uint8Array<ArrayBuffer>): Promise<boolean> {
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
