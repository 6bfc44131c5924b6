import { SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../log.ts';
import type { boltLog } from './bolt-log.ts';
import { customProperties } from './delivery.ts';
import { guardEnvelopes } from './guard-envelopes.ts';

/** Slack over Socket Mode: Bolt's receiver, which is handed only what can be read. */
export function createSocketReceiver(
  appToken: string,
  common: WebClientOptions,
  logger: ReturnType<typeof boltLog>,
  log: Log,
): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    // The gap after a lost socket is this long; Bolt's 5 seconds are longer than Slack waits for an answer.
    clientPingTimeout: 2_000,
    customPropertiesExtractor: ({ envelope_id }: { readonly envelope_id: string }) =>
      customProperties({ id: envelope_id, signedAt: undefined }),
    installerOptions: {
      // An object of its own, for Socket Mode writes into it. The first connection and every one after it is tried until it
      // works: a client that gives up would leave a bot that looks alive and hears nothing.
      clientOptions: {
        ...common,
        timeout: 10_000,
        retryConfig: { forever: true, minTimeout: 500, maxTimeout: 10_000, factor: 1.5 },
      },
    },
  });
  guardEnvelopes(receiver.client, log);
  return receiver;
}
