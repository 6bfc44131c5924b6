import type { Kysely } from 'kysely';
import type { Invite } from '../domain/invite.ts';
import type { MemberBatch, MemberRow } from '../domain/member-batch.ts';
import type { AuditEvent } from '../domain/report/audit-event.ts';
import { factsOf } from './audit-rows.ts';
import { inviteOf } from './invite-rows.ts';
import { batchOf, memberRowOf } from './member-rows.ts';
import type { Tables } from './schema.ts';

/** Which invites a report reads, page by page. What is left out does not narrow it. Instants are epoch ms. */
export type ReportQuery = {
  readonly inviterId?: string;
  /** Its last known window ends after this. */
  readonly endsAfter: number;
  readonly startsBefore?: number;
  readonly createdFrom?: number;
  readonly createdBefore?: number;
  /** Only those that were made in the provider's own dashboard. */
  readonly isImported?: boolean;
  /** The last of the page before. */
  readonly after?: Pick<Invite, 'id' | 'endsAt'>;
  readonly limit: number;
};

/** One page of invites, those that end first first. */
export async function invitesForReport(db: Kysely<Tables>, query: ReportQuery): Promise<readonly Invite[]> {
  const { inviterId, endsAfter, startsBefore, createdFrom, createdBefore, isImported, after, limit } = query;
  let rows = db.selectFrom('invite').selectAll().where('ends_at', '>', endsAfter);
  if (inviterId !== undefined) rows = rows.where('inviter_id', '=', inviterId);
  if (startsBefore !== undefined) rows = rows.where('starts_at', '<', startsBefore);
  if (createdFrom !== undefined) rows = rows.where('created_at', '>=', createdFrom);
  if (createdBefore !== undefined) rows = rows.where('created_at', '<', createdBefore);
  if (isImported === true) rows = rows.where('request_key', 'like', 'imported:%');
  if (after !== undefined) {
    rows = rows
      .where('ends_at', '>=', after.endsAt)
      .where((eb) => eb.or([eb('ends_at', '>', after.endsAt), eb('id', '>', after.id)]));
  }
  return (await rows.orderBy('ends_at').orderBy('id').limit(limit).execute()).map(inviteOf);
}

/** These invites, in no order; one that is gone is left out. */
export async function invitesByIds(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly Invite[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('invite')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(inviteOf);
}

/** The audit rows of these invites by invite, oldest first. */
export async function auditOfInvites(
  db: Kysely<Tables>,
  inviteIds: readonly string[],
): Promise<ReadonlyMap<string, readonly AuditEvent[]>> {
  const found = new Map<string, AuditEvent[]>();
  if (inviteIds.length === 0) return found;
  const rows = await db
    .selectFrom('audit')
    .select(['invite_id', 'at', 'actor', 'action', 'facts', 'personal'])
    .where('invite_id', 'in', [...inviteIds])
    .orderBy('at')
    .orderBy('seq')
    .execute();
  for (const row of rows) {
    const { invite_id, at, actor, action } = row;
    const events = found.get(invite_id ?? '') ?? [];
    events.push({ at, actor, action, facts: factsOf(row) });
    found.set(invite_id ?? '', events);
  }
  return found;
}

/** Computers somebody was invited to, also those that are gone, each with every name it had, the newest first. */
export async function invitedHosts(
  db: Kysely<Tables>,
  { hostId, inviterId }: { readonly hostId?: string; readonly inviterId?: string },
): Promise<readonly { readonly hostId: string; readonly hostName: string }[]> {
  let rows = db.selectFrom('invite').select(['host_id', 'host_name']).groupBy(['host_id', 'host_name']);
  if (hostId !== undefined) rows = rows.where('host_id', '=', hostId);
  if (inviterId !== undefined) rows = rows.where('inviter_id', '=', inviterId);
  const found = await rows
    .orderBy((eb) => eb.fn.max('created_at'), 'desc')
    .orderBy('host_id')
    .execute();
  return found.map(({ host_id, host_name }) => ({ hostId: host_id, hostName: host_name }));
}

/** A member somebody asked for, with the batch. */
export type RequestedMember = { readonly row: MemberRow; readonly batch: MemberBatch };

/** Who a person invited to teams in a time (epoch ms, `to` excluded), oldest first, at most `limit`. */
export async function membersRequestedBy(
  db: Kysely<Tables>,
  query: { readonly personId: string; readonly from: number; readonly to: number; readonly limit: number },
): Promise<readonly RequestedMember[]> {
  const batches = await db
    .selectFrom('member_batch')
    .selectAll()
    .where('requester_id', '=', query.personId)
    .where('created_at', '>=', query.from)
    .where('created_at', '<', query.to)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const found: RequestedMember[] = [];
  for (const batch of batches) {
    if (found.length >= query.limit) break;
    const rows = await db
      .selectFrom('member_row')
      .selectAll()
      .where('batch_id', '=', batch.id)
      .where('state', 'in', ['invited', 'cancelled'])
      .orderBy('position')
      .limit(query.limit - found.length)
      .execute();
    found.push(...rows.map((row) => ({ row: memberRowOf(row), batch: batchOf(batch) })));
  }
  return found;
}
