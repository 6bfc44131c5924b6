import { type Kysely, sql } from 'kysely';
import type { Invite } from '../domain/invite.ts';
import type { Tables } from './schema.ts';

// Spelled as in the index, or SQLite does not use it.
const isOpen = sql<boolean>`state in ('requested','granted','cancelling')`;

/** Who invited to what is open in this workspace and not over at `now` (epoch ms): ids after `after`, in their order. */
export async function openInviters(
  db: Kysely<Tables>,
  query: { readonly workspaceId: string; readonly after: string; readonly now: number; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('invite')
    .select('inviter_id')
    .distinct()
    .where(isOpen)
    .where('inviter_id', '>', query.after)
    .where('ends_at', '>', query.now)
    .where('workspace_id', '=', query.workspaceId)
    .orderBy('inviter_id')
    .limit(query.limit)
    .execute();
  return rows.map((row) => row.inviter_id);
}

/**
 * The ids, after `after`, of a person's open invites in this workspace: those that are marked as left by their inviter, or those that
 * are not.
 */
export async function openInvitesOf(
  db: Kysely<Tables>,
  inviterId: string,
  query: {
    readonly workspaceId: string;
    readonly isLeft: boolean;
    readonly after: Invite['id'];
    readonly limit: number;
  },
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('invite')
    .select('id')
    .where(isOpen)
    .where('inviter_id', '=', inviterId)
    .where('id', '>', query.after)
    .where('inviter_left', query.isLeft ? 'is not' : 'is', null)
    .where('workspace_id', '=', query.workspaceId)
    .orderBy('id')
    .limit(query.limit)
    .execute();
  return rows.map((row) => row.id);
}
