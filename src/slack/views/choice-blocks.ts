import type { ExternalSelect, KnownBlock, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { Named } from '../../domain/member-batch.ts';
import { notAChoice } from '../../domain/not-a-choice.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { nameOrId, shownId } from '../../domain/text/unnamed.ts';
import { actions as actionIds, memberActions } from '../names.ts';
import { leftOutWords } from '../words/left-out.ts';
import { button, context, cut, escapeText, isCarried, MAX_OPTIONS, option, plain, section } from './blocks.ts';

/** What a system offers to choose from, as far as it is known: it has to be asked over the network, after the form is open. */
export type Offered =
  | { readonly state: 'loading' }
  /** `why` is mrkdwn. */
  | { readonly state: 'failed'; readonly why: string }
  /** `leftOut`: how many Slack cannot carry; none unless told. */
  | { readonly state: 'loaded'; readonly choices: readonly Named[]; readonly leftOut?: number }
  /** More than a menu holds: they are searched. */
  | { readonly state: 'many' };

/** Slack: an option's text has at most 75 characters. */
const LONGEST_TEXT = 75;

/**
 * A select of what is offered; while that is not known, words in its place. Its block_id names the system, so that a choice
 * made for one system is not taken for one of another. `none`, plain text, is said where one is needed and there is none.
 */
export function choiceBlocks(
  field: string,
  label: string,
  system: string,
  offered: Offered,
  chosen: Named | undefined,
  optional: boolean,
  none = 'There is none.',
): KnownBlock[] {
  const blockId = `${field}:${system}`;
  if (offered.state === 'loading') {
    return [section(`:hourglass_flowing_sand: *${label}*\nLoading…`, `${blockId}:loading`)];
  }
  if (offered.state === 'failed') {
    const words = section(`:warning: *${label}*\n${offered.why}`, `${blockId}:failed`);
    return [{ ...words, accessory: button('Load again', memberActions.reload, field) }];
  }
  const input = { type: 'input', block_id: blockId, optional, label: plain(label) } as const;
  if (offered.state === 'many') return [{ ...input, element: searched(label, chosen) }];
  const options = choiceOptions(offered.choices);
  const initial = options.find((each) => each.value === chosen?.id);
  if (options.length > MAX_OPTIONS) return [{ ...input, element: searched(label, initial && chosen) }];
  const missing = leftOutBlocks(label, offered.leftOut ?? 0, blockId);
  if (options.length === 0) {
    const words = section(`:warning: *${label}*\n${escapeText(none)}`, `${blockId}:none`);
    return [...(optional ? [] : [words]), ...missing];
  }
  const first = initial === undefined ? {} : { initial_option: initial };
  return [{ ...input, element: { type: 'static_select', action_id: actionIds.value, options, ...first } }, ...missing];
}

/** How many are left out of the menu above, said below it; the count is part of the block's id, to be read back. */
function leftOutBlocks(label: string, leftOut: number, blockId: string): KnownBlock[] {
  if (leftOut === 0) return [];
  return [context(`:warning: ${leftOutWords(leftOut, label.toLowerCase())}`, `${blockId}:left_out:${leftOut}`)];
}

function searched(label: string, chosen: Named | undefined): ExternalSelect {
  return {
    type: 'external_select',
    action_id: actionIds.choice,
    min_query_length: 0,
    placeholder: plain(`Search: ${label.toLowerCase()}`),
    ...(chosen === undefined ? {} : { initial_option: option(chosen.name, chosen.id) }),
  };
}

/** The last option of a menu that has no room for words beside it; undefined when nothing is left out. */
export function leftOutOption(choices: readonly { readonly id: string }[], one: string): PlainTextOption | undefined {
  const leftOut = choices.filter(({ id }) => !isCarried(id)).length;
  return leftOut === 0 ? undefined : option(leftOutWords(leftOut, one), notAChoice);
}

/**
 * Choices as Slack takes them, each once; one without a name goes by its id. Of those that would read the same each says its id besides: whoever
 * deletes one of two must see which.
 */
export function choiceOptions(choices: readonly Named[]): PlainTextOption[] {
  const named = choices
    .filter(({ id }, nth) => isCarried(id) && choices.findIndex((each) => each.id === id) === nth)
    .map(({ id, name }) => ({ id, shown: cut(nameOrId(cleanLine(name), id), LONGEST_TEXT) }));
  const alike = Map.groupBy(named, ({ shown }) => shown);
  return named.map(({ id, shown }) => option((alike.get(shown)?.length ?? 0) > 1 ? withId(shown, id) : shown, id));
}

function withId(shown: string, id: string): string {
  const end = ` (${shownId(id)})`;
  return `${cut(shown, LONGEST_TEXT - end.length)}${end}`;
}

const Option = z.object({ value: z.string(), text: z.object({ text: z.string() }) });
const Nothing = z.object({ block_id: z.string() });
const Select = z.object({
  block_id: z.string(),
  element: z.object({ type: z.string(), options: z.array(Option).optional() }),
});

/** What an open form offers already, read back from its blocks: a form that is drawn again need not ask for it again. */
export function offeredIn(blocks: readonly unknown[], field: string, system: string): Offered {
  for (const block of blocks) {
    if (Nothing.safeParse(block).data?.block_id === `${field}:${system}:none`) {
      return { state: 'loaded', choices: [], ...leftOutIn(blocks, field, system) };
    }
    const read = Select.safeParse(block);
    if (!read.success || read.data.block_id !== `${field}:${system}`) continue;
    const { type, options = [] } = read.data.element;
    if (type === 'external_select') return { state: 'many' };
    const choices = options.map(({ value, text }) => ({ id: value, name: text.text }));
    return { state: 'loaded', choices, ...leftOutIn(blocks, field, system) };
  }
  return { state: 'loading' };
}

function leftOutIn(blocks: readonly unknown[], field: string, system: string): { leftOut?: number } {
  const start = `${field}:${system}:left_out:`;
  const ids = blocks.flatMap((block) => Nothing.safeParse(block).data?.block_id ?? []);
  const found = ids.find((id) => id.startsWith(start));
  return found === undefined ? {} : { leftOut: Number(found.slice(start.length)) };
}
