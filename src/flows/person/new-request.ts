import type { Person } from '../../domain/person.ts';
import type { PersonRequest } from '../../domain/person-request.ts';
import { notifyCardElsewhere } from '../shared/card-place-notices.ts';
import type { PlacedRequest } from '../shared/check-place.ts';
import { type AuditNote, type Context, type Statements, writeAudit } from '../shared/context.ts';
import { cardOfRequest } from './person-card.ts';

/** A request about people as it begins. `about`: what it wants. */
export function newRequest(
  context: Pick<Context, 'newId' | 'now'>,
  asked: PlacedRequest & { readonly requester: Person },
  about: Pick<PersonRequest, 'kind' | 'profile' | 'email' | 'parts'>,
): PersonRequest {
  return {
    id: `pr_${context.newId()}`,
    requestKey: asked.requestKey,
    workspaceId: asked.workspaceId,
    requesterId: asked.requester.id,
    channelId: asked.channelId ?? '',
    ...about,
    cardChannelId: undefined,
    cardTs: undefined,
    cardShownAt: undefined,
    createdAt: context.now(),
  };
}

/** What a request needs in the transaction that saves it: its card, a notice where that is not where it was typed, and its audit row. */
export async function announceRequest(
  context: Context,
  tx: Statements,
  request: PersonRequest,
  asked: Pick<PlacedRequest, 'typedIn'>,
  row: Pick<AuditNote, 'action' | 'facts'>,
): Promise<void> {
  await tx.enqueue({ kind: 'person_card', name: request.id });
  await notifyCardElsewhere(context, tx, cardOfRequest(request), asked.typedIn ?? '');
  await writeAudit(context, tx, {
    subject: request.id,
    workspaceId: request.workspaceId,
    actor: request.requesterId,
    ...row,
  });
}
