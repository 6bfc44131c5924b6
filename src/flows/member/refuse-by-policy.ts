import type { MemberBatch, MemberRow } from '../../domain/member-batch.ts';
import { memberDomainProblem } from '../../domain/member-power.ts';
import type { Person } from '../../domain/person.ts';
import { type Context, guestlist, writeAudit } from '../shared/context.ts';
import { enqueueMemberCard, refused } from './member-results.ts';

/** As many as a batch has at most. */
const ALL = 1000;

/**
 * Refuses what waits of a batch and may not be invited by the policy of this moment, on the right of `person`: since the request the policy
 * may have changed, and who tries the refused again may invite fewer. Answers whether there was any. What was sent is looked for.
 */
export async function refuseByPolicy(context: Context, batch: MemberBatch, person: Person): Promise<boolean> {
  const policy = context.policy();
  const whyOf = ({ state, email }: MemberRow) =>
    state === 'waiting' ? memberDomainProblem(policy, email, { person, system: batch.provider }) : undefined;
  const count = await context.store.transaction(async (tx) => {
    let addresses = 0;
    let problem = '';
    for (const row of await tx.openMemberRows(batch.id, ALL)) {
      const why = whyOf(row);
      if (why === undefined || !(await tx.saveMemberRow(refused(row, why), row))) continue;
      addresses += 1;
      problem = why.code;
    }
    if (addresses === 0) return 0;
    await enqueueMemberCard(tx, batch, context.now());
    const { id: subject, workspaceId } = batch;
    const facts = { problem, addresses };
    await writeAudit(context, tx, { subject, workspaceId, actor: guestlist, action: 'members_stopped', facts });
    return addresses;
  });
  if (count > 0) context.wake();
  return count > 0;
}
