import { dateOf } from './calendar.ts';
import { daysFromNow, halves, months, nowWords, weekdays } from './vocabulary.ts';

/** A clock as it was typed. `half` undefined: 1 to 12 can be morning or afternoon, unless it is written as a 24-hour clock. */
export type Clock = {
  readonly hour: number;
  readonly minute: number;
  readonly half: 'am' | 'pm' | undefined;
  readonly is24: boolean;
  /** With its minutes: "10:00", which is hardly ever ten in the evening. */
  readonly hasMinutes?: boolean;
  /** "midnight": which of the two ends of a day is for the line to say. */
  readonly isMidnight?: boolean;
};

/** The least part of a line that means something. `text` as typed, `piece` counts what stood between blanks. */
export type Token = { readonly text: string; readonly piece: number } & (
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'name' }
  | { readonly kind: 'number'; readonly value: number; readonly isOrdinal: boolean }
  | { readonly kind: 'clock'; readonly clock: Clock }
  /** "14h", "1h30": a clock or a length. */
  | { readonly kind: 'hours'; readonly clock: Clock }
  | { readonly kind: 'length' }
  /** "14.30", "10.11": a clock, a day, or a number of hours. */
  | { readonly kind: 'dotted'; readonly first: number; readonly second: number }
  /** Numbers of a date in the order they were typed; with a point the day comes first for certain. */
  | {
      readonly kind: 'date';
      readonly first: number;
      readonly second: number;
      readonly year: number | undefined;
      readonly isDayFirst: boolean;
    }
  | { readonly kind: 'iso'; readonly date: string }
  /** An instant with its offset, epoch ms. */
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'dash' }
);

type Bare<T> = T extends unknown ? Omit<T, 'text' | 'piece'> : never;
type Part = Bare<Token>;

/** A part of a line between blanks; a name has been recognized as one. */
export type Piece = { readonly text: string; readonly isName: boolean };

/** Cuts a line at blanks and commas, quoted names whole. Marks at the end of a sentence go. */
export function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  const part = /["“”]([^"“”]+)["“”]|(?<=^|\s)['‘]([^'‘’]+)['’](?=$|[\s,])|([^\s,;()|<>[\]"“”·•⋅∙]+)/g;
  const plain = line
    .replaceAll('½', '.5')
    .replaceAll(/(?<=(?:^|\s)\d{1,2}(?::\d\d)?(?:[ap]m)?)\+(?=\d)/gi, ' +')
    .replaceAll(/(?<=\d\s?[ap]\.?m\.?)[-–—](?=\d)/gi, ' - ')
    .replaceAll(/(?<![\d:./])(\d{1,2}),(\d{1,2})(?=\s*[hdw])/gi, '$1.$2');
  for (const [, quoted, single, word = ''] of plain.matchAll(part)) {
    const name = quoted ?? single;
    const text =
      name === undefined ? word.replace(/(?<=[^\s.!?])[!?]+$/, '').replace(/(?<=[\p{L}])\.$/u, '') : name.trim();
    if (text !== '') pieces.push({ text, isName: name !== undefined });
  }
  return pieces;
}

/** The tokens of the pieces of a line. A piece is taken apart at its hyphens only where each part has to do with time. */
export function tokensOf(pieces: readonly Piece[]): Token[] {
  return pieces.flatMap(({ text, isName }, piece) => {
    if (isName) return [{ kind: 'name', text, piece } satisfies Token];
    return (wholeOf(text) ?? splitOf(text) ?? [{ part: wordPart(text), text }]).map(
      (each): Token => ({ ...each.part, text: each.text, piece }),
    );
  });
}

type Read = { readonly part: Part; readonly text: string };

