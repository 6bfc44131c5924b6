import type { HostOnline } from '../../flows/host-online.ts';
import { shortText } from '../views/blocks.ts';
import { readerTime } from './times.ts';

/** That a computer is not known to be on, for a form, mrkdwn; '' when it is on, and while nobody has asked. */
export function onlineLine(hostName: string, online: HostOnline | undefined): string {
  const host = `*${shortText(hostName, 150)}*`;
  switch (online?.is) {
    case 'offline':
      return `:black_circle: ${host} is offline. The guest can't connect until it's on.`;
    case 'unknown':
      return `:white_circle: Parsec doesn't say whether ${host} is on.`;
    default:
      return '';
  }
}

/** The same for a card, which stands for days; `zone` as in readerTime. '' when nothing is known, too. */
export function onlineAtWords(hostName: string, online: HostOnline | undefined, zone: string): string {
  const host = `*${shortText(hostName, 150)}*`;
  switch (online?.is) {
    case 'offline':
      return `:black_circle: ${host} was offline ${readerTime(online.at, zone)}. The guest can connect when it's on.`;
    case 'unknown':
      return `:white_circle: Parsec doesn't say whether ${host} is on.`;
    default:
      return '';
  }
}

/** What a start says of a computer that is not known to be on (`is`, a fact of the notice), mrkdwn, a sentence behind others; '' when it is. */
export function startOnlineWords(hostName: string, is: string | number | undefined): string {
  const host = `*${shortText(hostName, 150)}*`;
  if (is === 'offline') return ` But ${host} is offline: turn it on, or choose another computer with “Update”.`;
  return is === 'unknown' ? ` Parsec doesn't say whether ${host} is on.` : '';
}
