import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView, StaticSelect, UsersSelect } from '@slack/types';
import { z } from 'zod';
import { GUESTS, type HistoryKind, historyKinds, SETTINGS } from '../../flows/history-actions.ts';
import type { HistoryEntry, HistoryFilters, HistoryPage } from '../../flows/read-history.ts';
import type { KnownOperation } from '../../flows/team-operations.ts';
import { searchable } from '../history-text.ts';
import { fields, memberActions, modals, teamActions } from '../names.ts';
import { historyWords } from '../words/history.ts';
import { systemNames } from '../words/systems.ts';
import { readerTime } from '../words/times.ts';
import { actions, button, context, cutMrkdwn, option, plain, section } from './blocks.ts';
import { elementValues, formValues } from './form-values.ts';
import { ListPageNo, searchInput } from './list-modal.ts';
import { Count, Id, Instant, Text } from './metadata.ts';
import { pageButtons, paragraphs } from './pages.ts';

/** Lines of one page, and how long one may be: three fit into a section. */
export const HISTORY_SIZE = 15;
const LINE = 900;

/** What the modal is about. `no` counts how often the filters were cleared: Slack keeps what was chosen under the old name. */
export type HistoryMemory = HistoryFilters & {
  readonly page: number;
  readonly newestAt?: number | undefined;
  readonly no: number;
};

const kinds = {
  invite: 'Invited',
  resend: 'Sent again',
  change: 'Changed',
  cancel: 'Cancelled',
  remove: 'Removed',
  role: 'Changed a role',
  kick: 'Disconnected',
  takeover: 'Took over',
  settings: 'Changed settings',
  team: 'Used /team',
} satisfies Record<HistoryKind, string>;

const periods = { day: 'Last day', week: 'Last week', month: 'Last month' } satisfies Record<
  NonNullable<HistoryFilters['when']>,
  string
>;

const ALL = 'all';

/** What people did, newest first, with what narrows it. `known`: the operations there are, by which those of `/team` are named. */
export function historyModal(
  memory: HistoryMemory,
  { entries, page, more, newestAt }: HistoryPage,
  known: readonly KnownOperation[],
  systems: readonly string[],
): ModalView {
  const turning = pageButtons(teamActions.historyPage, { page, more }, String);
  const from = page * HISTORY_SIZE + 1;
  return {
    type: 'modal',
    callback_id: modals.teamHistory,
    title: plain('History'),
    submit: plain('Search'),
    close: plain('Close'),
    private_metadata: JSON.stringify({ ...memory, page, newestAt } satisfies HistoryMemory),
    blocks: [
      filterBlock(memory, systems),
      searchInput(memory.text ?? '', 'Part of a name, an address or a computer'),
      ...(entries.length === 0
        ? [section(isNarrowed(memory) ? 'Nothing like that was done.' : 'Nothing was done yet.', 'none')]
        : entryBlocks(entries, known)),
      ...(entries.length === 0 ? [] : [context(`${from} to ${from + entries.length - 1}${more ? ', and more' : ''}`)]),
      ...(turning.length === 0 ? [] : [actions(turning, 'pages')]),
    ],
  };
}

/** Several lines to a section; what can be withdrawn stands alone, with its button. */
function entryBlocks(entries: readonly HistoryEntry[], known: readonly KnownOperation[]): KnownBlock[] {
  const sections = (lines: readonly string[]) => paragraphs(lines, 3000).map((part) => section(part));
  const blocks: KnownBlock[] = [];
  let lines: string[] = [];
  for (const entry of entries) {
    const words = line(entry, known);
    if (entry.removalId === undefined) lines.push(words);
    else {
      const accessory = button('Withdraw', memberActions.keep, entry.removalId);
      blocks.push(...sections(lines), { ...section(words), accessory });
      lines = [];
    }
  }
  return [...blocks, ...sections(lines)];
}

function isNarrowed({ who, area, kind, when, text }: HistoryMemory): boolean {
  return [who, area, kind, when].some((part) => part !== undefined) || (text ?? '') !== '';
}

function filterBlock(memory: HistoryMemory, systems: readonly string[]): KnownBlock {
  const who: UsersSelect = {
    type: 'users_select',
    action_id: teamActions.historyWho,
    placeholder: plain('Anybody'),
    ...(memory.who === undefined ? {} : { initial_user: memory.who }),
  };
  const areas = [
    ...systems.map((name) => [name, systemNames(name)] as const),
    [GUESTS, 'Guest invites'],
    [SETTINGS, 'Channel settings'],
  ] as const;
  return {
    type: 'actions',
    block_id: filterBlockId(memory.no),
    elements: [
      who,
      select(teamActions.historyArea, 'Everywhere', areas, memory.area),
      select(teamActions.historyKind, 'Everything', Object.entries(kinds), memory.kind),
      select(teamActions.historyWhen, 'Any time', Object.entries(periods), memory.when),
      ...(isNarrowed(memory) ? [button('Clear filters', teamActions.historyClear, 'clear')] : []),
    ],
  };
}

function filterBlockId(no: number): string {
  return `history_filters:${no}`;
}

function select(
  actionId: string,
  none: string,
  choices: readonly (readonly [value: string, words: string])[],
  chosen: string | undefined,
): StaticSelect {
  const options = [option(none, ALL), ...choices.map(([value, words]) => option(words, value))];
  const initial = options.find(({ value }) => value === chosen) ?? options[0];
  return { type: 'static_select', action_id: actionId, options, ...(initial && { initial_option: initial }) };
}

function line(entry: HistoryEntry, known: readonly KnownOperation[]): string {
  const row = known.find(({ id }) => id === `${entry.area}/${entry.action}`)?.row;
  return cutMrkdwn(`${readerTime(entry.at, 'UTC')} · ${historyWords(entry, row?.title)}`, LINE);
}

const Kind = z.custom<HistoryKind>((value) => typeof value === 'string' && Object.hasOwn(historyKinds, value));
const When = z.enum(['day', 'week', 'month']);
export const HistoryMetadata = z.object({
  who: Id.optional(),
  area: Id.optional(),
  kind: Kind.optional(),
  when: When.optional(),
  text: Text.optional(),
  page: ListPageNo,
  newestAt: Instant.optional(),
  no: Count,
});

/** What is chosen in the modal now: of two quick clicks the second was made before the first was drawn. */
export function readHistoryForm(view: Pick<ViewOutput, 'private_metadata' | 'state'>): HistoryMemory {
  const memory = HistoryMetadata.parse(JSON.parse(view.private_metadata));
  const chosen = elementValues(view, filterBlockId(memory.no));
  const of = (actionId: string, was: string | undefined) => {
    const value = chosen(actionId).choice || was;
    return value === ALL ? undefined : value;
  };
  return {
    ...memory,
    who: chosen(teamActions.historyWho).user || memory.who,
    area: of(teamActions.historyArea, memory.area),
    kind: Kind.optional().catch(undefined).parse(of(teamActions.historyKind, memory.kind)),
    when: When.optional().catch(undefined).parse(of(teamActions.historyWhen, memory.when)),
    text: searchable(formValues(view).text(fields.search)),
  };
}
