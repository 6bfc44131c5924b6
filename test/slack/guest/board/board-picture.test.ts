import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { Board, BoardBooking } from '../../../../src/domain/board/board.ts';
import { boardDays } from '../../../../src/domain/board/board-days.ts';
import { altCopy, boardLines, freeLines } from '../../../../src/slack/guest/board/board-copy.ts';
import { boardComment, boardMessage } from '../../../../src/slack/guest/board/board-message.ts';
import { boardSvg } from '../../../../src/slack/guest/board/board-svg.ts';
import { readBoardText } from '../../../../src/slack/guest/board/read-board-text.ts';
import { renderPng } from '../../../../src/slack/guest/board/render-png.ts';
import { fitText } from '../../../../src/slack/guest/board/svg-text.ts';

const HOUR = 3_600_000;
/** Monday, 10:00 in Paris. */
const NOW = Date.UTC(2026, 10, 23, 9);
const booking = (hour: number, hours: number, more: Partial<BoardBooking> = {}): BoardBooking => ({
  startsAt: NOW + hour * HOUR,
  endsAt: NOW + (hour + hours) * HOUR,
  guest: 'ana@example.com',
  isWaiting: false,
  ...more,
});
const aBoard = (parts: Partial<Board> = {}): Board => ({
  view: 'day',
  zone: 'Europe/Paris',
  now: NOW,
  days: boardDays(parts.view ?? 'day', parts.now ?? NOW, 'Europe/Paris'),
  hosts: [
    { hostId: 'h1', hostName: 'Edit 1', bookings: [booking(-1, 3), booking(1, 2, { guest: undefined })] },
    { hostId: 'h2', hostName: '編集室 <2> & "co"', bookings: [booking(4, 1, { isWaiting: true })] },
    { hostId: 'h3', hostName: 'Edit 3', bookings: [] },
  ],
  moreHosts: 0,
  isCut: false,
  isHostListMissing: false,
  isForChannel: false,
  ...parts,
});
// `PICTURES=docs npx vitest run test/slack/guest/board` renews the picture of docs/guest.md.
const pictures = process.env.PICTURES ?? join(tmpdir(), 'guestlist-pictures');

/** A day as it could be, for the papers and for looking at it. */
const aDay: Partial<Board> = {
  hosts: [
    { hostId: 'h1', hostName: 'Edit 1', bookings: [booking(-2, 3), booking(4, 5, { guest: 'kim@client.example' })] },
    {
      hostId: 'h2',
      hostName: 'Edit 2',
      bookings: [booking(-1, 4, { guest: 'zoe@client.example' }), booking(2, 5, { guest: 'rui@freelance.example' })],
    },
    {
      hostId: 'h3',
      hostName: 'Edit 3',
      bookings: [booking(5, 3, { guest: 'rui@freelance.example', isWaiting: true })],
    },
    { hostId: 'h4', hostName: 'Color suite', bookings: [booking(-3, 7, { guest: undefined })] },
    { hostId: 'h5', hostName: 'Render 1', bookings: [] },
  ],
};

