import type { Button, Datepicker, KnownBlock, ModalView, StaticSelect, UsersSelect } from '@slack/types';
import { defined } from '../../../domain/defined.ts';
import { surfaces, type Via } from '../../../domain/via.ts';
import type { AuditPage, AuditScope } from '../../../flows/guest/audit/audit-page.ts';
import type { ShownEntry } from '../../../flows/guest/audit/audit-subjects.ts';
import { actions, button, buttonRow, context, cutMrkdwn, option, plain, section } from '../../blocks/blocks.ts';
import { datePicker, modal, select } from '../../blocks/inputs.ts';
import { auditActions, modals } from '../../names.ts';
import { searchInput } from '../../shared/list-modal.ts';
import { readerTime } from '../../shared/time-copy.ts';
import { ALL, type AuditMemory, filterBlockId, writePlace } from './audit-memory.ts';
import { auditSentence } from './audit-sentence.ts';
import { auditKinds } from './audit-words.ts';

/** Entries of a page, and the length of one. Slack takes 100 blocks and 250,000 bytes. */
export const AUDIT_SIZE = 15;
const LINE = 1_500;

const titles = { all: 'Audit log', own: 'Your history' } satisfies Record<AuditScope, string>;

const about = {
  all: 'What people and Guestlist did, newest first.',
  own: 'What you did, and what was done to your own invites, newest first.',
} satisfies Record<AuditScope, string>;

const nothing = {
  all: 'The audit log is empty.',
  own: "You haven't done anything here yet.",
} satisfies Record<AuditScope, string>;

/** The surfaces of the audit log, as people know them. */
export const viaNames = {
  command: 'Command',
  form: 'Form',
  button: 'Button',
  shortcut: 'Shortcut',
  home: 'Home tab',
  job: 'Guestlist itself',
  dashboard: 'Provider dashboard',
  cli: 'Operator script',
} satisfies Record<Via, string>;

/** A page of the log, with filters. `note`: mrkdwn, says what became of the last click; '' for nothing. */
export function auditModal(memory: AuditMemory, { entries, next }: AuditPage, note = ''): ModalView {
  const isNarrowed = [memory.who, memory.kind, memory.via, memory.from, memory.to, memory.text].some(
    (part) => part !== undefined,
  );
  return modal({
    id: modals.audit,
    title: titles[memory.scope],
    submit: 'Search',
    metadata: JSON.stringify(memory satisfies AuditMemory),
    blocks: [
      context(about[memory.scope]),
      filterBlock(memory, isNarrowed),
      searchInput(memory.text ?? '', 'Part of an address, computer or event'),
      ...(note === '' ? [] : [context(note, 'note')]),
      ...(entries.length === 0
        ? [section(isNarrowed ? 'Nothing matches.' : nothing[memory.scope], 'none')]
        : entries.map((entry) => entryBlock(entry))),
      ...pageBlocks(memory, entries, next),
    ],
  });
}

/** A line of the log, mrkdwn. */
function auditLine(entry: ShownEntry): string {
  return cutMrkdwn(`${readerTime(entry.at, 'UTC')} · ${auditSentence(entry)}`, LINE);
}

function entryBlock(entry: ShownEntry): KnownBlock {
  return { ...section(auditLine(entry)), accessory: button('Details', auditActions.details, writePlace(entry)) };
}

function pageBlocks(memory: AuditMemory, entries: readonly ShownEntry[], next: AuditPage['next']): KnownBlock[] {
  const first = memory.page * AUDIT_SIZE + 1;
  const turning: Button[] = [
    ...(memory.page > 0 ? [button('Previous', `${auditActions.page}:previous`, 'previous')] : []),
    ...(next === undefined ? [] : [button('Next', `${auditActions.page}:next`, writePlace(next))]),
  ];
  const exporting: Button[] = (['csv', 'jsonl'] as const).map((format) =>
    button(`Export ${format.toUpperCase()}`, `${auditActions.export}:${format}`, format),
  );
  if (entries.length === 0) return buttonRow(turning, 'pages');
  const shown = `${first} to ${first + entries.length - 1}${next === undefined ? '' : ', and more'}`;
  return [context(shown), ...buttonRow([...turning, ...exporting], 'pages')];
}

function filterBlock(memory: AuditMemory, isNarrowed: boolean): KnownBlock {
  const who: UsersSelect = {
    type: 'users_select',
    action_id: auditActions.who,
    placeholder: plain('Anyone'),
    ...defined({ initial_user: memory.who }),
  };
  const vias = surfaces.map((via) => [via, viaNames[via]] as const);
  return actions(
    [
      who,
      menu(auditActions.kind, 'All actions', Object.entries(auditKinds), memory.kind),
      menu(auditActions.via, 'Every surface', vias, memory.via),
      day(auditActions.from, 'First day', memory.from),
      day(auditActions.to, 'Last day', memory.to),
      ...(isNarrowed ? [button('Clear filters', auditActions.clear, 'clear')] : []),
    ],
    filterBlockId(memory.no),
  );
}

function menu(
  actionId: string,
  all: string,
  choices: readonly (readonly [value: string, name: string])[],
  chosen: string | undefined,
): StaticSelect {
  const options = [option(all, ALL), ...choices.map(([value, name]) => option(name, value))];
  return {
    ...select(
      options,
      options.find(({ value }) => value === (chosen ?? ALL)),
    ),
    action_id: actionId,
  };
}

function day(actionId: string, name: string, chosen: string | undefined): Datepicker {
  return { ...datePicker(chosen ?? ''), action_id: actionId, placeholder: plain(name) };
}
