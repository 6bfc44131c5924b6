import { describe, expect, test } from 'vitest';
import { aWorkspace, call, manifest, plain } from './a-workspace.ts';

const error = async (answer: ReturnType<typeof call>) => (await answer).body.error;
const without = (...scopes: string[]) => aWorkspace({ withoutScopes: scopes });

describe('chat.postMessage', () => {
  test('posts, replies, and returns the message', async () => {
    const { slack, studio, client } = await aWorkspace();
    const metadata = { event_type: 'card', event_payload: { key: 'a' } };
    const first = await client.chat.postMessage({
      channel: studio.id,
      text: 'one',
      blocks: [{ type: 'divider' }],
      metadata,
    });
    expect(first).toMatchObject({
      ok: true,
      channel: studio.id,
      message: {
        type: 'message',
        user: slack.botUserId,
        text: 'one',
        ts: first.ts,
        blocks: [{ type: 'divider', block_id: expect.any(String) }],
        metadata,
      },
    });
    const reply = await client.chat.postMessage({ channel: studio.id, text: 'two', thread_ts: first.ts ?? '' });
    // A reply to a reply is in the same thread.
    const again = await client.chat.postMessage({
      channel: studio.id,
      text: 'three',
      thread_ts: reply.ts ?? '',
      reply_broadcast: true,
    });
    expect(slack.messages.map((one) => [one.threadTs, one.broadcast])).toEqual([
      [undefined, false],
      [first.ts, false],
      [first.ts, true],
    ]);
    expect(again.ok).toBe(true);
  });

  test('posts only where the bot may', async () => {
    const { slack, mia, studio } = await aWorkspace();
    const outside = slack.addChannel({ name: 'outside', bot: false });
    const secret = slack.addChannel({ name: 'secret', kind: 'private', bot: false });
    const post = (channel: string) => error(call(slack, 'chat.postMessage', { channel, text: 'x' }));
    expect(await post(studio.id)).toBeUndefined();
    expect(await post('#studio')).toBeUndefined();
    expect(await post(outside.id)).toBeUndefined();
    expect(await post(secret.id)).toBe('channel_not_found');
    expect(await post('C0')).toBe('channel_not_found');
    studio.archived = true;
    expect(await post(studio.id)).toBe('is_archived');
    expect(await post(mia.id)).toBeUndefined();
    expect(slack.messages.at(-1)?.channel).toMatch(/^D/);
    expect(slack.as(mia.id).messages(slack.messages.at(-1)?.channel ?? '')).toHaveLength(1);
    const gone = slack.addPerson({ name: 'gone', kind: 'deactivated' });
    expect(await post(gone.id)).toBe('is_inactive');
    expect(await post(slack.botUserId)).toBe('cannot_dm_bot');

    const strict = await without('chat:write.public');
    const elsewhere = strict.slack.addChannel({ name: 'elsewhere', bot: false });
    expect(await error(call(strict.slack, 'chat.postMessage', { channel: elsewhere.id, text: 'x' }))).toBe(
      'not_in_channel',
    );
    const noTab = await aWorkspace({ manifest: { ...manifest, features: {} } });
    expect(await error(call(noTab.slack, 'chat.postMessage', { channel: noTab.mia.id, text: 'x' }))).toBe(
      'messages_tab_disabled',
    );
  });

  const contents: readonly [string, object, string | undefined][] = [
    ['nothing', {}, 'no_text'],
    ['an empty text', { text: '', blocks: [] }, 'no_text'],
    ['blocks alone', { blocks: [{ type: 'divider' }] }, undefined],
    ['the longest text', { text: 'x'.repeat(40_000) }, undefined],
    ['one more', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['wrong blocks', { text: 'x', blocks: [{ type: 'section' }] }, 'invalid_blocks'],
    ['no list of blocks', { text: 'x', blocks: 'x' }, 'invalid_blocks_format'],
    ['markdown beside text', { text: 'x', markdown_text: 'x' }, 'markdown_text_conflict'],
    ['metadata of no object', { text: 'x', metadata: 'x' }, 'invalid_metadata_format'],
    ['metadata without a type', { text: 'x', metadata: { event_payload: {} } }, 'invalid_metadata_format'],
    ['metadata without a payload', { text: 'x', metadata: { event_type: 'x' } }, 'invalid_metadata_format'],
    [
      'metadata with more',
      { text: 'x', metadata: { event_type: 'x', event_payload: {}, key: 1 } },
      'invalid_metadata_format',
    ],
    [
      'too much metadata',
      { text: 'x', metadata: { event_type: 'x', event_payload: { long: 'x'.repeat(8000) } } },
      'metadata_too_large',
    ],
    ['no thread', { text: 'x', thread_ts: '1795000000.000001' }, 'thread_not_found'],
    ['no timestamp', { text: 'x', thread_ts: 'x' }, 'invalid_thread_ts'],
  ];
  test.each(contents)('%s', async (_name, content, expected) => {
    const { slack, studio } = await aWorkspace();
    expect(await error(call(slack, 'chat.postMessage', { channel: studio.id, ...content }))).toBe(expected);
    expect(slack.messages).toHaveLength(expected === undefined ? 1 : 0);
  });

  test('reports invalid blocks in Slack’s format', async () => {
    const { slack, studio } = await aWorkspace();
    const { body } = await call(slack, 'chat.postMessage', {
      channel: studio.id,
      text: 'x',
      blocks: [{ type: 'header', text: plain('x'.repeat(151)) }],
    });
    expect(body).toMatchObject({
      error: 'invalid_blocks',
      errors: ['must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
      response_metadata: { messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'] },
    });
  });

  test('timestamps are unique in a channel and never go back, even when the clock does', async () => {
    let now = Date.UTC(2026, 10, 23);
    const { slack, studio, client } = await aWorkspace({ now: () => now });
    const times = [];
    for (const step of [0, 0, 1, -3_600_000, 0, 7_200_000]) {
      now += step;
      times.push((await client.chat.postMessage({ channel: studio.id, text: 'x' })).ts ?? '');
    }
    expect(times[0]).toBe(`${Date.UTC(2026, 10, 23) / 1000}.000000`);
    expect(new Set(times).size).toBe(times.length);
    expect(times.toSorted()).toEqual(times);
    expect(slack.messages.map((one) => one.ts)).toEqual(times);
  });
});

describe('chat.update, chat.delete, chat.getPermalink, reactions.add', () => {
  test('edit the bot’s own messages only', async () => {
    const { slack, mia, studio } = await aWorkspace();
    const theirs = slack.as(mia.id).say(studio.id, 'mine');
    await call(slack, 'chat.postMessage', {
      channel: studio.id,
      text: 'one',
      blocks: [{ type: 'divider' }],
      metadata: { event_type: 'a', event_payload: {} },
    });
    await call(slack, 'chat.postEphemeral', { channel: studio.id, user: mia.id, text: 'whisper' });
    const [, card, whisper] = slack.messages;
    const update = (ts: string | undefined, more: object = { text: 'two' }) =>
      error(call(slack, 'chat.update', { channel: studio.id, ts, ...more }));
    expect(await update(theirs.ts)).toBe('cant_update_message');
    expect(await update('1.000000')).toBe('message_not_found');
    expect(await update(whisper?.ts)).toBe('message_not_found');
    expect(await update(card?.ts, {})).toBe('no_text');
    expect(await update(card?.ts, { text: 'x'.repeat(4001) })).toBe('msg_too_long');
    expect(await update(card?.ts, { text: 'x'.repeat(4000) })).toBeUndefined();
    expect(card).toMatchObject({ blocks: [], edits: 1, metadata: { event_type: 'a' } });
    expect(await update(card?.ts, { blocks: [{ type: 'divider' }], metadata: {} })).toBeUndefined();
    expect(card).toMatchObject({ text: 'x'.repeat(4000), edits: 2, metadata: undefined });
    expect(await error(call(slack, 'chat.delete', { channel: studio.id, ts: theirs.ts }))).toBe('cant_delete_message');
    studio.archived = true;
    expect(await update(card?.ts)).toBe('is_inactive');
    expect(await error(call(slack, 'chat.delete', { channel: studio.id, ts: card?.ts }))).toBeUndefined();
    expect(slack.messages).toHaveLength(2);
  });

  test('a deleted message disappears; one with replies leaves a tombstone and its thread', async () => {
    const { slack, studio, client } = await aWorkspace();
    const post = async (text: string, thread_ts?: string) =>
      (await client.chat.postMessage({ channel: studio.id, text, ...(thread_ts ? { thread_ts } : {}) })).ts ?? '';
    const alone = await post('alone');
    const parent = await post('parent');
    const reply = await post('reply', parent);
    const remove = (ts: string) => error(call(slack, 'chat.delete', { channel: studio.id, ts }));
    expect([await remove(alone), await remove(parent)]).toEqual([undefined, undefined]);
    expect([await remove(alone), await remove(parent)]).toEqual(['message_not_found', 'cant_delete_message']);
    const shown = async (ts: string) =>
      (
        (await call(slack, 'conversations.replies', { channel: studio.id, ts })).body.messages as { text: string }[]
      ).map(({ text }) => text);
    expect(await shown(parent)).toEqual(['This message was deleted.', 'reply']);
    await remove(reply);
    expect(await shown(parent)).toEqual(['This message was deleted.']);
  });

  test('return permalinks and add reactions', async () => {
    const { slack, studio, client } = await aWorkspace();
    const { ts = '' } = await client.chat.postMessage({ channel: studio.id, text: 'x' });
    expect((await client.chat.getPermalink({ channel: studio.id, message_ts: ts })).permalink).toContain(
      `/archives/${studio.id}/p${ts.replace('.', '')}`,
    );
    expect(await error(call(slack, 'chat.getPermalink', { channel: studio.id, message_ts: '1.000000' }))).toBe(
      'message_not_found',
    );
    const react = (name: string) => error(call(slack, 'reactions.add', { channel: studio.id, timestamp: ts, name }));
    expect([await react('tada'), await react('tada'), await react('No Name')]).toEqual([
      undefined,
      'already_reacted',
      'invalid_name',
    ]);
  });
});

test('chat.postEphemeral shows a message to one person; person and bot must be in the channel', async () => {
  const { slack, mia, ben, studio } = await aWorkspace();
  const outside = slack.addChannel({ name: 'outside', bot: false });
  const empty = slack.addChannel({ name: 'empty', members: [] });
  const whisper = (channel: string, user: string) =>
    error(call(slack, 'chat.postEphemeral', { channel, user, text: 'psst' }));
  expect(await whisper(studio.id, mia.id)).toBeUndefined();
  expect(slack.as(mia.id).messages(studio.id)).toHaveLength(1);
  expect(slack.as(ben.id).messages(studio.id)).toHaveLength(0);
  expect(await whisper(outside.id, mia.id)).toBe('not_in_channel');
  expect(await whisper(empty.id, mia.id)).toBe('user_not_in_channel');
  expect(await whisper(studio.id, 'U0')).toBe('user_not_in_channel');
});
