import type { Delivery, Json } from '../slack-server.types.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { deliverOverHttp } from './http-delivery.ts';
import type { SocketMode } from './socket-mode.ts';

/** Slack: an acknowledgement within 3 seconds. */
const ACK_WITHIN_MS = 3_000;

export type Retry = { readonly attempt: number; readonly reason: string };

/** What became of a payload: acknowledged in time (with whatever was in the ack), or not. */
export type Outcome =
  | { readonly kind: 'acked'; readonly ack: unknown }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'refused' };

export type Deliver = (type: Delivery['type'], payload: Json, retry?: Retry) => Promise<Outcome>;

/** Sends payloads to the bot over whichever transport is on, with Slack's time limit in real time. */
export function createDeliver(
  workspace: Workspace,
  socketMode: SocketMode,
  httpUrl: () => string | undefined,
  ackWithinMs: number = ACK_WITHIN_MS,
): Deliver {
  return async (type, payload, retry) => {
    const delivery: Delivery = { type, payload, outcome: 'waiting', ack: undefined };
    workspace.deliveries.push(delivery);
    const late = (ack: unknown) => {
      delivery.outcome = 'late';
      delivery.ack = ack;
      workspace.changes.changed();
    };
    // Slack: without interactivity in the manifest, clicks and forms go nowhere.
    if (type === 'interactive' && !workspace.manifest.interactivity) {
      delivery.outcome = 'nobody';
      return { kind: 'nobody' };
    }
    const url = httpUrl();
    const transport =
      url === undefined
        ? socketMode.deliver(type, payload, retry, late)
        : deliverOverHttp(workspace, url, type, payload, retry, late);
    const { outcome, giveUp } = transport;
    const cancelTimer = workspace.timers.after(ackWithinMs, giveUp);
    const forget = workspace.timers.atStop(giveUp);
    const result = await outcome;
    cancelTimer();
    forget();
    delivery.outcome = result.kind;
    if (result.kind === 'acked') delivery.ack = result.ack;
    workspace.changes.changed();
    return result;
  };
}

/** One payload on its way; `giveUp` settles it as timed out when nothing has come. */
export type OnItsWay = { readonly outcome: Promise<Outcome>; readonly giveUp: () => void };
