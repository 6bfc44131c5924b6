import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine, cleanText, withoutUnseen } from '../../../src/domain/text/clean.ts';

describe('invisible characters are removed', () => {
  test.each([
    ['a direction turned around', '\u202Egnp.exe', 'gnp.exe'],
    ['every mark of direction', 'a\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u061Cb', 'ab'],
    ['zero width', 'a\u200B\u2060\u2061\u2064\uFEFFb', 'ab'],
    ['a soft hyphen', 'Render\u00ADfarm', 'Renderfarm'],
    ['a BOM in front', '\uFEFFEdit 1', 'Edit 1'],
    ['control characters', 'a\u0000\u0007\u001B[31m\u007F\u009Fb', 'a[31mb'],
    ['hidden text in tags', 'Edit\u{E0069}\u{E0067}\u{E006E} 1\u{E0001}', 'Edit 1'],
    ['tags behind a flag that is none', '🏴\u{E0061}\u{E0062}\u{E007F}', '🏴'],
    ['letters by name only', '\u115F\u1160\u3164\uFFA0x\u034F\u17B4', 'x'],
    ['notes between lines', 'a\uFFF9b\uFFFAc\uFFFB', 'abc'],
    ['halves of surrogate pairs', '\uD800a\uDC00b\uDBFF', 'ab'],
    ['what Unicode never assigns', 'a\uFFFE\uFDD0\u{1FFFF}b', 'ab'],
    ['joiners between letters that do not join', 'pa\u200Dyp\u200Cal', 'paypal'],
    ['joiners beside an emoji alone', '\u200D👩\u200D x\u200D👩', '👩 x👩'],
    ['a selector behind a letter', 'a\uFE0Fb\uFE00c\u{E0100}', 'abc'],
    ['a selector behind a figure', 'Edit 1\uFE0F', 'Edit 1'],
    ['a second selector', '❤\uFE0F\uFE0F', '❤\uFE0F'],
  ])('%s', (_, text, clean) => {
    expect(cleanLine(text)).toBe(clean);
    expect(cleanText(text)).toBe(clean);
  });
});

describe('visible text stays as it is', () => {
  test.each([
    ['a family', '👩‍👩‍👧‍👦'],
    ['a heart on fire', '❤️‍🔥'],
    ['a keycap', '1️⃣ #️⃣'],
    ['a hand of a colour', '👋🏽 👨🏽‍💻'],
    ['flags', '🇫🇷 🏳️‍🌈 🏴‍☠️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
    ['Persian', 'می‌خواهم، علی‌رضا'],
    ['Hindi', 'क्‍ष श्री'],
    ['Malayalam with a joiner at the end of a word', 'രാജന്‍ നായര്‍'],
    ['Sinhala', 'ශ්‍රී ලංකා'],
    ['Arabic with a sign of numbers', '\u0600١٢٣'],
    ['a name in Han with a variation', '葛󠄀城'],
    ['Mongolian with a selector', 'ᠭ\u180Bᠠ'],
    ['accents, composed or not', 'Zoë e\u0301'],
    ['Hebrew, Thai, Korean', 'שָׁלוֹם สวัสดี 한국'],
    ['signs', '*bold* _x_ `code` <b> & "quotes" :x: http://x.example'],
  ])('%s', (_, text) => {
    expect(cleanLine(text)).toBe(text);
    expect(cleanText(text)).toBe(text);
  });

  test('also one of two joiners in a row', () => {
    expect(cleanLine('می\u200C\u200Cخواهم')).toBe('می\u200Cخواهم');
  });
});

describe('white space', () => {
  const breaks = ['\n', '\r', '\r\n', '\u2028', '\u2029', '\v', '\f', '\u0085'];

  test.each(breaks)('becomes a space in a line and a line break in a text when it is %j', (end) => {
    expect(cleanLine(`a${end}b`)).toBe('a b');
    expect(cleanText(`a${end}b`)).toBe('a\nb');
    expect(cleanText(`a${end}${end}b${end}`)).toBe('a\n\nb');
  });

  test('of every kind folds to one space, and is trimmed at the ends', () => {
    const blanks = '\t \u00A0\u1680\u2000\u200A\u202F\u205F\u3000\u2800';
    expect(cleanLine(`${blanks}a${blanks}b${blanks}`)).toBe('a b');
    expect(cleanText(`${blanks}a${blanks}b${blanks}\n${blanks}c`)).toBe('a b\nc');
  });

  test('stays where only invisible characters are removed', () => {
    expect(withoutUnseen('a\t\u200Bb\r\nc  d')).toBe('a\tb\r\nc  d');
  });
});

test.each(['', ' ', '\u200B', '\u3164', '\u2800', '\u202E\u0000\n\uFEFF', '\u200D\u200C', '\uFE0F', '\uD800'])(
  'nothing is left of %j',
  (text) => {
    expect([cleanLine(text), cleanText(text)]).toEqual(['', '']);
  },
);

describe('for any text', () => {
  const odd = fc.constantFrom(
    '\u200C',
    '\u200D',
    '\uFE0F',
    '\uFE0E',
    '\u20E3',
    '\u202E',
    '\n',
    '\r',
    ' ',
    '\t',
    '\0',
    '\uD83D',
    '\uDC69',
    '\uFDD0',
    '👩',
    '❤',
    '🏴',
    '1',
    'a',
    'م',
    'ന',
    '്',
    '葛',
    '\u{E0100}',
    '\u{E0067}',
    '\u{E0062}',
    '\u{E007F}',
    '🏽',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  );
  const any = fc.oneof(
    fc.array(odd, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  test('cleaning again changes nothing', () => {
    fc.assert(
      fc.property(any, (text) => {
        expect(cleanLine(cleanLine(text))).toBe(cleanLine(text));
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
        expect(cleanLine(cleanText(text))).toBe(cleanLine(text));
      }),
      { numRuns: 3_000 },
    );
  });

  test('the result is well formed, in one line or several, and no longer than before', () => {
    fc.assert(
      fc.property(any, (text) => {
        for (const clean of [cleanLine(text), cleanText(text)]) {
          expect(clean.isWellFormed()).toBe(true);
          expect(clean).not.toMatch(
            /[\p{Cs}\0\r\v\f\u0085\u2028\u2029\u202A-\u202E\u2066-\u2069\u200B\uFEFF]| {2}|^\s|\s$/u,
          );
          expect(clean.length).toBeLessThanOrEqual(text.length);
        }
        expect(cleanLine(text)).not.toContain('\n');
      }),
      { numRuns: 3_000 },
    );
  });
});
