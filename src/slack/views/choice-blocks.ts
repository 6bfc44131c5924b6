import type { ExternalSelect, KnownBlock, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { Named } from '../../domain/member-batch.ts';
import { actions as actionIds, memberActions } from '../names.ts';
import { button, cut, escapeText, MAX_OPTIONS, option, plain, section } from './blocks.ts';

/** What a system offers to choose from, as far as it is known: it has to be asked over the network, after the form is open. */
export type Offered =
  | { readonly state: 'loading' }
  /** `why` is mrkdwn. */
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'loaded'; readonly choices: readonly Named[] }
  /** More than a menu holds: they are searched. */
  | { readonly state: 'many' };

/** Slack: an option's value has at most 150 characters. */
const LONGEST_ID = 150;
/** Slack: an option's text has at most 75 characters. So much of it an id may take. */
const LONGEST_TEXT = 75;
const LONGEST_SHOWN_ID = 40;

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
  if (options.length === 0)
    return optional ? [] : [section(`:warning: *${label}*\n${escapeText(none)}`, `${blockId}:none`)];
  const first = initial === undefined ? {} : { initial_option: initial };
  return [{ ...input, element: { type: 'static_select', action_id: actionIds.value, options, ...first } }];
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

/**
 * Choices as Slack takes them; one without a name goes by its id. Of those that would read the same each says its id besides: whoever
 * deletes one of two must see which.
 */
export function choiceOptions(choices: readonly Named[]): PlainTextOption[] {
  const named = choices
    .filter(({ id }) => id !== '' && id.length <= LONGEST_ID)
    .map(({ id, name }) => ({ id, shown: cut(name.trim() || id, LONGEST_TEXT) }));
  const alike = Map.groupBy(named, ({ shown }) => shown);
  return named.map(({ id, shown }) => option((alike.get(shown)?.length ?? 0) > 1 ? withId(shown, id) : shown, id));
}

function withId(shown: string, id: string): string {
  const end = ` (${id.length > LONGEST_SHOWN_ID ? `…${id.slice(1 - LONGEST_SHOWN_ID)}` : id})`;
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
    if (Nothing.safeParse(block).data?.block_id === `${field}:${system}:none`) return { state: 'loaded', choices: [] };
    const read = Select.safeParse(block);
    if (!read.success || read.data.block_id !== `${field}:${system}`) continue;
    const { type, options = [] } = read.data.element;
    if (type === 'external_select') return { state: 'many' };
    return { state: 'loaded', choices: options.map(({ value, text }) => ({ id: value, name: text.text })) };
  }
  return { state: 'loading' };
}
