import { createHash } from 'node:crypto';
import type { Delivery } from './delivery.ts';
import type { Payload } from './read-payload.ts';

/**
 * What makes a request itself, over either transport, hashed: delivered again it is the same, and whatever a person does next is
 * another one.
 *
 * An event is its event_id, which Slack keeps when it delivers an event again. Everything else is all it holds: among that is its
 * trigger_id, which Slack makes for each interaction, so the same button pressed twice and a form that was corrected differ. Slack's
 * documents do not promise one for every kind (a view that was closed); without it two things people did could read the same, and the
 * delivery decides: its signature, or its envelope.
 */
export function requestIdentity(payload: Payload, delivery: Delivery): string {
  const { event_id: eventId, trigger_id: triggerId } = payload;
  if ('event' in payload && typeof eventId === 'string') return hash('event', eventId);
  const content = JSON.stringify(payload);
  return typeof triggerId === 'string' ? hash('action', content) : hash('delivery', delivery.id, content);
}

function hash(...parts: readonly string[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(`${part.length}:${part}`);
  return sum.digest('hex');
}
