import type { Invite } from '../../domain/invite.ts';
import type { ShownLink } from '../../flows/shown-link.ts';
import { guestLinkWords } from '../words/links.ts';
import { context, escapeSigns, section, shortText } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** The guest's link, for one person's eyes. The text beside the blocks does not hold it: it goes into notifications. */
export function linkAnswer(invite: Invite, link: ShownLink | undefined): Message {
  const about = `${shortText(invite.guestEmail, 254)} on *${shortText(invite.hostName, 150)}* (${shortText(invite.eventName, 150)})`;
  return {
    text: escapeSigns(`The link for ${invite.guestEmail}`),
    blocks: [section(guestLinkWords(invite, link)), context(about)],
  };
}
