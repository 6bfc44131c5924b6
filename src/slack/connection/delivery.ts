import type { ReceiverEvent } from '@slack/bolt';

/** How something reached us: what a transport knows of it beyond what it holds. */
export type Delivery = {
  /** The signature, or the envelope's id: of this delivery alone. */
  readonly id: string;
  /** Epoch ms, when Slack signed it; undefined where nothing is signed, since Slack itself is on the line (Socket Mode). */
  readonly signedAt: number | undefined;
};

/** A delivery as Bolt carries it beside the payload. */
export function customProperties(delivery: Delivery): { readonly delivery: Delivery } {
  return { delivery };
}

export function deliveryOf(event: ReceiverEvent): Delivery {
  const delivery = event.customProperties?.delivery as Delivery | undefined;
  if (delivery === undefined) throw new Error('nobody said how this came');
  return delivery;
}
