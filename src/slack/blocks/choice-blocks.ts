import type { ExternalSelect, KnownBlock, PlainTextOption, StaticSelect } from '@slack/types';
import { z } from 'zod';
import { defined } from '../../domain/defined.ts';
import type { Named } from '../../domain/member-batch.ts';
import { notAChoice } from '../../domain/not-a-choice.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { nameOrId, shownId } from '../../domain/text/unnamed.ts';
import { actions as actionIds, memberActions } from '../names.ts';
import { button, context, cut, escapeText, isCarried, option, section } from './blocks.ts';
import { input, searchSelect, select } from './inputs.ts';
import { leftOutCopy } from './left-out-copy.ts';
import { limits } from './limits.ts';

/** What a system offers to choose from, as far as it is known: it has to be asked over the network, after the form is open. */
export type Offered =
  | { readonly state: 'loading' }
  /** `why` is mrkdwn. */
  | { readonly state: 'failed'; readonly why: string }
  /** `leftOut`: how many Slack cannot carry; none by default. */
  | { readonly state: 'loaded'; readonly choices: readonly Named[]; readonly leftOut?: number }
  /** More than a menu holds: they are searched. */
  | { readonly state: 'many' };

/**
 * A select of what is offered; while that is not known, a text in its place. Its block_id names the system, so that a choice
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
    const copy = section(`:warning: *${label}*\n${offered.why}`, `${blockId}:failed`);
    return [{ ...copy, accessory: button('Load again', memberActions.reload, field) }];
  }
  const asked = (element: ExternalSelect | StaticSelect) => input(blockId, label, element, { optional });
  if (offered.state === 'many') return [asked(searched(label, chosen))];
  const options = choiceOptions(offered.choices);
  const initial = options.find((each) => each.value === chosen?.id);
  if (options.length > limits.options) return [asked(searched(label, initial && chosen))];
  const missing = leftOutBlocks(label, offered.leftOut ?? 0, blockId);
  if (options.length === 0) {
    const copy = section(`:warning: *${label}*\n${escapeText(none)}`, `${blockId}:none`);
    return [...(optional ? [] : [copy]), ...missing];
  }
  return [asked(select(options, initial)), ...missing];
}

/** A line below a menu that says how many are left out; the count is part of the block's id, to be read back. */
function leftOutBlocks(label: string, leftOut: number, blockId: string): KnownBlock[] {
  if (leftOut === 0) return [];
  return [context(`:warning: ${leftOutCopy(leftOut, label.toLowerCase())}`, `${blockId}:left_out:${leftOut}`)];
}

function searched(label: string, chosen: Named | undefined): ExternalSelect {
  const initial = chosen === undefined ? undefined : option(chosen.name, chosen.id);
  return searchSelect(actionIds.choice, `Search: ${label.toLowerCase()}`, initial);
}

/**
 * Options of a menu that has no room for a line beside it, as many as it holds. The last counts those of `of` that Slack
 * can't carry (`one` as in leftOutCopy). `more`: stands in the place of those that are too many, if anything does.
 */
export function menuOptions(
  options: readonly PlainTextOption[],
  of: readonly { readonly id: string }[],
  one: string,
  more?: PlainTextOption,
): PlainTextOption[] {
  const leftOut = of.filter(({ id }) => !isCarried(id)).length;
  const last = leftOut === 0 ? [] : [option(leftOutCopy(leftOut, one), notAChoice)];
  const most = limits.options - last.length;
  const shown = more === undefined || options.length <= most ? options : [...options.slice(0, most - 1), more];
  return [...shown.slice(0, most), ...last];
}

/**
 * Choices as Slack takes them, each once; one without a name goes by its id. Of those that would read the same each says its id besides, so that
 * a person who deletes one of two sees which.
 */
export function choiceOptions(choices: readonly Named[]): PlainTextOption[] {
  const named = choices
    .filter(({ id }, nth) => isCarried(id) && choices.findIndex((each) => each.id === id) === nth)
    .map(({ id, name }) => ({ id, shown: cut(nameOrId(cleanLine(name), id), limits.option) }));
  const alike = Map.groupBy(named, ({ shown }) => shown);
  return named.map(({ id, shown }) => option((alike.get(shown)?.length ?? 0) > 1 ? withId(shown, id) : shown, id));
}

function withId(shown: string, id: string): string {
  const end = ` (${shownId(id)})`;
  return `${cut(shown, limits.option - end.length)}${end}`;
}

const Option = z.object({ value: z.string(), text: z.object({ text: z.string() }) });
const Block = z.object({
  block_id: z.string(),
  element: z
    .object({ type: z.string(), options: z.array(Option).default([]) })
    .optional()
    .catch(undefined),
});

/** What an open form offers already, read back from its blocks: a form that is redrawn need not ask for it again. */
export function offeredIn(blocks: readonly unknown[], field: string, system: string): Offered {
  const blockId = `${field}:${system}`;
  const read = blocks.flatMap((block) => Block.safeParse(block).data ?? []);
  const found = read.find(({ block_id: id, element }) => id === `${blockId}:none` || (id === blockId && element));
  if (found === undefined) return { state: 'loading' };
  if (found.element?.type === 'external_select') return { state: 'many' };
  const choices = found.element?.options.map(({ value, text }) => ({ id: value, name: text.text })) ?? [];
  const start = `${blockId}:left_out:`;
  const leftOut = read.find(({ block_id: id }) => id.startsWith(start))?.block_id.slice(start.length);
  return { state: 'loaded', choices, ...defined({ leftOut: leftOut === undefined ? undefined : Number(leftOut) }) };
}
