import { expect } from 'vitest';
import type { OpenView, SlackServer, UserActions } from '../../../src/sandbox/slack/slack-server.types.ts';
import { aBot, aWorkspace, call, plain } from './a-workspace.ts';

/** A workspace whose bot acknowledges everything and does nothing, so that the test itself can be the bot. */
export async function aSilentBot(options: Parameters<typeof aWorkspace>[0] = {}) {
  const place = await aWorkspace(options);
  await aBot(place.slack, 'socket', (app) => {
    app.command('/door', async ({ ack }) => ack());
    app.action(/.*/, async ({ ack }) => ack());
    app.view(/.*/, async ({ ack }) => ack());
    app.view({ type: 'view_closed', callback_id: /.*/ }, async ({ ack }) => ack());
    app.options(/.*/, async ({ ack }) =>
      ack({
        options: [
          { text: plain('One'), value: '1' },
          { text: plain('Two'), value: '2', description: plain('the second') },
        ],
      }),
    );
  });
  return place;
}

export async function trigger(slack: SlackServer, user: UserActions, channel: string): Promise<string> {
  await user.command(channel, '/door');
  return String(slack.deliveries.at(-1)?.payload.trigger_id);
}

export async function opened(place: Awaited<ReturnType<typeof aSilentBot>>, view: object): Promise<OpenView> {
  const { slack, mia, studio } = place;
  const user = slack.as(mia.id);
  const { body } = await call(slack, 'views.open', { trigger_id: await trigger(slack, user, studio.id), view });
  expect(body).toMatchObject({ ok: true });
  const open = user.views()[0];
  if (open === undefined) throw new Error('nothing opened');
  return open;
}
