import { type Invite, isAdopted } from '../../domain/invite.ts';
import type { ShownLink } from '../../flows/shown-link.ts';
import { escapeText, linkTo } from '../views/blocks.ts';
import { systemNames } from './systems.ts';

/** The guest's link of an invite, mrkdwn, or that there is none and how the guest gets one. */
export function guestLinkWords(invite: Pick<Invite, 'inviterId' | 'sendEmail'>, link: ShownLink | undefined): string {
  return link === undefined
    ? `*The guest's link*\n${noLinkWords(invite)}`
    : `*The guest's link* (a way in: give it to the guest only)\n${linkWords(link)}`;
}

function noLinkWords(invite: Pick<Invite, 'inviterId' | 'sendEmail'>): string {
  if (isAdopted(invite)) return 'Parsec gave Guestlist no link. Whoever made this invite in Parsec can pass it on.';
  return invite.sendEmail
    ? 'Parsec gave Guestlist no link. Parsec emailed it to the guest.'
    : ':warning: Parsec gave Guestlist no link and emailed nobody, so nobody has one. Cancel this invite and make it again with the invitation mail.';
}

/** What it means that the guest is not mailed, mrkdwn, by whether Parsec gives Guestlist links. */
export function unmailedWords(links: 'yes' | 'no' | 'unknown'): string {
  switch (links) {
    case 'yes':
      return ":link: Parsec won't email the guest. You find the link under “Show link” on the card.";
    case 'no':
      return ':warning: Nobody will get a link: Parsec gives Guestlist none. Tick the box, and Parsec emails it to the guest.';
    case 'unknown':
      return ':warning: If Parsec gives Guestlist no link, nobody will get a link. Tick the box, and Parsec emails it to the guest.';
  }
}

/** A link a system gave, mrkdwn: to open, or why it is not shown. A suspicious one is named, never shown. */
export function linkWords({ provider, judged }: ShownLink): string {
  if (judged.kind === 'known') return linkTo(judged.url);
  const name = escapeText(systemNames(provider));
  const { host, encrypted } = judged;
  if (host === undefined) {
    return `:warning: ${name} returned something that isn't a ${name} link. Guestlist doesn't show it. Tell the person who runs Guestlist.`;
  }
  if (!encrypted) {
    return `:warning: ${name} returned a link to ${escapeText(host)} that isn't encrypted (http). Guestlist doesn't show it. Tell the person who runs Guestlist.`;
  }
  return `:warning: ${name} returned a link to ${escapeText(host)}, which isn't a known ${name} host. Guestlist doesn't show it. If the host is right, the person who runs Guestlist can add it to ${escapeText(`${provider.toUpperCase()}_LINK_HOSTS`)}.`;
}
