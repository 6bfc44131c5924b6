import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPastedMembers } from '../../../src/domain/text/pasted-members.ts';

/** Rows in short: address and name, or what stood there and why it was not read. */
function read(text: string): readonly string[] {
  return readPastedMembers(text).rows.map(({ line, raw, email, problem, firstName = '', lastName = '', phone = '' }) =>
    problem === undefined
      ? [line, email, firstName, lastName, phone].join(' ').trim()
      : `${line} ${raw}: ${problem.code}`,
  );
}

describe('text that is neither an address nor a name beside one is shown', () => {
  it.each([
    [
      'ana2@x.example, bob.x.example\ntom2@x.example, x@',
      ['1 ana2@x.example', '1 bob.x.example: email_invalid', '2 tom2@x.example', '2 x@: email_invalid'],
    ],
    // As it comes behind the command, where lines are blanks.
    [
      'ana2@x.example, bob.x.example tom2@x.example, x@',
      ['1 ana2@x.example', '1 bob.x.example: email_invalid', '1 tom2@x.example', '1 x@: email_invalid'],
    ],
    [
      'ana@x.co, bob.x.example, Tom Thorn <tom@x.co>',
      ['1 ana@x.co', '1 bob.x.example: email_invalid', '1 tom@x.co Tom Thorn'],
    ],
    ['bob.x.example, Tom <tom@x.co>', ['1 bob.x.example: email_invalid', '1 tom@x.co Tom']],
    ['bob.x.example Tom <tom@x.co>', ['1 bob.x.example: email_invalid', '1 tom@x.co Tom']],
    ['ana@x.co, tom at x.co', ['1 ana@x.co', '1 tom at x.co: email_invalid']],
    ['ana@x.co, tom (at) x', ['1 ana@x.co', '1 tom (at) x: email_invalid']],
    ['ana@x.co; 4711', ['1 ana@x.co', '1 4711: email_invalid']],
    ['ana/b@x.co; o’brien@x.co', ['1 ana/b@x.co: email_invalid', "1 o'brien@x.co"]],
    ['ana@x.co, @ben, <@U1|mia>', ['1 ana@x.co', '1 @ben: email_of_person', '1 <@U1|mia>: email_of_person']],
    ['ana@x.co, @x.co', ['1 ana@x.co', '1 @x.co: email_invalid']],
    ['ana@x.co and ben@x.co, later', ['1 ana@x.co', '1 and: email_invalid', '1 ben@x.co', '1 later: email_invalid']],
  ])('%s', (text, rows) => expect(read(text)).toEqual(rows));

  it('loses no word of a list', () => {
    const piece = fc.constantFrom(
      'ana@x.co',
      'tom@',
      'bob.x.example',
      'Ana',
      '4711',
      'Ben <ben@x.co>',
      '@mia',
      'x/y@x.co',
      'and',
    );
    const between = fc.constantFrom(', ', '; ', ' ', '\n', '\t');
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, between), { maxLength: 8 }), (all) => {
        const text = all.flat().join('');
        const shown = readPastedMembers(text).rows.map(({ raw, firstName, lastName, email, phone }) =>
          [raw, firstName, lastName, email, phone].join(' '),
        );
        // A number in front of a line counts it.
        const words = text.split('\n').flatMap((line) => line.replace(/^\s*4711\t/, '').split(/[\s,;]+/));
        for (const word of words) expect(shown.join('\n')).toContain(word);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('names stay beside their addresses', () => {
  it.each([
    ['Ana Adams ana@x.co, Ben Burr ben@x.co', ['1 ana@x.co Ana Adams', '1 ben@x.co Ben Burr']],
    ['"Adams, Ana",ana@x.co', ['1 ana@x.co Ana Adams']],
    ['Ian St.John <ian@x.co>', ['1 ian@x.co Ian St.John']],
    ['ana.adams <ana.adams@x.co>', ['1 ana.adams@x.co ana.adams']],
    ['ana@x.co<mailto:ana@x.co>; Ben<mailto:ben@x.co>', ['1 ana@x.co', '1 ben@x.co Ben']],
    ['[Ana](mailto:ana@x.co)\n[ben@x.co](mailto:ben@x.co)', ['1 ana@x.co Ana', '2 ben@x.co']],
    ['ana＠x.co，ben＠x.co、cy@x.co', ['1 ana@x.co', '1 ben@x.co', '1 cy@x.co']],
    ['1)ana@x.co\n2\tBen Burr\tben@x.co\n• cy@x.co', ['1 ana@x.co', '2 ben@x.co Ben Burr', '3 cy@x.co']],
    ['ana@x.co,Ana,Adams,+44 20 7946 0000', ['1 ana@x.co Ana Adams +44 20 7946 0000']],
  ])('%s', (text, rows) => expect(read(text)).toEqual(rows));
});

describe('a second address of a row of a table is shown', () => {
  it.each([
    [
      'of its own column',
      'Email,Name,Work email\nana@x.co,Ana,ana@work.example\nben@x.co,Ben,',
      ['2 ana@x.co Ana', '2 ana@work.example: email_second', '3 ben@x.co Ben'],
    ],
    [
      'as Outlook exports it',
      'First Name,Last Name,E-mail Address,E-mail 2 Address\nAna,Adams,ana@x.co,ana@home.example',
      ['2 ana@x.co Ana Adams', '2 ana@home.example: email_second'],
    ],
    [
      'as Google exports it',
      'Given Name,E-mail 1 - Value,E-mail 2 - Value\nAna,ana@x.co,ana@home.example',
      ['2 ana@x.co Ana', '2 ana@home.example: email_second'],
    ],
    [
      'in a column nobody knows',
      'Name\tE-mail\tManager\nAna\tana@x.co\tBo Boss <bo@x.co>',
      ['2 ana@x.co Ana', '2 bo@x.co: email_second'],
    ],
    ['that is the only one is invited', 'Email,Work email\n,ana@work.example', ['2 ana@work.example']],
    ['that is the same is nothing new', 'Email,Work email\nana@x.co,ANA@x.co', ['2 ana@x.co']],
    ['that is none', 'Email,Work email\nana@x.co,oops', ['2 ana@x.co', '2 oops: email_invalid']],
    ['from Excel', 'sep=;\nVorname;E-Mail-Adresse\nAna;ana@x.co', ['3 ana@x.co Ana']],
  ])('%s', (_, text, rows) => expect(read(text)).toEqual(rows));
});
