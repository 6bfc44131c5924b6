import type { Host } from '../../flows/context.ts';
import type { HostBookings } from '../../flows/host-bookings.ts';
import { bookingLines } from '../words/host-bookings.ts';
import { leftOutWords } from '../words/left-out.ts';
import { context, cut, escapeText, header, isCarried, section, shortText } from './blocks.ts';
import type { Message } from './invite-card.ts';
import { paragraphs } from './pages.ts';

/** Whether a machine is online, in words. */
export function onlineWords(online: boolean | undefined): string {
  if (online === undefined) return 'online or not: Parsec does not say';
  return online ? 'online' : 'offline';
}

/** The computers open to guests, with who is on each of them now and who is next. Slack: a section's text has at most 3000 characters. */
export function hostList(
  all: readonly Host[],
  text: string,
  bookings: ReadonlyMap<string, HostBookings>,
  { zone }: { readonly zone: string },
): Message {
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
  const entries = hosts.map((host) => {
    const booked = bookings.get(host.hostId) ?? { now: [], next: [] };
    const free = booked.now.length === 0 ? ' · free' : '';
    const line = `${icon(host.online)} *${shortText(host.name, 80)}* · ${onlineWords(host.online)}${free}`;
    return [line, ...bookingLines(booked, zone)].join('\n');
  });
  return {
    text: `${title}: ${hosts.length}`,
    blocks: [header(title), ...paragraphs(entries, 3000).map((part) => section(part)), ...missing],
  };
}

function icon(online: boolean | undefined): string {
  if (online === undefined) return ':white_circle:';
  return online ? ':large_green_circle:' : ':black_circle:';
}
