import type { Context } from './context.ts';

/** A request as it is remembered: hashed, with the time Slack signed (epoch ms), or ours where Slack itself is on the line. */
export type Request = { readonly id: string; readonly at: number; readonly signed: boolean };

export type Requests = {
  /** Whether this is the first time, for all replicas; rejects when the store does not say. */
  accept(request: Request): Promise<boolean>;
  /** Forgets what came a quarter of an hour or more before this one, a bounded number at a time. */
  forgetBefore(request: Request): Promise<void>;
};

/** Slack's clocks and ours may each be off by this, either way: what it signed is taken for five minutes. */
export const SIGNED_WITHIN_MS = 300_000;

/**
 * Of two requests that are both fresh, one may be signed so much later than the other. What is older still than the newest is refused
 * unseen: it may be forgotten already, and is a repetition whatever our clock says.
 */
const NEWER_BY_MS = 2 * SIGNED_WITHIN_MS;
/** Longer than that, and longer than Slack goes on delivering an event (a few minutes). */
const REMEMBERED_MS = 900_000;
const FORGET_AT_MOST = 500;

/** What was accepted from Slack, in the store. */
export function acceptedRequests({ store }: Pick<Context, 'store'>): Requests {
  return {
    accept: async (request) => (await store.acceptRequest(request, NEWER_BY_MS)) === 'accepted',
    forgetBefore: ({ at, signed }) =>
      store.forgetRequests({ before: at - REMEMBERED_MS, signed, limit: FORGET_AT_MOST }),
  };
}
