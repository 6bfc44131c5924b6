import { parse } from 'csv-parse/sync';
import { emailKey, readEmail } from './email.ts';
import { MOST_ADDRESSES } from './member-batch.ts';
import { type Problem, problem } from './problem.ts';
import { withoutUnseen } from './text/clean.ts';

/** Somebody of a pasted text. `line` counts from 1, blank lines too; `raw` is what stood there; without a problem there is an email. */
export type PastedMember = {
  readonly line: number;
  readonly raw: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly problem?: Problem;
};

type Column = 'email' | 'firstName' | 'lastName' | 'name' | 'phone';
type Found = Omit<PastedMember, 'problem'> & { readonly address: string };

/** The heads people and exports write, without case, spaces and marks, and without what Google adds in brackets. */
const heads: Readonly<Record<string, Column>> = {
  email: 'email',
  emails: 'email',
  mail: 'email',
  emailaddress: 'email',
  mailaddress: 'email',
  useremail: 'email',
  workemail: 'email',
  firstname: 'firstName',
  first: 'firstName',
  givenname: 'firstName',
  forename: 'firstName',
  lastname: 'lastName',
  last: 'lastName',
  surname: 'lastName',
  familyname: 'lastName',
  name: 'name',
  fullname: 'name',
  displayname: 'name',
  phone: 'phone',
  phonenumber: 'phone',
  mobile: 'phone',
  mobilephone: 'phone',
  telephone: 'phone',
  tel: 'phone',
};

/**
 * What a person pastes, as rows: addresses between commas, semicolons, blanks and lines; `Ana Adams <ana@x.co>`; Slack's mailto
 * links; a table with a head (email, first name, last name, name, phone in any order; comma, semicolon or tab).
 * Nothing that was pasted is dropped silently: what is no address is a row with email_invalid or email_letters, an address that came before one with
 * email_twice. `tooMany`: more than 1,000 rows; those over it are left out.
 */
export function readPastedMembers(text: string): { readonly rows: readonly PastedMember[]; readonly tooMany: boolean } {
  // Mail programs and web pages leave around addresses what nobody sees.
  const plain = withoutUnseen(text).replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n');
  const found = readTable(plain) ?? plain.split('\n').flatMap((line, index) => readLine(line, index + 1));
  const seen = new Set<string>();
  const rows = found.slice(0, MOST_ADDRESSES).map(({ address, ...row }): PastedMember => {
    const email = readEmail(address);
    if (typeof email !== 'string') return { ...row, problem: email };
    const key = emailKey(email);
    if (seen.has(key)) return { ...row, email, problem: problem('email_twice', { text: email }) };
    seen.add(key);
    return { ...row, email };
  });
  return { rows, tooMany: found.length > MOST_ADDRESSES };
}

