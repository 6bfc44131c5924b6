import { notAChoice } from '../domain/not-a-choice.ts';
import { isProblem, onSuccess, type Problem } from '../domain/problem.ts';
import { nameOrId, shownId } from '../domain/text/unnamed.ts';
import type { Source } from './team-fields.ts';
import type { Choice, TeamResult } from './team-operation.ts';

/** As many as a person can look through, and a search can offer from. */
const MOST = 2_000;
/** How long the choices of a system stay fresh, ms: a search asks for them with every letter. */
const FRESH_MS = 10_000;

/** The part of a list that was read; `more`: there are more items. */
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

/** How a list is shown: how many items there are, and a row for each. */
export type Shape<Item> = {
  /** As in "1 group", "3 groups". */
  readonly one: string;
  readonly columns: readonly string[];
  readonly row: (item: Item) => readonly string[];
};

/** A list as an answer. */
export function listed<Item>({ items, more }: Found<Item>, { one, columns, row }: Shape<Item>): TeamResult {
  if (items.length === 0) return { copy: `No ${one}s found.` };
  const words = more ? `The first ${counted(items.length, one)}; there are more.` : `${counted(items.length, one)}.`;
  return { copy: words, table: { columns, rows: items.map(row) } };
}

/** One thing as an answer. */
export function shown<Item>(item: Item, words: string, { columns, row }: Shape<Item>): TeamResult {
  return { copy: words, table: { columns, rows: [row(item)] } };
}

/** What to say once something is done. */
export function thenSay(asked: Promise<object | string>, copy: string): Promise<TeamResult | Problem> {
  return onSuccess(asked, () => ({ copy }));
}

/** `count` things in words: "1 group", "3 groups". */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;
}

/** Yes, no, or nothing when the system does not say. */
export function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? '' : value ? 'yes' : 'no';
}

/** Finds choices whose name contains the text, ignoring case. */
export type Choices = Source & {
  /** After a change: the next request reads the list again. */
  readonly forget: () => void;
};

/** How to find items beyond the part of a long list that was read. */
export type Beyond<Item> = {
  /** What the system itself finds for a text. */
  readonly load: (text: string) => AsyncIterable<readonly Item[] | Problem>;
  /** One by its id; `provider_not_found` when there is none. */
  readonly one: (id: string) => Promise<Item | Problem>;
  /** Shown when nothing was found: what to type. */
  readonly hint: string;
};

/** The choices of a system, loaded once per ten seconds. `now` in epoch ms. */
export function choicesOf<Item>(
  load: () => AsyncIterable<readonly Item[] | Problem>,
  choice: (item: Item) => Choice,
  now: () => number,
  beyond?: Beyond<Item>,
): Choices {
  let last: { readonly at: number; readonly asking: Promise<Found<Choice> | Problem> } | undefined;

  const ask = (): Promise<Found<Choice> | Problem> =>
    onSuccess(collect(load()), (found) => ({ ...found, items: found.items.map(choice) }));

  async function all(): Promise<Found<Choice> | Problem> {
    const at = now();
    const kept = last !== undefined && at >= last.at && at - last.at < FRESH_MS ? last : { at, asking: ask() };
    last = kept;
    const choices = await kept.asking;
    // A failure may be over a moment later.
    if (isProblem(choices) && last === kept) last = undefined;
    return choices;
  }

  /** Adds what the system's own search finds, when the list was not read to its end. */
  async function further(text: string, known: readonly Choice[]): Promise<readonly Choice[] | Problem> {
    if (beyond === undefined || text === '') return known;
    const found = await collect(beyond.load(text));
    if (isProblem(found)) return found;
    const ids = new Set(known.map(({ id }) => id));
    const both = [...known, ...found.items.map(choice).filter(({ id }) => !ids.has(id))];
    return both.length > 0 ? both : [{ id: notAChoice, name: beyond.hint }];
  }

  /** One item beyond the part of the list that was read. */
  async function one(id: string): Promise<readonly Choice[] | Problem> {
    if (beyond === undefined) return [];
    const item = await beyond.one(id);
    if (!isProblem(item)) return [choice(item)];
    return item.code === 'provider_not_found' ? [] : item;
  }

  return {
    async look(ids) {
      const at = now();
      let known = await all();
      if (isProblem(known)) return known;
      // The choice may have come from a later reading of the list.
      if (notIn(known, ids).length > 0 && !known.more && last?.at !== at) {
        last = undefined;
        known = await all();
        if (isProblem(known)) return known;
      }
      const others = await Promise.all(known.more ? notIn(known, ids).map(one) : []);
      const failed = others.find((each) => isProblem(each));
      if (failed !== undefined) return failed;
      const found = [...known.items, ...others.flatMap((each) => (isProblem(each) ? [] : each))];
      return choicesById(found, ids);
    },

    async find(text) {
      const choices = await all();
      if (isProblem(choices)) return choices;
      const wanted = text.trim();
      const known = choices.items.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
      return choices.more ? further(wanted, known) : known;
    },
    forget() {
      last = undefined;
    },
  };
}

function notIn({ items }: Found<Choice>, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => !items.some((each) => each.id === id));
}

/** The choices with these ids, in their order. Choices with the same name also show their ids, so that nobody deletes the wrong one. */
export function choicesById(found: readonly Choice[], ids: readonly string[]): readonly Choice[] {
  const names = Map.groupBy(found, ({ name }) => name.trim());
  return ids.flatMap((wanted): Choice[] => {
    const choice = found.find(({ id }) => id === wanted);
    if (choice === undefined) return [];
    const name = nameOrId(choice.name.trim(), wanted);
    return [
      { id: wanted, name: (names.get(choice.name.trim())?.length ?? 0) > 1 ? `${name} (${shownId(wanted)})` : name },
    ];
  });
}
