import type { Statements } from './bound-statements.ts';

/** What a transaction changed of what people see in Home, by ids. */
export type Changes = {
  readonly inviteIds: ReadonlySet<string>;
  readonly approvalIds: ReadonlySet<string>;
  /** Personal data was erased, which may stand in any Home that was ever published. */
  readonly erases: () => boolean;
};

/** The statements of a transaction, which note what they change. A window that opens changes no invite: its card is drawn. */
export function noteChanges(statements: Statements): { readonly statements: Statements; readonly changes: Changes } {
  const inviteIds = new Set<string>();
  const approvalIds = new Set<string>();
  let erases = false;
  const changes = { inviteIds, approvalIds, erases: () => erases };
  const noteCard = (kind: string, inviteId: string | undefined) => {
    if (kind === 'card' && inviteId !== undefined) inviteIds.add(inviteId);
  };
  return {
    changes,
    statements: {
      ...statements,
      insertInvite(invite) {
        inviteIds.add(invite.id);
        return statements.insertInvite(invite);
      },
      saveInvite(invite, now) {
        inviteIds.add(invite.id);
        erases ||= invite.erasedAt !== undefined;
        return statements.saveInvite(invite, now);
      },
      eraseRow(table, id) {
        // Requests for approval stand in Homes with whom they are about; what else is erased stands in none, or with its invite.
        erases ||= table === 'approval' || table === 'member_row';
        return statements.eraseRow(table, id);
      },
      insertWarning(warning) {
        for (const { inviteId } of warning.ends) inviteIds.add(inviteId);
        return statements.insertWarning(warning);
      },
      enqueue(job) {
        noteCard(job.kind, job.inviteId);
        return statements.enqueue(job);
      },
      insertApproval(approval) {
        approvalIds.add(approval.id);
        return statements.insertApproval(approval);
      },
      saveApproval(approval) {
        approvalIds.add(approval.id);
        return statements.saveApproval(approval);
      },
      insertVote(vote) {
        approvalIds.add(vote.approvalId);
        return statements.insertVote(vote);
      },
      insertApprovalCard(card) {
        approvalIds.add(card.approvalId);
        return statements.insertApprovalCard(card);
      },
    },
  };
}
