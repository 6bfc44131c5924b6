import { describe, expect, test } from 'vitest';
import { aWorkspace, call, manifest } from './a-workspace.ts';

const { bot } = manifest.oauth_config.scopes;
const withFiles = { ...manifest, oauth_config: { scopes: { bot: [...bot, 'files:write'] } } };
const place = () => aWorkspace({ manifest: withFiles });
type Slack = Awaited<ReturnType<typeof place>>['slack'];

const error = async (answer: ReturnType<typeof call>) => (await answer).body.error;
const announce = (slack: Slack, length: unknown, more: object = {}) =>
  call(slack, 'files.getUploadURLExternal', { filename: 'list.csv', length, ...more });
const complete = (slack: Slack, args: object) => call(slack, 'files.completeUploadExternal', args);
const post = (url: unknown, body: string | FormData) => fetch(String(url), { method: 'POST', body });

async function uploaded(slack: Slack, text = 'a,b'): Promise<{ id: string; url: string }> {
  const { body } = await announce(slack, Buffer.byteLength(text));
  expect((await post(body.upload_url, text)).status).toBe(200);
  return { id: String(body.file_id), url: String(body.upload_url) };
}

test('a file is uploaded in three steps and appears in the channel', async () => {
  const { slack, studio } = await place();
  const { id } = await uploaded(slack, 'é,b');
  expect(slack.messages).toEqual([]);
  const { body } = await complete(slack, {
    files: [{ id, title: 'A list' }],
    channel_id: studio.id,
    initial_comment: 'Here it is',
  });
  expect(body).toEqual({ ok: true, files: [{ id, title: 'A list' }] });
  expect(slack.messages).toMatchObject([
    { channel: studio.id, text: 'Here it is', files: [{ id, name: 'list.csv', title: 'A list', size: 4 }] },
  ]);
  expect(slack.files[0]?.bytes.toString()).toBe('é,b');
});

test("Slack's own client can upload a file", async () => {
  const { slack, studio, client } = await place();
  await client.filesUploadV2({ channel_id: studio.id, filename: 'x.csv', file: Buffer.from('1,2,3') });
  expect(slack.files.map(({ bytes, state }) => [bytes.toString(), state])).toEqual([['1,2,3', 'shared']]);
  expect(slack.messages[0]?.files).toHaveLength(1);
});

describe('refuses', () => {
  test('an upload without files:write', async () => {
    const { slack, studio } = await aWorkspace({ manifest: withFiles, withoutScopes: ['files:write'] });
    expect(await error(announce(slack, 3))).toBe('missing_scope');
    expect(await error(complete(slack, { files: [{ id: 'F1' }], channel_id: studio.id }))).toBe('missing_scope');
  });

  test('a missing name, a missing length, and a file that is too large', async () => {
    const { slack } = await place();
    for (const length of [undefined, 0, -1, 1.5, 'long']) {
      expect(await error(announce(slack, length))).toBe('invalid_arguments');
    }
    expect(await error(call(slack, 'files.getUploadURLExternal', { length: 3 }))).toBe('invalid_arguments');
    expect(await error(announce(slack, 1_000_000_001))).toBe('file_upload_size_restricted');
    expect(await error(announce(slack, 3, { alt_txt: 'x'.repeat(1001) }))).toBe('alt_txt_too_large');
  });

  test('a wrong number of bytes, and an unknown or used upload URL', async () => {
    const { slack, studio } = await place();
    const { body } = await announce(slack, 3);
    expect((await post(body.upload_url, 'four')).status).toBe(400);
    expect(await error(complete(slack, { files: [{ id: body.file_id }], channel_id: studio.id }))).toBe(
      'file_not_found',
    );
    expect((await post(body.upload_url, 'abc')).status).toBe(200);
    expect((await post(body.upload_url, 'abc')).status).toBe(404);
    expect((await post(String(body.upload_url).replace(/.$/, '_'), 'abc')).status).toBe(404);
  });

  test('a file completed twice, an unknown file, and a missing list', async () => {
    const { slack, studio } = await place();
    const { id } = await uploaded(slack);
    const args = { files: [{ id }], channel_id: studio.id };
    expect(await error(complete(slack, args))).toBeUndefined();
    expect(await error(complete(slack, args))).toBe('file_not_found');
    expect(await error(complete(slack, { ...args, files: [] }))).toBe('invalid_arguments');
    expect(await error(complete(slack, { ...args, files: 'F1' }))).toBe('invalid_arguments');
    expect(slack.messages).toHaveLength(1);
  });

  test("a person's id as the channel, and a channel without the bot", async () => {
    const { slack, mia } = await place();
    const { id } = await uploaded(slack);
    const outside = slack.addChannel({ name: 'outside', bot: false });
    const secret = slack.addChannel({ name: 'secret', kind: 'private', bot: false });
    const into = (channel_id: string) => error(complete(slack, { files: [{ id }], channel_id }));
    expect(await into(mia.id)).toBe('invalid_arguments');
    expect(await into(outside.id)).toBe('not_in_channel');
    expect(await into(secret.id)).toBe('channel_not_found');
    expect(await into('C0000000000')).toBe('channel_not_found');
    expect(slack.messages).toEqual([]);
  });
});

test('a file without a channel is shared with nobody', async () => {
  const { slack } = await place();
  const { id } = await uploaded(slack);
  expect((await complete(slack, { files: [{ id }] })).body.ok).toBe(true);
  expect(slack.messages).toEqual([]);
});

test('uploads can be scripted to fail', async () => {
  const { slack } = await place();
  const { body } = await announce(slack, 3);
  slack.trouble({ method: 'upload', then: { status: 500 } });
  slack.trouble({ method: 'upload', then: { cutBefore: true } });
  expect((await post(body.upload_url, 'abc')).status).toBe(500);
  await expect(post(body.upload_url, 'abc')).rejects.toThrow('fetch failed');
  expect((await post(body.upload_url, 'abc')).status).toBe(200);
});
