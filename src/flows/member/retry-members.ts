import { canTryAgain, type MemberBatch, triedAgain } from '../../domain/member-batch.ts';
import { mayChangeBatch, mayInvite, type Person } from '../../domain/person.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import { type Context, writeAudit } from '../shared/context.ts';
import { type ShownLink, shownLink } from '../shared/shown-link.ts';
import { shareOf, takeShare } from '../shared/take-share.ts';
import { inviterRefusal } from './inviter-refusal.ts';
import { enqueueMemberCard } from './member-results.ts';

/** A join link and whom it lets in. */
export type JoinLink = { readonly email: string; readonly link: ShownLink };

/**
 * Asks once more for the refused of a batch that can be tried again, out of the share of who asks and on their right; answers how many.
 * Problems: batch_unknown, not_allowed_*, not_members_requester, not_member_inviter, groups_unknown, member_addresses_per_hour,
 * nothing_to_retry (also for the second of two quick clicks).
 */
export async function retryMembers(context: Context, batchId: string, person: Person): Promise<number | Problem> {
  const batch = await context.store.getMemberBatch(batchId);
  if (batch === undefined) return problem('batch_unknown');
  const refused = mayChangeBatch(batch, person, context.policy()) ?? (await inviterRefusal(context, person));
  if (refused !== undefined) return refused;
  const count = await context.store.transaction(async (tx) => {
    // The second of two quick clicks waits here for the first, and finds nothing left.
    await tx.lockSame(shareOf(person));
    const rows = (await tx.memberRows(batch.id)).filter(canTryAgain);
    if (rows.length === 0) return 0;
    const over = await takeShare(tx, context, person, 'member_addresses', rows.length);
    if (over !== undefined) return over;
    let changed = 0;
    for (const row of rows) {
      if (await tx.saveMemberRow(triedAgain(row), row)) changed += 1;
    }
    if (changed === 0) return 0;
    await tx.saveMemberActor(batch.id, person.id);
    await tx.enqueue({ kind: 'members', name: batch.id });
    await enqueueMemberCard(tx, batch, context.now());
    await writeAudit(context, tx, {
      workspaceId: batch.workspaceId,
      subject: batch.id,
      actor: person.id,
      action: 'members_retry_asked',
      facts: { provider: batch.provider, addresses: changed },
      history: { area: batch.provider, about: '' },
    });
    return changed;
  });
  context.wake();
  return count === 0 ? problem('nothing_to_retry') : count;
}

/** The batch with the join links of those in it who have one, for the person who invited and nobody else. Problems: batch_unknown, links_of_others. */
export async function joinLinks(
  context: Context,
  batchId: string,
  person: Person,
): Promise<{ readonly batch: MemberBatch; readonly links: readonly JoinLink[] } | Problem> {
  const batch = await context.store.getMemberBatch(batchId);
  if (batch === undefined) return problem('batch_unknown');
  const refused = mayInvite(person, batch.workspaceId);
  if (refused !== undefined) return refused;
  if (batch.requesterId !== person.id) return problem('links_of_others');
  const rows = await context.store.memberRows(batch.id);
  const links = rows.flatMap(({ state, email, joinUrl }) =>
    state !== 'invited' || joinUrl === undefined ? [] : [{ email, link: shownLink(context, batch.provider, joinUrl) }],
  );
  return { batch, links };
}
