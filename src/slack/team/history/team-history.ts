import type { ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView, StaticSelect, UsersSelect } from '@slack/types';
import { z } from 'zod';
import { defined } from '../../../domain/defined.ts';
import { GUESTS, type HistoryKind, historyKinds, SETTINGS } from '../../../flows/shared/history-actions.ts';
import type { HistoryEntry, HistoryFilters, HistoryPage } from '../../../flows/team/read-history.ts';
import type { KnownOperation } from '../../../flows/team/team-operations.ts';
import { actions, button, cutMrkdwn, option, plain, section } from '../../blocks/blocks.ts';
import { elementValues, formValues } from '../../blocks/form-values.ts';
import { modal, select } from '../../blocks/inputs.ts';
import { Count, Id, Instant, memoryOf, searchable, Text } from '../../blocks/metadata.ts';
import { lineSections } from '../../blocks/pages.ts';
import { fields, memberActions, modals, teamActions } from '../../names.ts';
import { ListPageNo, pageBlocks, searchInput } from '../../shared/list-modal.ts';
import { systemNames } from '../../shared/system-copy.ts';
import { readerTime } from '../../shared/time-copy.ts';
import { historyCopy } from './history-copy.ts';

/** Lines of a page, and the length of one: three fit into a section. */
export const HISTORY_SIZE = 15;
const LINE = 900;

const Kind = z.custom<HistoryKind>((value) => typeof value === 'string' && Object.hasOwn(historyKinds, value));
const When = z.enum(['day', 'week', 'month']);
/** What the modal shows. `no` counts how often the filters were cleared: Slack keeps choices under the old block id. */
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
export type HistoryMemory = Readonly<z.infer<typeof HistoryMetadata>>;

const kinds = {
  invite: 'Invited',
  resend: 'Resent',
  change: 'Changed',
  cancel: 'Cancelled',
  remove: 'Removed',
  role: 'Changed role',
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

/** What people did, newest first, with filters. `known`: all operations, which name those of `/team`. */
export function historyModal(
  memory: HistoryMemory,
  { entries, page, more, newestAt }: HistoryPage,
  known: readonly KnownOperation[],
  systems: readonly string[],
): ModalView {
  return modal({
    id: modals.teamHistory,
    title: 'History',
    submit: 'Search',
    metadata: JSON.stringify({ ...memory, page, newestAt } satisfies HistoryMemory),
    blocks: [
      filterBlock(memory, systems),
      searchInput(memory.text ?? '', 'Part of a name, address or computer'),
      ...(entries.length === 0
        ? [section(isNarrowed(memory) ? 'Nothing matches.' : 'Nothing has been done yet.', 'none')]
        : [
            ...entryBlocks(entries, known),
            ...pageBlocks(teamActions.historyPage, { page, size: HISTORY_SIZE, shown: entries.length, more }),
          ]),
    ],
  });
}

/** Several lines to a section; one that can be withdrawn has its own, with a button. */
function entryBlocks(entries: readonly HistoryEntry[], known: readonly KnownOperation[]): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let lines: string[] = [];
  for (const entry of entries) {
    const text = line(entry, known);
    if (entry.removalId === undefined) lines.push(text);
    else {
      const accessory = button('Withdraw', memberActions.keep, entry.removalId);
      blocks.push(...lineSections(lines), { ...section(text), accessory });
      lines = [];
    }
  }
  return [...blocks, ...lineSections(lines)];
}

function isNarrowed({ who, area, kind, when, text }: HistoryMemory): boolean {
  return [who, area, kind, when].some((part) => part !== undefined) || (text ?? '') !== '';
}

function filterBlock(memory: HistoryMemory, systems: readonly string[]): KnownBlock {
  const who: UsersSelect = {
    type: 'users_select',
    action_id: teamActions.historyWho,
    placeholder: plain('Anyone'),
    ...defined({ initial_user: memory.who }),
  };
  const areas = [
    ...systems.map((name) => [name, systemNames(name)] as const),
    [GUESTS, 'Guest invites'],
    [SETTINGS, 'Channel settings'],
  ] as const;
  const menus = [
    menu(teamActions.historyArea, 'Everywhere', areas, memory.area),
    menu(teamActions.historyKind, 'Everything', Object.entries(kinds), memory.kind),
    menu(teamActions.historyWhen, 'Any time', Object.entries(periods), memory.when),
  ];
  const clear = isNarrowed(memory) ? [button('Clear filters', teamActions.historyClear, 'clear')] : [];
  return actions([who, ...menus, ...clear], filterBlockId(memory.no));
}

function filterBlockId(no: number): string {
  return `history_filters:${no}`;
}

function menu(
  actionId: string,
  none: string,
  choices: readonly (readonly [value: string, text: string])[],
  chosen: string | undefined,
): StaticSelect {
  const options = [option(none, ALL), ...choices.map(([value, text]) => option(text, value))];
  const initial = options.find(({ value }) => value === chosen) ?? options[0];
  return { ...select(options, initial), action_id: actionId };
}

function line(entry: HistoryEntry, known: readonly KnownOperation[]): string {
  const row = known.find(({ id }) => id === `${entry.area}/${entry.action}`)?.row;
  return cutMrkdwn(`${readerTime(entry.at, 'UTC')} · ${historyCopy(entry, row?.title)}`, LINE);
}

/** The choices in the modal now: the second of two quick clicks is made before the first is drawn. */
export function readHistoryForm(view: Pick<ViewOutput, 'private_metadata' | 'state'>): HistoryMemory {
  const memory = memoryOf(view, HistoryMetadata);
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
