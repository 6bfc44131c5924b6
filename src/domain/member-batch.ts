import { ERASED } from './erased.ts';
import type { ProblemCode, StoredProblem } from './problem.ts';

/**
 * What became of one address:
 * waiting (not asked yet) -> sent (asked, no answer recorded) -> invited -> cancelled (taken back by us)
 *                                                            \-> failed
 */
export type MemberRowState = 'waiting' | 'sent' | 'invited' | 'failed' | 'cancelled';

/** One address of a batch. Instants are epoch milliseconds. */
export type MemberRow = {
  readonly id: string;
  readonly batchId: string;
  /** From 1, in the order in which they were pasted. */
  readonly position: number;
  /** As it was pasted; when it is no address, what stood in its place. */
  readonly email: string;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly phone: string | undefined;
  readonly state: MemberRowState;
  readonly problem: StoredProblem | undefined;
  /** The provider's key of the invite; undefined where it gives none. */
  readonly inviteId: string | undefined;
  /** A secret for the person who invited. */
  readonly joinUrl: string | undefined;
  /** When it was sent last: while its result is unknown, and of what was invited. */
  readonly sentAt: number | undefined;
};

/** Something that was chosen in a form: the provider's id and what the person read. An id of '' is looked up by the name before it is sent. */
export type Named = { readonly id: string; readonly name: string };

/** What all of a batch are invited to. What a system does not ask is left out. */
export type BatchTerms = {
  readonly role?: Named;
  readonly group?: Named;
  readonly appRule?: Named;
  readonly sendEmail: boolean;
};

/** One submission of the form: people invited together, shown on one card. */
export type MemberBatch = {
  readonly id: string;
  /** What makes a request one request: the modal's id. Saved twice, it is saved once. */
  readonly requestKey: string;
  readonly workspaceId: string;
  readonly requesterId: string;
  /** On whose right the rest is sent: who asked for it, or who tried the refused again since. */
  readonly actorId: string;
  readonly channelId: string;
  /** The provider's name. */
  readonly provider: string;
  readonly terms: BatchTerms;
  /** Why nothing is sent right now; undefined while it goes on, and when it is done. */
  readonly pause: StoredProblem | undefined;
  readonly cardChannelId: string | undefined;
  readonly cardTs: string | undefined;
  /** When the card was written last. */
  readonly cardShownAt: number | undefined;
  readonly createdAt: number;
  /** The request for approval it waits for: nothing is sent before that is decided. */
  readonly awaits: string | undefined;
  /** The request that invites the same people to several systems, whose card shows this batch too; undefined for one with its own card. */
  readonly partOf: string | undefined;
};

/** The most addresses one batch may have. */
export const MOST_ADDRESSES = 1000;

export type Tally = {
  readonly total: number;
  readonly invited: number;
  readonly refused: number;
  readonly cancelled: number;
  /** Not asked yet, or asked without an answer so far. */
  readonly open: number;
};

/** How far a batch is. */
export function tallyOf(rows: readonly Pick<MemberRow, 'state'>[]): Tally {
  const count = (...states: MemberRowState[]) => rows.filter((row) => states.includes(row.state)).length;
  return {
    total: rows.length,
    invited: count('invited'),
    refused: count('failed'),
    cancelled: count('cancelled'),
    open: count('waiting', 'sent'),
  };
}

// Somebody can do something about these: free a seat, allow a domain, mend a key. An address that is none, or that is in already, stays so.
const changeable: readonly ProblemCode[] = [
  'provider_off',
  'provider_unauthorized',
  'provider_forbidden',
  'provider_not_found',
  'provider_account_unknown',
  'provider_rejected',
  'provider_nonsense',
  'provider_outcome_unknown',
  'provider_shows_nothing',
  'domain_not_allowed',
  'plan_full',
  // Or open it to who asked; or somebody who may tries again, and then it is on their right.
  'not_member_inviter',
  'not_allowed_guest',
  'not_allowed_external',
  'not_allowed_bot',
  'not_allowed_deactivated',
  'not_allowed_unknown',
  'term_not_given',
  'term_unknown',
  'no_role_given',
  'role_missing',
  // Asked for again, it is decided again.
  'approval_denied',
  'approval_expired',
  'approval_withdrawn',
];

/** Whether asking for a refused address once more can have another end. One that was erased is known no more. */
export function canTryAgain(row: Pick<MemberRow, 'state' | 'problem' | 'email'>): boolean {
  return (
    row.email !== ERASED && row.state === 'failed' && row.problem !== undefined && changeable.includes(row.problem.code)
  );
}

/**
 * A refused address as it is before it is tried again. One that was sent, and whose answer nobody looked for since, is looked for
 * first; where that was done without an end, the person who tries again has decided.
 */
export function triedAgain(row: MemberRow): MemberRow {
  const looksFirst = row.sentAt !== undefined && row.problem?.code !== 'provider_outcome_unknown';
  return looksFirst
    ? { ...row, state: 'sent', problem: undefined }
    : { ...row, state: 'waiting', problem: undefined, sentAt: undefined };
}

/** The key of a row: sorted as text, rows are in their order. */
export function memberRowId(batchId: string, position: number): string {
  return `${batchId}:${String(position).padStart(4, '0')}`;
}
