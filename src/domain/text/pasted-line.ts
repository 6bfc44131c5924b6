import { type Problem, problem } from '../problem.ts';
import { emailKey } from './email.ts';
import { distinct, type Piece, piecesOf } from './people-in-text.ts';
import { isHalfAddress, isName, isPhone, namesOf, type PersonName, spoken } from './person-name.ts';

/** Somebody of a line, or something of it that is nobody: then `read` is why. */
export type Found = PersonName & {
  readonly line: number;
  readonly raw: string;
  readonly phone?: string;
  readonly read: string | Problem;
};

/** What stands in front of the lines of a list: "1.", "2)", a dash, a dot, a column that counts. */
const LIST_MARK = /^\s*(?:\(?\d{1,4}(?:\.\s+|\)\s*|\t)|[-–—*•·]\s+)/;

/**
 * One line of a text that is no table, as `asShown` answers it; `number` counts from 1. Words before an address in brackets are the name of
 * that person, and so are those beside the only address. All else that is no address is a row with a problem, so that nothing is dropped.
 */
export function readLine(line: string, number: number): readonly Found[] {
  const text = line.replace(LIST_MARK, '');
  const found: Found[] = [];
  let read = 0;
  for (const match of text.matchAll(/<([^<>]*@[^<>]*)>/g)) {
    const [all] = match;
    const before = text.slice(read, match.index);
    const inside = distinct(piecesOf(all));
    const name = nameAtEnd(before, inside[0]);
    const words = readWords(before.slice(0, before.length - name.length), number);
    found.push(...words);
    read = match.index + all.length;
    // Mail programs write "ana@x.co <ana@x.co>" of somebody whose name they do not know.
    if (name.trim() === '' && inside.length === 1 && isSame(words.at(-1)?.read, readPiece(inside[0]))) continue;
    const names = inside.length === 1 ? namesOf(spoken(name)) : {};
    for (const each of inside) {
      const raw = inside.length === 1 ? `${name.trim()} ${all}`.trim() : each.raw;
      found.push({ line: number, raw, read: readPiece(each), ...names });
    }
    if (inside.length > 1 && name.trim() !== '') found.push(unread(name.trim(), number));
  }
  return [...found, ...readWords(text.slice(read), number)];
}

/** What is neither an address nor a name beside one. */
export function unread(raw: string, line: number): Found {
  return { line, raw, read: problem('email_invalid', { text: raw.slice(0, 80).toWellFormed() }) };
}

/** The address of a piece, or why it has none: in a list nobody of the workspace is looked up. */
export function readPiece(piece: Piece | undefined): string | Problem {
  if (piece?.kind === 'address') return piece.email;
  if (piece?.kind === 'unread') return piece.problem;
  const text = (piece?.raw ?? '').slice(0, 80).toWellFormed();
  // "@x.co" is half an address rather than somebody's name.
  const isPerson = piece?.kind === 'person' && (piece.person.id !== undefined || !isHalfAddress(piece.person.name));
  return isPerson
    ? problem('email_of_person', { name: piece.person.name || (piece.person.id ?? '') })
    : problem('email_invalid', { text });
}

function isSame(one: string | Problem | undefined, other: string | Problem): boolean {
  return typeof one === 'string' && typeof other === 'string' && emailKey(one) === emailKey(other);
}

/**
 * The name an address in brackets follows: what is in quotes, else all since the last semicolon, tab or other address. One comma in it
 * stands between the two parts of a name, as Outlook writes it; of more, nobody can say so, and the last ends what is not the name. So does
 * what looks like an address that lost its @, unless it is this one's own.
 */
function nameAtEnd(text: string, of: Piece | undefined): string {
  const end = text.trimEnd();
  const quoted = end.endsWith('"') ? end.lastIndexOf('"', end.length - 2) : -1;
  if (quoted >= 0) return text.slice(quoted);
  const address = end.lastIndexOf('@');
  const afterAddress = address < 0 ? 0 : end.slice(address).search(/[\s,;]/);
  if (afterAddress < 0) return '';
  const since = Math.max(end.lastIndexOf(';'), end.lastIndexOf('\t'), address + afterAddress);
  const own = of?.kind === 'address' ? of.email.slice(0, of.email.lastIndexOf('@')).toLowerCase() : '';
  const half = [...text.matchAll(/[^\s,;]+/g)].findLast(
    ([word]) => isHalfAddress(word) && !word.includes('@') && word.toLowerCase() !== own,
  );
  const from = Math.max(since + 1, half === undefined ? 0 : half.index + half[0].length);
  const name = text.slice(from).replace(/^[\s,]+/, '');
  return name.split(',').length > 2 ? name.slice(name.lastIndexOf(',') + 1) : name;
}

