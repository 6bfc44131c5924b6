import type { Board, BoardBooking, BoardHost } from '../../../domain/board/board.ts';
import { boardSpan } from '../../../domain/board/board.ts';
import { hoursOf } from '../../../domain/board/board-days.ts';
import { inLanes, laneCount, type Placed } from '../../../domain/board/lanes.ts';
import { writeTime } from '../../../domain/time/zoned-time.ts';
import { boardNotes, boardTitle, bookedCopy, emptyCopy, legendCopy, nowCopy, zoneCopy } from './board-copy.ts';
import { fitText, svgText } from './svg-text.ts';

/** All lengths are units of the picture; how many pixels one has is the business of who draws it. */
const WIDTH = 1200;
const MARGIN = 20;
const NAMES = 180;
const LEFT = MARGIN + NAMES;
const RIGHT = WIDTH - MARGIN;
const HEAD = 112;
const LANE = 26;
const GAP = 8;

/** Signs that more than the color tells apart: a border, dashes, hatching. On white, since Slack may be dark around the picture. */
const ink = { text: '#1d1c1d', faint: '#5f6368', line: '#dadce0', strong: '#9aa0a6', band: '#f6f8fa', now: '#c2185b' };
const looks = {
  guest: 'fill="#d3e3fd" stroke="#0b57d0"',
  hidden: 'fill="url(#hatch)" stroke="#5f6368"',
  waiting: 'fill="#fff8e1" stroke="#8a5300" stroke-dasharray="5 3"',
  clash: 'fill="#fde0dc" stroke="#b3261e" stroke-width="2.5"',
} as const;
type Look = keyof typeof looks;

const HATCH = `<pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#f1f3f4"/><rect width="3" height="8" fill="#d5d8dc"/></pattern>`;

type Row = {
  readonly host: BoardHost;
  readonly placed: readonly Placed<BoardBooking>[];
  readonly y: number;
  readonly height: number;
};

/** A board as SVG. Times lie on one straight scale, so that a day on which the clocks change is as long as it is. */
export function boardSvg(board: Board): string {
  const rows = rowsOf(board.hosts);
  const bottom = rows.reduce((end, { y, height }) => Math.max(end, y + height), HEAD + (rows.length === 0 ? 60 : 0));
  const notes = boardNotes(board);
  const height = bottom + 42 + notes.length * 18 + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="DejaVu Sans">`,
    `<defs>${HATCH}</defs>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(MARGIN, 36, boardTitle(board), { size: 20, weight: 'bold' }),
    text(MARGIN, 60, zoneCopy(board), { size: 13, fill: ink.faint }),
    ...rows.map(rowBand),
    ...gridLines(board, bottom),
    ...(rows.length === 0 ? [text(LEFT + 12, HEAD + 34, emptyCopy, { size: 14, fill: ink.faint })] : []),
    ...rows.flatMap((row) => [hostName(row), ...row.placed.map((each) => bar(board, row, each))]),
    ...nowLine(board, bottom),
    ...legend(board, bottom + 26),
    ...notes.map((note, nth) => text(MARGIN, bottom + 56 + nth * 18, note, { size: 12, fill: ink.faint })),
    '</svg>',
  ].join('\n');
}

function rowsOf(hosts: readonly BoardHost[]): readonly Row[] {
  let y = HEAD;
  return hosts.map((host) => {
    const placed = inLanes(host.bookings);
    const row = { host, placed, y, height: laneCount(placed) * LANE + GAP };
    y += row.height;
    return row;
  });
}

/** Where an instant lies, cut to the picture. */
function xOf(board: Board, at: number): number {
  const { from, to } = boardSpan(board);
  const part = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return Math.round((LEFT + part * (RIGHT - LEFT)) * 10) / 10;
}

function rowBand({ y, height }: Row, nth: number): string {
  const fill = nth % 2 === 0 ? ink.band : '#ffffff';
  return `<rect x="${MARGIN}" y="${y}" width="${RIGHT - MARGIN}" height="${height}" fill="${fill}"/>`;
}

function hostName({ host, y, height }: Row): string {
  return text(MARGIN + 6, y + height / 2 + 5, fitText(host.hostName, NAMES - 16, 13), { size: 13, weight: 'bold' });
}

