import { describe, expect, test } from 'vitest';
import type { SlackServer } from '../../../src/sandbox/slack/slack-server.types.ts';
import { aBot, aModal, anInput, aWorkspace, plain, textInput, transports } from './a-workspace.ts';

const trouble = 'We had some trouble connecting. Try again?';

function lastNote(slack: SlackServer): string | undefined {
  return slack.notes.at(-1)?.text;
}

describe.each(transports)("Slack's reaction to a bot over %s", (transport) => {
  test('that answers late', async () => {
    const { slack, mia, studio } = await aWorkspace({ ackWithinMs: 600 });
    const waiting: (() => Promise<void>)[] = [];
    await aBot(slack, transport, (app) => {
      app.use(async ({ next, body, context }) => {
        void context;
        if ('command' in body && body.text === 'open') await next();
        else await new Promise<void>((resolve) => waiting.push(() => next().then(resolve)));
      });
      app.command('/door', async ({ ack, command, client }) => {
        if (command.text === 'open') {
          await client.views.open({
            trigger_id: command.trigger_id,
            view: aModal([
              textInput('name'),
              {
                type: 'actions',
                block_id: 'more',
                elements: [{ type: 'button', action_id: 'more', text: plain('More') }],
              },
              anInput('who', { type: 'external_select', action_id: 'who', min_query_length: 0 }, { optional: true }),
            ]),
          });
        }
        await ack(command.text === 'open' ? undefined : { text: 'too late' });
      });
      app.view('form', async ({ ack }) => ack());
      app.action('more', async ({ ack }) => ack());
      app.options('who', async ({ ack }) => ack({ options: [] }));
    });
    const user = slack.as(mia.id);

    expect(await user.command(studio.id, '/door')).toBe('failed');
    expect(lastNote(slack)).toBe('/door failed with the error "operation_timeout"');
    expect(slack.deliveries.at(-1)?.outcome).toBe('timeout');

    // The late answer is ignored.
    const [finish] = waiting;
    await finish?.();
    await slack.until('the late answer', () => slack.deliveries.at(-1)?.outcome === 'late');
    expect(slack.messages).toEqual([]);

    expect(await user.command(studio.id, '/door open')).toBe('ok');
    const view = await slack.until('the modal', () => user.views()[0]);
    expect(await user.act({ viewId: view.id }, { actionId: 'more' })).toBe('failed');
    expect(view.failure).toBe(trouble);
    expect(await user.search({ viewId: view.id }, { actionId: 'who' }, '')).toBe('failed');
    await user.fill(view.id, { blockId: 'name' }, 'Ana');
    expect(view.failure).toBeUndefined();
    expect(await user.submit(view.id)).toBe('failed');
    expect(view).toMatchObject({ failure: trouble, busy: false });
    expect(view.values.name?.value).toEqual({ type: 'plain_text_input', value: 'Ana' });
    for (const each of waiting) await each().catch(() => {});
  });

  test('whose answer Slack does not understand', async () => {
    const { slack, mia, studio } = await aWorkspace();
    let answer: object = {};
    await aBot(slack, transport, (app) => {
      app.command('/door', async ({ ack, command, client }) => {
        if (command.text !== 'open') return ack(answer);
        await client.views.open({
          trigger_id: command.trigger_id,
          view: aModal([
            textInput('name', {}),
            { type: 'section', block_id: 'words', text: plain('words') },
            anInput('who', { type: 'external_select', action_id: 'who', min_query_length: 0 }, { optional: true }),
          ]),
        });
        await ack();
      });
      app.view('form', async ({ ack }) => ack(answer as never));
      app.options('who', async ({ ack }) => ack(answer as never));
    });
    const user = slack.as(mia.id);

    answer = { blocks: [{ type: 'section' }] };
    expect(await user.command(studio.id, '/door')).toBe('failed');
    expect(lastNote(slack)).toBe('/door failed with the error "invalid_command_response"');

    await user.command(studio.id, '/door open');
    const view = await slack.until('the modal', () => user.views()[0]);
    await user.fill(view.id, { blockId: 'name' }, 'Ana');
    const wrong = [
      { response_action: 'errors', errors: { words: 'no input' } },
      { response_action: 'errors', errors: { gone: 'no block' } },
      { response_action: 'errors', errors: {} },
      { response_action: 'errors', errors: { name: '' } },
      { response_action: 'update', view: aModal([{ type: 'header', text: plain('x'.repeat(151)) }]) },
      { response_action: 'update' },
      { response_action: 'push', view: { type: 'modal' } },
      { response_action: 'dance' },
    ];
    for (answer of wrong) {
      expect(await user.submit(view.id), JSON.stringify(answer)).toBe('failed');
      expect(view.failure).toBe(trouble);
      expect(view.errors).toEqual({});
    }
    const options = (count: number, length = 5) =>
      Array.from({ length: count }, (_, index) => ({ text: plain('x'.repeat(length)), value: String(index) }));
    const place = { viewId: view.id };
    for (answer of [
      { options: options(101) },
      { options: options(1, 76) },
      { nothing: true },
      { option_groups: [{ label: plain('empty'), options: [] }] },
    ]) {
      expect(await user.search(place, { actionId: 'who' }, ''), JSON.stringify(answer).slice(0, 80)).toBe('failed');
    }
    for (answer of [
      { options: options(100, 75) },
      { options: [] },
      { option_groups: [{ label: plain('some'), options: options(2) }] },
    ]) {
      expect(await user.search(place, { actionId: 'who' }, '')).not.toBe('failed');
    }
  });

  test('that answers update, push, errors or clear', async () => {
    const { slack, mia, studio } = await aWorkspace();
    let answer: object = {};
    await aBot(slack, transport, (app) => {
      app.command('/door', async ({ ack, command, client }) => {
        await ack({ response_type: 'in_channel', text: 'opening' });
        await client.views.open({ trigger_id: command.trigger_id, view: aModal([textInput('name')]) });
      });
      app.view('form', async ({ ack }) => ack(answer as never));
    });
    const user = slack.as(mia.id);
    await user.command(studio.id, '/door');
    expect(slack.messages[0]).toMatchObject({ text: 'opening', ephemeralFor: undefined });
    const view = await slack.until('the modal', () => user.views()[0]);
    await user.fill(view.id, { blockId: 'name' }, 'Ana');

    answer = {
      response_action: 'update',
      view: aModal([textInput('name'), textInput('more', { initial_value: 'm' })], { title: plain('Two') }),
    };
    const hash = view.hash;
    expect(await user.submit(view.id)).toBe('open');
    expect(view.values).toMatchObject({ name: { value: { value: 'Ana' } }, more: { value: { value: 'm' } } });
    expect(view.hash).not.toBe(hash);

    answer = { response_action: 'push', view: aModal([textInput('deep', { initial_value: 'd' })]) };
    expect(await user.submit(view.id)).toBe('open');
    const second = user.views()[1];
    expect(second).toMatchObject({ previousId: view.id, rootId: view.id });
    expect(await user.submit(second?.id ?? '')).toBe('open');
    const third = user.views()[2];
    // A fourth view is refused.
    expect(await user.submit(third?.id ?? '')).toBe('failed');
    answer = {};
    expect(await user.submit(third?.id ?? '')).toBe('closed');
    expect(user.views()).toHaveLength(2);
    answer = { response_action: 'clear' };
    expect(await user.submit(second?.id ?? '')).toBe('closed');
    expect(user.views()).toEqual([]);
  });
});

test('a command fails when no bot is connected', async () => {
  const { slack, mia, studio } = await aWorkspace();
  const user = slack.as(mia.id);
  expect(await user.command(studio.id, '/door')).toBe('failed');
  expect(lastNote(slack)).toBe('/door failed with the error "dispatch_failed"');
  expect(await user.command(studio.id, '/window')).toBe('failed');
  expect(lastNote(slack)).toContain('/window is not a valid command');
  slack.deliverTo('http://127.0.0.1:1/slack/events');
  expect(await user.command(studio.id, '/door')).toBe('failed');
  expect(lastNote(slack)).toBe('/door failed with the error "dispatch_failed"');
});

test('a button without an answer gets a warning', async () => {
  const { slack, mia, studio, client } = await aWorkspace();
  await client.chat.postMessage({
    channel: studio.id,
    text: 'card',
    blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'knock', text: plain('Knock') }] }],
  });
  const card = slack.messages[0];
  expect(await slack.as(mia.id).act({ channel: studio.id, ts: card?.ts ?? '' }, { actionId: 'knock' })).toBe('failed');
  expect(lastNote(slack)).toBe(`:warning: ${trouble}`);
});
