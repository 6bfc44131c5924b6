import type { HomeView, KnownBlock } from '@slack/types';
import type { HomePart } from '../../domain/home.ts';
import { problem } from '../../domain/problem.ts';
import type { ShownHome, Some } from '../../flows/shared/shown-home.ts';
import { mineRow } from '../approval/approval-list.ts';
import { button, buttonRow, context, header, lineBlock, plainSection, section } from '../blocks/blocks.ts';
import { pageButtons } from '../blocks/pages.ts';
import { buttons, homeActions } from '../names.ts';
import { problemCopy } from '../shared/problem-copy.ts';
import {
  creditsCopy,
  emptyCopy,
  inviteLabel,
  needsElsewhere,
  parsecOffCopy,
  partTitles,
  showAllCopy,
  troubleCopy,
  welcomeLines,
} from './home-copy.ts';
import { filterRow } from './home-filters.ts';
import { computerRow, endedRow, inviteRow } from './home-rows.ts';

type Whole = Extract<ShownHome, { readonly kind: 'home' }>;
type Part = Exclude<HomePart, 'overview'>;

/** The Home tab of a person at `now` (epoch ms). Nothing in it changes with the time alone: the same is not published twice. */
export function homeView(shown: ShownHome, now: number): HomeView {
  const blocks = shown.kind === 'refused' ? [plainSection(problemCopy(shown.why))] : homeBlocks(shown, now);
  return { type: 'home', blocks };
}

function homeBlocks(shown: Whole, now: number): KnownBlock[] {
  const { part } = shown.filter;
  const isEmpty = [shown.approvals, shown.needs, shown.now, shown.next, shown.ended].every(
    ({ items }) => items.length === 0,
  );
  // Three lines and two buttons are enough to begin with.
  if (shown.isFirst && isEmpty && part === 'overview') return [...welcomeBlocks(shown), ...troubleBlocks(shown)];
  const top = [...welcomeBlocks(shown), ...troubleBlocks(shown), ...creditsBlocks(shown)];
  if (part === 'overview') return [...top, ...filterRow(shown), ...overviewBlocks(shown, now)];
  const waits = part !== 'needs' && shown.needs.items.length + shown.approvals.items.length > 0;
  const elsewhere = { ...section(needsElsewhere), accessory: button('Show', homeActions.show, 'needs') };
  return [...top, ...filterRow(shown), ...(waits ? [elsewhere] : []), ...pageBlocks(shown, part, now)];
}

/** What to begin with: the first time with a word of what this is. */
function welcomeBlocks({ isFirst, parsec }: Whole): KnownBlock[] {
  const invite = parsec === 'off' ? [] : [button(inviteLabel, homeActions.invite, 'new', 'primary')];
  const help = button('Show commands', buttons.run, 'help');
  return [...(isFirst ? [section(welcomeLines.join('\n'))] : []), ...buttonRow([...invite, help])];
}

/** That Parsec is not there, or does not answer. */
function troubleBlocks({ parsec, trouble }: Whole): KnownBlock[] {
  if (parsec === 'off') return [section(parsecOffCopy(problem('provider_off', { provider: 'parsec' })))];
  return trouble === undefined ? [] : [section(troubleCopy(trouble))];
}

function creditsBlocks({ credits }: Whole): KnownBlock[] {
  if (credits === undefined) return [];
  return [credits.isLow ? section(creditsCopy(credits)) : context(creditsCopy(credits))];
}

function overviewBlocks(shown: Whole, now: number): KnownBlock[] {
  const all = (part: Part, { more }: Some<unknown>) =>
    buttonRow(more ? [button(showAllCopy[part], homeActions.show, part)] : []);
  const parts: Part[] = shown.parsec === 'off' ? ['needs', 'now', 'next', 'ended'] : [...allParts];
  return parts.flatMap((part) => [
    header(partTitles[part]),
    ...partBlocks(shown, part, now),
    ...all(part, shown[part]),
  ]);
}

const allParts = ['needs', 'now', 'next', 'ended', 'computers'] as const satisfies readonly Part[];

/** One part alone, page by page. */
function pageBlocks(shown: Whole, part: Part, now: number): KnownBlock[] {
  const { page } = shown.filter;
  return [
    header(partTitles[part]),
    ...partBlocks(shown, part, now),
    ...lineBlock(page > 0 ? `Page ${page + 1}` : ''),
    ...buttonRow(pageButtons(homeActions.page, { page, more: shown[part].more }, String)),
  ];
}

function partBlocks(shown: Whole, part: Part, now: number): KnownBlock[] {
  const rows = rowsOf(shown, part, now);
  const { scope, page } = shown.filter;
  return rows.length === 0 ? [context(emptyCopy(part, { scope, page, isMissing: shown.trouble !== undefined }))] : rows;
}

function rowsOf(shown: Whole, part: Part, now: number): KnownBlock[] {
  const reader = { now, zone: shown.zone, namesInviter: shown.filter.scope === 'all' };
  switch (part) {
    case 'needs':
      return [...approvalRows(shown), ...shown.needs.items.flatMap((seen) => inviteRow(seen, reader))];
    case 'now':
    case 'next':
      return shown[part].items.flatMap((seen) => inviteRow(seen, reader));
    case 'ended':
      return shown.ended.items.flatMap((seen) => endedRow(seen, reader));
    case 'computers':
      return shown.computers.items.map((computer) => computerRow(computer, reader));
  }
}

/** Requests on the first page: those behind them move up when these are decided. */
function approvalRows({ approvals, filter }: Whole): KnownBlock[] {
  if (filter.part === 'needs' && filter.page > 0) return [];
  const more = button('Show all requests', buttons.run, 'approvals');
  return [...approvals.items.flatMap(mineRow), ...buttonRow(approvals.more ? [more] : [])];
}