function gridLines(board: Board, bottom: number): string[] {
  return board.days.flatMap((day) => {
    const hours = hoursOf(day, board.zone);
    const x = xOf(board, day.from);
    const lines = [line(x, HEAD - 30, bottom, ink.strong)];
    if (board.view === 'week') {
      const name = text(x + 6, HEAD - 16, writeTime(day.from, board.zone, 'day'), { size: 13, weight: 'bold' });
      const noon = hours.filter(({ time }) => time === '12:00');
      return [...lines, name, ...noon.map(({ at }) => line(xOf(board, at), HEAD, bottom, ink.line))];
    }
    return [
      ...lines,
      ...hours.flatMap(({ at, time }, nth) => [
        ...(nth === 0 ? [] : [line(xOf(board, at), HEAD, bottom, ink.line)]),
        text(xOf(board, at) + 2, HEAD - 8, time.slice(0, 2), { size: 12, fill: ink.faint }),
      ]),
    ];
  });
}

function lookOf({ booking, isClash }: Placed<BoardBooking>): Look {
  if (isClash) return 'clash';
  if (booking.isWaiting) return 'waiting';
  return booking.guest === undefined ? 'hidden' : 'guest';
}

function bar(board: Board, row: Row, placed: Placed<BoardBooking>): string {
  const { booking, lane } = placed;
  const x = xOf(board, booking.startsAt);
  // What lasts minutes is seen, too.
  const width = Math.max(4, Math.round((xOf(board, booking.endsAt) - x) * 10) / 10);
  const y = row.y + GAP / 2 + lane * LANE;
  const height = LANE - 4;
  const mark = placed.isClash ? '! ' : '';
  const label = fitText(`${mark}${booking.guest ?? bookedCopy}`, width - 10, 12);
  // A picture of its own clips what is too long.
  return [
    `<rect x="${x + 1}" y="${y}" width="${Math.max(2, width - 2)}" height="${height}" rx="4" ${looks[lookOf(placed)]}/>`,
    `<svg x="${x}" y="${y}" width="${width}" height="${height}">`,
    text(6, 16, label, { size: 12 }),
    '</svg>',
  ].join('');
}

function nowLine(board: Board, bottom: number): string[] {
  const { from, to } = boardSpan(board);
  if (board.now < from || board.now >= to) return [];
  const x = xOf(board, board.now);
  const isRight = x > RIGHT - 90;
  const label = text(isRight ? x - 5 : x + 5, HEAD - 34, nowCopy(board), {
    size: 12,
    weight: 'bold',
    fill: ink.now,
    anchor: isRight ? 'end' : 'start',
  });
  return [`<rect x="${x - 1}" y="${HEAD - 44}" width="2" height="${bottom - HEAD + 44}" fill="${ink.now}"/>`, label];
}

/** Only the looks that are in the picture. */
function legend(board: Board, y: number): string[] {
  const used = new Set(board.hosts.flatMap(({ bookings }) => inLanes(bookings).map(lookOf)));
  const shown = (Object.keys(looks) as Look[]).filter((look) => used.has(look));
  return shown.flatMap((look, nth) => {
    const x = MARGIN + nth * 210;
    const box = `<rect x="${x + 1}" y="${y - 11}" width="22" height="14" rx="3" ${looks[look]}/>`;
    return [box, text(x + 30, y, legendCopy[look], { size: 12, fill: ink.faint })];
  });
}

function line(x: number, from: number, to: number, color: string): string {
  return `<rect x="${x}" y="${from}" width="1" height="${to - from}" fill="${color}"/>`;
}

type TextStyle = {
  readonly size: number;
  readonly weight?: 'bold';
  readonly fill?: string;
  readonly anchor?: 'start' | 'end';
};

function text(x: number, y: number, said: string, { size, weight, fill = ink.text, anchor }: TextStyle): string {
  if (said === '') return '';
  const bold = weight === undefined ? '' : ` font-weight="${weight}"`;
  const end = anchor === 'end' ? ' text-anchor="end"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${bold}${end}>${svgText(said)}</text>`;
}
