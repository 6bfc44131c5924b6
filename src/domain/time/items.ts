import { clockAt } from './clock-items.ts';
import type { DateOrder } from './date-order.ts';
import { dayAt } from './day-items.ts';
import { type Found, type Item, one, type Reading, word } from './item.ts';
import { aheadAt, bareLengthAt, saidLengthAt } from './length-items.ts';
import type { Token } from './tokens.ts';
import { links, nowWords, separators } from './vocabulary.ts';

/** What a line is made of, in its order. Every token is in exactly one item. `today` is the day in the person's zone. */
export function itemsOf(tokens: readonly Token[], today: string, order: DateOrder | undefined): Item[] {
  const reading = { tokens, today, order };
  const items: Item[] = [];
  for (let at = 0; at < tokens.length; ) {
    const found =
      nameAt(reading, at) ??
      nowAt(reading, at) ??
      aheadAt(reading, at) ??
      saidLengthAt(reading, at) ??
      dayAt(reading, at) ??
      clockAt(reading, at, items) ??
      bareLengthAt(reading, at) ??
      separatorAt(reading, at, items) ??
      wordAt(reading, at);
    for (const made of found.made) items.push({ ...made, from: at, to: found.to } as Item);
    at = found.to;
  }
  return items;
}

function nameAt({ tokens }: Reading, at: number): Found | undefined {
  return tokens[at]?.kind === 'name' ? one({ kind: 'name' }, at + 1) : undefined;
}

function nowAt({ tokens }: Reading, at: number): Found | undefined {
  const first = word(tokens[at]);
  const second = word(tokens[at + 1]);
  if (first === 'right' && second === 'now') return one({ kind: 'now' }, at + 2);
  if (first === 'straight' && second === 'away') return one({ kind: 'now' }, at + 2);
  if (first === 'from' && second === 'now' && word(tokens[at + 2]) === 'on') return one({ kind: 'now' }, at + 3);
  return first !== undefined && nowWords.has(first) ? one({ kind: 'now' }, at + 1) : undefined;
}

function separatorAt({ tokens }: Reading, at: number, items: readonly Item[]): Found | undefined {
  const token = tokens[at];
  if (token?.kind === 'dash') return one({ kind: 'separator', is: 'dash' }, at + 1);
  const said = word(token);
  const is = said === undefined ? undefined : separators.get(said);
  if (is !== undefined) return one({ kind: 'separator', is }, at + 1);
  // "between 14:00 and 17:00"
  const last = items.at(-1)?.kind;
  const isOpen = tokens.slice(0, at).some((each) => word(each) === 'between');
  const follows = last === 'clock' || last === 'dotted' || last === 'day';
  return said === 'and' && isOpen && follows && !items.some((item) => item.kind === 'separator')
    ? one({ kind: 'separator', is: 'to' }, at + 1)
    : undefined;
}

function wordAt({ tokens }: Reading, at: number): Found {
  const said = word(tokens[at]);
  const isBetween = said === 'between' && tokens.slice(at).some((each) => word(each) === 'and');
  return one({ kind: said !== undefined && (links.has(said) || isBetween) ? 'link' : 'stray' }, at + 1);
}
