import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { Icon } from '../icons.ts';
import type { PageMessage } from '../page-state.types.ts';
import { namesOf, useSandbox } from '../sandbox-context.ts';

/**
 * Whom Slack notifies of a message: Slack itself does not show that, but a bot's author wants to know. What people write in a channel
 * without a mention is left alone.
 */
export function Notifies({ message, reply }: { message: PageMessage; reply: boolean }): VNode | null {
  const { state } = useSandbox();
  const { notifies, user, ephemeralFor } = message;
  const fromBot = user === state.botUserId;
  if (ephemeralFor !== undefined || (notifies.length === 0 && !fromBot && !reply)) return null;
  const whom = notifies.length === 0 ? 'nobody' : namesOf(state, notifies);
  return html`<p class="notifies"><${Icon} name="bell" /> Notifies ${whom}</p>`;
}
