import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEmails, readEmail } from '../../src/domain/text/email.ts';
import { cityZones } from '../../src/domain/time/city-zones.ts';
import { readDuration, writeDuration } from '../../src/domain/time/durations.ts';
import { readInlineInvite } from '../../src/domain/time/inline-invite.ts';
import { readWindow, type TypedWindow } from '../../src/domain/time/typed-window.ts';
import { searchZones } from '../../src/domain/time/zone-search.ts';
import { readZone } from '../../src/domain/time/zoned-time.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const limits = { now: NOW, maxMs: 5 * 24 * HOUR, maxLeadMs: 400 * 24 * HOUR };

describe('durations', () => {
  it.each([
    ['90m', 90],
    ['1h30', 90],
    ['1h 30m', 90],
    ['2 hours', 120],
    ['1:30', 90],
    ['1 day', 1440],
    ['1.5h', 90],
    ['1,5 h', 90],
    ['1 hour and 10 minutes', 70],
    ['2d 3h', 51 * 60],
    ['1h 2', 62],
    ['90', 90],
    ['ten minutes', 10],
    ['three hours', 180],
    ['an hour and a half', 90],
    ['two and a half hours', 150],
    ['2 hrs.', 120],
    ['half an hour', 30],
    ['1 week', 7 * 1440],
  ])('reads %s', (text, minutes) => expect(readDuration(text)).toBe(minutes * MINUTE));

  it.each(['', '5', 'h', '0m', '-1h', '1 fortnight', 'some minutes', '1:75', '1e3m', '999999d'])('refuses %j', (text) =>
    expect(readDuration(text)).toMatchObject({ code: 'duration_invalid' }),
  );

  it('reads what it writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        (minutes) => readDuration(writeDuration(minutes * MINUTE)) === minutes * MINUTE,
      ),
    );
  });
});

describe('email addresses', () => {
  it.each([
    ['ana@Example.COM', 'ana@example.com'],
    [' Ana.B+c@x.io ', 'Ana.B+c@x.io'],
    ['<mailto:a@b.co|a@b.co>', 'a@b.co'],
    ['mailto:a@b.co', 'a@b.co'],
    ['Ana <a@b.co>', 'a@b.co'],
  ])('reads %s', (text, email) => expect(readEmail(text)).toBe(email));
  it.each(['', 'ana', 'ana@', '@x.io', 'a b@x.io', 'a@b', 'a@b..co', `${'a'.repeat(250)}@b.co`])('refuses %j', (text) =>
    expect(readEmail(text)).toMatchObject({ code: 'email_invalid' }),
  );
  it('are found in a message as Slack writes it, each once', () => {
    const text = 'Could <mailto:ana@x.io|ana@x.io> and ben@y.io. join? cc <mailto:ana@x.io|ana@x.io>, &lt;z@z.co&gt;';
    expect(findEmails(text)).toEqual(['ana@x.io', 'ben@y.io', 'z@z.co']);
    expect(findEmails('nobody @here')).toEqual([]);
  });
});

