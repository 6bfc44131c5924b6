export type Retry = { readonly attempt: number; readonly reason: string };

/** The result of a delivery: acknowledged in time, with the content of the ack, or not. */
export type Outcome =
  | { readonly kind: 'acked'; readonly ack: unknown }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'refused' };

/** Where a delivery is repeated: at another URL, or over one of the open sockets (0 is the first that was opened). */
export type Target = { readonly url?: string; readonly socket?: number };

/** Called with an ack that comes after Slack's time limit. */
export type Late = (ack: unknown) => void;

/** One payload in flight. `giveUp` settles it as timed out, `again` sends the same bytes once more. */
export type Attempt = {
  readonly outcome: Promise<Outcome>;
  readonly giveUp: () => void;
  readonly again: (to: Target, late: Late) => Attempt;
};
