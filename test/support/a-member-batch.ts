import { type MemberBatch, type MemberRow, memberRowId } from '../../src/domain/member-batch.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);

/** A batch as it was just asked for, with the parts a test cares about. */
export function aMemberBatch(parts: Partial<MemberBatch> = {}): MemberBatch {
  return {
    id: 'mb_test',
    requestKey: 'V1',
    workspaceId: 'T1',
    requesterId: 'U1',
    actorId: 'U1',
    channelId: 'C1',
    provider: 'parsec',
    terms: { sendEmail: true },
    pause: undefined,
    cardChannelId: undefined,
    cardTs: undefined,
    cardShownAt: undefined,
    createdAt: NOW,
    awaits: undefined,
    partOf: undefined,
    ...parts,
  };
}

/** The rows of a batch, each as one that waits, with the parts a test cares about. */
export function memberRowsOf(batch: MemberBatch, parts: readonly Partial<MemberRow>[]): MemberRow[] {
  return parts.map((part, nth) => ({
    id: memberRowId(batch.id, nth + 1),
    batchId: batch.id,
    position: nth + 1,
    email: `p${nth + 1}@example.com`,
    firstName: undefined,
    lastName: undefined,
    phone: undefined,
    state: 'waiting',
    problem: undefined,
    inviteId: undefined,
    joinUrl: undefined,
    sentAt: undefined,
    ...part,
  }));
}
