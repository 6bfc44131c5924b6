import { describe, expect, test } from 'vitest';
import { fillDate } from '../../../src/sandbox/page/mrkdwn/dates.ts';
import { type Piece, parseMrkdwn, parsePlain } from '../../../src/sandbox/page/mrkdwn/parse.ts';

/** The tree as tags. */
const short = (pieces: readonly Piece[]): string => pieces.map(shortPiece).join('');

function shortPiece(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'break':
      return '⏎';
    case 'bold':
    case 'italic':
    case 'strike':
    case 'quote':
      return `${piece.kind}(${short(piece.inside)})`;
    case 'code':
    case 'block':
      return `${piece.kind}[${piece.text}]`;
    case 'emoji':
      return `emoji[${piece.name}]`;
    case 'user':
    case 'channel':
    case 'group':
      return `${piece.kind}[${piece.id}${piece.label === undefined ? '' : ` ${piece.label}`}]`;
    case 'everybody':
      return `everybody[${piece.name}]`;
    case 'link':
      return `link[${piece.url} ${piece.label}]`;
    case 'date':
      return `date[${piece.unix} ${piece.format} ${piece.fallback}${piece.startsLine ? ' first' : ''}]`;
  }
}

describe('mrkdwn', () => {
  test.each([
    ['*bold* and _italic_ and ~gone~', 'bold(bold) and italic(italic) and strike(gone)'],
    ['*bold with _italic_ in it*', 'bold(bold with italic(italic) in it)'],
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    ['* not bold *', '* not bold *'],
    ['`*code* <x>` stays', 'code[*code* <x>] stays'],
    ['```\nlet a = *1*;\n```after', 'block[let a = *1*;]after'],
    ['&lt;b&gt; &amp;amp;', '<b> &amp;'],
    ['one\ntwo', 'one⏎two'],
    ['&gt; said\nanswer', 'quote(said)answer'],
    ['hi <@U1> in <#C1|guests>', 'hi user[U1] in channel[C1 guests]'],
    ['<!here> <!subteam^S1|@team>', 'everybody[here] group[S1 @team]'],
    [
      '<https://a.example/?x=1&amp;y=2|see> <mailto:ana@example.com>',
      'link[https://a.example/?x=1&y=2 see] link[mailto:ana@example.com ana@example.com]',
    ],
    ['*Until* <!date^1700000000^{time}|14:00>', 'bold(Until) date[1700000000 {time} 14:00]'],
    ['*<!date^1700000000^{date_pretty}|then>*', 'bold(date[1700000000 {date_pretty} then first])'],
    [':warning: 14:00-16:00:', 'emoji[warning] 14:00-16:00:'],
  ])('%s', (text, tree) => {
    expect(short(parseMrkdwn(text))).toBe(tree);
  });

  test.each([
    ['see http://a.example/x, then', 'see link[http://a.example/x http://a.example/x], then'],
    ['evil.example or a-b.co/x', 'link[http://evil.example evil.example] or link[http://a-b.co/x a-b.co/x]'],
    ['mail me@evil.example.', 'mail link[mailto:me@evil.example me@evil.example].'],
    ['*http://a.example*', 'bold(link[http://a.example http://a.example])'],
  ])('an address becomes a link, unless the text is verbatim: %s', (text, tree) => {
    expect(short(parseMrkdwn(text))).toBe(tree);
    expect(short(parseMrkdwn(text, true))).toBe(text.replace(/^\*(.*)\*$/, 'bold($1)'));
  });

  test('a date format without tokens shows the fallback', () => {
    expect(
      short(parseMrkdwn('<!date^0^{_}|*>a<!date^0^{_}|*> <!date^0^{_}|`>b<!date^0^{_}|`> <!date^0^{_}|&gt;>')),
    ).toBe('*a* `b` >');
  });

  test('plain text renders only emoji, and only when enabled', () => {
    expect(short(parsePlain('*no* :x: <@U1>'))).toBe('*no* emoji[x] <@U1>');
    expect(short(parsePlain('*no* :x: <@U1>', false))).toBe('*no* :x: <@U1>');
  });
});

describe('dates', () => {
  const now = Date.UTC(2026, 10, 23, 9, 0);
  const reader = { tz: 'Europe/Paris', now, startsLine: false };
  const at = (hours: number) => now / 1000 + hours * 3600;

  test.each([
    ['{date_short_pretty} at {time}', 1, 'today at 11:00 AM'],
    ['{date_short_pretty} at {time}', 15, 'tomorrow at 1:00 AM'],
    ['{date_pretty}', -24, 'yesterday'],
    ['{date_short_pretty}', 72, 'Nov 26'],
    ['{date_short}', 24 * 365, 'Nov 23, 2027'],
    ['{date_long} {time_secs}', 0, 'Monday, November 23 10:00:00 AM'],
    ['{date_num}', 15, '2026-11-24'],
    ['{ago} {unknown}', -2, '2 hours ago {unknown}'],
  ])('%s in %d hours', (format, hours, text) => {
    expect(fillDate(format, at(hours), reader).replaceAll('\u202f', ' ')).toBe(text);
  });

  test('the same instant is a different day in another zone', () => {
    expect(fillDate('{date_pretty}', at(15), { ...reader, tz: 'America/New_York' })).toBe('today');
  });

  test('a relative day at the start of a line is capitalized', () => {
    expect(fillDate('{date_pretty}', at(1), { ...reader, startsLine: true })).toBe('Today');
  });
});
