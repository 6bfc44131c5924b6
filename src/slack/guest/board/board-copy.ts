import { type Board, type BoardBooking, type BoardHost, boardSpan } from '../../../domain/board/board.ts';
import { hoursInDay } from '../../../domain/board/board-days.ts';
import { freeFrom, freeUntil } from '../../../domain/board/free-from.ts';
import { inLanes } from '../../../domain/board/lanes.ts';
import { cityOf, writeTime } from '../../../domain/time/zoned-time.ts';
import { cut } from '../../blocks/blocks.ts';
import { clockSpan } from '../../shared/time-copy.ts';

/** A booking whose guest the readers may not know. */
export const bookedCopy = 'Booked';
export const emptyCopy = 'No computers are open to guests.';

export const legendCopy = {
  guest: 'guest invited',
  hidden: 'booked, guest not shown',
  waiting: 'waits for approval',
  clash: '! several at once',
} as const;

/** What the picture is, plain text: "Computers on Mon 23 Nov 2026". */
export function boardTitle({ days, zone }: Board): string {
  const [first, last] = [days[0]?.from ?? 0, days.at(-1)?.from ?? 0];
  const dayOf = (at: number) => writeTime(at, zone, 'full').replace(/, .*$/, '');
  return first === last
    ? `Computers on ${dayOf(first)}`
    : `Computers, ${writeTime(first, zone, 'day')} to ${dayOf(last)}`;
}

/** Whose clock the times are on, plain text. */
export function zoneCopy({ zone }: Pick<Board, 'zone'>): string {
  return `Times are in ${cityOf(zone)} (${zone}).`;
}

export function nowCopy({ now, zone }: Pick<Board, 'now' | 'zone'>): string {
  return `Now ${writeTime(now, zone, 'time')}`;
}

/** What a board leaves out, or is special about its days, plain text, a sentence each. */
export function boardNotes(board: Board): readonly string[] {
  const { moreHosts, days, zone, isCut, isHostListMissing, isForChannel } = board;
  const changes = days.filter((day) => hoursInDay(day) !== 24);
  const hasHidden = board.hosts.some(({ bookings }) => bookings.some(({ guest }) => guest === undefined));
  return [
    ...changes.map(
      (day) => `The clocks change on ${writeTime(day.from, zone, 'day')}: the day has ${hoursInDay(day)} hours.`,
    ),
    ...(moreHosts === 0
      ? []
      : [
          `${counted(moreHosts, "more computer isn't", "more computers aren't")} shown. Add a name to see one, like “/guest board Edit 3”.`,
        ]),
    ...(isCut ? ["There are more bookings than are shown. Add a computer's name to see all of its bookings."] : []),
    ...(isHostListMissing
      ? [
          "Parsec can't be reached now. Bookings are those Guestlist knows, and computers without bookings may be missing.",
        ]
      : []),
    ...(isForChannel && hasHidden
      ? ['Guests are named only if their card is in this channel. Type the command in a direct message to see more.']
      : []),
  ];
}

/** The computers and their bookings in words, plain text: what the picture shows, a line for each computer. */
export function boardLines(board: Board): readonly string[] {
  return board.hosts.map((host) => `${host.hostName}: ${hostCopy(board, host)}`);
}

function hostCopy(board: Board, host: BoardHost): string {
  const placed = inLanes(host.bookings);
  const said = placed.map(({ booking, isClash }) => bookingCopy(board, booking, isClash));
  return [...said, freeCopy(board, host)].join('; ');
}

function bookingCopy({ zone }: Board, { startsAt, endsAt, guest, isWaiting }: BoardBooking, isClash: boolean): string {
  const notes = [...(isWaiting ? ['waits for approval'] : []), ...(isClash ? ['several at once'] : [])];
  const more = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  return `${guest ?? bookedCopy.toLowerCase()}, ${clockSpan(startsAt, endsAt, zone)}${more}`;
}

/** From when on a computer is free, and until when. */
function freeCopy(board: Board, { bookings }: BoardHost): string {
  const at = freeFrom(bookings, board.now, boardSpan(board).to);
  if (at === undefined) return board.view === 'day' ? 'not free today' : 'not free in these 7 days';
  const time = (instant: number) => writeTime(instant, board.zone, board.view === 'day' ? 'time' : 'short');
  const until = freeUntil(bookings, at);
  return `free ${at === board.now ? 'now' : `from ${time(at)}`}${until === undefined ? '' : ` until ${time(until)}`}`;
}

/** When each computer is free next, plain text, in lines, the earliest first: what is asked most. */
export function freeLines(board: Board): readonly string[] {
  const until = boardSpan(board).to;
  const at = (host: BoardHost) => freeFrom(host.bookings, board.now, until) ?? Number.POSITIVE_INFINITY;
  const byCopy = new Map<string, string[]>();
  for (const host of board.hosts.toSorted((a, b) => compare(at(a), at(b)))) {
    const copy = freeCopy(board, host);
    byCopy.set(copy, [...(byCopy.get(copy) ?? []), host.hostName]);
  }
  return [...byCopy].map(([copy, names]) => `${copy.charAt(0).toUpperCase()}${copy.slice(1)}: ${names.join(', ')}`);
}

/** Two that are infinite are the same. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

/** Slack takes 1,000 characters. https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const MOST_ALT = 1_000;
/** Room for the line that says how many computers are left out. */
const ALT_REST = 80;

/** What the picture shows, for those who don't see it: as many computers as fit, and how many others there are. */
export function altCopy(board: Board): string {
  const said = [`${boardTitle(board)}. ${zoneCopy(board)} ${nowCopy(board)}.`, ...boardNotes(board)];
  const lines = boardLines(board);
  let kept = 0;
  for (const line of lines) {
    if ([...said, line].join('\n').length > MOST_ALT - ALT_REST) break;
    said.push(line);
    kept += 1;
  }
  const rest = lines.length - kept;
  if (lines.length === 0) said.push(emptyCopy);
  if (rest > 0) said.push(`And ${counted(rest, 'more computer', 'more computers')}: add a name to the command.`);
  return cut(said.join('\n'), MOST_ALT);
}

/** No computer has the name that was typed. */
export function notNamedCopy(text: string, near: readonly string[]): string {
  const typed = `No computer matches “${cut(text, 100)}”.`;
  if (near.length === 0) return `${typed} “/guest hosts” lists all computers.`;
  const names = near.map((name) => `“${cut(name, 60)}”`);
  const [last = ''] = names.slice(-1);
  return `${typed} Did you mean ${names.length === 1 ? last : `${names.slice(0, -1).join(', ')} or ${last}`}?`;
}

/** Somebody asked again too soon. */
export function tooSoonCopy(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
  return `Guestlist draws one picture at a time for you. Try again in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`;
}

export const elsewhereCopy =
  "The picture is in your direct messages from Guestlist, since Guestlist isn't in this conversation.";
export const notDrawnCopy = "Guestlist couldn't draw the picture. Here is what it would show.";

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
