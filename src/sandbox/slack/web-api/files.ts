import { asText, isJson } from '../json.ts';
import { addMessage } from '../messages/add-message.ts';
import { contentRefusal, refuse, refuseFaults } from '../messages/message-content.ts';
import type { HeldFile } from '../slack-server.types.ts';
import { newId, newSecret } from '../workspace/ids.ts';
import { placeRefusal, threadFor } from './chat-post.ts';
import { type Method, visibleChannel } from './method.ts';

/** Slack: a file has at most 1 GB. */
const MOST_BYTES = 1_000_000_000;
const ALT_TEXT = 1000;

/** Gives out an address for the bytes of one file: https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const getUploadUrl: Method = {
  tier: 4,
  scopes: ['files:write'],
  required: ['filename', 'length'],
  run({ workspace, base }, args) {
    const length = Number(args.length);
    if (!Number.isInteger(length) || length < 1) {
      return refuseFaults('invalid_arguments', ['[ERROR] must be greater than 0 [json-pointer:/length]']);
    }
    if (length > MOST_BYTES) return refuse('file_upload_size_restricted');
    if ((asText(args.alt_txt) ?? '').length > ALT_TEXT) return refuse('alt_txt_too_large');
    const file: HeldFile = {
      id: newId('F'),
      name: asText(args.filename) ?? '',
      length,
      uploadPath: `/upload/v1/${newSecret('up')}`,
      state: 'awaited',
      bytes: Buffer.alloc(0),
    };
    workspace.files.push(file);
    return { ok: true, upload_url: base() + file.uploadPath, file_id: file.id };
  },
};

/**
 * Shows what was uploaded, once: https://docs.slack.dev/reference/methods/files.completeUploadExternal. Without a channel it stays
 * private to the bot. What Slack says of a file whose bytes never came is not documented: that there is none.
 */
const completeUpload: Method = {
  tier: 4,
  scopes: ['files:write'],
  required: ['files'],
  run({ workspace }, args) {
    if (!Array.isArray(args.files) || args.files.length === 0 || !args.files.every(isJson)) {
      return refuseFaults('invalid_arguments', ['[ERROR] must be an array of files [json-pointer:/files]']);
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

    // A person's id, which chat.postMessage takes, is none here.
    if (!/^[CGDZ][A-Z0-9]{8,}$/.test(asText(args.channel_id) ?? '')) {
      return refuseFaults('invalid_arguments', ['[ERROR] must match a channel [json-pointer:/channel_id]']);
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
      files: found.map(({ file, title }) => ({ id: file.id, name: file.name, title, size: file.length })),
    });
    return shown();
  },
};

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};
