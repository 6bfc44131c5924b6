import type { PersonRequest } from '../../domain/person-request.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import { enqueueMemberCard, refused } from '../member/member-results.ts';
import { closeApprovalOf } from '../shared/approvals.ts';
import { type Context, writeAudit } from '../shared/context.ts';

/**
 * Refuses what waits to invite somebody to a system who is being removed from it: for approval, for the system, or for its turn. Answers a
 * Problem while an invite is under way whose answer nobody knows: it is found at the system only after that.
 */
export async function stopInviting(
  context: Context,
  { requesterId }: PersonRequest,
  { provider, email }: { readonly provider: string; readonly email: string },
): Promise<Problem | undefined> {
  const isSent = await context.store.transaction(async (tx) => {
    // As the one that sends does: nothing is sent meanwhile.
    await tx.lockSame(provider);
    const open = await tx.openRowsOfMember({ provider, email });
    for (const { row, batch } of open) {
      if (row.state !== 'waiting') continue;
      await tx.lockMemberBatch(batch.id);
      await tx.saveMemberRow(refused(row, problem('member_offboarded', { provider })), row);
      const others = await tx.openMemberRows(batch.id, 1);
      if (batch.awaits !== undefined && others.length === 0) {
        await closeApprovalOf(context, tx, batch.id, { state: 'withdrawn', by: requesterId });
        await tx.saveMemberAwaits(batch.id, undefined);
      }
      await enqueueMemberCard(tx, batch, context.now());
      const { id: subject, workspaceId } = batch;
      const facts = { problem: 'member_offboarded', addresses: 1 };
      await writeAudit(context, tx, { subject, workspaceId, actor: requesterId, action: 'members_stopped', facts });
    }
    return open.some(({ row }) => row.state === 'sent');
  });
  context.wake();
  return isSent ? problem('asked_elsewhere', { provider }) : undefined;
}
