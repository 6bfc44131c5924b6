import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type PastedMember, readPastedMembers } from '../../../src/domain/text/pasted-members.ts';

/** A row in short: line, address or what is wrong, names, phone. */
function short({ line, email, firstName, lastName, phone, problem }: PastedMember): readonly unknown[] {
  const rest = [firstName, lastName, phone];
  while (rest.length > 0 && rest.at(-1) === undefined) rest.pop();
  return [line, problem === undefined ? email : problem.code, ...rest];
}
const read = (text: string) => readPastedMembers(text).rows.map(short);

test.each<[string, string, readonly unknown[]]>([
  ['nothing', '', []],
  ['blanks', ' \n\t\n', []],
  ['one address', 'ana@x.co', [[1, 'ana@x.co']]],
  [
    'commas',
    'ana@x.co, ben@x.co,cy@x.co',
    [
      [1, 'ana@x.co'],
      [1, 'ben@x.co'],
      [1, 'cy@x.co'],
    ],
  ],
  [
    'semicolons, as Outlook writes them',
    'ana@x.co; ben@x.co;',
    [
      [1, 'ana@x.co'],
      [1, 'ben@x.co'],
    ],
  ],
  [
    'lines of Windows, blank ones counted',
    'ana@x.co\r\n\r\nben@x.co\r\n',
    [
      [1, 'ana@x.co'],
      [3, 'ben@x.co'],
    ],
  ],
  [
    'a column of a spreadsheet',
    'ana@x.co\t\nben@x.co\t',
    [
      [1, 'ana@x.co'],
      [2, 'ben@x.co'],
    ],
  ],
  ['a name in front', 'Ana Maria Adams <ana@x.co>', [[1, 'ana@x.co', 'Ana Maria', 'Adams']]],
  ['one name', 'Ana <ana@x.co>', [[1, 'ana@x.co', 'Ana']]],
  ['a name in quotes, family first', '"Adams, Ana" <ana@x.co>', [[1, 'ana@x.co', 'Ana', 'Adams']]],
  [
    'names family first without quotes, as Outlook writes them',
    'Adams, Ana Maria <ana@x.co>; van der Burr, Ben <ben@x.co>, Cole, Cy <cy@x.co>\ndee@x.co, Ellis, Eve <eve@x.co>',
    [
      [1, 'ana@x.co', 'Ana Maria', 'Adams'],
      [1, 'ben@x.co', 'Ben', 'van der Burr'],
      [1, 'cy@x.co', 'Cy', 'Cole'],
      [2, 'dee@x.co'],
      [2, 'eve@x.co', 'Eve', 'Ellis'],
    ],
  ],
  [
    'more commas than a name has',
    'Bob, Adams, Ana <ana@x.co>',
    [
      [1, 'email_invalid'],
      [1, 'ana@x.co', 'Ana'],
    ],
  ],
  [
    'the head of a mail',
    'To: Ana Adams <ana@x.co>\nCc: Ben ben@x.co',
    [
      [1, 'ana@x.co', 'Ana', 'Adams'],
      [2, 'ben@x.co', 'Ben'],
    ],
  ],
  [
    'marks that nobody sees, from a web page',
    '\u200Bana@x.co\u200B, \u2068ben@x.co\u2069; cy@\u00ADx.co\uFEFF',
    [
      [1, 'ana@x.co'],
      [1, 'ben@x.co'],
      [1, 'cy@x.co'],
    ],
  ],
  [
    'the quotes of a text program',
    '“ana@x.co”, „ben@x.co“ «cy@x.co» ‘dee@x.co’',
    [
      [1, 'ana@x.co'],
      [1, 'ben@x.co'],
      [1, 'cy@x.co'],
      [1, 'dee@x.co'],
    ],
  ],
  [
    'names of many',
    'Ana Adams <ana@x.co>, Ben Burr <ben@x.co>',
    [
      [1, 'ana@x.co', 'Ana', 'Adams'],
      [1, 'ben@x.co', 'Ben', 'Burr'],
    ],
  ],
  [
    'an address, then a name with one',
    'ana@x.co Ben <ben@x.co>',
    [
      [1, 'ana@x.co'],
      [1, 'ben@x.co', 'Ben'],
    ],
  ],
  [
    'links of Slack',
    '<mailto:ana@x.co|ana@x.co> <mailto:ben@x.co|Ben>',
    [
      [1, 'ana@x.co'],
      [1, 'ben@x.co'],
    ],
  ],
  ['a name without brackets', 'Ana Adams ana@x.co', [[1, 'ana@x.co', 'Ana', 'Adams']]],
  ['cells without a head', 'Ana\tAdams\tana@x.co', [[1, 'ana@x.co', 'Ana', 'Adams']]],
  [
    'marks around',
    '(ana@x.co) "ben@x.co". *cy@x.co*',
    [
      [1, 'ana@x.co'],
      [1, 'ben@x.co'],
      [1, 'cy@x.co'],
    ],
  ],
  [
    'a list with dashes',
    '- ana@x.co\n- ben@x.co',
    [
      [1, 'ana@x.co'],
      [2, 'ben@x.co'],
    ],
  ],
  [
    'a list with numbers',
    '1. ana@x.co\n2) Ben Burr ben@x.co\n3. Cy Cole <cy@x.co>',
    [
      [1, 'ana@x.co'],
      [2, 'ben@x.co', 'Ben', 'Burr'],
      [3, 'cy@x.co', 'Cy', 'Cole'],
    ],
  ],
  [
    'a phone number without a head',
    'ana@x.co,Ana,Adams,+44 20 7946 0000',
    [[1, 'ana@x.co', 'Ana', 'Adams', '+44 20 7946 0000']],
  ],
  [
    'names in the quotes of Outlook and of a text program',
    "'Ana Adams' <ana@x.co>; “Ben O’Burr” <ben@x.co>; Cy O'Cole <cy@x.co>",
    [
      [1, 'ana@x.co', 'Ana', 'Adams'],
      [1, 'ben@x.co', 'Ben', 'O’Burr'],
      [1, 'cy@x.co', 'Cy', "O'Cole"],
    ],
  ],
  [
    'an address in place of the name',
    "ana@x.co <mailto:ana@x.co>; 'ben@x.co' <Ben@x.co>\ncy@x.co <dee@x.co>",
    [
      [1, 'ana@x.co'],
      [1, 'ben@x.co'],
      [2, 'cy@x.co'],
      [2, 'dee@x.co'],
    ],
  ],
  ['no address', 'ana at x.co', [[1, 'email_invalid']]],
  [
    'letters beyond ASCII',
    'Kim Novak <kim@münchen.de>, KIM@xn--mnchen-3ya.de, kïm@x.co',
    [
      [1, 'kim@xn--mnchen-3ya.de', 'Kim', 'Novak'],
      [1, 'email_twice'],
      [1, 'email_letters'],
    ],
  ],
  [
    'half an address',
    'ana@\n@x.co\nana@x',
    [
      [1, 'email_invalid'],
      [2, 'email_invalid'],
      [3, 'email_invalid'],
    ],
  ],
  [
    'a stray word among addresses',
    'ana@x.co and ben@x.co',
    [
      [1, 'ana@x.co'],
      [1, 'email_invalid'],
      [1, 'ben@x.co'],
    ],
  ],
  [
    'twice, whatever the case',
    'ana@x.co\nANA@X.CO',
    [
      [1, 'ana@x.co'],
      [2, 'email_twice'],
    ],
  ],
  [
    'a table',
    'Email,First name,Last name,Phone\nana@x.co,Ana,Adams,+44 20 7946 0000',
    [[2, 'ana@x.co', 'Ana', 'Adams', '+44 20 7946 0000']],
  ],
  [
    'another order, semicolons',
    'Surname;Forename;E-mail address\nAdams;Ana;ana@x.co',
    [[2, 'ana@x.co', 'Ana', 'Adams']],
  ],
  ['tabs, a mark of byte order', '\uFEFFName\tMail\r\nAna Adams\tana@x.co\r\n', [[2, 'ana@x.co', 'Ana', 'Adams']]],
  [
    'the heads of Google',
    'First Name [Required],Last Name [Required],Email Address [Required]\nAna,Adams,ana@x.co',
    [[2, 'ana@x.co', 'Ana', 'Adams']],
  ],
  ['quotes in a table', 'name,email\n"Adams, Ana",ana@x.co', [[2, 'ana@x.co', 'Ana', 'Adams']]],
  ['a head in quotes', '"email","first name"\n"ana@x.co","Ana"', [[2, 'ana@x.co', 'Ana']]],
  ['columns we do not know', 'id,email,team\n7,ana@x.co,red', [[2, 'ana@x.co']]],
  [
    'rows that are too short and too long',
    'email,phone\nana@x.co\nben@x.co,1,2,3',
    [
      [2, 'ana@x.co'],
      [3, 'ben@x.co', undefined, undefined, '1'],
    ],
  ],
  ['an empty cell where the address belongs', 'email,name\n,Ana', [[2, 'email_invalid', 'Ana']]],
  ['blank rows of a table', 'email,name\n\n,\nana@x.co,Ana', [[4, 'ana@x.co', 'Ana']]],
  [
    'only a column',
    'email\nana@x.co\nben@x.co',
    [
      [2, 'ana@x.co'],
      [3, 'ben@x.co'],
    ],
  ],
  ['only a head', 'email,name', []],
  [
    'a quote that ends lines later',
    'email\tname\nana@x.co\t"Ana\nben@x.co\tBen"\ncy@x.co\tCy',
    [
      [3, 'email_invalid'],
      [4, 'cy@x.co', 'Cy'],
    ],
  ],
  [
    'several in one cell of a table',
    'name,email\nThe Adamses,"Ana Adams <ana@x.co>, Ben <ben@x.co>"\nCy,cy@x.co; dee@x.co',
    [
      [2, 'ana@x.co', 'Ana', 'Adams'],
      [2, 'ben@x.co', 'Ben'],
      [3, 'cy@x.co'],
      [3, 'dee@x.co'],
    ],
  ],
  [
    'addresses below the word e-mail',
    'E-mail:\nAna <ana@x.co>, ben@x.co\nCy Cole <cy@x.co>',
    [
      [2, 'ana@x.co', 'Ana'],
      [2, 'ben@x.co'],
      [3, 'cy@x.co', 'Cy', 'Cole'],
    ],
  ],
  ['the word before an address', 'email: ana@x.co', [[1, 'ana@x.co']]],
])('reads rows from pasted text: %s', (_, text, rows) => expect(read(text)).toEqual(rows));

