import type { IncomingMessage, ServerResponse } from 'node:http';
import { App } from '@slack/bolt';
import { type FetchFunction, WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Quotas } from '../../domain/quota.ts';
import { acceptedRequests } from '../../flows/shared/accept-request.ts';
import type { Channels } from '../../flows/shared/channels.ts';
import type { Context } from '../../flows/shared/context.ts';
import { noteFile } from '../../flows/shared/note-file.ts';
import type { Notifier } from '../../flows/shared/notifier.ts';
import type { People } from '../../flows/shared/people.ts';
import { peopleByPolicy } from '../../flows/shared/people-by-policy.ts';
import type { Log } from '../../log.ts';
import { createAddressBook } from '../directory/address-book.ts';
import { createChannels } from '../directory/channels.ts';
import { createPeople } from '../directory/people.ts';
import { createUserGroups } from '../directory/user-groups.ts';
import { createGate } from '../gate.ts';
import { createNotifier } from '../notifier.ts';
import type { UploadFetch } from '../posting/file-steps.ts';
import { createMessenger } from '../posting/messenger.ts';
import { createSendFiles } from '../posting/send-file.ts';
import { createThreadFiles } from '../posting/thread-files.ts';
import { registerListeners } from '../register-listeners.ts';
import { type Caught, reportBug } from '../shared/report-bug.ts';
import type { SlackContext } from '../slack-context.ts';
import { boltLog } from './bolt-log.ts';
import { createHttpReceiver, refuse } from './http-receiver.ts';
import { createInFlight } from './in-flight.ts';
import { onceOnly } from './once-only.ts';
import { createSocketReceiver } from './socket-receiver.ts';
import { untilSlackAnswers } from './until-slack-answers.ts';

export type SlackConfig = {
  readonly botToken: string;
  /** Present: Socket Mode. */
  readonly appToken?: string | undefined;
  readonly signingSecret?: string | undefined;
  readonly apiUrl: string;
};

export type Slack = {
  /** The workspace the bot is installed in; '' until Slack has said so. */
  readonly workspaceId: () => string;
  /** Posts to channels, within the quotas. */
  notifier(quotas: Quotas): Notifier;
  /** Who is in which conversation, and what kind of place that is. */
  readonly channels: Channels;
  /** Who people are at this moment. */
  readonly people: People;
  /** Registers every listener; once, before start. */
  listen(flows: Context): void;
  start(): Promise<void>;
  /** Finishes what was taken, then lets go of Slack. */
  stop(): Promise<void>;
  isConnected(): boolean;
  /** Whether all that Slack sent is answered. */
  isIdle(): boolean;
  /** HTTP mode: answers one request to /slack/events. */
  readonly handleRequest: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
};

/** How long a stop waits for what is being worked on, ms. */
const DRAIN_MS = 10_000;

