import type { MemberRow } from './member-batch.ts';
import { emailKey } from './text/email.ts';

/** What of a row of ours says which invite at the system it made. Instants are epoch milliseconds. */
export type MadeRow = Pick<MemberRow, 'inviteId' | 'email' | 'sentAt'> & {
  /** When the batch was asked for: no later than any of it was sent. */
  readonly askedAt: number;
};

/** A pending invite as the system shows it. `invitedAt`: when it was made, undefined where the system does not say. */
export type ShownInvite = {
  readonly inviteId: string;
  readonly email: string | undefined;
  readonly invitedAt: number | undefined;
};

/** Whether the system's key of an invite is that invite's alone, or the person's, so that the next invite of theirs has it too. */
export type InviteKeys = 'per invite' | 'per person';

/** How far the system's time may be from ours: clocks differ, and a system may still be busy with what we stopped waiting for, ms. */
const TOLERANCE_MS = 5 * 60_000;
/** A row that was written before the time of sending was kept: a batch that had to wait was sent later than it was asked for, ms. */
const LONGEST_BATCH_MS = 3_600_000;
/** Where a system shows no time, an invite of the same person counts as ours for this long after ours was sent, ms. */
const UNTOLD_MS = 24 * 3_600_000;

/**
 * Whether a pending invite is the one a row of ours made. `same`: by a key that is that invite's alone; or by the person (the address, or a key
 * that is theirs), and then only when the system's time fits ours. Who invited somebody months ago did not make what an admin made in the
 * dashboard yesterday. `unsure`: of the same person, and the system shows no time (Truvera, Intercode, perhaps Parsec). `now` in epoch ms.
 */
export function compareOwner(
  row: MadeRow,
  invite: ShownInvite,
  keys: InviteKeys,
  now: number,
): 'same' | 'unsure' | 'another' {
  const hasKey = row.inviteId !== undefined && row.inviteId === invite.inviteId;
  if (hasKey && keys === 'per invite') return 'same';
  // By the address only where another key would not be another invite.
  const isKeyed = row.inviteId !== undefined && keys === 'per invite';
  const hasAddress = !isKeyed && invite.email !== undefined && emailKey(row.email) === emailKey(invite.email);
  if (!hasKey && !hasAddress) return 'another';
  const from = row.sentAt ?? row.askedAt;
  if (invite.invitedAt === undefined) return Math.abs(now - from) <= UNTOLD_MS ? 'same' : 'unsure';
  const until = row.sentAt ?? row.askedAt + LONGEST_BATCH_MS;
  const fits = invite.invitedAt >= from - TOLERANCE_MS && invite.invitedAt <= until + TOLERANCE_MS;
  return fits ? 'same' : 'another';
}
