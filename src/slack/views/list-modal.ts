import type { ViewOutput } from '@slack/bolt';
import type { Button, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { cleanLine } from '../../domain/text/clean.ts';
import type { ListPage } from '../../flows/read-member-lists.ts';
import type { ShownRemoval } from '../../flows/read-removals.ts';
import { actions as actionIds, fields, memberActions } from '../names.ts';
import { wantedWords } from '../words/removals.ts';
import { systemNames } from '../words/systems.ts';
import { actions, button, context, cut, escapeText, option, plain, section } from './blocks.ts';
import { Count, Id, Text } from './metadata.ts';
import { pageButtons } from './pages.ts';
import { keepButtons, removalRow } from './removal.ts';

/** Rows of one page: Slack takes 100 blocks, a person fewer. */
export const LIST_SIZE = 8;
/** Slack: a button's value has at most 2000 characters; private_metadata, in which a form over the list keeps it, 3000 in all. */
const LONGEST_ID = 500;
const LONGEST_SEARCH = 200;

/** What a list modal is about. `page` counts from 0. */
export type ListMemory = { readonly system: string; readonly text: string; readonly page: number };

/** What stands in it: asked for, failed (`why` is mrkdwn), or one page. */
export type ListContent<Item> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly why: string }
  | ({ readonly state: 'loaded' } & ListPage<Item>);

export type ListFrame = {
  /** Names of the systems that have such a list. */
  readonly systems: readonly string[];
  /** What came of the last click, mrkdwn; '' when there was none. */
  readonly note: string;
  /** Removals that do not get through: of what is shown, by its id; and, where the system does not answer, all this person may withdraw. */
  readonly removals?:
    | { readonly of: ReadonlyMap<string, ShownRemoval>; readonly others: readonly ShownRemoval[] }
    | undefined;
};

/** A system is asked page by page: nobody turns so many. */
export const ListPageNo = Count.max(1_000);

/** How one list differs from another. */
export type ListKind<Item> = {
  readonly callbackId: string;
  readonly title: string;
  /** What the list leaves out, mrkdwn; undefined when it is whole. */
  readonly hint?: string | undefined;
  /** What is said when there is nothing, and when nothing matches. */
  readonly empty: string;
  readonly noMatch: string;
  readonly words: (item: Item) => string;
  readonly id: (item: Item) => string;
  readonly buttons: (item: Item) => readonly Button[];
};

/** A list of a system in a modal: searched, turned page by page, and loaded after it is open. */
export function listModal<Item>(
  kind: ListKind<Item>,
  memory: ListMemory,
  content: ListContent<Item>,
  frame: ListFrame,
): ModalView {
  return {
    type: 'modal',
    callback_id: kind.callbackId,
    title: plain(kind.title),
    submit: plain('Search'),
    close: plain('Close'),
    private_metadata: JSON.stringify({ ...memory, text: cut(memory.text, LONGEST_SEARCH) } satisfies ListMemory),
    blocks: [
      ...systemBlocks(memory.system, frame.systems),
      searchInput(memory.text, 'Part of an address, a name or a role'),
      ...(kind.hint === undefined ? [] : [context(kind.hint, 'hint')]),
      ...(frame.note === '' ? [] : [context(frame.note, 'note')]),
      ...contentBlocks(kind, memory, content, frame.removals),
    ],
  };
}

function systemBlocks(system: string, systems: readonly string[]): KnownBlock[] {
  if (systems.length < 2) return [section(`*${escapeText(systemNames(system))}*`, 'list_system')];
  const options = systems.map((each) => option(systemNames(each), each));
  const chosen = options.find((each) => each.value === system);
  const first = chosen === undefined ? {} : { initial_option: chosen };
  return [
    {
      type: 'actions',
      // Counted by system: Slack would keep what was chosen before, where the list has gone on to another by itself.
      block_id: `list_system:${system}`,
      elements: [{ type: 'static_select', action_id: memberActions.listSystem, options, ...first }],
    },
  ];
}

/** The input of what a list is searched for. */
export function searchInput(text: string, placeholder: string): KnownBlock {
  return {
    type: 'input',
    block_id: fields.search,
    optional: true,
    label: plain('Search'),
    element: {
      type: 'plain_text_input',
      action_id: actionIds.value,
      max_length: LONGEST_SEARCH,
      placeholder: plain(placeholder),
      ...(text === '' ? {} : { initial_value: cut(text, LONGEST_SEARCH) }),
    },
  };
}

function contentBlocks<Item>(
  kind: ListKind<Item>,
  memory: ListMemory,
  content: ListContent<Item>,
  removals: ListFrame['removals'],
): readonly KnownBlock[] {
  if (content.state === 'loading') {
    return [section(`:hourglass_flowing_sand: Asking ${escapeText(systemNames(memory.system))}…`, 'loading')];
  }
  if (content.state === 'failed') {
    const again = button('Try again', memberActions.again, String(memory.page));
    const waiting = (removals?.others ?? []).flatMap(removalRow);
    return [{ ...section(`:warning: ${content.why}`, 'failed'), accessory: again }, ...waiting];
  }
  if (content.items.length === 0) return [section(memory.text.trim() === '' ? kind.empty : kind.noMatch, 'none')];
  const from = content.page * LIST_SIZE + 1;
  const turning = pageButtons(memberActions.page, content, String);
  return [
    { type: 'divider' },
    ...content.items.flatMap((item, nth) => rowBlocks(kind, item, nth, removals?.of.get(kind.id(item)))),
    context(`${from} to ${from + content.items.length - 1}${content.more ? ', and more' : ''}`),
    ...(turning.length === 0 ? [] : [actions(turning, 'pages')]),
  ];
}

/** Of somebody who is to be removed, it can only be withdrawn. */
function rowBlocks<Item>(
  kind: ListKind<Item>,
  item: Item,
  nth: number,
  removal: ShownRemoval | undefined,
): KnownBlock[] {
  if (removal === undefined) return [section(kind.words(item)), ...buttonRow(kind, item, nth, kind.buttons(item))];
  const words = section(`${kind.words(item)}\n${wantedWords(removal)}`);
  return [words, ...buttonRow(kind, item, nth, keepButtons(removal))];
}

function buttonRow<Item>(kind: ListKind<Item>, item: Item, nth: number, shown: readonly Button[]): KnownBlock[] {
  // Without an id nobody could say whom a button is about.
  const id = kind.id(item);
  return shown.length === 0 || id === '' || id.length > LONGEST_ID ? [] : [actions(shown, `row_${nth}`)];
}

/** A button that asks first. Slack: a confirmation has a title of at most 100, a text of 300 and buttons of 30 characters. */
export function confirmed(
  on: Button,
  ask: { readonly title: string; readonly text: string; readonly yes: string; readonly no: string },
): Button {
  return {
    ...on,
    confirm: {
      title: plain(cut(cleanLine(ask.title), 100)),
      text: plain(cut(ask.text, 300)),
      confirm: plain(ask.yes),
      deny: plain(ask.no),
      style: 'danger',
    },
  };
}

export const ListMetadata: z.ZodType<ListMemory> = z.object({ system: Id, text: Text, page: ListPageNo });

export function readListMemory(view: Pick<ViewOutput, 'private_metadata'>): ListMemory {
  return ListMetadata.parse(JSON.parse(view.private_metadata));
}