/** The bot's side of Slack, over Socket Mode or HTTP. `fetch` is how the Web API is reached. */
export function createSlack(
  config: SlackConfig,
  outside: {
    readonly now: () => number;
    /** The computer's own clock, by which Slack signs; `now` may be a test's. */
    readonly realNow: () => number;
    readonly log: Log;
    readonly policy: () => Policy;
    readonly fetch: FetchFunction & UploadFetch;
  },
): Slack {
  const logger = boltLog(outside.log);
  const common = { slackApiUrl: config.apiUrl, logger, fetch: outside.fetch } satisfies WebClientOptions;
  // Somebody is waiting: one quick repeat, then an answer. Set explicitly, since Socket Mode would otherwise write 100
  // retries into options it is given and every listener would inherit them.
  const quick: WebClientOptions = {
    ...common,
    timeout: 4_000,
    retryConfig: { retries: 1, minTimeout: 100, maxTimeout: 200 },
    rejectRateLimitedCalls: true,
  };
  // A repeated chat.postMessage posts twice: the messenger decides about repeating, not the client.
  const posting: WebClientOptions = {
    ...common,
    timeout: 8_000,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };

  const { appToken, signingSecret } = config;
  const { realNow, log } = outside;
  const socket = appToken === undefined ? undefined : createSocketReceiver(appToken, common, logger, log);
  const http = socket || !signingSecret ? undefined : createHttpReceiver(signingSecret, realNow, log);
  const receiver = socket ?? http?.receiver;
  if (receiver === undefined) throw new Error('neither Socket Mode nor HTTP');
  const app = new App({
    token: config.botToken,
    receiver,
    clientOptions: quick,
    logger,
    deferInitialization: true,
    extendedErrorHandler: true,
    convoStore: false,
  });

  const inFlight = createInFlight();

  let workspace = '';
  const workspaceId = () => workspace;
  let connected = false;
  const stopping = new AbortController();
  for (const event of ['connected', 'reconnecting', 'disconnecting', 'disconnected', 'close']) {
    socket?.client.on(event, () => {
      connected = event === 'connected';
    });
  }

  const interactive = new WebClient(config.botToken, quick);
  const people = peopleByPolicy(
    {
      ...createPeople(interactive, workspaceId, outside.now),
      addressOf: createAddressBook(interactive),
      ...createUserGroups(interactive, outside.log, outside.now),
    },
    outside.policy,
  );
  return {
    people,
    workspaceId,
    notifier(quotas) {
      const client = new WebClient(config.botToken, posting);
      const messenger = createMessenger(client, outside.now, quotas);
      const files = createThreadFiles(client, outside.fetch, outside.now, quotas);
      return createNotifier(messenger, files, outside.now);
    },
    channels: createChannels(interactive, workspaceId, outside.now),
    listen(flows) {
      const slack: SlackContext = {
        flows,
        people,
        client: interactive,
        sendFiles: createSendFiles(new WebClient(config.botToken, posting), outside.fetch, outside.now, (file) =>
          noteFile(flows, file),
        ),
      };
      registerListeners(createGate(app, slack), slack);
      app.error((caught: Caught) => reportBug(slack, caught));
      // Whatever a receiver takes goes through here, so that no listener can be forgotten.
      const requests = acceptedRequests(flows);
      const fail = (error: Error, body: object) => reportBug(slack, { error, body });
      const take = onceOnly(app.processEvent.bind(app), { requests, realNow, log, fail });
      app.processEvent = (event) => inFlight.during(() => take(event));
    },
    async start() {
      await untilSlackAnswers(
        async () => {
          await app.init();
          const { team_id = '', response_metadata } = await interactive.auth.test();
          workspace = team_id;
          const { scopes } = response_metadata ?? {};
          if (scopes !== undefined && !scopes.includes('channels:read')) outside.log.warn(withoutChannels);
        },
        outside.log,
        stopping.signal,
      ).catch(notTaken('SLACK_BOT_TOKEN'));
      stopping.signal.throwIfAborted();
      await socket?.start().catch(notTaken('SLACK_APP_TOKEN'));
      connected = true;
    },
    async stop() {
      stopping.abort();
      const left = await inFlight.drained(DRAIN_MS);
      if (left > 0) outside.log.warn({ left }, 'stopping although something is still being answered');
      connected = false;
      // Bolt's own stop does not wait for the socket to close, and loses the last answers.
      await socket?.client.disconnect();
    },
    isConnected: () => connected,
    isIdle: () => inFlight.isIdle(),
    handleRequest:
      http &&
      ((request, response) => {
        // Bolt cannot take anything before it knows who it is.
        if (connected) http.handle(request, response);
        else refuse(response, 503);
      }),
  };
}

/** Somebody installed the app when it asked for less. */
const withoutChannels =
  'The Slack app lacks the permission channels:read, so no channel can be chosen: install it again from slack-manifest.yml';

/** A start that Slack refuses, explained to the operator; the error itself is the cause. */
function notTaken(variable: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof WebAPIPlatformError)) throw error;
    throw new Error(`${variable}: Slack does not take it (${error.data.error})`, { cause: error });
  };
}
