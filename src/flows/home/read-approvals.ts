import type { Person } from '../../domain/person.ts';
import { reviewRefusal } from '../approval/review.ts';
import { shownApproval } from '../approval/shown-approval.ts';
import { approverRefusal } from '../shared/approvers.ts';
import type { Context } from '../shared/context.ts';
import type { ShownApproval } from '../shared/notifier.ts';
import type { Some } from '../shared/shown-home.ts';

/** So many that wait are looked through: those that wait longest. */
const MOST = 200;

/** What waits for a person's approval or review, oldest first. */
export async function approvalsFor(context: Context, person: Person, limit: number): Promise<Some<ShownApproval>> {
  const workspaceId = context.workspaceId();
  const [open, reviews] = await Promise.all([
    context.store.pendingApprovals({ workspaceId, what: 'open', limit: MOST }),
    context.store.pendingApprovals({ workspaceId, what: 'reviews', limit: MOST }),
  ]);
  const mine = [
    ...open.filter((each) => approverRefusal(context, each, each.by, person) === undefined),
    ...reviews.filter((each) => reviewRefusal(context, each, person) === undefined),
  ];
  const shown = mine.slice(0, limit).map((each) => shownApproval(context, each));
  return { items: await Promise.all(shown), more: mine.length > limit };
}
