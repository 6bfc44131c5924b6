import { hostMatches } from '../text/host-search.ts';
import type { DateOrder } from './date-order.ts';
import type { Item } from './item.ts';
import { itemsOf } from './items.ts';
import type { ReadTimes } from './moments.ts';
import { withNames } from './names.ts';
import { timesOf } from './times-of.ts';
import { piecesOf, type Token, tokensOf } from './tokens.ts';
import type { TypedTime } from './typed-window.ts';
import { isTimeWord, links, looksLikeTime, nameLinks } from './vocabulary.ts';
import { wallTimeOf } from './zoned-time.ts';

/** A line as it was read. Every word of it is the host, is part of the times, only joins others, or stands in `unread`. */
export type ReadLine = {
  /** The host as it was typed. */
  readonly hostText: string | undefined;
  /** What is '' has to be asked; undefined when the line says nothing of time. */
  readonly window: Pick<ReadTimes, 'start' | 'end'> | undefined;
  /** Words that were used for nothing, as they were typed. */
  readonly unread: readonly string[];
  /** Dates that can be two days: "12/1". */
  readonly doubtful: readonly DoubtfulDate[];
};

export type DoubtfulDate = {
  readonly text: string;
  readonly days: readonly { readonly month: number; readonly day: number }[];
};

export type LineContext = {
  /** Epoch ms. */
  readonly now: number;
  /** The person's, and the only one. */
  readonly zone: string;
  readonly order?: DateOrder | undefined;
  /** Names of hosts that are known. */
  readonly hosts?: readonly string[];
};

type Group = { readonly text: string; readonly words: readonly string[]; readonly isSure: boolean };

const unknown: TypedTime = { kind: 'at', date: '', time: '' };

/**
 * Reads "Edit-3 tomorrow 14:00-16:00". Hosts are recognized by name before anything is read as time. A word that fits nowhere is never
 * passed over: what it could have meant is left open.
 */
export function readLine(line: string, { now, zone, order, hosts = [] }: LineContext): ReadLine {
  const tokens = tokensOf(withNames(piecesOf(line), hosts));
  const items = itemsOf(tokens, wallTimeOf(now, zone).date, order);
  const read = timesOf(items, { now, zone });
  const groups = strayGroups(tokens, items);
  const host = hostOf(tokens, items, groups, hosts);
  const left = groups.filter((group) => group !== host.group);
  const guess = host.isGuess ? host.group : undefined;
  const isTimeName =
    isTimeWord(host.text?.toLowerCase() ?? '') && !items.some(({ kind }) => kind === 'day' || kind === 'now');
  const window = withoutGuesses(read, items, { left, guess, isTimeName });
  const isOpen = window === undefined || isUnsaid(window.start) || window.end === undefined || isUnsaid(window.end);
  const doubts = read?.doubts ?? [];
  const doubtful = doubts.flatMap((item) =>
    item.kind === 'day' && item.day.kind === 'doubt' && item.day.days.length === 2
      ? [{ text: textOf(tokens, item), days: item.day.days }]
      : [],
  );
  const contradicting = doubts
    .map((item) => textOf(tokens, item))
    .filter((text) => !doubtful.some((each) => each.text === text));
  const unread = [
    ...(isOpen && guess !== undefined ? [guess.text] : []),
    ...left.map(({ text }) => text),
    ...contradicting,
  ];
  return { hostText: host.text, window, unread: [...new Set(unread.filter((text) => text !== '-'))], doubtful };
}

function isUnsaid(end: { readonly kind: 'now' | 'for' } | TypedTime): boolean {
  return end.kind === 'at' && (end.date === '' || end.time === '');
}

function textOf(tokens: readonly Token[], { from, to }: Item): string {
  return joined(tokens.slice(from, to));
}

/** Tokens as they were typed: what stood together stands together. */
function joined(tokens: readonly Token[]): string {
  return tokens.reduce(
    (text, token, index) => `${text}${index > 0 && tokens[index - 1]?.piece !== token.piece ? ' ' : ''}${token.text}`,
    '',
  );
}

