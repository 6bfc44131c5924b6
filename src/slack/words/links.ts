import type { ShownLink } from '../../flows/shown-link.ts';
import { escapeText, linkTo } from '../views/blocks.ts';
import { systemNames } from './systems.ts';

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
