import type { Host } from '../../flows/context.ts';
import { leftOutWords } from '../words/left-out.ts';
import { context, cut, escapeText, header, isCarried, section, shortText } from './blocks.ts';
import type { Message } from './invite-card.ts';
import { paragraphs } from './pages.ts';

/** Whether a machine is online, in words. */
export function onlineWords(online: boolean | undefined): string {
  if (online === undefined) return 'online or not: Parsec does not say';
  return online ? 'online' : 'offline';
}

/** The computers open to guests. Slack: a section's text has at most 3000 characters. */
export function hostList(all: readonly Host[], text: string): Message {
  const hosts = all.filter(({ hostId }) => isCarried(hostId));
  const missing = all.length === hosts.length ? [] : [context(leftOutWords(all.length - hosts.length, 'computer'))];
  const title = 'Computers open to guests';
  if (hosts.length === 0) {
    const none =
      text === ''
        ? 'None. In Parsec, switch on “Allow Guest Access” for a team computer, and it shows up here.'
        : `None matches “${cut(text, 100)}”. “/guest hosts” lists all of them.`;
    return { text: title, blocks: [header(title), section(escapeText(none)), ...missing] };
  }
  const lines = hosts.map((host) => `${icon(host.online)} ${shortText(host.name, 80)} · ${onlineWords(host.online)}`);
  return {
    text: `${title}: ${hosts.length}`,
    blocks: [header(title), ...paragraphs(lines, 3000).map((part) => section(part)), ...missing],
  };
}

function icon(online: boolean | undefined): string {
  if (online === undefined) return ':white_circle:';
  return online ? ':large_green_circle:' : ':black_circle:';
}
