import { asText, isJson } from '../json.ts';
import { addMessage } from '../messages/add-message.ts';
import { contentRefusal, refuse, refuseArguments } from '../messages/message-content.ts';
import type { HeldFile } from '../slack-server.types.ts';
import { newId, newSecret } from '../workspace/ids.ts';
import { placeRefusal, threadFor } from './chat-post.ts';
import { type Method, visibleChannel } from './method.ts';

/** Slack: a file has at most 1 GB. */
const MOST_BYTES = 1_000_000_000;
const ALT_TEXT = 1000;

export const fileMethods: Readonly<Record<string, Method>> = {
  /**
   * Deletes a file of the bot's, from the messages that show it too: https://docs.slack.dev/reference/methods/files.delete. What was never
   * shared, or is deleted, is not found.
   */
  'files.delete': {
    tier: 3,
    scopes: ['files:write'],
    required: ['file'],
    run({ workspace }, args) {
      const at = workspace.files.findIndex(({ id, state }) => id === args.file && state !== 'awaited');
      if (at < 0) return refuse('file_not_found');
      const [deleted] = workspace.files.splice(at, 1);
      for (const message of workspace.messages) {
        const shown = message.files.filter(({ id }) => id !== deleted?.id);
        if (shown.length < message.files.length) message.files = shown;
      }
      return { ok: true };
    },
  },
  /** Issues an upload URL for one file: https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
  'files.getUploadURLExternal': {
    tier: 4,
    scopes: ['files:write'],
    required: ['filename', 'length'],
    run({ workspace, base }, args) {
      const length = Number(args.length);
      if (!Number.isInteger(length) || length < 1) {
        return refuseArguments('must be greater than 0 [json-pointer:/length]');
      }
      if (length > MOST_BYTES) return refuse('file_upload_size_restricted');
      if ((asText(args.alt_txt) ?? '').length > ALT_TEXT) return refuse('alt_txt_too_large');
      const file: HeldFile = {
        id: newId('F'),
        name: asText(args.filename) ?? '',
        length,
        altText: asText(args.alt_txt) ?? '',
        uploadPath: `/upload/v1/${newSecret('up')}`,
        state: 'awaited',
        bytes: Buffer.alloc(0),
      };
      workspace.files.push(file);
      return { ok: true, upload_url: base() + file.uploadPath, file_id: file.id };
    },
  },
  /**
   * Shares uploaded files, once: https://docs.slack.dev/reference/methods/files.completeUploadExternal. Without a
   * channel they stay private to the bot. [assumed] A file without bytes is not found.
   */
  'files.completeUploadExternal': {
    tier: 4,
    scopes: ['files:write'],
    required: ['files'],
    run({ workspace }, args) {
      if (!Array.isArray(args.files) || args.files.length === 0 || !args.files.every(isJson)) {
        return refuseArguments('must be an array of files [json-pointer:/files]');
      }
      const wanted = args.files.map((one) => ({
        file: workspace.files.find(({ id, state }) => id === one.id && state === 'uploaded'),
        title: asText(one.title),
      }));
      const found = wanted.flatMap(({ file, title }) =>
        file === undefined ? [] : [{ file, title: title ?? file.name }],
      );
      if (found.length < wanted.length) return refuse('file_not_found');
      const shown = () => {
        for (const { file } of found) file.state = 'shared';
        return { ok: true, files: found.map(({ file, title }) => ({ id: file.id, title })) };
      };
      if (args.channel_id === undefined || args.channel_id === '') return shown();

      // Unlike chat.postMessage, it does not take a person's id.
      if (!/^[CGDZ][A-Z0-9]{8,}$/.test(asText(args.channel_id) ?? '')) {
        return refuseArguments('must match a channel [json-pointer:/channel_id]');
      }
      const channel = visibleChannel(workspace, args.channel_id);
      if (channel === undefined) return refuse('channel_not_found');
      const text = asText(args.initial_comment) ?? '';
      const refused =
        placeRefusal(workspace, channel, false) ?? (text === '' ? undefined : contentRefusal(workspace, { text }));
      if (refused !== undefined) return refused;
      const threadTs = threadFor(workspace, channel, args.thread_ts);
      if (isJson(threadTs)) return threadTs;
      addMessage(workspace, {
        channel: channel.id,
        user: workspace.botUserId,
        text,
        threadTs,
        files: found.map(({ file, title }) => ({
          id: file.id,
          name: file.name,
          title,
          size: file.length,
          ...(file.altText === '' ? {} : { alt_txt: file.altText }),
        })),
      });
      return shown();
    },
  },
};
