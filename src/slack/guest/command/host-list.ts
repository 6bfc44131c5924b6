import type { HostBookings } from '../../../flows/guest/host-bookings.ts';
import type { Host } from '../../../flows/shared/context.ts';
import { context, cut, escapeText, header, isCarried, type Message, section, shortText } from '../../blocks/blocks.ts';
import { leftOutCopy } from '../../blocks/left-out-copy.ts';
import { lineSections } from '../../blocks/pages.ts';
import { bookingLines } from './host-bookings-copy.ts';

/** Whether a computer is online. */
export function onlineCopy(online: boolean | undefined): string {
  if (online === undefined) return 'online status unknown';
  return online ? 'online' : 'offline';
}

/** The computers open to guests, with who is on each of them now and who is next. */
export function hostList(
  all: readonly Host[],
  text: string,
  bookings: ReadonlyMap<string, HostBookings>,
  { zone }: { readonly zone: string },
): Message {
  const hosts = all.filter(({ hostId }) => isCarried(hostId));
  const missing = all.length === hosts.length ? [] : [context(leftOutCopy(all.length - hosts.length, 'computer'))];
  const title = 'Computers open to guests';
  if (hosts.length === 0) {
    const none =
      text === ''
        ? 'No computers yet. To add one, turn on “Allow Guest Access” for a team computer in Parsec.'
        : `No computer matches “${cut(text, 100)}”. “/guest hosts” lists all computers.`;
    return { text: title, blocks: [header(title), section(escapeText(none)), ...missing] };
  }
  const entries = hosts.map((host) => {
    const booked = bookings.get(host.hostId) ?? { now: [], next: [] };
    const free = booked.now.length === 0 ? ' · free' : '';
    const line = `${icon(host.online)} *${shortText(host.name, 80)}* · ${onlineCopy(host.online)}${free}`;
    return [line, ...bookingLines(booked, zone)].join('\n');
  });
  return {
    text: `${title}: ${hosts.length}`,
    blocks: [header(title), ...lineSections(entries), ...missing],
  };
}

function icon(online: boolean | undefined): string {
  if (online === undefined) return ':white_circle:';
  return online ? ':large_green_circle:' : ':black_circle:';
}