describe('a problem', () => {
  it('quotes the pasted text', () => {
    expect(readPastedMembers('ben\nana@x.co, oops@').rows.map(({ raw }) => raw)).toEqual(['ben', 'ana@x.co', 'oops@']);
  });

  it('is reported for more than a thousand rows', () => {
    const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@x.co`).join(' ');
    expect(readPastedMembers(people(1000))).toMatchObject({ tooMany: false });
    const over = readPastedMembers(people(1001));
    expect([over.tooMany, over.rows.length]).toEqual([true, 1000]);
  });
});

describe('any pasted text', () => {
  const pieces = fc.array(
    fc.constantFrom(
      'ana@x.co',
      'email',
      ',',
      ';',
      '\t',
      '\n',
      '\r',
      '"',
      '<',
      '>',
      '@',
      ' ',
      'Ana',
      'name',
      '|',
      '\uFEFF',
      'é',
    ),
    { maxLength: 40 },
  );
  it('becomes rows in order, each with an address or a problem', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((all) => all.join('')),
          fc.string(),
        ),
        (text) => {
          const { rows } = readPastedMembers(text);
          for (const row of rows) expect(row.email !== undefined || row.problem !== undefined).toBe(true);
          const lines = rows.map(({ line }) => line);
          expect(lines).toEqual(lines.toSorted((one, other) => one - other));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('loses no address that stands alone', () => {
    const address = fc.constantFrom('ana@x.co', 'ben@x.co', 'cy@x.co', 'Dee <dee@x.co>', '<mailto:eve@x.co|eve@x.co>');
    const between = fc.constantFrom(', ', '; ', '\n', '\t', ',\n', ';\n');
    fc.assert(
      fc.property(fc.uniqueArray(address), between, (all, separator) => {
        const emails = readPastedMembers(all.join(separator)).rows.map(({ email }) => email);
        expect(emails).toEqual(all.map((each) => /\w+@x\.co/.exec(each)?.[0]));
      }),
    );
  });

  it('reads back as it was written when it is a table', () => {
    const cell = fc
      .stringMatching(/^[A-Za-z,;"' éü-]{1,12}$/)
      .map((text) => text.trim())
      .filter((text) => text !== '');
    const person = fc.record({ firstName: cell, lastName: cell });
    const columns = fc.shuffledSubarray(['email', 'firstName', 'lastName'] as const, { minLength: 3 });
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(person, { maxLength: 8 }),
        columns,
        fc.constantFrom(',', ';', '\t'),
        (people, order, delimiter) => {
          const rows = people.map((each, index) => ({ ...each, email: `p${index}@x.co` }));
          const text = [
            order.join(delimiter),
            ...rows.map((row) => order.map((key) => quote(row[key])).join(delimiter)),
          ];
          expect(readPastedMembers(text.join('\r\n')).rows).toMatchObject(rows);
        },
      ),
    );
  });
});

test('shows text that is no address as it was typed, without the separators around it', () => {
  const { rows } = readPastedMembers('Ana Lima <ana@x.co>; not an address, \nben@x.co');
  expect(rows.map(({ raw, problem }) => [raw, problem?.code])).toEqual([
    ['Ana Lima <ana@x.co>', undefined],
    ['not an address', 'email_invalid'],
    ['ben@x.co', undefined],
  ]);
});
