import type { Approval } from '../../domain/approval.ts';
import type { Person } from '../../domain/person.ts';
import { approverRefusal } from '../shared/approvers.ts';
import type { Context } from '../shared/context.ts';
import type { ShownApproval } from '../shared/notifier.ts';
import { reviewRefusal } from './review.ts';
import { shownApproval } from './shown-approval.ts';

/** More than anybody decides in one sitting. */
const MOST = 200;

/** What waits for approval or for a review, oldest first: `mine` for this person to decide, `asked` by this person. */
export type Pending = {
  readonly mine: readonly ShownApproval[];
  readonly asked: readonly ShownApproval[];
};

/** What waits for a decision or a review, oldest first, and which of it waits for this person. */
export async function waitingFor(
  context: Context,
  person: Person,
): Promise<{ readonly all: readonly Approval[]; readonly mine: readonly Approval[] }> {
  const workspaceId = context.workspaceId();
  const [open, reviews] = await Promise.all([
    context.store.pendingApprovals({ workspaceId, what: 'open', limit: MOST }),
    context.store.pendingApprovals({ workspaceId, what: 'reviews', limit: MOST }),
  ]);
  const mine = [
    ...open.filter((each) => approverRefusal(context, each, each.by, person) === undefined),
    ...reviews.filter((each) => reviewRefusal(context, each, person) === undefined),
  ];
  return { all: [...open, ...reviews], mine };
}

/** What waits for a person to decide, and what they wait for themselves. */
export async function pendingFor(context: Context, person: Person): Promise<Pending> {
  const { all, mine } = await waitingFor(context, person);
  const asked = all.filter((each) => each.requesterId === person.id && !mine.includes(each));
  const shown = (each: readonly Approval[]) => Promise.all(each.map((one) => shownApproval(context, one)));
  return { mine: await shown(mine), asked: await shown(asked) };
}
