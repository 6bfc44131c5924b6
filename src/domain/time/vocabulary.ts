import { edits } from '../text/nearest-word.ts';

// The words of time that the reader knows. English: what is not here is not read, and is asked about.

const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

function numbered(names: readonly string[], also: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  const all = names.flatMap((name, index): [string, number][] => [
    [name, index + 1],
    [name.slice(0, 3), index + 1],
  ]);
  return new Map([...all, ...Object.entries(also)]);
}

/** 1 for Monday to 7 for Sunday. */
export const weekdays = numbered(weekdayNames, { tues: 2, weds: 3, thur: 4, thurs: 4 });

/** 1 to 12. */
export const months = numbered(monthNames, { sept: 9 });

export const daysFromNow: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['tonight', 0],
  ['tomorrow', 1],
  ['tmrw', 1],
  ['tmr', 1],
]);

export const partsOfDay: ReadonlyMap<string, 'am' | 'pm'> = new Map([
  ['morning', 'am'],
  ['afternoon', 'pm'],
  ['evening', 'pm'],
  ['night', 'pm'],
]);

export const halves: ReadonlyMap<string, 'am' | 'pm'> = new Map([
  ['am', 'am'],
  ['a', 'am'],
  ['pm', 'pm'],
  ['p', 'pm'],
]);

export const nowWords: ReadonlySet<string> = new Set(['now', 'immediately', 'asap']);

/** Between a start and an end; `until` also stands before an end alone. */
export const separators: ReadonlyMap<string, 'to' | 'until'> = new Map([
  ['to', 'to'],
  ['thru', 'to'],
  ['through', 'to'],
  ['until', 'until'],
  ['till', 'until'],
  ['til', 'until'],
  ['ending', 'until'],
  ['ends', 'until'],
]);

/** Words that only join others, and say nothing by themselves. */
export const links: ReadonlySet<string> = new Set(
  'on at from of the for and a an in with starting starts start beginning please pls thanks thx computer machine host @ & invite guest access uur uhr'.split(
    ' ',
  ),
);

/** Behind these, a name stands for certain. */
export const nameLinks: ReadonlySet<string> = new Set(['computer', 'machine', 'host']);

/** Words that change what a time means, in a way that is not read. */
const modifiers =
  'every each weekly daily monthly except not or before after by around about approx last next this coming week weeks fortnight weekend noonish later earlier ago days hours minutes yesterday between within am pm midday oclock half quarter past minus plus biweekly weekday weekdays hourly nightly overnight eod cob utc gmt z cet cest pst pdt est edt cst cdt mst mdt bst ist jst aest aedt eet eest wet west msk hkt sgt nzst nzdt et ct mt pt eastern central pacific mountain time timezone zone local'.split(
    ' ',
  );

const timeWords: readonly string[] = [
  ...weekdayNames,
  ...monthNames,
  ...weekdays.keys(),
  ...months.keys(),
  ...daysFromNow.keys(),
  ...partsOfDay.keys(),
  ...nowWords,
  ...separators.keys(),
  ...modifiers,
  'noon',
  'midnight',
  'hour',
  'minute',
  'day',
];
const known: ReadonlySet<string> = new Set(timeWords);

/** Whether a word has to do with time, as one that is known. */
export function isTimeWord(word: string): boolean {
  return known.has(word) || OFFSET.test(word);
}

/** "GMT+1", "UTC-05:00" */
const OFFSET = /^(?:gmt|utc)[+-]?\d/;

const misspelt = ['tomorrow', 'today', 'tonight', 'until', 'midnight', ...weekdayNames, ...monthNames].filter(
  (word) => word.length >= 5,
);

/** Whether a word is one of time, or probably was meant to be one: "tomorow", "wendsday". */
export function looksLikeTime(word: string): boolean {
  return isTimeWord(word) || misspelt.some((each) => isNear(word, each));
}

/** At most two letters put in, taken out or exchanged; one for a short word. */
function isNear(word: string, known: string): boolean {
  const most = known.length >= 7 ? 2 : 1;
  if (word.length < 4 || Math.abs(word.length - known.length) > most) return false;
  return edits(word, known) <= most;
}