describe('text after /guest invite', () => {
  const read = (text: string) =>
    readInlineInvite(text, { now: NOW, zone: 'Europe/Paris', hosts: ['Edit 1', 'Edit-3', 'Workstation 12'] });
  const at = (date: string, time: string) => ({ kind: 'at', date, time });

  it.each([
    ['ana@example.com', { email: 'ana@example.com', hostText: undefined, window: undefined }],
    ['kim@münchen.de Edit-3', { email: 'kim@xn--mnchen-3ya.de', hostText: 'Edit-3', window: undefined }],
    [
      'ana@example.com on Edit-3 tomorrow 14:00-16:00',
      {
        email: 'ana@example.com',
        hostText: 'Edit-3',
        window: { start: at('2026-11-24', '14:00'), end: at('2026-11-24', '16:00') },
      },
    ],
    [
      'in 2h for 90m',
      {
        email: undefined,
        hostText: undefined,
        window: { start: at('2026-11-23', '12:00'), end: { kind: 'for', text: '1 hour 30 minutes' } },
      },
    ],
    [
      '<mailto:a@b.co|a@b.co> next monday 9am to 11am',
      {
        email: 'a@b.co',
        hostText: undefined,
        window: { start: at('2026-11-30', '09:00'), end: at('2026-11-30', '11:00') },
      },
    ],
    [
      '"Render 7" today 17:00 for 2 hours',
      {
        email: undefined,
        hostText: 'Render 7',
        window: { start: at('2026-11-23', '17:00'), end: { kind: 'for', text: '2 hours' } },
      },
    ],
    [
      'ana@x.io Edit 1 now for 1h30',
      {
        email: 'ana@x.io',
        hostText: 'Edit 1',
        window: { start: { kind: 'now' }, end: { kind: 'for', text: '1 hour 30 minutes' } },
      },
    ],
    [
      'ben@x.io at Workstation 12 at 15:00',
      { email: 'ben@x.io', hostText: 'Workstation 12', window: { start: at('2026-11-23', '15:00'), end: undefined } },
    ],
    ['tomorrow', { email: undefined, hostText: undefined, window: { start: at('2026-11-24', ''), end: undefined } }],
    [
      'for 2h',
      {
        email: undefined,
        hostText: undefined,
        window: { start: { kind: 'now' }, end: { kind: 'for', text: '2 hours' } },
      },
    ],
    ['', { email: undefined, hostText: undefined, window: undefined }],
    [
      'ana@example.com, Tom@example.com and ANA@example.com Edit 1',
      { email: 'ana@example.com', others: ['Tom@example.com'], hostText: 'Edit 1', window: undefined },
    ],
  ])('reads %j', (text, expected) => expect(read(text)).toEqual({ others: [], unread: [], doubtful: [], ...expected }));

  it('keeps wall times across a clock change as they were typed', () => {
    const before = readInlineInvite('on 29 march 2027 14:00-16:00', { now: NOW, zone: 'Europe/Paris' });
    expect(before.window).toEqual({ start: at('2027-03-29', '14:00'), end: at('2027-03-29', '16:00') });
  });

  it('never throws', () => {
    const bits = fc.constantFrom(
      'tomorrow',
      '25:00',
      'for',
      'in',
      '2h',
      'a@b.co',
      '<mailto:',
      '|',
      '"',
      '(',
      '99',
      'monday',
      '-',
      '14:00',
      '🎬',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(bits).map((all) => all.join(' ')),
        ),
        (text) => typeof read(text) === 'object',
      ),
      { numRuns: 500 },
    );
  });
});