function wordPart(text: string): Part {
  return { kind: 'word', word: text.toLowerCase().replaceAll('’', "'").replaceAll(/[.']/g, '') };
}

function wholeOf(text: string): Read[] | undefined {
  const dated = /^(\d{4}-\d\d-\d\d)t(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?$/i.exec(text);
  const [day, time] = [datePart(dated?.[1] ?? ''), clockPart(dated?.[2] ?? '')];
  if (day !== undefined && time !== undefined)
    return [
      { part: day, text: text.slice(0, 11) },
      { part: time, text: text.slice(11) },
    ];
  const part = partOf(text.toLowerCase());
  return part === undefined ? undefined : [{ part, text }];
}

const DASH = /[-–—~]|→|->|\.\.+/;

function splitOf(text: string): Read[] | undefined {
  if (/^(?:[-–—~→]|->|\.{2,})+$/.test(text)) return [{ part: { kind: 'dash' }, text }];
  const dated = /^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4})[-–—_](.+)$/.exec(text);
  const bits = dated === null ? text.split(DASH) : [dated[1] ?? '', ...(dated[2] ?? '').split(DASH)];
  if (bits.length < 2 || bits.every((bit) => bit === '')) return undefined;
  const named = monthBetween(bits);
  if (named !== undefined) return named;
  const read: Read[] = [];
  for (const [index, bit] of bits.entries()) {
    if (index > 0) read.push({ part: { kind: 'dash' }, text: '-' });
    if (bit === '') {
      if (index > 0 && index < bits.length - 1) return undefined;
      continue;
    }
    const part = partOf(bit.toLowerCase()) ?? timeWord(bit.toLowerCase());
    if (part === undefined) return undefined;
    read.push({ part, text: bit });
  }
  // "25/11/2026-14:00" is a day and its hour, not a stretch of time.
  const [first, , second] = read;
  const isDayAndClock = (first?.part.kind === 'date' || first?.part.kind === 'iso') && second?.part.kind === 'clock';
  return isDayAndClock ? read.filter((_, index) => index !== 1) : read;
}

/** "24-nov", "24-Nov-2026", "nov-24": a date and no stretch of time. */
function monthBetween(bits: readonly string[]): Read[] | undefined {
  const isMonth = (bit = '') => months.has(bit.toLowerCase());
  const isDay = (bit = '') => /^\d{1,2}(?:st|nd|rd|th)?$/i.test(bit);
  const [one, two, three] = bits;
  const isDate = (isDay(one) && isMonth(two)) || (isMonth(one) && isDay(two));
  const yearFits = bits.length === 2 || (bits.length === 3 && /^20\d\d$/.test(three ?? ''));
  if (!isDate || !yearFits) return undefined;
  return bits.map((bit) => ({ part: partOf(bit.toLowerCase()) ?? wordPart(bit), text: bit }));
}

function timeWord(bit: string): Part | undefined {
  const word = bit.replaceAll('.', '');
  const isKnown =
    weekdays.has(word) || daysFromNow.has(word) || nowWords.has(word) || word === 'noon' || word === 'midnight';
  return isKnown ? wordPart(bit) : undefined;
}

/** A number, a clock, a date or a length, in lower case; undefined for anything else. */
function partOf(text: string): Part | undefined {
  return clockPart(text) ?? datePart(text) ?? numberPart(text) ?? lengthPart(text);
}

function numberPart(text: string): Part | undefined {
  const ordinal = /^(\d{1,2})(?:st|nd|rd|th|\.)$/.exec(text);
  if (ordinal) return { kind: 'number', value: Number(ordinal[1]), isOrdinal: true };
  if (/^\d{1,9}$/.test(text)) return { kind: 'number', value: Number(text), isOrdinal: false };
  const dotted = /^(\d{1,2})\.(\d{1,2})$/.exec(text);
  return dotted ? { kind: 'dotted', first: Number(dotted[1]), second: Number(dotted[2]) } : undefined;
}

function clockPart(text: string): Part | undefined {
  if (text === 'noon' || text === 'midday') return clock(12, 0, 'pm', false);
  if (text === 'midnight')
    return { kind: 'clock', clock: { hour: 0, minute: 0, half: 'am', is24: false, isMidnight: true } };
  const found = /^@?(\d{1,2})(?:[:.](\d\d)(?::\d\d)?)?(?:([ap])\.?m?\.?|(uhr|u))?$/.exec(text);
  if (found) {
    const [, hour = '', minute, half, marked] = found;
    const isColon = text.includes(':');
    const half12 = half === undefined ? undefined : half === 'a' ? 'am' : 'pm';
    if (half12 === undefined && marked === undefined && !isColon) return undefined;
    // "09:00" is a 24-hour clock, "9:00" need not be one.
    return clock(Number(hour), Number(minute ?? 0), half12, marked !== undefined || hour.startsWith('0'), isColon);
  }
  const hours = /^(\d{1,2})h([0-5]\d)?$/.exec(text);
  if (hours && Number(hours[1]) <= 24) {
    return {
      kind: 'hours',
      clock: { hour: Number(hours[1]), minute: Number(hours[2] ?? 0), half: undefined, is24: true },
    };
  }
  const military = /^([01]\d|2[0-4])([0-5]\d)h(?:rs?|ours)?$/.exec(text);
  return military ? clock(Number(military[1]), Number(military[2]), undefined, true) : undefined;
}

function clock(hour: number, minute: number, half: Clock['half'], is24: boolean, hasMinutes = false): Part | undefined {
  const fits = half === undefined ? hour < 24 || (hour === 24 && minute === 0) : hour >= 1 && hour <= 12;
  if (!fits || minute > 59) return undefined;
  return {
    kind: 'clock',
    clock: { hour, minute, half, is24: is24 || (half === undefined && (hour > 12 || hour === 0)), hasMinutes },
  };
}

function datePart(text: string): Part | undefined {
  const instant = /^\d{4}-\d\d-\d\dt\d\d:\d\d(?::\d\d(?:\.\d+)?)?(z|[+-]\d\d:?\d\d)?$/.exec(text);
  if (instant) {
    const at = Date.parse(text.toUpperCase());
    // Without an offset it is a wall time, and Date would read it in the process's zone.
    return instant[1] === undefined || Number.isNaN(at) ? undefined : { kind: 'instant', at };
  }
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?$/.exec(text) ?? /^(20\d\d)()(\d\d)(\d\d)$/.exec(text);
  if (iso) {
    const date = dateOf(Number(iso[1]), Number(iso[3]), Number(iso[4]));
    return date === undefined ? undefined : { kind: 'iso', date };
  }
  const full = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (full) {
    const year = Number(full[4]) < 100 ? 2000 + Number(full[4]) : Number(full[4]);
    return date(Number(full[1]), Number(full[3]), year, full[2] === '.');
  }
  const short = /^(\d{1,2})(?:\/(\d{1,2})|\.(\d{1,2})\.)$/.exec(text);
  return short ? date(Number(short[1]), Number(short[2] ?? short[3]), undefined, short[3] !== undefined) : undefined;
}

function date(first: number, second: number, year: number | undefined, isDayFirst: boolean): Part | undefined {
  const sampleYear = year ?? 2028;
  const isOne = dateOf(sampleYear, second, first) ?? (isDayFirst ? undefined : dateOf(sampleYear, first, second));
  return isOne === undefined ? undefined : { kind: 'date', first, second, year, isDayFirst };
}

function lengthPart(text: string): Part | undefined {
  const unit = '(?:w(?:ks?|eeks?)?|d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?)';
  return new RegExp(String.raw`^\+?\d{1,4}(?:[.,]\d{1,2})?${unit}(?:\d{1,3}(?:${unit})?)?\.?$`).test(text)
    ? { kind: 'length' }
    : undefined;
}

/** "am", "p.m." behind a number; undefined for any other token. */
export function halfOf(token: Token | undefined): 'am' | 'pm' | undefined {
  return token?.kind === 'word' && token.word !== 'a' && token.word !== 'p' ? halves.get(token.word) : undefined;
}
