import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { createMovableClock } from '../clock.ts';
import { startPageServer } from './page-server.ts';
import { seedWorkspace } from './seed-data.ts';
import { isJson } from './slack/json.ts';
import { startSlackServer } from './slack/slack-server.ts';

export type SlackOnly = {
  readonly url: string;
  /** What the app is configured with. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

/** The same at every start, so that an app that is configured once finds the workspace again. They open nothing but the sandbox. */
const secrets = { bot: 'xoxb-sandbox', app: 'xapp-1-sandbox', signing: 'sandbox-signing-secret' };

/**
 * Starts the Slack server and the page for an app that runs elsewhere, of which only the manifest is known. `deliverTo`: where the app
 * takes requests over HTTP; without it, it connects over Socket Mode. `slackPort` is the port of the Web API.
 */
export async function startSlackOnly(options: {
  readonly port: number;
  readonly slackPort: number;
  readonly manifest: string;
  readonly deliverTo?: string | undefined;
}): Promise<SlackOnly> {
  const clock = createMovableClock();
  const manifest: unknown = parse(readFileSync(options.manifest, 'utf8'));
  if (!isJson(manifest)) throw new Error(`${options.manifest} is not a manifest.`);
  const slack = await startSlackServer({ now: clock.now, manifest, port: options.slackPort, secrets });
  try {
    seedWorkspace(slack);
    slack.deliverTo(options.deliverTo);
    const stopWaking = clock.onMove(() => slack.catchUp());
    const page = await startPageServer({ slack, clock }, options.port);
    return {
      url: page.url,
      environment: {
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: slack.botToken,
        ...(options.deliverTo === undefined
          ? { SLACK_APP_TOKEN: slack.appToken }
          : { SLACK_SIGNING_SECRET: slack.signingSecret }),
      },
      async stop() {
        stopWaking();
        await page.stop();
        await slack.stop();
      },
    };
  } catch (error) {
    await slack.stop();
    throw error;
  }
}
