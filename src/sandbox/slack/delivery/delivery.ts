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

/** Where something is delivered once more: to another URL, or over one of the open sockets (0 is the first that was opened). */
export type Again = { readonly url?: string; readonly socket?: number };

export type Deliveries = {
  readonly deliver: Deliver;
  /** Delivers the very bytes of a delivery once more. Answers with what became of that. */
  readonly redeliver: (delivery: Delivery, to?: Again) => Promise<Delivery>;
};

/** Sends payloads to the bot over whichever transport is on, with Slack's time limit in real time. */
export function createDeliveries(
  workspace: Workspace,
  socketMode: SocketMode,
  httpUrl: () => string | undefined,
  ackWithinMs: number = ACK_WITHIN_MS,
): Deliveries {
  const sent = new WeakMap<Delivery, OnItsWay['again']>();

  async function settle(delivery: Delivery, send: (late: Late) => OnItsWay): Promise<Outcome> {
    const { outcome, giveUp, again } = send((ack) => {
      delivery.outcome = 'late';
      delivery.ack = ack;
      workspace.changes.changed();
    });
    sent.set(delivery, again);
    const cancelTimer = workspace.timers.after(ackWithinMs, giveUp);
    const forget = workspace.timers.atStop(giveUp);
    const result = await outcome;
    cancelTimer();
    forget();
    delivery.outcome = result.kind;
    if (result.kind === 'acked') delivery.ack = result.ack;
    workspace.changes.changed();
    return result;
  }

  function begin(type: Delivery['type'], payload: Json): Delivery {
    const delivery: Delivery = { type, payload, outcome: 'waiting', ack: undefined };
    workspace.deliveries.push(delivery);
    return delivery;
  }

  return {
    async deliver(type, payload, retry) {
      const delivery = begin(type, payload);
      // Slack: without interactivity in the manifest, clicks and forms go nowhere.
      if (type === 'interactive' && !workspace.manifest.interactivity) {
        delivery.outcome = 'nobody';
        return { kind: 'nobody' };
      }
      const url = httpUrl();
      return settle(delivery, (late) =>
        url === undefined
          ? socketMode.deliver(type, payload, retry, late)
          : deliverOverHttp(workspace, url, type, payload, retry, late),
      );
    },
    async redeliver(delivery, to = {}) {
      const again = sent.get(delivery);
      if (again === undefined) throw new Error('this never went anywhere');
      const repeated = begin(delivery.type, delivery.payload);
      await settle(repeated, (late) => again(to, late));
      return repeated;
    },
  };
}

/** Told of an acknowledgement after Slack's time limit. */
export type Late = (ack: unknown) => void;

/** One payload on its way; `giveUp` settles it as timed out when nothing has come, `again` sends the same bytes once more. */
export type OnItsWay = {
  readonly outcome: Promise<Outcome>;
  readonly giveUp: () => void;
  readonly again: (to: Again, late: Late) => OnItsWay;
};