/** What an SVG shows, without where it stands. */
const said = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe('a board as SVG', () => {
  it('shows computers, bookings, clashes, and now', () => {
    const svg = boardSvg(aBoard());
    expect(said(svg).filter((text) => !/^\d\d$/.test(text ?? ''))).toMatchInlineSnapshot(`
      [
        "Computers on Mon 23 Nov 2026",
        "Times are in Paris (Europe/Paris).",
        "Edit 1",
        "! ana@example.…",
        "! Booked",
        "編集室 &lt;2&gt; &amp; &quot;co&quot;",
        "ana…",
        "Edit 3",
        "Now 10:00",
        "waits for approval",
        "! several at once",
      ]
    `);
    expect(svg.match(/stroke="#b3261e"/g)).toHaveLength(3);
  });

  it('draws a day of 25 hours as long as it is', () => {
    const now = Date.UTC(2026, 9, 25, 9);
    const board = aBoard({ view: 'week', now });
    const svg = boardSvg(board);
    const days = [...svg.matchAll(/<rect x="([\d.]+)" y="82" width="1"/g)].map(([, x]) => Number(x));
    expect(days).toHaveLength(7);
    const [first = 0, second = 0, third = 0] = days;
    expect((second - first) / (third - second)).toBeCloseTo(25 / 24, 2);
    expect(said(svg)).toContain('The clocks change on Sun 25 Oct: the day has 25 hours.');
  });

  it('says what it leaves out', () => {
    const svg = said(boardSvg(aBoard({ moreHosts: 3, isCut: true, isHostListMissing: true, isForChannel: true })));
    expect(svg.slice(-4)).toMatchInlineSnapshot(`
      [
        "3 more computers aren't shown. Add a name to see one, like “/guest board Edit 3”.",
        "There are more bookings than are shown. Add a computer's name to see all of its bookings.",
        "Parsec can't be reached now. Bookings are those Guestlist knows, and computers without bookings may be missing.",
        "Guests are named only if their card is in this channel. Type the command in a direct message to see more.",
      ]
    `);
    expect(said(boardSvg(aBoard({ hosts: [] })))).toContain('No computers are open to guests.');
  });

  it('becomes a PNG of its size, with something drawn for a script the font lacks', async () => {
    const png = await renderPng(boardSvg(aBoard({ hosts: [{ hostId: 'h', hostName: '編集室', bookings: [] }] })));
    const none = await renderPng(boardSvg(aBoard({ hosts: [{ hostId: 'h', hostName: '   ', bookings: [] }] })));
    const header = Buffer.from(png);
    expect(header.subarray(1, 4).toString()).toBe('PNG');
    expect(header.readUInt32BE(16)).toBe(2_400);
    expect(header.readUInt32BE(20)).toBeGreaterThan(300);
    expect(header.equals(Buffer.from(none))).toBe(false);
  });

  it('draws a day for the papers', async () => {
    const png = await renderPng(boardSvg(aBoard(aDay)));
    mkdirSync(pictures, { recursive: true });
    writeFileSync(join(pictures, 'board.png'), png);
    expect(png.length).toBeGreaterThan(20_000);
  });

  it('fails for what is no picture', async () => {
    await expect(renderPng('<svg')).rejects.toThrow();
  });
});

describe('a board in words', () => {
  it('says the same, and when each computer is free', () => {
    expect(boardLines(aBoard())).toMatchInlineSnapshot(`
      [
        "Edit 1: ana@example.com, Mon 23 Nov, 09:00 to 12:00 (several at once); booked, Mon 23 Nov, 11:00 to 13:00 (several at once); free from 13:00",
        "編集室 <2> & "co": ana@example.com, Mon 23 Nov, 14:00 to 15:00 (waits for approval); free now until 14:00",
        "Edit 3: free now",
      ]
    `);
    expect(freeLines(aBoard())).toMatchInlineSnapshot(`
      [
        "Free now until 14:00: 編集室 <2> & "co"",
        "Free now: Edit 3",
        "Free from 13:00: Edit 1",
      ]
    `);
    expect(boardComment(aBoard())).toContain('• Free now until 14:00: 編集室 &lt;2&gt; &amp; "co"');
  });

  it('fits into what Slack takes, and counts what does not', () => {
    const hosts = Array.from({ length: 50 }, (_, nth) => ({
      hostId: `h${nth}`,
      hostName: `Edit ${nth}`,
      bookings: Array.from({ length: 10 }, (_each, hour) =>
        booking(hour, 1, { guest: `${'x'.repeat(60)}@example.com` }),
      ),
    }));
    const alt = altCopy(aBoard({ hosts }));
    expect(alt.length).toBeLessThanOrEqual(1_000);
    expect(alt).toMatch(/And 50 more computers: add a name to the command\.$/);
    expect(altCopy(aBoard())).toContain('Edit 3: free now');
    expect(boardMessage(aBoard({ hosts }), 'Why.').blocks.length).toBeLessThanOrEqual(50);
    expect(boardComment(aBoard({ hosts })).length).toBeLessThanOrEqual(3_000);
  });
});

test.each([
  ['', { view: 'day', text: '' }],
  ['week', { view: 'week', text: '' }],
  ['Week  Edit 3', { view: 'week', text: 'Edit 3' }],
  ['Edit 3 week', { view: 'week', text: 'Edit 3' }],
  ['today', { view: 'day', text: '' }],
  ['“Day 1”', { view: 'day', text: 'Day 1' }],
  ['week "Day 1"', { view: 'week', text: 'Day 1' }],
])('reads “%s”', (text, read) => {
  expect(readBoardText(text)).toEqual(read);
});

test.each([
  ['ana@example.com', 200, 'ana@example.com'],
  ['ana@example.com', 60, 'ana@exa…'],
  ['ana@example.com', 15, ''],
  ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 24, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…'],
])('fits %s into %d', (text, width, fits) => {
  expect(fitText(text, width, 12)).toBe(fits);
});
