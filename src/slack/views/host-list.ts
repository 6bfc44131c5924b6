import type { Host } from '../../flows/context.ts';
import { cut, escapeText, header, section } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** Whether a machine is online, in words. */
export function onlineWords(online: boolean | undefined): string {
  if (online === undefined) return 'online or not: Parsec does not say';
  return online ? 'online' : 'offline';
}

/** The computers open to guests. Slack: a section's text has at most 3000 characters. */
export function hostList(hosts: readonly Host[], text: string): Message {
  const title = 'Computers open to guests';
  if (hosts.length === 0) {
    const none =
      text === ''
        ? 'None. In Parsec, switch on “Allow Guest Access” for a team computer, and it shows up here.'
        : `None matches “${cut(text, 100)}”. “/guest hosts” lists all of them.`;
    return { text: title, blocks: [header(title), section(escapeText(none))] };
  }
  const lines = hosts.map(
    (host) => `${icon(host.online)} ${escapeText(cut(host.name, 80))} · ${onlineWords(host.online)}`,
  );
  return {
    text: `${title}: ${hosts.length}`,
    blocks: [header(title), ...chunks(lines, 20).map((part) => section(part.join('\n')))],
  };
}

function icon(online: boolean | undefined): string {
  if (online === undefined) return ':white_circle:';
  return online ? ':large_green_circle:' : ':black_circle:';
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
