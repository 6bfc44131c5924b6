import type { HostOnline } from '../../domain/host-online.ts';
import { readerTime } from '../shared/time-copy.ts';
import { hostCopy } from './facts-copy.ts';

/**
 * A line about a computer that is off, or not known to be on, mrkdwn; '' when it is on, and before Parsec was asked.
 * `zone`, as in readerTime: on a card, which is read days later.
 */
export function onlineLine(hostName: string, online: HostOnline | undefined, zone?: string): string {
  const host = hostCopy({ hostName });
  if (online?.is === 'unknown') return `:white_circle: Parsec doesn't say whether ${host} is on.`;
  if (online?.is !== 'offline') return '';
  return zone === undefined
    ? `:black_circle: ${host} is offline. The guest can't connect until it's on.`
    : `:black_circle: ${host} was offline ${readerTime(online.at, zone)}. The guest can connect when it's on.`;
}

/** The same as a sentence after the notice of a start, mrkdwn; `is` is a fact of the notice. */
export function startOnlineCopy(hostName: string, is: string | number | undefined): string {
  const host = hostCopy({ hostName });
  if (is === 'offline') return ` But ${host} is offline: turn it on, or choose another computer with “Update”.`;
  return is === 'unknown' ? ` Parsec doesn't say whether ${host} is on.` : '';
}
