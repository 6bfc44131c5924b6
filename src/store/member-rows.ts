import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import { emailKey } from '../domain/email.ts';
import type { MemberBatch, MemberRow } from '../domain/member-batch.ts';
import { type ProblemCode, problemCodes } from '../domain/problem.ts';
import type { MemberBatchTable, MemberRowTable } from './schema.ts';

// What we wrote ourselves is still read with care: a row edited by hand must be named, not misread.
const Named = z.object({ id: z.string(), name: z.string() });
const Terms = z.object({
  role: Named.exactOptional(),
  group: Named.exactOptional(),
  appRule: Named.exactOptional(),
  sendEmail: z.boolean(),
});
const State = z.enum(['waiting', 'sent', 'invited', 'failed', 'cancelled']);
const Code = z.custom<ProblemCode>((value) => typeof value === 'string' && value in problemCodes);
const Problem = z.object({ code: Code, facts: z.record(z.string(), z.union([z.string(), z.number()])) });

/** A batch as the domain knows it. */
export function batchOf(row: Selectable<MemberBatchTable>): MemberBatch {
  return {
    id: row.id,
    requestKey: row.request_key,
    workspaceId: row.workspace_id,
    askerId: row.asker_id,
    channelId: row.channel_id,
    provider: row.provider,
    terms: Terms.parse(JSON.parse(row.terms)),
    pause: row.pause === null ? undefined : Problem.parse(JSON.parse(row.pause)),
    cardChannelId: row.card_channel_id ?? undefined,
    cardTs: row.card_ts ?? undefined,
    cardShownAt: row.card_shown_at ?? undefined,
    createdAt: row.created_at,
    actorId: row.actor_id ?? row.asker_id,
  };
}

/** A batch as a row. */
export function batchRowOf(batch: MemberBatch): Insertable<MemberBatchTable> {
  return {
    id: batch.id,
    request_key: batch.requestKey,
    workspace_id: batch.workspaceId,
    asker_id: batch.askerId,
    channel_id: batch.channelId,
    provider: batch.provider,
    terms: JSON.stringify(batch.terms),
    pause: batch.pause === undefined ? null : JSON.stringify(batch.pause),
    card_channel_id: batch.cardChannelId ?? null,
    card_ts: batch.cardTs ?? null,
    card_shown_at: batch.cardShownAt ?? null,
    created_at: batch.createdAt,
    actor_id: batch.actorId,
  };
}

/** An address of a batch as the domain knows it. */
export function memberRowOf(row: Selectable<MemberRowTable>): MemberRow {
  return {
    id: row.id,
    batchId: row.batch_id,
    position: row.position,
    email: row.email,
    firstName: row.first_name ?? undefined,
    lastName: row.last_name ?? undefined,
    phone: row.phone ?? undefined,
    state: State.parse(row.state),
    problem: row.problem === null ? undefined : Problem.parse(JSON.parse(row.problem)),
    inviteId: row.invite_id ?? undefined,
    joinUrl: row.join_url ?? undefined,
    sentAt: row.sent_at ?? undefined,
  };
}

/** An address of a batch as a row. */
export function rowOfMember(row: MemberRow): MemberRowTable {
  return {
    id: row.id,
    batch_id: row.batchId,
    position: row.position,
    email: row.email,
    email_key: emailKey(row.email),
    first_name: row.firstName ?? null,
    last_name: row.lastName ?? null,
    phone: row.phone ?? null,
    state: row.state,
    problem: row.problem === undefined ? null : JSON.stringify(row.problem),
    invite_id: row.inviteId ?? null,
    join_url: row.joinUrl ?? null,
    sent_at: row.sentAt ?? null,
  };
}
