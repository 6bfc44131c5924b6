import { type Invite, isAnnounced } from '../../../domain/invite.ts';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import type { Context } from '../../shared/context.ts';
import { openForChange } from '../request-change.ts';

/**
 * Somebody who can change an invite wants its calendar file in the thread of its card, where it is kept up to date from then on. Asked for
 * again, it is sent again. Answers the invite. Problems: invite_unknown, not_*, invite_ended, invite_without_card, invite_not_ready.
 */
export async function requestCalendarFile(
  context: Context,
  inviteId: string,
  person: Person,
): Promise<Invite | Problem> {
  const invite = await openForChange(context, inviteId, person);
  if (isProblem(invite)) return invite;
  if (!isAnnounced(invite)) return problem('invite_without_card');
  // Nobody can say when, or whether, before Parsec has confirmed it.
  if (invite.state !== 'granted') return problem('invite_not_ready');
  await context.store.transaction(async (tx) => {
    await tx.wantCalendarFile({ inviteId, personId: person.id });
    await tx.enqueue({ inviteId, kind: 'calendar' });
  });
  context.wake();
  return invite;
}
