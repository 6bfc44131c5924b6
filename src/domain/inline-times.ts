import * as chrono from 'chrono-node';
import type { TypedTime, TypedWindow } from './typed-window.ts';
import { isDateAndTime, offsetMinutes, wallTimeOf } from './zoned-time.ts';

type At = { readonly now: number; readonly zone: string };

/** Times found in a text, as wall times in the zone; a day without a time has `time: ''`. `rest` is the text without them. */
export type InlineTimes = {
  readonly start: TypedWindow['start'] | undefined;
  readonly end: TypedTime | undefined;
  readonly rest: string;
};

const MINUTE_MS = 60_000;
const day = '(?:today|tonight|tomorrow|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)';
const month = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*';

/** Finds a start and an end: "tomorrow 14:00-16:00", "in 2h", "now until 18:00". `now` in epoch ms. */
export function readTimes(text: string, at: At): InlineTimes {
  const plain = inWordsChronoKnows(text);
  const [, before, after] = /^(.*?)\b(?:until|till?)\b(.*)$/is.exec(plain) ?? [];
  if (before === undefined || after === undefined) return readOne(plain, at, undefined);
  // Alone, "18:00" would be a start.
  const from = readOne(before, at, undefined);
  const to = readOne(after, at, from.start);
  if (to.start === undefined || to.start.kind === 'now') return readOne(plain, at, undefined);
  return { start: from.start, end: to.start, rest: `${from.rest} ${to.rest}` };
}

function inWordsChronoKnows(text: string): string {
  const clock = String.raw`(\d{1,2})(?:h([0-5]\d)?)?`;
  return text
    .replaceAll(/\b(?:the\s+)?day after tomorrow\b/gi, 'in 2 days')
    .replaceAll(/\b(?:right now|immediately|asap|straight away)\b/gi, 'now')
    .replaceAll(/\b(in|within|after)\s+(\d{1,2})h([0-5]\d)\b/gi, '$1 $2h $3m')
    .replaceAll(
      new RegExp(String.raw`(?<=\b(?:${day}|from|at)\s+)${clock}\s?[-–—]\s?${clock}(?=$|[\s,;])`, 'gi'),
      (_, hour, minute, toHour, toMinute) => `${hour}:${minute ?? '00'}-${toHour}:${toMinute ?? '00'}`,
    )
    .replaceAll(
      /(?:(?<=\b(?:at|from|until|till?|to)\s+)(\d{1,2})|\b(1[3-9]|2[0-3]))h([0-5]\d)?(?=$|[\s,;])/gi,
      (_, hour, late, minute) => `${hour ?? late}:${minute ?? '00'}`,
    );
}

/** Reads one start, with an end if it has one. `since`: it is an end itself, and that is the start it belongs to. */
function readOne(text: string, at: At, since: TypedWindow['start'] | undefined): InlineTimes {
  const reference = { instant: new Date(at.now), timezone: offsetMinutes(at.now, at.zone) };
  const found = chrono.en.GB.parse(withoutNames(text), reference, { forwardDate: true }).filter(saysWhen);
  const clock = found.find((each) => each.start.isCertain('hour'));
  const bare = found.find((each) => !each.start.isCertain('hour'));
  const main = clock ?? bare;
  if (main === undefined) return { start: undefined, end: undefined, rest: text };
  // "tomorrow on Edit-3 at 14:00": the day stands apart from the clock.
  const apart = clock === undefined || namesDay(clock.start) ? undefined : bare;
  const date = apart === undefined ? undefined : wallOf(apart.start, at).date;

  const rest = [main, apart]
    .filter((each) => each !== undefined)
    .toSorted((a, b) => b.index - a.index)
    .reduce((left, { index, text: used }) => `${left.slice(0, index)} ${left.slice(index + used.length)}`, text);
  const isNow = /^now\b/i.test(main.text);
  const own = wallOf(main.start, at);
  const today = wallTimeOf(at.now, at.zone);
  const onset = since?.kind === 'at' ? since : today;
  const start = namesDay(main.start) ? own : { ...own, date: date ?? (since === undefined ? own.date : onset.date) };
  // "in 999999999 hours" leads to no day a form could show.
  if (!isDateAndTime(start.date, start.time || '00:00')) return { start: undefined, end: undefined, rest: text };
  const read = main.end && wallOf(main.end, at);
  const end = read && isDateAndTime(read.date, read.time || '00:00') ? read : undefined;
  const endDay = main.end && namesDay(main.end) ? end?.date : date;
  return {
    start: isNow ? { kind: 'now' } : since === undefined ? start : notBefore(start, onset),
    end: end && notBefore({ ...end, date: endDay ?? end.date }, isNow ? today : start),
    rest,
  };
}

