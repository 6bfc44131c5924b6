import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InlineInvite, readInlineInvite } from '../../../src/domain/time/inline-invite.ts';
import { listZones, readWallTime } from '../../../src/domain/time/zoned-time.ts';

/** A Monday, 10:00 in Paris. */
const NOW = Date.UTC(2026, 10, 23, 9, 0);

const hosts = [
  'Edit 3',
  'Edit 9',
  'PC 10',
  'Maya 3D',
  'Sun-Workstation',
  'Studio 2026',
  'WS-05-12',
  "O'Brien's Mac",
  'Machine 5',
];

/** "Edit 3 | 2026-11-24 14:00 | for 2 hours": computer, start, end; a dash where nothing was said, a question mark for what has to be asked. */
function meaningOf(text: string, zone = 'Europe/Paris', now = NOW): string {
  const { hostText, window } = readInlineInvite(text, { now, zone, hosts });
  const wall = (end: NonNullable<InlineInvite['window']>['end'] | { readonly kind: 'now' }) =>
    end === undefined
      ? '-'
      : end.kind === 'now'
        ? 'now'
        : end.kind === 'for'
          ? `for ${end.text}`
          : `${end.date || '?'} ${end.time || '?'}`;
  return [hostText ?? '-', window ? wall(window.start) : '-', window ? wall(window.end) : '-']
    .map((part) => part.trim())
    .join(' | ');
}

