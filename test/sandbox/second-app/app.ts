import { App, LogLevel } from '@slack/bolt';
import type { HomeView, KnownBlock, ModalView } from '@slack/types';

// An app as Bolt's documentation teaches it, which knows nothing of the sandbox: only its environment says where Slack is.

const menu = ['Soup', 'Salad', 'Pasta', 'Pizza', 'Curry'];

type Environment = {
  readonly SLACK_API_URL: string;
  readonly SLACK_BOT_TOKEN: string;
  /** Socket Mode; without it, HTTP with the signing secret. */
  readonly SLACK_APP_TOKEN?: string;
  readonly SLACK_SIGNING_SECRET?: string;
  readonly PORT?: number;
};

const text = (words: string) => ({ type: 'plain_text' as const, text: words });
const option = (dish: string) => ({ text: text(dish), value: dish.toLowerCase() });

/** Starts it, and returns it for stopping. */
export async function startLunchApp(env: Environment): Promise<App> {
  const orders: { readonly user: string; readonly dish: string; readonly note: string }[] = [];
  const app = new App({
    token: env.SLACK_BOT_TOKEN,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: env.SLACK_API_URL },
    ...(env.SLACK_APP_TOKEN === undefined
      ? { signingSecret: env.SLACK_SIGNING_SECRET ?? '' }
      : { socketMode: true, appToken: env.SLACK_APP_TOKEN }),
  });

  function orderForm(channel: string): ModalView {
    return {
      type: 'modal',
      callback_id: 'order',
      private_metadata: channel,
      notify_on_close: true,
      title: text('Order lunch'),
      submit: text('Order'),
      blocks: [
        {
          type: 'input',
          block_id: 'dish',
          label: text('Dish'),
          element: { type: 'external_select', action_id: 'dish', min_query_length: 1 },
        },
        {
          type: 'input',
          block_id: 'note',
          label: text('Note'),
          optional: true,
          element: { type: 'plain_text_input', action_id: 'note' },
        },
      ],
    };
  }

  function home(): HomeView {
    const list: KnownBlock[] = orders.map(({ user, dish }) => ({
      type: 'section',
      text: { type: 'mrkdwn', text: `<@${user}>: *${dish}*` },
    }));
    return {
      type: 'home',
      blocks: [
        { type: 'header', text: text(`${orders.length} ordered`) },
        ...list,
        { type: 'actions', elements: [{ type: 'button', action_id: 'clear', text: text('Clear'), style: 'danger' }] },
      ],
    };
  }

  app.command('/lunch', async ({ command, ack, respond, client }) => {
    if (command.text === 'list') {
      await ack();
      await respond(orders.map(({ dish }) => dish).join(', ') || 'Nobody has ordered.');
      return;
    }
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: orderForm(command.channel_id) });
  });

  app.options('dish', async ({ options, ack }) => {
    await ack({ options: menu.filter((dish) => dish.toLowerCase().startsWith(options.value)).map(option) });
  });

  app.view('order', async ({ ack, view, body, client }) => {
    const dish = view.state.values.dish?.dish?.selected_option?.text.text ?? '';
    const note = view.state.values.note?.note?.value ?? '';
    if (note.includes('everything')) {
      await ack({ response_action: 'errors', errors: { note: 'Be modest.' } });
      return;
    }
    await ack();
    orders.push({ user: body.user.id, dish, note });
    await client.chat.postMessage({
      channel: view.private_metadata,
      text: `<@${body.user.id}> orders ${dish}`,
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: `<@${body.user.id}> orders *${dish}* ${note}` },
          accessory: { type: 'button', action_id: 'me_too', text: text('Me too'), value: dish },
        },
      ],
    });
  });

  app.view({ callback_id: 'order', type: 'view_closed' }, async ({ ack, body, client }) => {
    await ack();
    const { channel } = await client.conversations.open({ users: body.user.id });
    await client.chat.postMessage({ channel: channel?.id ?? '', text: 'Not hungry?' });
  });

  app.action('me_too', async ({ ack, action, body, respond }) => {
    await ack();
    const dish = 'value' in action ? (action.value ?? '') : '';
    orders.push({ user: body.user.id, dish, note: '' });
    await respond({ text: `You ordered ${dish} too.`, replace_original: false });
  });

  app.action('clear', async ({ ack, body, client }) => {
    await ack();
    orders.length = 0;
    await client.views.publish({ user_id: body.user.id, view: home() });
  });

  app.shortcut('order_lunch', async ({ ack, shortcut, client }) => {
    await ack();
    const { channel } = await client.conversations.open({ users: shortcut.user.id });
    await client.views.open({ trigger_id: shortcut.trigger_id, view: orderForm(channel?.id ?? '') });
  });

  app.shortcut({ callback_id: 'order_same', type: 'message_action' }, async ({ ack, shortcut, client }) => {
    await ack();
    const dish = menu.find((one) => (shortcut.message.text ?? '').includes(one)) ?? 'Soup';
    orders.push({ user: shortcut.user.id, dish, note: '' });
    await client.chat.postEphemeral({
      channel: shortcut.channel.id,
      user: shortcut.user.id,
      text: `You ordered ${dish}.`,
    });
  });

  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'home') await client.views.publish({ user_id: event.user, view: home() });
  });

  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `<@${event.user}> Type /lunch.`, thread_ts: event.ts });
  });

  app.message('hungry', async ({ message, client }) => {
    const { user } = await client.users.info({ user: 'user' in message ? (message.user ?? '') : '' });
    await client.chat.postMessage({ channel: message.channel, text: `${user?.real_name ?? ''}: try /lunch` });
  });

  await app.start(env.PORT ?? 0);
  return app;
}
