import { memberApproval } from '../../domain/policy/approvers.ts';
import { enqueueMemberCard, refused } from '../member/member-results.ts';
import { auditApproval } from '../shared/approvals.ts';
import { guestlist, writeAudit } from '../shared/context.ts';
import { refusalOf, type SubjectKind } from './subject.ts';
import { tellRequester } from './tell-requester.ts';

/** As many as a batch has at most. */
const ALL = 1000;

/** A batch of members, which waits for its approval. Its rights and terms are checked when it is sent (check-batch.ts). */
export const memberSubject: SubjectKind = {
  async read(context, approval) {
    const batch = await context.store.getMemberBatch(approval.subjectId);
    if (batch === undefined || batch.awaits !== approval.id) return { kind: 'gone' };
    return {
      kind: 'ready',
      need: memberApproval(context.policy(), batch.provider, { role: batch.terms.role }),
      terms: undefined,
      hold: async (tx) => (await tx.lockMemberBatch(batch.id))?.awaits === approval.id,
      async approve(tx, done, { person, approvedBy }) {
        await tx.saveMemberAwaits(batch.id, undefined);
        await tx.enqueue({ kind: 'members', name: batch.id });
        await enqueueMemberCard(tx, batch, context.now());
        await auditApproval(context, tx, done, { actor: person.id, action: 'approval_granted', approvedBy });
      },
    };
  },

  hold: async (tx, { subjectId }) => void (await tx.lockMemberBatch(subjectId)),

  /** Whatever waits of it is refused; trying that again asks for approval again. */
  async refuse(context, tx, approval, { state, by = guestlist, text }) {
    const batch = await tx.getMemberBatch(approval.subjectId);
    if (batch?.awaits !== approval.id) return;
    const why = refusalOf({ state, by, text });
    const open = await tx.openMemberRows(batch.id, ALL);
    for (const row of open) await tx.saveMemberRow({ ...refused(row, why), sentAt: row.sentAt }, row);
    await tx.saveMemberAwaits(batch.id, undefined);
    await enqueueMemberCard(tx, batch, context.now());
    const facts = { problem: why.code, addresses: open.length };
    const { id: subject, workspaceId } = batch;
    await writeAudit(context, tx, { subject, workspaceId, actor: by, action: 'members_stopped', facts });
    await tellRequester(context, tx, approval, { state, by, text });
  },
};
