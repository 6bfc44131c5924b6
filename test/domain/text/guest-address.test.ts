import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEmails, readEmail, readGuest, takeGuests } from '../../../src/domain/text/email.ts';
import { readPastedMembers } from '../../../src/domain/text/pasted-members.ts';
import { readInlineInvite } from '../../../src/domain/time/inline-invite.ts';

describe('the field for one guest', () => {
  it.each([
    // An address as it comes out of a sentence, a mail program, a spreadsheet, Slack
    ['ana@x.co,', 'ana@x.co'],
    ['ana@x.co;', 'ana@x.co'],
    ['ana@x.co.', 'ana@x.co'],
    ["'ana@x.co'", 'ana@x.co'],
    ['"ana@x.co"', 'ana@x.co'],
    ['“ana@x.co”,', 'ana@x.co'],
    ['«ana@x.co»', 'ana@x.co'],
    ['`ana@x.co`', 'ana@x.co'],
    ['*ana@x.co*', 'ana@x.co'],
    ['_ana@x.co_', 'ana@x.co'],
    ['_ana@x.co', '_ana@x.co'],
    ['\u200Bana@\u00ADx.co\uFEFF\u00A0', 'ana@x.co'],
    ['<a@b.co>', 'a@b.co'],
    ['mailto:ana@x.co', 'ana@x.co'],
    ['MAILTO:ana@x.co?subject=Hi', 'ana@x.co'],
    ['mailto:o%27brien@x.co', "o'brien@x.co"],
    ['<mailto:a@b.co|a@b.co>', 'a@b.co'],
    ['<mailto:a@b.co?subject=Hi|write to Ana>', 'a@b.co'],
    ['[a@b.co](mailto:a@b.co)', 'a@b.co'],
    ['a@b.co<mailto:a@b.co>', 'a@b.co'],
    ['Ana Adams <ana@x.co>', 'ana@x.co'],
    ['"Adams, Ana" <ana@x.co>', 'ana@x.co'],
    ['Adams, Ana <ana@x.co>;', 'ana@x.co'],
    ['ana@x.co (Ana Adams)', 'ana@x.co'],
    ['E-mail: ana@x.co', 'ana@x.co'],
    ['ana@x.co, ANA@X.CO', 'ana@x.co'],
    // Letters and signs of all kinds
    ['o’brien@x.co', "o'brien@x.co"],
    ['O‘Brien@x.co', "O'Brien@x.co"],
    ['‘o’brien@x.co’', "o'brien@x.co"],
    ['oʼbrien@x.co', "o'brien@x.co"],
    // Slack makes a link of what it takes for the address.
    ['o’<mailto:brien@x.co|brien@x.co>', "o'brien@x.co"],
    ['ana+edit.3@x.co', 'ana+edit.3@x.co'],
    ['ana＠x.co', 'ana@x.co'],
    ['ａｎａ＠ｘ．ｃｏ', 'ana@x.co'],
    ['ana﹫x.co', 'ana@x.co'],
    ['kim@münchen.de,', 'kim@xn--mnchen-3ya.de'],
    ['kim@例え。テスト', 'kim@xn--r8jz45g.xn--zckzah'],
  ])('%s', (typed, email) => expect(readGuest(typed)).toEqual({ email }));

  it.each([
    ['ana/b@x.co'],
    ['ana/<mailto:b@x.co|b@x.co>'],
    ['ana b@x.co'],
    ['(ana b@x.co)'],
    ['Ana <b b@x.co>'],
    ['ana,b@x.co'],
    ['ana;b@x.co'],
    ['ana!b@x.co'],
    ['ana%b@x.co'],
    ['"ana"b@x.co'],
    ['"ana b"@x.co'],
    ["'ana'@x.co"],
    ['ana @x.co'],
    ['ana@ x.co'],
    ['ana@x,co'],
    ['ana..b@x.co'],
    ['—ana@x.co'],
    ['ana—b@x.co'],
    ['https://ana:b@x.co'],
    ['https://x.co/ana@x.co'],
    ['a@b@x.co'],
    [`${'a'.repeat(65)}@x.co`],
    ['ana at x.co'],
    ['ana'],
    ['@'],
  ])('%s is read as nobody rather than as somebody else', (typed) =>
    expect(readGuest(typed)).toMatchObject({ code: 'email_invalid' }),
  );

  it.each([
    'ana@x.co, ben@x.co',
    'ana@x.co ben@x.co',
    'ana@x.co\nben@x.co',
    'ana@x.co/ben@x.co',
    'Ana <ana@x.co>; Ben <ben@x.co>',
    '@ben ana@x.co',
    '@ben @mia',
  ])('%s are read as two', (typed) => expect(readGuest(typed)).toMatchObject({ code: 'email_several' }));

  it.each([
    ['@ben', { name: 'ben' }],
    [' @ben ', { name: 'ben' }],
    ['@Ben Burr', { name: 'Ben Burr' }],
    ['@ben.burr', { name: 'ben.burr' }],
    ['<@U123|ben>', { id: 'U123', name: 'ben' }],
    ['<@W123>', { id: 'W123', name: '' }],
  ])('%s is read as a member of the workspace', (typed, person) => expect(readGuest(typed)).toEqual({ person }));
});

