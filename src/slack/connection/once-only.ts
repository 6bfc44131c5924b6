import type { ReceiverEvent } from '@slack/bolt';
import type { Request, Requests } from '../../flows/shared/accept-request.ts';
import { startPatience } from '../../flows/shared/in-time.ts';
import type { Log } from '../../log.ts';
import { sayModal } from '../shared/pick-form.ts';
import { deliveryOf } from './delivery.ts';
import { requestIdentity } from './request-identity.ts';

/** How Bolt is handed what a transport took. */
export type Process = (event: ReceiverEvent) => Promise<void>;

type Answer = { readonly acknowledged: true; readonly body: unknown } | { readonly acknowledged: false };

/** In place of a form that was submitted before, and whose first answer cannot be given again: title and text. */
const alreadySubmitted = [
  'Already submitted',
  'Guestlist already received this form. See the card in the channel for the result.',
] as const;

const FORGET_EVERY = 50;
/** How long the store may take, ms: the person must get an answer within Slack's three seconds. */
const PATIENCE_MS = 2_000;

/**
 * Stands before Bolt, and so before every listener: what was accepted before, here or at another replica, does nothing. While the
 * first is still being answered here, the second is answered the same; later it is acknowledged, and a form says that it was
 * submitted. A search has no effect and is passed on. When the store does not say whether it is the first, nothing is done, and
 * `fail` answers the person.
 */
export function onceOnly(
  process: Process,
  outside: {
    readonly requests: Requests;
    readonly realNow: () => number;
    readonly log: Log;
    readonly fail: (error: Error, body: object) => Promise<void>;
  },
): Process {
  const running = new Map<string, Promise<Answer>>();
  let accepted = 0;

  // A few at a time: nobody waits for it, and the store has other things to do.
  async function forget(request: Request): Promise<void> {
    accepted += 1;
    if (accepted % FORGET_EVERY !== 0) return;
    await outside.requests
      .forgetBefore(request)
      .catch((error: unknown) => outside.log.warn({ err: error }, 'old requests could not be forgotten'));
  }

  async function take(event: ReceiverEvent, id: string): Promise<void> {
    const { signedAt } = deliveryOf(event);
    const request = { id, at: signedAt ?? outside.realNow(), signed: signedAt !== undefined };
    let first: boolean | 'late';
    try {
      first = await startPatience(PATIENCE_MS)(outside.requests.accept(request));
      if (first === 'late') throw new Error('the store does not answer in time');
    } catch (error) {
      const why = error instanceof Error ? error : new Error(String(error));
      return outside.fail(why, event.body);
    }
    if (first) {
      await process(event);
      return forget(request);
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