describe('a window', () => {
  const typed = (parts: Partial<TypedWindow>): TypedWindow => ({
    zone: 'Europe/Paris',
    start: { kind: 'at', date: '2026-11-24', time: '14:00' },
    end: { kind: 'at', date: '2026-11-24', time: '16:00' },
    ...parts,
  });
  const codes = (window: TypedWindow, more: object = {}) => {
    const read = readWindow(window, { ...limits, ...more });
    return Array.isArray(read) ? read.map((fault) => `${fault.field}:${fault.problem.code}`) : read;
  };

  it('is read in its zone', () => {
    expect(codes(typed({}))).toEqual({
      startsAt: Date.UTC(2026, 10, 24, 13),
      endsAt: Date.UTC(2026, 10, 24, 15),
      zone: 'Europe/Paris',
    });
    expect(codes(typed({ zone: 'Asia/Calcutta', end: { kind: 'for', text: '45m' } }))).toEqual({
      startsAt: Date.UTC(2026, 10, 24, 8, 30),
      endsAt: Date.UTC(2026, 10, 24, 9, 15),
      zone: 'Asia/Calcutta',
    });
  });
  it('starts as soon as possible with "now"', () => {
    const read = codes(typed({ start: { kind: 'now' }, end: { kind: 'for', text: '1h' } }));
    expect(read).toMatchObject({ startsAt: NOW + 30_000, endsAt: NOW + 30_000 + HOUR });
  });
  it('reports all errors at once', () => {
    expect(codes(typed({ zone: 'Mars/X' }))).toEqual(['zone:zone_unknown']);
    expect(codes(typed({ start: { kind: 'at', date: '', time: '' }, end: { kind: 'for', text: 'x' } }))).toEqual([
      'start:time_invalid',
      'end:duration_invalid',
    ]);
    expect(
      codes(
        typed({
          start: { kind: 'at', date: '2026-11-20', time: '14:00' },
          end: { kind: 'at', date: '2026-11-19', time: '14:00' },
        }),
      ),
    ).toEqual(['start:start_in_past', 'end:end_before_start']);
    expect(codes(typed({ end: { kind: 'at', date: '2026-11-24', time: '14:00' } }))).toEqual(['end:end_before_start']);
    expect(codes(typed({ end: { kind: 'at', date: '2026-11-30', time: '14:00' } }))).toEqual(['end:window_too_long']);
    expect(codes(typed({ end: { kind: 'at', date: '2026-02-30', time: '14:00' } }))).toEqual(['end:time_invalid']);
  });
  it('may be five days to the minute, and no more', () => {
    expect(codes(typed({ end: { kind: 'at', date: '2026-11-29', time: '14:00' } }))).toMatchObject({
      zone: 'Europe/Paris',
    });
    expect(codes(typed({ end: { kind: 'at', date: '2026-11-29', time: '14:01' } }))).toEqual(['end:window_too_long']);
  });
  it('reports the gap of a spring night', () => {
    const gap = typed({
      start: { kind: 'at', date: '2027-03-28', time: '02:30' },
      end: { kind: 'at', date: '2027-03-28', time: '05:00' },
    });
    expect(readWindow(gap, limits)).toMatchObject([
      { field: 'start', problem: { code: 'time_never', facts: { gapFrom: '02:00', gapTo: '03:00' } } },
    ]);
  });
  it('uses the earlier start and the later end of an autumn night, unless set otherwise', () => {
    const night = {
      start: { kind: 'at', date: '2027-10-31', time: '02:15' },
      end: { kind: 'at', date: '2027-10-31', time: '02:45' },
    } as const;
    expect(codes(typed(night))).toMatchObject({
      startsAt: Date.UTC(2027, 9, 31, 0, 15),
      endsAt: Date.UTC(2027, 9, 31, 1, 45),
    });
    expect(codes(typed({ ...night, fold: { start: 'later', end: 'later' } }))).toMatchObject({
      startsAt: Date.UTC(2027, 9, 31, 1, 15),
    });
    expect(codes(typed({ ...night, fold: { start: 'later', end: 'earlier' } }))).toEqual(['end:end_before_start']);
  });
  it('ignores the start of a running invite', () => {
    const running = typed({
      start: { kind: 'at', date: '', time: '' },
      end: { kind: 'at', date: '2026-11-23', time: '12:00' },
    });
    expect(codes(running, { fixedStartAt: NOW - HOUR })).toMatchObject({
      startsAt: NOW - HOUR,
      endsAt: NOW + 2 * HOUR,
    });
    expect(
      codes(typed({ end: { kind: 'at', date: '2026-11-23', time: '09:30' } }), { fixedStartAt: NOW - HOUR }),
    ).toEqual(['end:end_in_past']);
  });
  it('never has an end before its start, nor too long a duration', () => {
    const wall = fc.record({
      kind: fc.constant('at' as const),
      date: fc.constantFrom('2026-11-23', '2026-11-24', '2026-12-01', '2027-03-28', '2027-10-31'),
      time: fc.constantFrom('00:00', '02:30', '10:01', '23:59'),
    });
    const zone = fc.constantFrom('Europe/Paris', 'Australia/Lord_Howe', 'America/New_York', 'UTC', 'Asia/Kathmandu');
    fc.assert(
      fc.property(zone, wall, wall, (each, start, end) => {
        const read = readWindow({ zone: each, start, end }, limits);
        return Array.isArray(read)
          ? read.length > 0
          : read.endsAt > read.startsAt && read.startsAt > NOW && read.endsAt - read.startsAt <= limits.maxMs;
      }),
    );
  });
});

describe('the search for a zone', () => {
  const first = (text: string) => searchZones(text, NOW)[0]?.zone;
  it.each([
    ['paris', 'Europe/Paris'],
    ['Munich', 'Europe/Berlin'],
    ['são paulo', 'America/Sao_Paulo'],
    ['new york', 'America/New_York'],
    ['america/new_york', 'America/New_York'],
    ['PST', 'America/Los_Angeles'],
    ['mumbai', 'Asia/Kolkata'],
    ['utc', 'UTC'],
  ])('%s finds %s', (text, zone) => expect(first(text)).toBe(zone));
  it('finds offsets, and nothing for unknown text', () => {
    expect(searchZones('utc+5:45', NOW).map((each) => each.zone)).toContain('Asia/Kathmandu');
    expect(searchZones('qqqq', NOW)).toEqual([]);
    expect(searchZones('', NOW).length).toBeGreaterThan(10);
  });
  it('stays within the limits of Slack, for any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const found = searchZones(text, NOW);
        return (
          found.length <= 100 &&
          found.every((each) => each.label.length <= 75 && each.label.length > 0) &&
          new Set(found.map((each) => each.zone)).size === found.length
        );
      }),
      { numRuns: 60 },
    );
  });
  it('knows only zones that exist', () => {
    expect(cityZones.length).toBeGreaterThan(150);
    for (const [, zone] of cityZones) expect(readZone(zone)).toBe(zone);
  });
});
