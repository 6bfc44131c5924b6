import type { Delivery, Json } from '../slack-server.types.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Attempt, Late, Outcome, Retry, Target } from './delivery.types.ts';
import { deliverOverHttp } from './http-delivery.ts';
import type { SocketMode } from './socket-mode.ts';

/** Slack: an acknowledgement within 3 seconds. */
const ACK_WITHIN_MS = 3_000;

export type Deliveries = ReturnType<typeof createDeliveries>;

/** Sends payloads to the bot over whichever transport is on, with Slack's time limit in real time. */
export function createDeliveries(
  workspace: Workspace,
  socketMode: SocketMode,
  httpUrl: () => string | undefined,
  ackWithinMs: number = ACK_WITHIN_MS,
) {
  const sent = new WeakMap<Delivery, Attempt['again']>();

  async function settle(delivery: Delivery, send: (late: Late) => Attempt): Promise<Outcome> {
    const since = performance.now();
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
    delivery.ms = Math.round(performance.now() - since);
    if (result.kind === 'acked') delivery.ack = result.ack;
    workspace.changes.changed();
    return result;
  }

  function begin(type: Delivery['type'], payload: Json): Delivery {
    const at = workspace.now();
    const delivery: Delivery = { type, payload, outcome: 'waiting', ack: undefined, at, ms: undefined };
    workspace.deliveries.push(delivery);
    return delivery;
  }

  return {
    deliver: async (type: Delivery['type'], payload: Json, retry?: Retry): Promise<Outcome> => {
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
    /** Sends the same bytes once more, as a new delivery. */
    redeliver: async (delivery: Delivery, to: Target = {}): Promise<Delivery> => {
      const again = sent.get(delivery);
      if (again === undefined) throw new Error('this delivery was never sent');
      const repeated = begin(delivery.type, delivery.payload);
      await settle(repeated, (late) => again(to, late));
      return repeated;
    },
  };
}
