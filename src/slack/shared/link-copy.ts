import { type Invite, isExternal } from '../../domain/invite.ts';
import type { ShownLink } from '../../flows/shared/shown-link.ts';
import { escapeText, linkTo } from '../blocks/blocks.ts';
import { systemNames } from './system-copy.ts';

/** The guest's link of an invite, mrkdwn, or that there is none and how the guest gets one. */
export function guestLinkCopy(invite: Pick<Invite, 'inviterId' | 'sendEmail'>, link: ShownLink | undefined): string {
  return link === undefined
    ? `*Guest link*\n${noLinkCopy(invite)}`
    : `*Guest link* (lets anyone in: share it only with the guest)\n${linkCopy(link)}`;
}

function noLinkCopy(invite: Pick<Invite, 'inviterId' | 'sendEmail'>): string {
  if (isExternal(invite))
    return 'Guestlist has no link for this invite. The person who created it in Parsec can share it.';
  return invite.sendEmail
    ? 'Parsec emailed the link to the guest and gave Guestlist none.'
    : ':warning: Nobody has the link: Parsec emailed nobody and gave Guestlist none. Cancel this invite and invite again with the invitation email.';
}

/** What it means that Parsec does not email the guest, mrkdwn, by whether Parsec gives Guestlist links. */
export function unmailedCopy(links: 'yes' | 'no' | 'unknown'): string {
  switch (links) {
    case 'yes':
      return ":link: Parsec won't email the guest. Find the link under “Show link” on the card.";
    case 'no':
      return ':warning: Nobody will get the link: Parsec gives Guestlist none. Check the box to have Parsec email it to the guest.';
    case 'unknown':
      return ':warning: If Parsec gives Guestlist no link, nobody will get one. Check the box to have Parsec email it to the guest.';
  }
}

/** A link a system gave, mrkdwn, or why it is not shown: of a suspicious link only the host is named. */
export function linkCopy({ provider, checked: link }: ShownLink): string {
  if (link.kind === 'known') return linkTo(link.url);
  const name = escapeText(systemNames(provider));
  const { host, encrypted } = link;
  if (host === undefined) {
    return `:warning: ${name} returned something that isn't a ${name} link. Guestlist doesn't show it. Tell the person who runs Guestlist.`;
  }
  if (!encrypted) {
    return `:warning: ${name} returned a link to ${escapeText(host)} that isn't encrypted (http). Guestlist doesn't show it. Tell the person who runs Guestlist.`;
  }
  return `:warning: ${name} returned a link to ${escapeText(host)}, which isn't a known ${name} host. Guestlist doesn't show it. If the host is right, the person who runs Guestlist can add it to ${escapeText(`${provider.toUpperCase()}_LINK_HOSTS`)}.`;
}
