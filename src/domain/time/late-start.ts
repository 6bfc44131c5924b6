import type { Invite } from '../invite.ts';
import { isProblem } from '../problem.ts';
import { type Length, readLength } from './durations.ts';
import { START_LEAD_MS } from './typed-window.ts';
import { addLength, readWallTime } from './zoned-time.ts';

// "Now for 2 hours" is two hours, also when the provider can be reached only later. What was typed as an end stays the end.

type Asked = Pick<Invite, 'typedStart' | 'typedEnd' | 'timeZone' | 'startsAt' | 'endsAt' | 'createdAt'>;

/** The length of an invite that was asked for from now on; undefined when its end was asked for, or is not the one that was asked for any more. */
export function askedLength({ typedStart, typedEnd, timeZone, startsAt, endsAt }: Asked): Length | undefined {
  if (typedStart !== 'now' || !typedEnd.startsWith('for ')) return undefined;
  const length = readLength(typedEnd.slice('for '.length));
  return isProblem(length) || addLength(startsAt, length, timeZone) !== endsAt ? undefined : length;
}

/** When an invite was to start as it was asked for, epoch ms; of two equal wall times the earlier. */
function askedStart({ typedStart, timeZone, createdAt, startsAt }: Asked): number {
  if (typedStart === 'now') return createdAt + START_LEAD_MS;
  const read = readWallTime(typedStart, timeZone);
  if (read.kind === 'never') return startsAt;
  return read.kind === 'once' ? read.at : read.earlierAt;
}

/** The end of an invite that starts then (epoch ms) and keeps the length it was asked for; the end it has where none was. */
export function keptEnd(invite: Asked, startsAt: number): number {
  const length = startsAt > invite.startsAt ? askedLength(invite) : undefined;
  return length === undefined ? invite.endsAt : addLength(startsAt, length, invite.timeZone);
}

/**
 * From when on an invite that is not made yet is of no use any more, epoch ms: what was asked for from now on moves with its start, yet nobody
 * wants it when all of the time they had in mind is over.
 */
export function uselessAt(invite: Asked): number {
  const length = askedLength(invite);
  return length === undefined ? invite.endsAt : addLength(askedStart(invite), length, invite.timeZone);
}

/** Less is no news: a request takes its time, ms. */
const NEWS_MS = 60_000;

/** How much later than asked for an invite starts, and how much shorter it is, ms; undefined when that is no news. */
export function lateness(invite: Asked): { readonly lateMs: number; readonly shorterMs: number } | undefined {
  const lateMs = invite.startsAt - askedStart(invite);
  if (lateMs < NEWS_MS) return undefined;
  return { lateMs, shorterMs: askedLength(invite) === undefined ? lateMs : 0 };
}
