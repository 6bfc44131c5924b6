import { z } from 'zod';
import type { Job } from '../../domain/job.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { aboutOf } from '../shared/approvals.ts';
import { type Claim, type Context, done, type Outcome } from '../shared/context.ts';
import { notifyAdmins } from '../shared/notify-admins.ts';
import { tryAgain } from '../shared/retry-at.ts';
import { placesOf } from './places.ts';
import { isPending } from './tend-approval.ts';

const Facts = z.object({
  /** 1: in direct messages, since their channel takes none. */
  direct: z.number().default(0),
});

/**
 * Finds out where the groups that are asked so far read a request, and enqueues a card for each place; once, however often it is asked for.
 * Where nobody can be asked, the admins hear of it: nobody else would, until it expires.
 */
export async function askApprovers(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const [id = ''] = job.name.split('/');
  const approval = await context.store.getApproval(id);
  if (approval === undefined || !isPending(approval)) return done;
  const { direct } = Facts.parse(JSON.parse(job.facts));
  const places: string[] = [];
  let unknown: Problem | undefined;
  for (const group of approval.by.slice(0, approval.asked)) {
    const found = await placesOf(context, group, direct === 1);
    if (isProblem(found)) unknown = found;
    else places.push(...found);
  }
  const { self } = context.policy().approvals;
  const asked = [...new Set(places)].filter((place) => self || place !== approval.requesterId);
  await context.store.transaction(async (tx) => {
    const known = new Set((await tx.approvalCardsOf(id)).map((card) => card.place));
    for (const place of asked.filter((each) => !known.has(each))) {
      const name = await tx.insertApprovalCard({ approvalId: id, place, createdAt: context.now() });
      await tx.enqueue({ kind: 'approval_card', name });
    }
    const isNobody = asked.length === 0 && unknown === undefined;
    const facts = { approval: id, by: approval.requesterId, approvers: approval.by.join(', '), ...aboutOf(approval) };
    if (isNobody) await notifyAdmins(context, { name: 'approval_unasked', id, facts }, tx);
  });
  context.wake();
  return unknown === undefined ? done : tryAgain(context, claim, unknown);
}
