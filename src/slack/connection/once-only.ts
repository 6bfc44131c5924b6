import type { ReceiverEvent } from '@slack/bolt';
import type { Store } from '../../flows/context.ts';
import type { Log } from '../../log.ts';
import { sayModal } from '../views/pick-form.ts';
import { alreadySubmitted } from '../words/repeated.ts';
import { type Delivery, deliveryOf } from './delivery.ts';
import { requestIdentity } from './request-identity.ts';
import { SIGNED_WITHIN_MS } from './signature.ts';

/** How Bolt is handed what a transport took. */
export type Process = (event: ReceiverEvent) => Promise<void>;

type Answer = { readonly acknowledged: true; readonly body: unknown } | { readonly acknowledged: false };

/** What Slack signs at the same moment may lie this far apart for us: by as much as each of them is believed to be off. */
const NEWER_BY_MS = 2 * SIGNED_WITHIN_MS;
/** Longer than a signature can be repeated, and than Slack repeats an event (five minutes after it did so after one). */
const REMEMBERED_MS = 15 * 60_000;
const FORGET_EVERY = 50;
const FORGET_AT_MOST = 500;
/** How long the store may take, ms: within Slack's three seconds somebody must be told. */
const PATIENCE_MS = 2_000;

/**
 * Stands before Bolt, and so before every listener: what was accepted before, here or at another replica, does nothing. While the
 * first is still being answered here, the second is answered the same; later it is acknowledged, and a form says that it was
 * submitted. A search has no effect and is passed on. When the store does not say whether it is the first, nothing is done, and
 * `fail` tells the person.
 */
export function onceOnly(
  process: Process,
  outside: {
    readonly store: Pick<Store, 'acceptRequest' | 'forgetRequests'>;
    readonly realNow: () => number;
    readonly log: Log;
    readonly fail: (error: Error, body: object) => Promise<void>;
  },
): Process {
  const running = new Map<string, Promise<Answer>>();
  let accepted = 0;

  async function isFirst(id: string, { signedAt }: Delivery): Promise<boolean> {
    const request = { id, at: signedAt ?? outside.realNow(), signed: signedAt !== undefined };
    return (await inTime(outside.store.acceptRequest(request, NEWER_BY_MS))) === 'accepted';
  }

  // By the same clock as what was accepted. A few at a time: nobody waits for it, and the store has other things to do.
  async function forget({ signedAt }: Delivery): Promise<void> {
    accepted += 1;
    if (accepted % FORGET_EVERY !== 0) return;
    const before = (signedAt ?? outside.realNow()) - REMEMBERED_MS;
    await outside.store
      .forgetRequests({ before, signed: signedAt !== undefined, limit: FORGET_AT_MOST })
      .catch((error: unknown) => outside.log.warn({ err: error }, 'old requests could not be forgotten'));
  }

  async function take(event: ReceiverEvent, id: string): Promise<void> {
    const delivery = deliveryOf(event);
    let first: boolean;
    try {
      first = await isFirst(id, delivery);
    } catch (error) {
      const why = error instanceof Error ? error : new Error(String(error));
      return outside.fail(why, event.body);
    }
    if (first) {
      await process(event);
      return forget(delivery);
    }
    outside.log.info({ kind: kindOf(event) }, 'a request of Slack came again, and nothing was done');
    const isForm = kindOf(event) === 'view_submission';
    await event.ack(isForm ? { response_action: 'update', view: sayModal(...alreadySubmitted) } : undefined);
  }

  return async (event) => {
    if (kindOf(event) === 'block_suggestion') return process(event);
    const id = requestIdentity(event.body, deliveryOf(event));
    const first = running.get(id);
    if (first !== undefined) {
      const answer = await first;
      if (answer.acknowledged) await event.ack(answer.body);
      return;
    }
    const { promise, resolve } = Promise.withResolvers<Answer>();
    running.set(id, promise);
    const ack: ReceiverEvent['ack'] = async (body?: unknown) => {
      resolve({ acknowledged: true, body });
      await event.ack(body);
    };
    try {
      await take({ ...event, ack }, id);
    } finally {
      running.delete(id);
      resolve({ acknowledged: false });
    }
  };
}

function kindOf({ body }: ReceiverEvent): unknown {
  return body.type;
}

async function inTime<T>(asking: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the store does not answer in time')), PATIENCE_MS);
  });
  try {
    return await Promise.race([asking, late]);
  } finally {
    clearTimeout(timer);
  }
}
