import { describe, expect, it, test } from 'vitest';
import { calendarFacts, calendarStatus } from '../../../src/domain/calendar/calendar-entry.ts';
import { nextSequence } from '../../../src/domain/calendar/calendar-file.ts';
import { googleCalendarLink } from '../../../src/domain/calendar/google-link.ts';
import { writeIcs } from '../../../src/domain/calendar/write-ics.ts';
import { anInvite } from '../../support/an-invite.ts';

const entry = {
  uid: 'inv_1@guestlist',
  sequence: 0,
  status: 'confirmed',
  startsAt: Date.UTC(2026, 9, 25, 0, 30),
  endsAt: Date.UTC(2026, 9, 25, 3, 0),
  madeAt: Date.UTC(2026, 9, 20, 9, 0),
  title: 'Grade; a, "b" on Edit\\1',
  description: `Guest access for ana@example.com.\nBEGIN:VEVENT ${'é'.repeat(80)}`,
} as const;
/** The lines of a calendar file, with long ones put together again. */
const linesOf = (ics: string) => ics.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar file', () => {
  it('has times in UTC, which are the same over a change of the clocks', () => {
    expect(linesOf(writeIcs(entry))).toMatchInlineSnapshot(`
      [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Guestlist//Guestlist//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:inv_1@guestlist",
        "SEQUENCE:0",
        "DTSTAMP:20261020T090000Z",
        "DTSTART:20261025T003000Z",
        "DTEND:20261025T030000Z",
        "SUMMARY:Grade\\; a\\, "b" on Edit\\\\1",
        "DESCRIPTION:Guest access for ana@example.com.\\nBEGIN:VEVENT éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
      ]
    `);
  });

  it('lets no text of others out of its line, and keeps lines short', () => {
    const ics = writeIcs({ ...entry, title: 'a\r\nATTENDEE:mailto:evil@example.com\nEND:VEVENT' });
    expect(linesOf(ics).filter((line) => line.startsWith('ATTENDEE') || line === 'END:VEVENT')).toEqual(['END:VEVENT']);
    expect(Math.max(...ics.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  });

  it('takes the entry out of the calendar when it is cancelled', () => {
    const lines = linesOf(writeIcs({ ...entry, status: 'cancelled', sequence: 3 }));
    expect(lines).toEqual(
      expect.arrayContaining(['METHOD:CANCEL', 'STATUS:CANCELLED', 'SEQUENCE:3', 'UID:inv_1@guestlist']),
    );
  });
});

it('makes an address for Google Calendar from which nothing breaks out', () => {
  const link = googleCalendarLink({ ...entry, title: 'A & B #1 > |x' });
  const url = new URL(link);
  expect(url.origin + url.pathname).toBe('https://calendar.google.com/calendar/render');
  expect(url.searchParams.get('text')).toBe('A & B #1 > |x');
  expect(url.searchParams.get('dates')).toBe('20261025T003000Z/20261025T030000Z');
  expect(link).not.toMatch(/[<>| ]/);
  expect(googleCalendarLink({ ...entry, description: '😀'.repeat(2_000) }).length).toBeLessThan(8_000);
});

test.each([
  ['never asked for', undefined, undefined, undefined, undefined],
  ['asked for the first time', undefined, undefined, 'U1', 0],
  ['sent, and nothing changed', 0, 'a', undefined, undefined],
  ['sent, and asked for again', 2, 'a', 'U1', 2],
  ['sent, and changed', 2, 'b', undefined, 3],
  ['sent, changed, and asked for', 2, 'b', 'U1', 3],
])('the number of the next file: %s', (_, sequence, sentHash, wantedBy, next) => {
  expect(nextSequence({ sequence, sentHash, wantedBy }, 'a')).toBe(next);
});

test('a calendar is told what an invite is, and that only', () => {
  const states = ['requested', 'granted', 'cancelling', 'cancelled', 'ended', 'failed'] as const;
  expect(states.map((state) => calendarStatus({ state }))).toEqual([
    'cancelled',
    'confirmed',
    undefined,
    'cancelled',
    undefined,
    'cancelled',
  ]);
  const invite = anInvite({});
  expect(calendarFacts({ ...invite, endsAt: 1 }, 'confirmed')).not.toBe(calendarFacts(invite, 'confirmed'));
  expect(calendarFacts(anInvite({ message: 'x', version: 9 }), 'confirmed')).toBe(calendarFacts(invite, 'confirmed'));
  expect(calendarFacts({ ...invite, endsAt: 1 }, 'cancelled')).toBe(calendarFacts(invite, 'cancelled'));
});
