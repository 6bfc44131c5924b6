import { isProblem, type Problem } from '../domain/problem.ts';
import type { Choice, TeamAnswer } from './team-operation.ts';

/** What a person can still look through, and a search can still offer from. */
const MOST = 2_000;
/** How long what a system has to choose from counts as what it has, ms: a person who types asks with every letter. */
const FRESH_MS = 10_000;

/** What was read of a list; `more`: there is more than was read. */
export type Found<Item> = { readonly items: readonly Item[]; readonly more: boolean };

/** All of a list that comes page by page, at most 2,000. */
export async function collect<Item>(
  pages: AsyncIterable<readonly Item[] | Problem>,
  most = MOST,
): Promise<Found<Item> | Problem> {
  const items: Item[] = [];
  for await (const page of pages) {
    if (isProblem(page)) return page;
    items.push(...page);
    if (items.length > most) return { items: items.slice(0, most), more: true };
  }
  return { items, more: false };
}

/** What a list is told as: how many there are, and a row for each. */
export type Shape<Item> = {
  /** As in "1 group", "3 groups". */
  readonly one: string;
  readonly columns: readonly string[];
  readonly row: (item: Item) => readonly string[];
};

/** A list as an answer. */
export function listed<Item>({ items, more }: Found<Item>, { one, columns, row }: Shape<Item>): TeamAnswer {
  if (items.length === 0) return { words: `There are no ${one}s.` };
  const words = more ? `The first ${counted(items.length, one)}; there are more.` : `${counted(items.length, one)}.`;
  return { words, table: { columns, rows: items.map(row) } };
}

/** One thing as an answer. */
export function shown<Item>(item: Item, words: string, { columns, row }: Shape<Item>): TeamAnswer {
  return { words, table: { columns, rows: [row(item)] } };
}

/** `count` things in words: "1 group", "3 groups". */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-GB')} ${one}${count === 1 ? '' : 's'}`;
}

/** Yes, no, or nothing where a system does not say. */
export function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? '' : value ? 'yes' : 'no';
}

export type Choices = {
  /** Those whose name contains the text, whatever its case. */
  readonly find: (text: string) => Promise<readonly Choice[] | Problem>;
  /** Something was changed there: the next who asks is told what is so then. */
  readonly forget: () => void;
};

/** What a system has to choose from, loaded once for all who ask within ten seconds. `now` in epoch ms. */
export function choicesOf<Item>(
  load: () => AsyncIterable<readonly Item[] | Problem>,
  choice: (item: Item) => Choice,
  now: () => number,
): Choices {
  let last: { readonly at: number; readonly asking: Promise<readonly Choice[] | Problem> } | undefined;

  async function ask(): Promise<readonly Choice[] | Problem> {
    const found = await collect(load());
    return isProblem(found) ? found : found.items.map(choice);
  }

  async function all(): Promise<readonly Choice[] | Problem> {
    const at = now();
    const kept = last !== undefined && at >= last.at && at - last.at < FRESH_MS ? last : { at, asking: ask() };
    last = kept;
    const choices = await kept.asking;
    // What went wrong may be right a moment later.
    if (isProblem(choices) && last === kept) last = undefined;
    return choices;
  }

  return {
    async find(text) {
      const choices = await all();
      const wanted = text.trim().toLowerCase();
      return isProblem(choices) ? choices : choices.filter(({ name }) => name.toLowerCase().includes(wanted));
    },
    forget() {
      last = undefined;
    },
  };
}