// A month or a year alone ("may", "Studio 2026") is more likely part of a name.
function saysWhen({ start }: chrono.ParsedResult): boolean {
  return start.isCertain('hour') || namesDay(start) || !(start.isCertain('month') || start.isCertain('year'));
}

function namesDay(read: chrono.ParsedComponents): boolean {
  return read.isCertain('day') || read.isCertain('weekday');
}

/** "22:00-02:00" ends on the next day. */
function notBefore(end: TypedTime, start: { readonly date: string; readonly time: string }): TypedTime {
  if (end.date !== start.date || end.time === '' || end.time > (start.time || '00:00')) return end;
  return { ...end, date: new Date(Date.parse(end.date) + 24 * 60 * MINUTE_MS).toISOString().slice(0, 10) };
}

/**
 * chrono's Date is right only where the zone's offset is the same then as now; what it read is right always. What is an instant
 * ("in 2h", "14:00 CET") is turned into the zone's wall time.
 */
function wallOf(read: chrono.ParsedComponents, at: At): TypedTime {
  if (read.tags().has('result/relativeDateAndTime')) {
    const step = 5 * MINUTE_MS;
    return { kind: 'at', ...wallTimeOf(Math.ceil(read.date().getTime() / step) * step, at.zone) };
  }
  if (read.isCertain('timezoneOffset')) return { kind: 'at', ...wallTimeOf(read.date().getTime(), at.zone) };
  const pad = (value: number | null, length = 2) => String(value ?? 0).padStart(length, '0');
  return {
    kind: 'at',
    date: `${pad(read.get('year'), 4)}-${pad(read.get('month'))}-${pad(read.get('day'))}`,
    // A bare day ("tomorrow") leaves the time to the form.
    time: read.isCertain('hour') ? `${pad(read.get('hour'))}:${pad(read.get('minute'))}` : '',
  };
}

/**
 * Names of computers that chrono would read as times, blanked out letter by letter: "Sun-Workstation" is no Sunday, and in
 * "PC 10 tomorrow" the 10 is no hour, nor is "Maya 3D" in three days.
 */
function withoutNames(text: string): string {
  const timeWord = new RegExp(String.raw`^(?:\d{1,2}(?:[:.]\d{2})?(?:am|pm)?|\d{4}|${day}|${month})$`, 'i');
  const blank = (name: string) => 'x'.repeat(name.length);
  return text
    .replaceAll(/(?<!\b(?:in|within|after)\s+)(?<=^|[\s,;])\d+d(?=$|[\s,;])/gi, blank)
    .replaceAll(/[^\s,;]*[-_][^\s,;]*/g, (word) =>
      /\p{L}/u.test(word) &&
      !/^\d{4}-\d\d-\d\dT/i.test(word) &&
      !word.split(/[-_]/).every((part) => timeWord.test(part))
        ? blank(word)
        : word,
    )
    .replaceAll(
      new RegExp(String.raw`(?<!\b(?:at|from|to)\s+|[\d:./-])\b\d{1,2}(?=\s+(?:next\s+|this\s+)?${day}\b)`, 'gi'),
      blank,
    );
}
