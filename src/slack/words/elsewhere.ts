import type { Invite } from '../../domain/invite.ts';
import { escapeText, shortText } from '../views/blocks.ts';

/** Named, at most. */
const MOST = 3;

/** That a guest is invited to other computers then, mrkdwn; '' when not. `when`: from when to when, plain text. */
export function elsewhereWords(others: readonly { readonly invite: Invite; readonly when: string }[]): string {
  if (others.length === 0) return '';
  const shown = others
    .slice(0, MOST)
    .map(
      ({ invite, when }) =>
        `*${shortText(invite.hostName, 60)}* (${shortText(invite.eventName, 60)}, ${escapeText(when)})`,
    );
  const more = others.length > MOST ? ` and ${others.length - MOST} more` : '';
  return `:busts_in_silhouette: This guest is also invited to ${shown.join('; ')}${more}.`;
}
