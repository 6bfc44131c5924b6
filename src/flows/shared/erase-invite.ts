import { eraseRefusal } from '../../domain/erasure.ts';
import { type Invite, isAnnounced } from '../../domain/invite.ts';
import type { FoundRows } from '../../store/erasing.ts';
import { redrawApproval } from './approvals.ts';
import { type Context, guestlist, type Statements, writeAudit } from './context.ts';

/** What erasing needs; also the scripts of the operator have it. */
export type EraseContext = Pick<Context, 'store' | 'now' | 'newId' | 'workspaceId'>;

/** How many rows of each table were erased. */
export type ErasedRows = Readonly<Record<string, number>>;

/** Why personal data is erased: somebody asked for it, or it was kept as long as the policy says. */
export type ErasedFor = 'request' | 'retention';

/**
 * Erases an invite's guest: in the invite, its jobs, its writes and its audit rows, and enqueues that Slack follows. One transaction.
 * Undefined when it can't be erased, or was erased before.
 */
export async function eraseInvite(
  context: EraseContext,
  inviteId: string,
  why: ErasedFor,
): Promise<ErasedRows | undefined> {
  return context.store.transaction(async (tx) => {
    const invite = await tx.lockInvite(inviteId);
    if (invite === undefined || invite.erasedAt !== undefined) return undefined;
    const now = context.now();
    const isSent = (await tx.invitesStillSent([inviteId], now)).has(inviteId);
    if (eraseRefusal(invite, isSent, now) !== undefined) return undefined;
    await tx.saveInvite({ ...invite, erasedAt: now }, now);
    const found = await tx.rowsOfInvite(inviteId);
    const rows = await eraseRowsOf(tx, found);
    const jobIds = (found.get('job') ?? []).map(({ id }) => String(id));
    const messages = await tx.wantMessagesErased({ inviteIds: [inviteId], jobIds });
    if (messages > 0) await tx.enqueue({ kind: 'erasure', name: 'slack' });
    await redraw(tx, invite);
    const { workspaceId } = invite;
    await writeAudit(context, tx, { inviteId, workspaceId, actor: guestlist, action: 'erased', facts: { why } });
    return { invite: 1, ...rows };
  });
}

async function eraseRowsOf(tx: Statements, found: FoundRows): Promise<ErasedRows> {
  const erased: Record<string, number> = {};
  for (const [table, rows] of found) {
    if (table === 'invite') continue;
    for (const row of rows) {
      if (await tx.eraseRow(table, String(row.id))) erased[table] = (erased[table] ?? 0) + 1;
    }
  }
  return erased;
}

/** The card and the warnings are drawn again, by their own jobs: so nothing older comes over them. */
async function redraw(tx: Statements, invite: Invite): Promise<void> {
  if (isAnnounced(invite)) await tx.enqueue({ inviteId: invite.id, kind: 'card' });
  for (const { id } of await tx.approvalsOf(invite.id)) await redrawApproval(tx, id);
  for (const id of await tx.warningsOf(invite.id)) await tx.enqueue({ kind: 'warning', name: id });
}
