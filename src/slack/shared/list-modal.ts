import type { Button, KnownBlock, ModalView, StaticSelect } from '@slack/types';
import { z } from 'zod';
import { cleanLine } from '../../domain/text/clean.ts';
import type { ListPage } from '../../flows/member/read-member-lists.ts';
import type { ShownRemoval } from '../../flows/member/read-removals.ts';
import {
  actions,
  button,
  buttonRow,
  context,
  cut,
  escapeText,
  lineBlock,
  option,
  plain,
  section,
} from '../blocks/blocks.ts';
import { input, modal, select, textInput } from '../blocks/inputs.ts';
import { Count, Id, Text } from '../blocks/metadata.ts';
import { pageButtons } from '../blocks/pages.ts';
import { fields, memberActions } from '../names.ts';
import { keepButtons, removalRow } from './removal.ts';
import { wantedCopy } from './removal-copy.ts';
import { systemNames } from './system-copy.ts';

/** Rows of one page: Slack takes 100 blocks, a person fewer. */
export const LIST_SIZE = 8;
/** Slack: a button's value has at most 2000 characters; private_metadata, in which a form over the list keeps it, 3000 in all. */
const LONGEST_ID = 500;
const LONGEST_SEARCH = 200;

/** What it shows: loading, failed (`why` is mrkdwn), or one page. */
export type ListContent<Item> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly why: string }
  | ({ readonly state: 'loaded' } & ListPage<Item>);

export type ListFrame = {
  /** Names of the systems with such a list. */
  readonly systems: readonly string[];
  /** The result of the last click, mrkdwn; '' when there was none. */
  readonly note: string;
  /** Removals that keep failing: those of shown rows by id, and, if the system doesn't answer, all this person may withdraw. */
  readonly removals?:
    | { readonly of: ReadonlyMap<string, ShownRemoval>; readonly others: readonly ShownRemoval[] }
    | undefined;
};

/** More pages than anybody leafs through. */
export const ListPageNo = Count.max(1_000);

/** What a list modal is about. `page` counts from 0. */
export const ListMetadata = z.object({ system: Id, text: Text, page: ListPageNo });
export type ListMemory = Readonly<z.infer<typeof ListMetadata>>;

/** How one list differs from another. */
export type ListKind<Item> = {
  readonly callbackId: string;
  readonly title: string;
  /** What the list leaves out, mrkdwn; undefined when it's complete. */
  readonly hint?: string | undefined;
  /** Shown when there is nothing, and when nothing matches. */
  readonly empty: string;
  readonly noMatch: string;
  readonly text: (item: Item) => string;
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
  return modal({
    id: kind.callbackId,
    title: kind.title,
    submit: 'Search',
    metadata: JSON.stringify({ ...memory, text: cut(memory.text, LONGEST_SEARCH) } satisfies ListMemory),
    blocks: [
      ...systemBlocks(memory.system, frame.systems),
      searchInput(memory.text, 'Part of an address, name or role'),
      ...lineBlock(kind.hint ?? '', 'hint'),
      ...lineBlock(frame.note, 'note'),
      ...contentBlocks(kind, memory, content, frame.removals),
    ],
  });
}

function systemBlocks(system: string, systems: readonly string[]): KnownBlock[] {
  if (systems.length < 2) return [section(`*${escapeText(systemNames(system))}*`, 'list_system')];
  // Named after the system: Slack would keep the old choice when the list moves on to another system by itself.
  return [actions([systemSelect(memberActions.listSystem, system, systems)], `list_system:${system}`)];
}

/** The menu of systems. */
export function systemSelect(actionId: string, system: string, systems: readonly string[]): StaticSelect {
  const options = systems.map((each) => option(systemNames(each), each));
  const chosen = options.find(({ value }) => value === system);
  return { ...select(options, chosen), action_id: actionId };
}

/** The search box of a list. */
export function searchInput(text: string, placeholder: string): KnownBlock {
  return input(fields.search, 'Search', textInput(text, LONGEST_SEARCH, { placeholder }), { optional: true });
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
  return [
    { type: 'divider' },
    ...content.items.flatMap((item, nth) => rowBlocks(kind, item, nth, removals?.of.get(kind.id(item)))),
    ...pageBlocks(memberActions.page, { ...content, size: LIST_SIZE, shown: content.items.length }),
  ];
}

/** Which rows of a list are shown, and the buttons that turn its pages. */
export function pageBlocks(
  actionId: string,
  at: { readonly page: number; readonly size: number; readonly shown: number; readonly more: boolean },
): KnownBlock[] {
  const first = at.page * at.size + 1;
  const turning = pageButtons(actionId, at, String);
  return [context(`${first} to ${first + at.shown - 1}${at.more ? ', and more' : ''}`), ...buttonRow(turning, 'pages')];
}

/** The removal of a row that is to be removed can only be withdrawn. */
function rowBlocks<Item>(
  kind: ListKind<Item>,
  item: Item,
  nth: number,
  removal: ShownRemoval | undefined,
): KnownBlock[] {
  const id = kind.id(item);
  const text = removal === undefined ? kind.text(item) : `${kind.text(item)}\n${wantedCopy(removal)}`;
  const shown = removal === undefined ? kind.buttons(item) : keepButtons(removal);
  // Without an id a button would be about nobody.
  return [section(text), ...buttonRow(id === '' || id.length > LONGEST_ID ? [] : shown, `row_${nth}`)];
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
