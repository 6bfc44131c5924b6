import type { InviteChange } from './invite.ts';
import type { SentInvite } from './same-invite.ts';

/**
 * A write that was sent to the provider, and whose answer is not known (yet): the provider may carry it out long after we stopped
 * waiting. Written before it is sent, and forgotten with its answer.
 */
export type UnansweredWrite = {
  readonly id: string;
  readonly inviteId: string;
  /** Epoch ms. */
  readonly sentAt: number;
  /** Something else is so since, or the response was that it was not done: nobody wants it any more. */
  readonly overtaken: boolean;
} & Sent;

export type Sent =
  | { readonly kind: 'create'; readonly sent: SentInvite }
  /** What the change was to make of the invite. */
  | { readonly kind: 'change'; readonly sent: InviteChange };

const DAY_MS = 24 * 3_600_000;
/** How long a create without an answer counts, ms: as long as what it makes would let somebody in, and a week at most. */
const LONGEST_MS = 7 * DAY_MS;

/** When it does not count any more, epoch ms. */
export function isOfNoInterestAt(sentAt: number, what: Sent): number {
  return what.kind === 'create' ? Math.min(what.sent.endsAt, sentAt + LONGEST_MS) : sentAt + DAY_MS;
}
