import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { startSlackServer } from '../../../src/sandbox/slack/slack-server.ts';
import type {
  Channel,
  Person,
  SlackServer,
  SlackServerOptions,
} from '../../../src/sandbox/slack/slack-server.types.ts';

export const manifest = {
  display_information: { name: 'Porter' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    bot_user: { display_name: 'Porter' },
    slash_commands: [{ command: '/door', description: 'Opens a door', usage_hint: '[who]', should_escape: true }],
    shortcuts: [
      { name: 'Open', type: 'global', callback_id: 'open', description: 'Opens' },
      { name: 'Open for', type: 'message', callback_id: 'open_for', description: 'Opens' },
    ],
  },
  oauth_config: {
    scopes: {
      bot: [
        'commands',
        'chat:write',
        'chat:write.public',
        'users:read',
        'im:write',
        'channels:history',
        'groups:history',
        'channels:read',
        'reactions:write',
        'team:read',
        'channels:join',
      ],
    },
  },
  settings: {
    interactivity: { is_enabled: true },
    event_subscriptions: { bot_events: ['app_home_opened', 'app_mention'] },
    socket_mode_enabled: true,
  },
};

export type Place = {
  readonly slack: SlackServer;
  readonly mia: Person;
  readonly ben: Person;
  readonly studio: Channel;
  readonly client: WebClient;
};

/** A Slack server for one test, with two people, a channel, and a client without retries. */
export async function aWorkspace(options: Partial<SlackServerOptions> = {}): Promise<Place> {
  const slack = await startSlackServer({ now: () => Date.now(), manifest, rateLimits: false, ...options });
  onTestFinished(() => slack.stop());
  const mia = slack.addPerson({ name: 'mia', realName: 'Mia', tz: 'Europe/Paris' });
  const ben = slack.addPerson({ name: 'ben', realName: 'Ben' });
  const studio = slack.addChannel({ name: 'studio' });
  return { slack, mia, ben, studio, client: aClient(slack) };
}

export function aClient(slack: SlackServer, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 5_000,
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

/** A raw Web API call: status, headers and body. */
export async function call(
  slack: SlackServer,
  method: string,
  args: object = {},
  token = slack.botToken,
): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
  const response = await fetch(slack.apiUrl + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(await response.text()) as Record<string, unknown>,
  };
}

export const transports = ['socket', 'http'] as const;

/** A connected Bolt app that stops with the test. */
export async function aBot(
  slack: SlackServer,
  transport: (typeof transports)[number],
  listen: (app: App) => void,
): Promise<App> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const quiet = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => LogLevel.ERROR,
    setName() {},
  };
  const socket =
    transport === 'socket'
      ? new SocketModeReceiver({
          appToken: slack.appToken,
          clientPingTimeout: 300,
          logger: quiet,
          installerOptions: { clientOptions: { ...clientOptions } },
        })
      : undefined;
  const receiver = socket ?? new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet });
  const app = new App({ token: slack.botToken, receiver, clientOptions, logger: quiet });
  listen(app);
  if (socket === undefined) {
    const server = (await app.start({ port: 0, host: '127.0.0.1' })) as {
      address(): { port: number };
      closeAllConnections(): void;
    };
    slack.deliverTo(`http://127.0.0.1:${server.address().port}/slack/events`);
    onTestFinished(async () => {
      server.closeAllConnections();
      await app.stop();
    });
  } else {
    await app.start();
    onTestFinished(() => socket.client.disconnect().then(() => {}));
  }
  return app;
}

export const plain = (text: string) => ({ type: 'plain_text' as const, text });

/** A valid modal with these blocks. */
export function aModal(blocks: readonly object[] = [{ type: 'divider' }], more: object = {}) {
  return {
    type: 'modal' as const,
    callback_id: 'form',
    title: plain('Door'),
    submit: plain('Open'),
    close: plain('Close'),
    blocks: [...blocks] as { type: string }[],
    ...more,
  };
}

export function anInput(blockId: string, element: object, more: object = {}) {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(blockId),
    element: { action_id: 'value', ...element },
    ...more,
  };
}

export const textInput = (blockId: string, more: object = {}) =>
  anInput(blockId, { type: 'plain_text_input', ...more });