describe('in a command', () => {
  const read = (text: string) => readInlineInvite(text, { now: Date.UTC(2026, 10, 23, 9), zone: 'Europe/Paris' });

  it.each([
    ['o’brien@x.co Edit 3', "o'brien@x.co", 'Edit 3'],
    ['ana/b@x.co Edit 3', 'ana/b@x.co', 'Edit 3'],
    ['(ana@x.co) Edit 3', 'ana@x.co', 'Edit 3'],
    ['ana@x.co, Edit-3', 'ana@x.co', 'Edit-3'],
    ['ana@x.co. Edit 3', 'ana@x.co', 'Edit 3'],
    ['<mailto:ana@x.co|ana@x.co> <http://edit3.studio.com|edit3.studio.com>', 'ana@x.co', 'edit3.studio.com'],
    ['<https://edit3.studio.com/|the big one> ana@x.co', 'ana@x.co', 'big one'],
    ['ana@x.co <#C123|edit>', 'ana@x.co', '#edit'],
    ['ana@x.co ana@x.co Edit 3', 'ana@x.co', 'Edit 3'],
  ])('%s', (text, email, hostText) => expect(read(text)).toMatchObject({ email, hostText, others: [] }));

  it('a member of the workspace is read as the guest, and not as a computer', () =>
    expect(read('<@U123|ben> Edit 3 tomorrow 14:00-16:00')).toMatchObject({
      email: undefined,
      person: { id: 'U123', name: 'ben' },
      hostText: 'Edit 3',
    }));

  it('everybody else who is mentioned is reported', () =>
    expect(read('ana@x.co and @ben, tom@ Edit 3')).toMatchObject({
      email: 'ana@x.co',
      others: ['@ben', 'tom@'],
      hostText: 'Edit 3',
    }));
});

describe('in a message', () => {
  it.each([
    ['let o’brien@x.co in', ["o'brien@x.co"]],
    ['let o’<mailto:brien@x.co|brien@x.co> in', ["o'brien@x.co"]],
    ['let ana/<mailto:b@x.co|b@x.co> in', []],
    ['Ana &lt;<mailto:ana@x.co|ana@x.co>&gt;: please', ['ana@x.co']],
    ["it is ana@x.co's hour", ['ana@x.co']],
    ['連絡先：ana@x.co。よろしく', ['ana@x.co']],
    ['ana@x.co—today', ['ana@x.co']],
    ['ana＠x.co，ben＠x.co', ['ana@x.co', 'ben@x.co']],
  ])('%s', (text, emails) => expect(findEmails(text)).toEqual(emails));
});

it('an address is read the same in the field, the command, a message and a list', () => {
  const around = fc.constantFrom(
    ['', ''],
    ['', ','],
    ['', '.'],
    ["'", "'"],
    ['“', '”'],
    ['<', '>'],
    ['<mailto:', '>'],
    ['\u200B', '\u200B'],
    ['(', ')'],
  );
  const local = fc.stringMatching(/^[a-z](?:[a-z0-9+’/!.-]{0,6}[a-z0-9])?$/);
  fc.assert(
    fc.property(local, around, (name, [before = '', after = '']) => {
      const typed = `${before}${name}@x.co${after}`;
      const field = readEmail(typed);
      const expected = typeof field === 'string' ? [field] : [];
      const { rows } = readPastedMembers(typed);
      expect(findEmails(typed)).toEqual(expected);
      expect(takeGuests(typed).guests.filter((each) => 'email' in each)).toEqual(expected.map((email) => ({ email })));
      expect(rows.flatMap(({ email }) => email ?? [])).toEqual(expected);
      // Whole or not at all.
      expect(expected.every((email) => email === `${name.replaceAll('’', "'")}@x.co`)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
