import type { WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import {
  type FilePicture,
  type FileText,
  fileProblem,
  shareFiles,
  type Uploaded,
  type UploadFetch,
  uploadFile,
} from './file-steps.ts';

/** Files for one person, in one message. */
export type FilesToSend = {
  readonly personId: string;
  /** A channel that Guestlist is in, for everybody in it; a direct message to the person where there is none. */
  readonly channelId?: string | undefined;
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

/** Writes down which file a person is about to get, so that it can be deleted when personal data is erased. */
type NoteFile = (file: { readonly fileId: string; readonly personId: string }) => Promise<void>;

/**
 * How files reach people who wait for them. `client` must not repeat by itself: a repeated last step would show them twice.
 */
export function createSendFiles(
  client: WebClient,
  fetch: UploadFetch,
  now: () => number,
  noteFile: NoteFile,
): SendFiles {
  return async ({ personId, channelId, comment, files }) => {
    try {
      const channel = channelId ?? (await client.conversations.open({ users: personId })).channel?.id;
      if (channel === undefined) return problem('slack_refused', { error: 'no channel' });
      const uploaded: Uploaded[] = [];
      for await (const file of files) {
        const one = await uploadFile(client, fetch, file);
        if (isProblem(one)) return one;
        await noteFile({ fileId: one.id, personId });
        uploaded.push(one);
      }
      const [first, ...others] = uploaded;
      if (first === undefined) return problem('slack_refused', { error: 'no file' });
      return { ...(await shareFiles(client, [first, ...others], { channelId: channel, comment })), channelId: channel };
    } catch (error) {
      return fileProblem(error, now());
    }
  };
}
