import { parse } from 'csv-parse/sync';
import { problem } from '../problem.ts';
import { emailKey } from './email.ts';
import { type Found, readLine, readPiece, unread } from './pasted-line.ts';
import { distinct, piecesOf } from './people-in-text.ts';
import { namesOf } from './person-name.ts';

type Column = 'email' | 'firstName' | 'lastName' | 'name' | 'phone';

/** The heads people and exports write, without case, spaces and marks, and without what Google adds in brackets and Outlook counts. */
const heads: Readonly<Record<string, Column>> = {
  email: 'email',
  emails: 'email',
  mail: 'email',
  emailaddress: 'email',
  mailaddress: 'email',
  useremail: 'email',
  workemail: 'email',
  emailvalue: 'email',
  emailadresse: 'email',
  firstname: 'firstName',
  first: 'firstName',
  givenname: 'firstName',
  forename: 'firstName',
  vorname: 'firstName',
  lastname: 'lastName',
  last: 'lastName',
  surname: 'lastName',
  nachname: 'lastName',
  familyname: 'lastName',
  name: 'name',
  fullname: 'name',
  displayname: 'name',
  phone: 'phone',
  phonenumber: 'phone',
  mobile: 'phone',
  mobilephone: 'phone',
  telephone: 'phone',
  telefon: 'phone',
  tel: 'phone',
};

/** The rows below a head that names a column of addresses; undefined when there is none, or what follows is no table. */
export function readTable(pasted: string): readonly Found[] | undefined {
  // Excel writes its separator into a line of its own.
  const text = pasted.replace(/^(\s*)"?sep=."?[ \t]*(?=\n)/i, '$1');
  const head = text.split('\n').find((line) => line.trim() !== '') ?? '';
  for (const delimiter of ['\t', ';', ',']) {
    const columns = columnsOf(head, delimiter);
    if (!columns.includes('email')) continue;
    const records = readRecords(text, delimiter);
    if (records === undefined) return undefined;
    return records.slice(1).flatMap(({ cells, line }) => rowsOf(columns, cells, delimiter, line));
  }
  return undefined;
}

function columnsOf(head: string, delimiter: string): readonly (Column | undefined)[] {
  const names = head.split(delimiter).map((name) => heads[name.toLowerCase().replace(/[[(].*$|[^a-z]/g, '')]);
  // One line of addresses may begin with the word "email": a head has nothing that could be an address.
  return head.includes('@') ? [] : names;
}

type ParsedCsv = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

function readRecords(text: string, delimiter: string) {
  try {
    const parsed = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly ParsedCsv[];
    return parsed.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch {
    // A quote that never ends: read line by line, as anything else.
    return undefined;
  }
}

const beside = ['name', 'firstName', 'lastName', 'phone'] as const satisfies readonly Column[];

/** The people a line of a table is about: one person, unless several share the cell of the address; and what other addresses it has. */
function rowsOf(
  columns: readonly (Column | undefined)[],
  cells: readonly string[],
  delimiter: string,
  line: number,
): readonly Found[] {
  const cell = (column: Column) => (cells[columns.indexOf(column)] ?? '').trim();
  if (cells.every((each) => each.trim() === '')) return [];
  const raw = cells.join(delimiter === '\t' ? ' ' : `${delimiter} `);
  // A quote that ends lines later has swallowed the people between: they are reported, not left out.
  const swallowed = beside.some((column) => cell(column).includes('\n') && cell(column).includes('@'));
  if (swallowed) return [unread(raw.replaceAll(/\s+/g, ' '), line)];
  const isFilled = (at: number) => columns[at] === 'email' && (cells[at] ?? '').trim() !== '';
  const at = cells.findIndex((_, nth) => isFilled(nth));
  const inCell = readLine(cells[at] ?? '', line);
  const more = cells.flatMap((text, nth) => (nth === at ? [] : besides(text, columns[nth] === 'email', inCell, line)));
  // Whose name and phone the other cells hold nobody can say.
  if (inCell.length > 1) return [...inCell, ...more];
  const whole = namesOf(cell('name'));
  const [own] = inCell;
  const firstName = cell('firstName') || whole.firstName || own?.firstName;
  const lastName = cell('lastName') || whole.lastName || own?.lastName;
  const phone = cell('phone') || own?.phone;
  const row = {
    line,
    raw,
    read: own?.read ?? problem('email_invalid', { text: '' }),
    ...(firstName ? { firstName } : {}),
    ...(lastName ? { lastName } : {}),
    ...(phone ? { phone } : {}),
  };
  return [row, ...more];
}

/** Addresses in a cell beside the one that is invited, and whatever stands in another column of addresses. */
function besides(text: string, isColumn: boolean, invited: readonly Found[], line: number): readonly Found[] {
  const keys = invited.flatMap(({ read }) => (typeof read === 'string' ? [emailKey(read)] : []));
  const items = distinct(piecesOf(text));
  if (isColumn && items.length === 0) return readLine(text, line);
  return items.flatMap((piece): readonly Found[] => {
    if (piece.kind !== 'address') return isColumn ? [{ line, raw: piece.raw, read: readPiece(piece) }] : [];
    if (keys.includes(emailKey(piece.email))) return [];
    return [{ line, raw: piece.email, read: problem('email_second', { text: piece.email }) }];
  });
}
