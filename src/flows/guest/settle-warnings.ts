import type { WarningOutcome } from '../../domain/warning.ts';
import type { Statements } from '../shared/context.ts';

/**
 * The warnings of an invite's end say what became of it, and lose their buttons: enqueued in the transaction that changes the invite, which has
 * locked it.
 */
export async function settleWarnings(tx: Statements, inviteId: string, event: WarningOutcome): Promise<void> {
  for (const name of await tx.settleWarningLines(inviteId, event)) {
    await tx.enqueue({ kind: 'warning', name });
  }
}
