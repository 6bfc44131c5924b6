import type { Person } from '../../domain/person.ts';
import { waitingFor } from '../approval/pending.ts';
import { shownApproval } from '../approval/shown-approval.ts';
import type { Context } from '../shared/context.ts';
import type { ShownApproval } from '../shared/notifier.ts';
import type { Some } from '../shared/shown-home.ts';

/** What waits for a person's approval or review, oldest first. */
export async function approvalsFor(context: Context, person: Person, limit: number): Promise<Some<ShownApproval>> {
  const { mine } = await waitingFor(context, person);
  const shown = mine.slice(0, limit).map((each) => shownApproval(context, each));
  return { items: await Promise.all(shown), more: mine.length > limit };
}
