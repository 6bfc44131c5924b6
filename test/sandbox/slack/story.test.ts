import { describe, expect, test } from 'vitest';
import { aBot, aModal, anInput, aWorkspace, plain, textInput, transports } from './a-workspace.ts';

const options = (text: string) => ({ text: plain(text), value: text.toLowerCase() });

describe.each(transports)('Bolt over %s', (transport) => {
  test('handles a command, modal, search, errors, submission, message and button', async () => {
    const { slack, mia, studio } = await aWorkspace();
    await aBot(slack, transport, (app) => {
      app.command('/door', async ({ ack, command, client }) => {
        await ack({ text: `opening for ${command.text}` });
        await client.views.open({
          trigger_id: command.trigger_id,
          view: aModal(
            [textInput('name'), anInput('door', { type: 'external_select', action_id: 'doors', min_query_length: 2 })],
            { private_metadata: command.channel_id },
          ),
        });
      });
      app.options<'block_suggestion'>('doors', async ({ ack, payload }) => {
        const found = ['Front', 'Back'].filter((one) => one.toLowerCase().startsWith(payload.value.toLowerCase()));
        await ack({ options: found.map(options) });
      });
      app.view('form', async ({ ack, view, client }) => {
        const name = view.state.values.name?.value?.value;
        if (name === 'nobody') return ack({ response_action: 'errors', errors: { name: 'Who?' } });
        await ack();
        const door = view.state.values.door?.doors?.selected_option?.value;
        await client.chat.postMessage({
          channel: view.private_metadata,
          text: `${name} at ${door}`,
          blocks: [
            {
              type: 'actions',
              block_id: 'keys',
              elements: [{ type: 'button', action_id: 'knock', text: plain('Knock'), value: '7' }],
            },
          ],
        });
      });
      app.action<import('@slack/bolt').BlockAction<import('@slack/bolt').ButtonAction>>(
        'knock',
        async ({ ack, respond, action, body }) => {
          await ack();
          await respond({ replace_original: true, text: `knocked ${action.value} by ${body.user.id}` });
        },
      );
    });
    const user = slack.as(mia.id);

    expect(await user.command(studio.id, '/door @ben now')).toBe('ok');
    const opening = user.messages(studio.id).at(-1);
    const ben = slack.people.find((one) => one.name === 'ben');
    expect(opening).toMatchObject({ text: `opening for <@${ben?.id}|ben> now`, ephemeralFor: mia.id });
    expect(slack.as(ben?.id ?? '').messages(studio.id)).toEqual([]);

    const view = await slack.until('the modal', () => user.views()[0]);
    expect(await user.submit(view.id)).toBe('errors');
    expect(Object.keys(view.errors)).toEqual(['name', 'door']);
    expect(slack.deliveries.filter((one) => one.payload.type === 'view_submission')).toEqual([]);

    await user.fill(view.id, { blockId: 'name' }, 'nobody');
    expect(await user.search({ viewId: view.id }, { actionId: 'doors' }, 'f')).toEqual({ groups: [] });
    const found = await user.search({ viewId: view.id }, { actionId: 'doors' }, 'fr');
    if (found === 'failed') throw new Error('the search failed');
    expect(found.groups.flatMap((one) => one.options.map(({ value }) => value))).toEqual(['front']);
    await expect(user.fill(view.id, { blockId: 'door' }, { text: { text: 'Back' }, value: 'back' })).rejects.toThrow(
      'did not offer',
    );
    await user.fill(view.id, { blockId: 'door' }, found.groups[0]?.options[0]);
    expect(await user.submit(view.id)).toBe('errors');
    expect(view.errors).toEqual({ name: 'Who?' });

    await user.fill(view.id, { blockId: 'name' }, 'Ana');
    expect(await user.submit(view.id)).toBe('closed');
    expect(user.views()).toEqual([]);
    const card = await slack.until('the message', () => slack.messages.find((one) => one.text === 'Ana at front'));
    expect(await user.act({ channel: studio.id, ts: card.ts }, { actionId: 'knock' })).toBe('ok');
    await slack.until('the answer', () => card.text === `knocked 7 by ${mia.id}`);
    expect(card).toMatchObject({ edits: 1, blocks: [] });
  });

  test('handles shortcuts, the home tab, and closing with notify_on_close', async () => {
    const { slack, mia, studio } = await aWorkspace();
    const closed: unknown[] = [];
    await aBot(slack, transport, (app) => {
      app.shortcut('open', async ({ ack, shortcut, client }) => {
        await ack();
        await client.views.open({
          trigger_id: shortcut.trigger_id,
          view: aModal([textInput('name')], { notify_on_close: true, private_metadata: 'kept' }),
        });
      });
      app.shortcut({ type: 'message_action', callback_id: 'open_for' }, async ({ ack, shortcut, respond }) => {
        await ack();
        await respond({ text: `read: ${shortcut.type === 'message_action' ? shortcut.message.text : ''}` });
      });
      app.view({ type: 'view_closed', callback_id: 'form' }, async ({ ack, body }) => {
        await ack();
        closed.push([body.type === 'view_closed' && body.is_cleared, body.view.private_metadata]);
      });
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({
          user_id: event.user,
          view: {
            type: 'home',
            blocks: [{ type: 'actions', elements: [{ type: 'button', action_id: 'wave', text: plain('Wave') }] }],
          },
        });
      });
      app.action('wave', async ({ ack, body, client }) => {
        await ack();
        await client.views.publish({
          user_id: body.user.id,
          view: { type: 'home', blocks: [{ type: 'header', text: plain('Waved') }] },
        });
      });
    });
    const user = slack.as(mia.id);

    expect(await user.shortcut('open')).toBe('ok');
    const view = await slack.until('the modal', () => user.views()[0]);
    await user.close(view.id);
    expect(user.views()).toEqual([]);
    expect(closed).toEqual([[false, 'kept']]);

    const said = user.say(studio.id, 'for ana@example.com & co');
    expect(said.text).toBe('for <mailto:ana@example.com|ana@example.com> &amp; co');
    expect(await user.messageShortcut('open_for', { channel: studio.id, ts: said.ts })).toBe('ok');
    await slack.until('the answer', () =>
      user.messages(studio.id).some((one) => one.text === `read: ${said.text}` && one.ephemeralFor === mia.id),
    );

    expect(user.home()).toBeUndefined();
    await user.openHome();
    const home = await slack.until('the home tab', () => user.home());
    await user.act({ viewId: String(home.id) }, { actionId: 'wave' });
    await slack.until('the new home tab', () => JSON.stringify(user.home()?.blocks).includes('Waved'));
  });
});
