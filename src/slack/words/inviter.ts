import { type Invite, isAdopted } from '../../domain/invite.ts';

/** Who invited, mrkdwn, for lists. */
export function inviterWords(invite: Invite): string {
  return isAdopted(invite) ? 'made in Parsec' : `<@${invite.inviterId}>`;
}

/** Who invited, as the beginning of a sentence, mrkdwn. */
export function invitedWords(invite: Invite): string {
  if (isAdopted(invite)) return "Made in Parsec's own dashboard";
  return `Invited by <@${invite.inviterId}>`;
}
