import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMrkdwn } from '../../../src/sandbox/page/mrkdwn/parse.ts';
import { section, shortText } from '../../../src/slack/blocks/blocks.ts';
import { cutMrkdwn, escapeText, linkTo } from '../../../src/slack/blocks/escape-text.ts';
import { withReaderTimes } from '../../../src/slack/shared/time-copy.ts';
import { nastyShown, nastyText, readAsMarkup, shownText } from '../views/as-typed.ts';

/** What a person sees of a text somebody typed, in a sentence of ours. */
const seen = (typed: string) => shownText(parseMrkdwn(`Of ${escapeText(typed)}`, true));

describe('foreign text in mrkdwn', () => {
  it.each([
    '*bold*',
    '**',
    '_x_',
    '~x~',
    '*_both_*',
    'a*_b_*c',
    '`code`',
    '```block```',
    ':smile:',
    ':+1::skin-tone-2:',
    'x:smile:',
    ':日本:',
    '> quoted',
    '&amp; &lt;',
    '<!channel> <!here|x>',
    '<@U123> <#C123|general>',
    '<http://evil.example|click>',
    '<mailto:a@b.example|c>',
    '<!date^0^{date}|x>',
    '<!date^00000000^{_}|*>',
    'http://evil.example and evil.example',
    'snake_case_name 2*3*4 a~b',
    'ana_b@example.com',
    '14:00-16:00: yes',
  ])('%j is shown as it was typed', (typed) => {
    expect(seen(typed)).toBe(`Of ${typed}`);
    expect(parseMrkdwn(escapeText(typed), true).map(({ kind }) => kind)).not.toContain('quote');
    expect(readAsMarkup([section(escapeText(typed))])).toEqual([]);
  });

  it('is shown as typed with everything at once, and between our own markup', () => {
    for (const text of [escapeText(nastyText), `*${escapeText(nastyText)}*`, `_${escapeText(nastyText)}_: x`]) {
      expect(readAsMarkup([section(text)])).toEqual([]);
      expect(shownText(parseMrkdwn(text, true))).toContain(nastyShown);
    }
    // So that the question is one that can be answered with yes.
    expect(readAsMarkup([{ type: 'mrkdwn', text: nastyText }]).length).toBeGreaterThan(8);
  });

  it('keeps the lines of a message and quotes none of them', () => {
    const pieces = parseMrkdwn(escapeText('one\n> two\r\n>three'), true);
    expect(shownText(pieces)).toBe('one\n> two\n>three');
  });

  it('does not join a name that ends like an emoji begins with the text after it', () => {
    for (const typed of ['edit :smile', ':x', ':+1a', ':11:*', 'a :10: b']) {
      expect(shownText(parseMrkdwn(`${escapeText(typed)}: twice`, true))).toBe(`${typed}: twice`);
    }
  });

  it('leaves times to Slack, which shows them in the zone of the reader', () => {
    expect(withReaderTimes(escapeText('at 2026-11-23T13:35:02Z and 2026-11-23T13:35:02.5Z'))).toMatch(
      /^at <!date\^\d+\^[^|]+\|2026-11-23T13:35:02Z> and <!date\^\d+\^[^|]+\|2026-11-23T13:35:02\.5Z>$/,
    );
  });

  it('of any kind is shown as it is', () => {
    const part = fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      ':',
      '>',
      '<',
      '&',
      '|',
      ' ',
      'a',
      'é',
      '1',
      '\n',
      ':x:',
      '<!',
      '}',
      '^',
    );
    const typed = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) =>
      parts
        .join('')
        .replace(/ *\n */g, '\n')
        .replace(/ {2,}/g, ' ')
        .trim(),
    );
    fc.assert(
      fc.property(typed, (text) => {
        expect(seen(text)).toBe(`Of ${text}`);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('cutting to a limit', () => {
  it('never cuts mrkdwn through a reference or an escaped character', () => {
    const text = `x ${escapeText('*&<'.repeat(20))}`;
    for (let max = 2; max < text.length; max++) {
      const cut = cutMrkdwn(text, max);
      expect(cut.length).toBeLessThanOrEqual(max);
      expect(cut.replaceAll(/<!date\^00000000\^\{_\}\|[*_~`:]+>|&(amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
    }
  });

  it('gives one line of foreign text no more room than twice its length', () => {
    expect(shortText(`${'* '.repeat(500)}\nx`, 100).length).toBeLessThanOrEqual(220);
    expect(shortText('Edit\n 1', 100)).toBe('Edit 1');
  });
});

it('a link cannot be closed early or renamed by its text', () => {
  expect(linkTo('https://parsec.app/a|b>c<d?x=1&y=2')).toBe('<https://parsec.app/a%7Cb%3Ec%3Cd?x=1&amp;y=2>');
});