/** Words that stand beside each other and were used for nothing. */
function strayGroups(tokens: readonly Token[], items: readonly Item[]): Group[] {
  const groups: { readonly from: number; to: number }[] = [];
  for (const item of items) {
    if (item.kind !== 'stray') continue;
    const last = groups.at(-1);
    if (last?.to === item.from) last.to = item.to;
    else groups.push({ from: item.from, to: item.to });
  }
  return groups.map(({ from, to }) => {
    const words = tokens.slice(from, to);
    const before = tokens[from - 1];
    return {
      text: joined(words),
      words: words.map((token) => (token.kind === 'word' ? token.word : token.text.toLowerCase())),
      isSure: before?.kind === 'word' && nameLinks.has(before.word),
    };
  });
}

type Host = { readonly text: string | undefined; readonly group?: Group | undefined; readonly isGuess: boolean };

/** The host: one that is called so, else the words that are part of the name of one, else what is left over and may be one. */
function hostOf(
  tokens: readonly Token[],
  items: readonly Item[],
  groups: readonly Group[],
  hosts: readonly string[],
): Host {
  const names = items.filter(({ kind }) => kind === 'name').map((item) => textOf(tokens, item));
  if (names.length > 0) return { text: [...new Set(names)].join(' '), isGuess: false };
  const sure = groups.find((group) => group.isSure) ?? groups.find((group) => isPartOfName(group, hosts));
  if (sure !== undefined) return { text: sure.text, group: sure, isGuess: false };
  const isNameLike = (word: string) => /\p{L}/u.test(word) && !links.has(word);
  const guess = groups.find(({ words }) => words.some(isNameLike) && !words.some(looksLikeTime));
  return { text: guess?.text, group: guess, isGuess: true };
}

function isPartOfName({ text, words }: Group, hosts: readonly string[]): boolean {
  return (
    /\p{L}/u.test(text) && text.length >= 2 && !words.some(isTimeWord) && hosts.some((name) => hostMatches(name, text))
  );
}

/** A host called "Friday" may have been a day all the same. */
function withoutDay({ start, end }: NonNullable<ReadLine['window']>): ReadLine['window'] {
  return {
    start: start.kind === 'now' ? start : { ...start, date: '' },
    end: end?.kind === 'at' ? { ...end, date: '' } : end,
  };
}

/** The times without what a word that was not read could have meant. */
function withoutGuesses(
  read: ReadTimes | undefined,
  items: readonly Item[],
  {
    left,
    guess,
    isTimeName,
  }: { readonly left: readonly Group[]; readonly guess: Group | undefined; readonly isTimeName: boolean },
): ReadLine['window'] {
  const window = read && { start: read.start, end: read.end };
  if (left.length === 0 && guess === undefined) return window && isTimeName ? withoutDay(window) : window;
  if (window === undefined) return { start: unknown, end: unknown };
  const words = left.flatMap((group) => group.words);
  const changesAll = words.some((word) => isTimeWord(word) || !/\p{L}/u.test(word) || /^\d/.test(word));
  if (changesAll) return { start: unknown, end: unknown };
  const { start, end } = window;
  const isDaySaid = items.some(
    ({ kind }) => kind === 'day' || kind === 'now' || kind === 'ahead' || kind === 'instant',
  );
  // A start that nobody named is no start "now" when there is a word that may have named it.
  const isStartSaid = isDaySaid || items.some(({ kind }) => kind === 'clock');
  const isMisspelt = words.some(looksLikeTime);
  const isDayOpen = isMisspelt || !isDaySaid;
  return {
    start:
      start.kind === 'now' ? (isStartSaid && !isDayOpen ? start : unknown) : isDayOpen ? { ...start, date: '' } : start,
    end: end === undefined ? unknown : end.kind === 'at' && isDayOpen ? { ...end, date: '' } : end,
  };
}
