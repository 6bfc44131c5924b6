import { App } from '@slack/bolt';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { createMovableClock } from '../../../src/clock.ts';
import type { Servers } from '../../../src/sandbox/page-server/systems.ts';
import { startPageServer } from '../../../src/sandbox/page-server.ts';
import { startParsecEmulator } from '../../../src/sandbox/parsec/parsec-emulator.ts';
import type { ParsecEmulator } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { startSlackServer } from '../../../src/sandbox/slack/slack-server.ts';
import type { Channel, Person, SlackServer } from '../../../src/sandbox/slack/slack-server.types.ts';

/** A Monday morning in Europe. */
export const START = Date.UTC(2026, 10, 23, 9, 0);

const manifest = {
  display_information: { name: 'Tester', description: 'Tries the page' },
  features: {
    bot_user: { display_name: 'Tester' },
    app_home: { home_tab_enabled: true, messages_tab_enabled: true },
    slash_commands: [
      { command: '/try', description: 'Does what the test wants', usage_hint: '[something]' },
      { command: '/trial', description: 'Something else' },
    ],
    shortcuts: [
      { name: 'Start something', type: 'global', callback_id: 'start', description: 'From anywhere' },
      { name: 'Take this', type: 'message', callback_id: 'take', description: 'From a message' },
    ],
  },
  oauth_config: {
    scopes: { bot: ['commands', 'chat:write', 'chat:write.public', 'users:read', 'im:write', 'files:write'] },
  },
  settings: {
    event_subscriptions: { bot_events: ['app_home_opened'] },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
  },
};

export type Stage = Servers & {
  readonly parsec: ParsecEmulator;
  readonly url: string;
  readonly mia: Person;
  readonly ben: Person;
  readonly guests: Channel;
  readonly quiet: Channel;
  /** A new browser window on a person's screen. */
  open(person: Person, channel: Channel, options?: BrowserContextOptions): Promise<Page>;
  /** Errors and refused requests in the windows. */
  readonly complaints: string[];
  /** Stops the page's server, and starts it again on the same port: for the same workspace, or for a new, empty one. */
  loseServer(): Promise<(workspace?: 'another workspace') => Promise<void>>;
  stop(): Promise<void>;
};

/**
 * The page in a browser, with Slack's and Parsec's emulators and a small Bolt app: `listen` adds what a test needs.
 */
export async function openStage(browser: Browser, listen: (bot: App) => void = () => {}): Promise<Stage> {
  const clock = createMovableClock(START);
  const slack = await startSlackServer({ now: clock.now, manifest, rateLimits: false });
  const parsec = await startParsecEmulator({ now: clock.now });
  const mia = slack.addPerson({ name: 'mia', realName: 'Mia', tz: 'Europe/Paris' });
  const ben = slack.addPerson({ name: 'ben', realName: 'Ben', tz: 'America/New_York' });
  const guests = slack.addChannel({ name: 'guests' });
  const quiet = slack.addChannel({ name: 'quiet', kind: 'private', members: [mia.id] });
  const bot = new App({
    token: slack.botToken,
    appToken: slack.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  listen(bot);
  await bot.start();
  const servers = { slack, parsec, clock };
  let server = await startPageServer(servers);
  const port = Number(new URL(server.url).port);
  const complaints: string[] = [];
  const others: SlackServer[] = [];
  const another = async (person: Person) => {
    const other = await startSlackServer({ now: clock.now, manifest });
    others.push(other);
    other.addPerson(person);
    other.addChannel({ name: 'guests' });
    return other;
  };
  const contexts: { close(): Promise<void> }[] = [];

  return {
    ...servers,
    url: server.url,
    mia,
    ben,
    guests,
    quiet,
    complaints,
    async open(person, channel, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/ERR_CONNECTION_(REFUSED|RESET)/.test(message.text()))
          complaints.push(message.text());
      });
      await page.goto(`${server.url}#${person.id}/${channel.id}`);
      await page.getByRole('heading', { name: channel.name, exact: true }).waitFor();
      return page;
    },
    async loseServer() {
      await server.stop();
      return async (workspace) => {
        const slack = workspace === undefined ? servers.slack : await another(mia);
        server = await startPageServer({ ...servers, slack }, port);
      };
    },
    async stop() {
      await Promise.all(contexts.map((context) => context.close()));
      await bot.stop();
      // Bolt reports that it has stopped before its socket is closed.
      await slack.until('the bot has hung up', () => slack.sockets === 0);
      await server.stop();
      await Promise.all([slack.stop(), parsec.stop(), ...others.map((other) => other.stop())]);
    },
  };
}

/** Types into the composer and sends it. */
export async function write(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^Message / });
  await composer.fill(text);
  await composer.press('Enter');
}

/** Whether an element is in view. */
export async function inSight(place: {
  isVisible(): Promise<boolean>;
  boundingBox(): Promise<{ y: number; height: number } | null>;
}): Promise<boolean> {
  if (!(await place.isVisible())) return false;
  const box = await place.boundingBox();
  return box !== null && box.y >= 48 && box.y + box.height <= 800;
}

/** Searches a select by a part of the option's name, and takes it. */
export async function pick(place: Page | Locator, select: string, option: string): Promise<void> {
  await place.getByRole('combobox', { name: select }).fill(option.slice(0, 3));
  await place.getByRole('option', { name: option }).click();
}