describe('text after /guest invite', () => {
  it.each([
    // An end
    ['Edit 3 on friday 22:00-02:00', 'Edit 3 | 2026-11-27 22:00 | 2026-11-28 02:00'],
    ['friday 22:00 until 02:00', '- | 2026-11-27 22:00 | 2026-11-28 02:00'],
    ['until 18:00', '- | now | 2026-11-23 18:00'],
    ['until tomorrow 18:00', '- | now | 2026-11-24 18:00'],
    ['until friday', '- | now | 2026-11-27 ?'],
    ['now until 18:00', '- | now | 2026-11-23 18:00'],
    ['now to 18:00', '- | now | 2026-11-23 18:00'],
    ['today until midnight', '- | 2026-11-23 ? | 2026-11-24 00:00'],
    ['tomorrow from 2pm until 4pm', '- | 2026-11-24 14:00 | 2026-11-24 16:00'],
    ['2026-12-01 14:00 - 2026-12-03 18:00', '- | 2026-12-01 14:00 | 2026-12-03 18:00'],
    ['tomorrow 14:00 to wednesday 12:00', '- | 2026-11-24 14:00 | 2026-11-25 12:00'],
    // A length
    ['Edit 3 2 hours', 'Edit 3 | now | for 2 hours'],
    ['90m', '- | now | for 1 hour 30 minutes'],
    ['right now for an hour', '- | now | for 1 hour'],
    ['half an hour', '- | now | for 30 minutes'],
    ['for a day', '- | now | for 1 day'],
    ['tomorrow at 14:00 for 2 hours and 30 minutes', '- | 2026-11-24 14:00 | for 2 hours 30 minutes'],
    ['in half an hour for 2h', '- | 2026-11-23 10:30 | for 2 hours'],
    ['in 1h30', '- | 2026-11-23 11:30 | -'],
    ['2 hours from now', '- | 2026-11-23 12:00 | -'],
    // Ways to write a time
    ['tomorrow 9-11', '- | 2026-11-24 09:00 | 2026-11-24 11:00'],
    ['tomorrow 14h-16h30', '- | 2026-11-24 14:00 | 2026-11-24 16:30'],
    ['tomorrow 14h for 2h', '- | 2026-11-24 14:00 | for 2 hours'],
    ['tomorrow 2-4pm', '- | 2026-11-24 14:00 | 2026-11-24 16:00'],
    ['24.11.2026 14:00-15:00', '- | 2026-11-24 14:00 | 2026-11-24 15:00'],
    ['24/11 14:00', '- | 2026-11-24 14:00 | -'],
    ['day after tomorrow 3pm', '- | 2026-11-25 15:00 | -'],
    ['tomorrow on Edit 3 at 15:00', 'Edit 3 | 2026-11-24 15:00 | -'],
    ['tomorrow Edit-3 14:00-16:00', 'Edit-3 | 2026-11-24 14:00 | 2026-11-24 16:00'],
    // A zone of its own
    ['tomorrow 14:00 PST', '- | ? ? | ? ?'],
    ['2026-11-25T10:00:00Z', '- | 2026-11-25 11:00 | -'],
    // Names that look like times
    ['PC 10 tomorrow 14:00', 'PC 10 | 2026-11-24 14:00 | -'],
    ['Edit 9 next monday 9-11', 'Edit 9 | 2026-11-30 09:00 | 2026-11-30 11:00'],
    ['Maya 3D at 15:00', 'Maya 3D | 2026-11-23 15:00 | -'],
    ['Sun-Workstation tomorrow 9:00', 'Sun-Workstation | 2026-11-24 09:00 | -'],
    ['Sun Workstation tomorrow 9:00', 'Sun Workstation | 2026-11-24 09:00 | -'],
    ['on Studio 2026', 'Studio 2026 | - | -'],
    ['on WS-05-12', 'WS-05-12 | - | -'],
    ['may', '- | ? ? | ? ?'],
    ['"Tomorrow 5" 14:00', 'Tomorrow 5 | 2026-11-23 14:00 | -'],
    ["O'Brien's Mac at 14:00", "O'Brien's Mac | 2026-11-23 14:00 | -"],
    ["'Edit 3' tomorrow", 'Edit 3 | 2026-11-24 ? | -'],
    ['on the machine Edit-3', 'Edit-3 | - | -'],
    ['Machine 5 now', 'Machine 5 | now | -'],
    ['ana@x.co, Edit-3, tomorrow, 14:00-16:00', 'Edit-3 | 2026-11-24 14:00 | 2026-11-24 16:00'],
    // No times
    ['25:00', '- | ? ? | ? ?'],
    ['31/02/2027 10:00', '- | ? ? | ? ?'],
    ['in 999999999 hours', '- | ? ? | ? ?'],
  ])('%s', (text, meaning) => expect(meaningOf(text)).toBe(meaning));

  it.each([
    ['tomorrow 14:00-16:00', Date.UTC(2026, 9, 24, 10), 'Europe/Paris', '- | 2026-10-25 14:00 | 2026-10-25 16:00'],
    ['in 20 hours', Date.UTC(2026, 9, 24, 10), 'Europe/Paris', '- | 2026-10-25 07:00 | -'],
    ['tomorrow 9:00', Date.UTC(2026, 10, 23, 23, 30), 'Pacific/Auckland', '- | 2026-11-25 09:00 | -'],
    ['today 23:00', Date.UTC(2026, 10, 24, 3), 'America/Los_Angeles', '- | 2026-11-23 23:00 | -'],
  ])('%s means the wall clock of its zone, whatever its offset is today', (text, now, zone, meaning) =>
    expect(meaningOf(text, zone, now)).toBe(meaning),
  );

  it('has no end on a day that no form could show', () => {
    const { window } = readInlineInvite('99999999 hours - tomorrow', { now: NOW, zone: 'UTC' });
    expect(JSON.stringify(window ?? {})).not.toMatch(/\d{5}-/);
  });

  it('gives only days and times that exist, or none', () => {
    const bits = [
      'tomorrow monday now until till for in at from to next - , " | <mailto: CET may hours days midnight',
      '2h 90m 1h30 14h 9 25:00 14:00 02:30 9am 3d 31/02 28/3/2027 99999999 Edit-3 a@b.co 🎬',
    ].flatMap((line) => line.split(' '));
    const text = fc.oneof(
      fc.string(),
      fc.array(fc.constantFrom(...bits, 'day after', 'half an hour'), { maxLength: 10 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...listZones()), (typed, zone) => {
        const { window } = readInlineInvite(typed, { now: NOW, zone });
        for (const each of [window?.start, window?.end]) {
          // Throws for what is no wall time.
          if (each?.kind === 'at') readWallTime(`${each.date || '2026-01-01'}T${each.time || '00:00'}`, zone);
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('may be of any length', () => {
    for (const text of [
      '1'.repeat(9_000),
      `1h${'1 '.repeat(5_000)}x`,
      `1h${'1'.repeat(400)}x`,
      'a-'.repeat(5_000),
      'tomorrow '.repeat(1_000),
    ]) {
      expect(readInlineInvite(`ana@x.co ${text}`, { now: NOW, zone: 'UTC' }).email).toBe('ana@x.co');
    }
    // Only its beginning is read, which is longer than any invite.
    expect(meaningOf(`Edit ${'x'.repeat(490)} tomorrow`)).toBe(`Edit ${'x'.repeat(490)} tomo | ? ? | ? ?`);
  });
});
