import { expect, test } from 'vitest';
import type { SlackServer } from '../../../src/sandbox/slack/slack-server.types.ts';
import { aBot, aModal, anInput, aWorkspace, plain } from './a-workspace.ts';

async function answer(url: unknown, body: object): Promise<[number, string]> {
  const response = await fetch(String(url), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return [response.status, await response.text()];
}

async function aPlace(now: () => number = () => Date.now()) {
  const place = await aWorkspace({ now });
  await aBot(place.slack, 'socket', (app) => {
    app.command('/door', async ({ ack }) => ack());
    app.action(/.*/, async ({ ack }) => ack());
    app.view(/.*/, async ({ ack }) => ack());
  });
  return place;
}

const lastUrl = (slack: SlackServer) => slack.deliveries.at(-1)?.payload.response_url;
const button = {
  type: 'actions' as const,
  block_id: 'keys',
  elements: [{ type: 'button' as const, action_id: 'knock', text: plain('Knock') }],
};

test('a command’s URL takes five uses, and posts ephemeral messages by default', async () => {
  const { slack, mia, ben, studio } = await aPlace();
  await slack.as(mia.id).command(studio.id, '/door');
  const url = lastUrl(slack);
  expect(await answer(url, { text: 'one' })).toEqual([200, 'ok']);
  expect(await answer(url, { text: 'two', response_type: 'in_channel' })).toEqual([200, 'ok']);
  // Without an original message, a replacement is a new message.
  expect(await answer(url, { text: 'three', replace_original: true })).toEqual([200, 'ok']);
  expect(await answer(url, { text: 'four', thread_ts: slack.messages[1]?.ts })).toEqual([200, 'ok']);
  expect(await answer(url, { text: 'five' })).toEqual([200, 'ok']);
  expect(await answer(url, { text: 'six' })).toEqual([404, 'used_url']);
  expect(slack.messages.map((one) => [one.text, one.ephemeralFor])).toEqual([
    ['one', mia.id],
    ['two', undefined],
    ['three', mia.id],
    ['four', mia.id],
    ['five', mia.id],
  ]);
  expect(
    slack
      .as(ben.id)
      .messages(studio.id)
      .map((one) => one.text),
  ).toEqual(['two']);
});

test('a URL expires after thirty minutes by the sandbox’s clock', async () => {
  let now = Date.UTC(2026, 10, 23);
  const { slack, mia, studio } = await aPlace(() => now);
  await slack.as(mia.id).command(studio.id, '/door');
  now += 30 * 60_000;
  expect(await answer(lastUrl(slack), { text: 'x' })).toEqual([200, 'ok']);
  now += 1;
  expect(await answer(lastUrl(slack), { text: 'x' })).toEqual([404, 'expired_url']);
  expect((await answer(`${slack.apiUrl.replace('/api/', '')}/commands/T0/1/x`, { text: 'x' }))[0]).toBe(404);
});

test("an invalid message is refused with Slack's error", async () => {
  const { slack, mia, studio } = await aPlace();
  await slack.as(mia.id).command(studio.id, '/door');
  const url = lastUrl(slack);
  expect(await answer(url, {})).toEqual([400, 'no_text']);
  expect(await answer(url, { text: 'x', blocks: [{ type: 'section' }] })).toEqual([400, 'invalid_blocks']);
  studio.archived = true;
  expect(await answer(url, { text: 'x' })).toEqual([400, 'is_archived']);
  expect(slack.messages).toEqual([]);
});

test("a button's URL replaces and deletes its message", async () => {
  const { slack, mia, studio, client } = await aPlace();
  await client.chat.postMessage({ channel: studio.id, text: 'card', blocks: [button] });
  const card = slack.messages[0];
  await slack.as(mia.id).act({ channel: studio.id, ts: card?.ts ?? '' }, { actionId: 'knock' });
  expect(slack.deliveries.at(-1)?.payload).toMatchObject({
    type: 'block_actions',
    container: { type: 'message', message_ts: card?.ts, channel_id: studio.id, is_ephemeral: false },
    channel: { id: studio.id, name: 'studio' },
    message: { ts: card?.ts, text: 'card' },
    user: { id: mia.id, username: 'mia', team_id: slack.teamId },
    team: { id: slack.teamId, domain: 'sandbox' },
    actions: [{ type: 'button', action_id: 'knock', block_id: 'keys', text: plain('Knock') }],
    trigger_id: expect.any(String),
  });
  const url = lastUrl(slack);
  expect(await answer(url, { text: 'only for mia' })).toEqual([200, 'ok']);
  expect(slack.messages[1]).toMatchObject({ ephemeralFor: mia.id });
  expect(await answer(url, { text: 'new', replace_original: true })).toEqual([200, 'ok']);
  expect(card).toMatchObject({ text: 'new', blocks: [], edits: 1 });
  expect(await answer(url, { delete_original: true })).toEqual([200, 'ok']);
  expect(slack.messages).not.toContain(card);
  expect((await answer(url, { delete_original: true }))[0]).toBe(404);
});

test('an ephemeral message can be replaced only through its URL', async () => {
  const { slack, mia, ben, studio, client } = await aPlace();
  const { message_ts: ts = '' } = await client.chat.postEphemeral({
    channel: studio.id,
    user: mia.id,
    text: 'psst',
    blocks: [button],
  });
  await expect(client.chat.update({ channel: studio.id, ts, text: 'x' })).rejects.toThrow('message_not_found');
  await expect(slack.as(ben.id).act({ channel: studio.id, ts }, { actionId: 'knock' })).rejects.toThrow(
    'sees no message',
  );
  await slack.as(mia.id).act({ channel: studio.id, ts }, { actionId: 'knock' });
  const { payload } = slack.deliveries.at(-1) ?? {};
  expect(payload).toMatchObject({ container: { is_ephemeral: true, message_ts: ts } });
  expect(payload).not.toHaveProperty('message');
  expect(await answer(lastUrl(slack), { text: 'louder', replace_original: true })).toEqual([200, 'ok']);
  expect(slack.messages).toMatchObject([{ text: 'louder', ephemeralFor: mia.id, ts }]);
});

test("a message keeps each person's choices", async () => {
  const { slack, mia, ben, studio, client } = await aPlace();
  const options = ['a', 'b'].map((value) => ({ text: plain(value), value }));
  const { ts = '' } = await client.chat.postMessage({
    channel: studio.id,
    text: 'x',
    blocks: [{ type: 'actions', block_id: 'menu', elements: [{ type: 'static_select', action_id: 'which', options }] }],
  });
  const place = { channel: studio.id, ts };
  await slack.as(mia.id).act(place, { actionId: 'which' }, 'b');
  expect(slack.deliveries.at(-1)?.payload).toMatchObject({
    state: { values: { menu: { which: { type: 'static_select', selected_option: { value: 'b' } } } } },
  });
  expect(slack.as(mia.id).choices(place)).toMatchObject({ menu: { which: { selected_option: { value: 'b' } } } });
  expect(slack.as(ben.id).choices(place)).toMatchObject({ menu: { which: { selected_option: null } } });
});

test('a modal issues a URL only for a conversation select that asks for one', async () => {
  const { slack, mia, studio, client } = await aPlace();
  await slack.as(mia.id).command(studio.id, '/door');
  await client.views.open({
    trigger_id: String(slack.deliveries.at(-1)?.payload.trigger_id),
    view: aModal([
      anInput('where', {
        type: 'conversations_select',
        default_to_current_conversation: true,
        response_url_enabled: true,
      }),
    ]),
  });
  const view = slack.as(mia.id).views()[0];
  await slack.as(mia.id).submit(view?.id ?? '');
  const urls = slack.deliveries.at(-1)?.payload.response_urls;
  expect(urls).toEqual([
    { block_id: 'where', action_id: 'value', channel_id: studio.id, response_url: expect.any(String) },
  ]);
  expect(
    await answer((urls as { response_url: string }[])[0]?.response_url, {
      text: 'in the channel',
      response_type: 'in_channel',
    }),
  ).toEqual([200, 'ok']);
  expect(slack.messages).toMatchObject([{ text: 'in the channel', channel: studio.id }]);
});