type Segment = {
  readonly whole: string;
  readonly text: string;
  readonly items: readonly Piece[];
  readonly words: string;
};

/** What stands between commas, semicolons and tabs, unless those are in quotes, with the addresses in it and the words beside them. */
function segmentsOf(text: string): readonly Segment[] {
  return [...text.matchAll(/(?:"[^"]*"|[^,;，、；\t])+/g)].map(([segment]) => {
    const pieces = piecesOf(segment);
    const items = pieces.filter(({ kind }) => kind !== 'word');
    const words = items.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, segment);
    return { whole: segment, text: withoutEnds(segment), items, words: withoutEnds(withoutLabels(words)) };
  });
}

/** "E-mail: ana@x.co": what ends in a colon says what comes, and is nobody. */
function withoutLabels(words: string): string {
  return words.replaceAll(/(?<=^|\s)[^\s@]*[:：](?=\s|$)/g, ' ').replace(/\s+/g, ' ');
}

function withoutEnds(text: string): string {
  const trimmed = text.replace(/^[\s,;<>]+|[\s,;<>]+$/g, '');
  return /[\p{L}\p{N}@]/u.test(trimmed) ? trimmed : '';
}

/** Addresses between anything people put between them. */
function readWords(text: string, line: number): readonly Found[] {
  const segments = segmentsOf(text);
  const items = segments.flatMap((segment) => segment.items);
  const [only, ...more] = items;
  if (only === undefined) {
    const isSomething = segments.some(({ words }) => words !== '');
    return isSomething ? [unread(text.replace(/^[\s,;]+|[\s,;]+$/g, ''), line)] : [];
  }
  if (more.length === 0) return readLone(segments, only, text, line);
  return segments.flatMap((segment) => readShared(segment, line));
}

/** The only address of a line: words that can be a name are this person's, wherever they stand. */
function readLone(segments: readonly Segment[], only: Piece, text: string, line: number): readonly Found[] {
  const said = segments.map(({ words }) => words).filter((words) => words !== '');
  const names = said.filter(isName);
  const phone = said.find(isPhone);
  const isRead = (words: string) => words === '' || isName(words) || words === phone;
  const isAllRead = said.every(isRead);
  return segments.flatMap((segment): readonly Found[] => {
    const rest = isRead(segment.words) ? [] : [unread(segment.words, line)];
    if (!segment.items.includes(only)) return rest;
    const raw = isAllRead ? text.replace(/^[\s,;]+|[\s,;]+$/g, '') : only.raw;
    const person = { line, raw, read: readPiece(only), ...namesOf(names.join(' ')), ...(phone ? { phone } : {}) };
    return [person, ...rest];
  });
}

/** A part of a line with several addresses. Only a name with a capital (or in a script without) is somebody's: "and" is none. */
function readShared({ whole, items, words, text }: Segment, line: number): readonly Found[] {
  const [first] = items;
  if (first === undefined) return words === '' ? [] : [unread(text, line)];
  if (items.length === 1 && isName(words) && !/^["'“„‘«]*\p{Ll}/u.test(words)) {
    return [{ line, raw: text, read: readPiece(first), ...namesOf(words) }];
  }
  // Each address with what stands before it; behind the last, what is left.
  const ends = items.map(({ end }) => end);
  const between = (from: number, to: number) => {
    const words = withoutEnds(withoutLabels(whole.slice(from, to)));
    return words === '' ? [] : [unread(words, line)];
  };
  return [
    ...items.flatMap((piece, nth) => [
      ...between(ends[nth - 1] ?? 0, piece.start),
      { line, raw: piece.raw, read: readPiece(piece) },
    ]),
    ...between(ends.at(-1) ?? 0, whole.length),
  ];
}
