import { type InviteChange, permissionKeys, type Terms } from './invite.ts';
import type { ApprovalCause, ApprovalNeed } from './policy/approval-rule.ts';

/**
 * What became of a request for approval:
 * open (approvers are asked) -> approved | denied | expired (nobody decided in time)
 *                            \-> withdrawn (who asked, or the invite, is gone) | overtaken (the policy or a change made it needless, or forbids it)
 * bypassed: somebody who may went ahead without approval; others review it afterwards.
 */
export type ApprovalState = 'open' | 'approved' | 'denied' | 'expired' | 'withdrawn' | 'overtaken' | 'bypassed';

/** What needs approval: a new invite of a guest, a change of one, or a batch of members. */
export type ApprovalKind = 'invite' | 'change' | 'members';

/** One request for approval. Instants are epoch milliseconds. */
export type Approval = {
  readonly id: string;
  readonly workspaceId: string;
  readonly kind: ApprovalKind;
  /** The id of the invite or the batch. */
  readonly subjectId: string;
  /** The Slack person who asked. */
  readonly requesterId: string;
  readonly state: ApprovalState;
  /** The rule that asks for approval, whose approval, and of how many people. */
  readonly rule: string;
  readonly by: readonly string[];
  readonly needed: number;
  readonly causes: readonly ApprovalCause[];
  /** Why it is wanted, in the words of who asked; '' for none. */
  readonly reason: string;
  /** What the invite will be; undefined for members. */
  readonly terms: Terms | undefined;
  /** Of a change: what was asked. */
  readonly change: InviteChange | undefined;
  /** Grows whenever something else is asked for: who approves says what they have seen. */
  readonly revision: number;
  /** How many groups are asked so far. */
  readonly asked: number;
  /** How many reminders were sent. */
  readonly reminders: number;
  /** Who decided: the last who approved, who denied, or who went ahead; undefined while it is open, and where nobody did. */
  readonly decidedBy: string | undefined;
  readonly decidedAt: number | undefined;
  /** Why it was denied. */
  readonly note: string | undefined;
  /** Of what went ahead without approval. */
  readonly review: 'open' | 'closed' | undefined;
  readonly reviewedBy: string | undefined;
  readonly reviewedAt: number | undefined;
  readonly reviewNote: string | undefined;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Grows with every write. */
  readonly version: number;
};

/** Somebody's approval. */
export type Vote = { readonly approvalId: string; readonly personId: string; readonly at: number };

/** One message that shows a request: in a channel of approvers, or to one of them. */
export type ApprovalCard = {
  readonly id: string;
  readonly approvalId: string;
  /** The channel, or the person who gets it as a direct message. */
  readonly place: string;
  /** Where it stands, once it does. */
  readonly channelId: string | undefined;
  readonly ts: string | undefined;
  readonly createdAt: number;
};

/** Where a card that asks for approval stands; undefined until that is known. */
export function approvalCardPlace({ channelId, ts }: Pick<ApprovalCard, 'channelId' | 'ts'>) {
  return channelId === undefined || ts === undefined ? undefined : { channelId, ts };
}

/** How a new request begins. */
export const nothingDecided = {
  state: 'open',
  revision: 1,
  asked: 1,
  reminders: 0,
  decidedBy: undefined,
  decidedAt: undefined,
  note: undefined,
  review: undefined,
  reviewedBy: undefined,
  reviewedAt: undefined,
  reviewNote: undefined,
  version: 1,
} as const satisfies Partial<Approval>;

/** What a request keeps of what the policy needs. */
export function needOf({ rule, by, count, causes }: ApprovalNeed): Pick<Approval, 'rule' | 'by' | 'needed' | 'causes'> {
  return { rule, by, needed: count, causes };
}

/** Whether terms stay within others that were approved: the same host, no permission more, at no other time. */
export function isWithin(terms: Terms, approved: Terms): boolean {
  if (terms.hostId !== approved.hostId) return false;
  if (permissionKeys.some((key) => terms.permissions[key] && !approved.permissions[key])) return false;
  return terms.startsAt >= approved.startsAt && terms.endsAt <= approved.endsAt;
}

/**
 * Whether terms are what was approved, begun later: what is to last for two hours from its start lasts as long when Parsec confirms it late.
 * `startsAt`: as it was when it was approved.
 */
export function isApproved(terms: Terms, approved: Terms): boolean {
  const lasts = approved.endsAt - approved.startsAt;
  const isLater = terms.startsAt >= approved.startsAt && terms.endsAt - terms.startsAt <= lasts;
  return (
    isWithin(terms, approved) ||
    (isLater && isWithin({ ...terms, endsAt: terms.startsAt }, { ...approved, endsAt: Infinity }))
  );
}

/** When the nth reminder (from 0) is due after a request, ms: each time twice as long. */
export function reminderAfterMs(remindAfterMs: number, sent: number): number {
  return remindAfterMs * (2 ** (sent + 1) - 1);
}