/** The rows below a head that names a column of addresses; undefined when there is none, or what follows is no table. */
function readTable(text: string): readonly Found[] | undefined {
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

/** Whoever a line of a table is about: one person, unless several share the cell of the address. */
function rowsOf(
  columns: readonly (Column | undefined)[],
  cells: readonly string[],
  delimiter: string,
  line: number,
): readonly Found[] {
  const cell = (column: Column) => (cells[columns.indexOf(column)] ?? '').trim();
  if (cells.every((each) => each.trim() === '')) return [];
  const raw = cells.join(delimiter === '\t' ? ' ' : `${delimiter} `);
  // A quote that ends lines later has swallowed the people between: they are told, not left out.
  const swallowed = beside.some((column) => cell(column).includes('\n') && cell(column).includes('@'));
  if (swallowed) return [{ line, raw: raw.replaceAll(/\s+/g, ' '), address: '' }];
  const inCell = readLine(cell('email'), line);
  // Whose name and phone the other cells hold nobody can say.
  if (inCell.length > 1) return inCell;
  const whole = namesOf(cell('name'));
  const firstName = cell('firstName') || whole.firstName || inCell[0]?.firstName;
  const lastName = cell('lastName') || whole.lastName || inCell[0]?.lastName;
  const phone = cell('phone');
  const row = {
    line,
    raw,
    address: cell('email'),
    ...(firstName ? { firstName } : {}),
    ...(lastName ? { lastName } : {}),
    ...(phone === '' ? {} : { phone }),
  };
  return [row];
}

/** One line of a text that is no table. Words before an address in brackets are the name of that person. */
function readLine(line: string, number: number): readonly Found[] {
  const found: Found[] = [];
  let read = 0;
  for (const match of line.matchAll(/<([^<>]*)>/g)) {
    const [all, inside = ''] = match;
    if (!inside.includes('@')) continue;
    const before = line.slice(read, match.index);
    const name = nameAtEnd(before);
    const words = readWords(before.slice(0, before.length - name.length), number);
    found.push(...words);
    read = match.index + all.length;
    // Mail programs write "ana@x.co <ana@x.co>" of somebody whose name they do not know.
    if (name.trim() === '' && isSameAddress(words.at(-1)?.address, all)) continue;
    found.push({ line: number, raw: `${name.trim()} ${all}`.trim(), address: all, ...namesOf(spoken(name)) });
  }
  return [...found, ...readWords(line.slice(read), number)];
}

/**
 * The name an address in brackets follows: what is in quotes, else all since the last semicolon, tab or other address. One comma in it
 * stands between the two parts of a name, as Outlook writes it; of more, nobody can say so, and the last ends what is not the name.
 */
function nameAtEnd(text: string): string {
  const end = text.trimEnd();
  const quoted = end.endsWith('"') ? end.lastIndexOf('"', end.length - 2) : -1;
  if (quoted >= 0) return text.slice(quoted);
  const address = end.lastIndexOf('@');
  const afterAddress = address < 0 ? 0 : end.slice(address).search(/[\s,;]/);
  if (afterAddress < 0) return '';
  const since = Math.max(end.lastIndexOf(';'), end.lastIndexOf('\t'), address + afterAddress);
  const name = text.slice(since + 1).replace(/^[\s,]+/, '');
  return name.split(',').length > 2 ? name.slice(name.lastIndexOf(',') + 1) : name;
}

/** Addresses between anything people put between them. One of them beside plain words: those are the name. */
function readWords(text: string, line: number): readonly Found[] {
  // "E-mail: ana@x.co": what ends in a colon says what comes, and is nobody.
  const parts = text.split(/[\s,;]+/).filter((part) => /[\p{L}\p{N}@]/u.test(part) && !/^[^@]*:$/.test(part));
  const addresses = parts.filter((part) => part.includes('@'));
  const words = parts.filter((part) => !part.includes('@'));
  const raw = text.replace(/^[\s,;]+|[\s,;]+$/g, '');
  const [only] = addresses;
  if (words.length > 0 && addresses.length === 1 && only !== undefined) {
    return [{ line, raw, address: bare(only), ...namesOf(spoken(words.join(' '))) }];
  }
  if (addresses.length === 0) {
    return parts.length === 0 ? [] : [{ line, raw, address: raw }];
  }
  return parts.map((part) => ({ line, raw: part, address: bare(part) }));
}

/** Without the quotes, brackets and full stop around it, and the marks of bold and code. */
function bare(word: string): string {
  return word.replace(/^[<("'*`[“”„‘’«»]+/, '').replace(/[>)"'*`\].:!?“”‘’«»]+$/, '');
}

function isSameAddress(one: string | undefined, other: string): boolean {
  const [first, second] = [one ?? '', other].map(readEmail);
  return typeof first === 'string' && typeof second === 'string' && emailKey(first) === emailKey(second);
}

/** Without what is no part of a name where words stand freely: the number in a list, a phone number, the "To:" of a mail. */
function spoken(name: string): string {
  return name
    .split(/\s+/)
    .filter((word) => /\p{L}/u.test(word) && !word.endsWith(':'))
    .join(' ');
}

/** "Ana Maria Adams" or "Adams, Ana Maria": the last word, or what stands before the comma, is the family's name. */
function namesOf(text: string): { firstName?: string; lastName?: string } {
  const plain = text.replaceAll('"', '').replace(/\s+/g, ' ').trim();
  const name = plain.replace(/^['‘“„](.*)['’”“]$/u, '$1').trim();
  const comma = /^([^,]+), *([^,]+)$/.exec(name);
  const words = name.split(' ');
  const last = comma?.[1] ?? (words.length > 1 ? words.at(-1) : undefined);
  const first = comma?.[2] ?? (words.length > 1 ? words.slice(0, -1).join(' ') : name);
  return { ...(first ? { firstName: first.trim() } : {}), ...(last ? { lastName: last.trim() } : {}) };
}
