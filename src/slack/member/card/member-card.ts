import type { Button, KnownBlock } from '@slack/types';
import { canTryAgain, type MemberBatch, type MemberRow, tallyOf } from '../../../domain/member-batch.ts';
import type { JoinLink } from '../../../flows/member/retry-members.ts';
import {
  button,
  buttonRow,
  context,
  cut,
  header,
  lineBlock,
  type Message,
  section,
  shortText,
} from '../../blocks/blocks.ts';
import { lineSections, pageButtons } from '../../blocks/pages.ts';
import { memberActions } from '../../names.ts';
import { linkCopy } from '../../shared/link-copy.ts';
import { systemNames } from '../../shared/system-copy.ts';
import { tallyCopy } from '../../shared/tally-copy.ts';
import { batchState, rowCopy, termsCopy } from './member-copy.ts';

/** Up to this many people are all named on the card; with more, only the refused. */
const FEW = 10;
/** Refused people named on the card; a button shows the others. */
const NAMED = 25;
/** Lines on a page of a list that one person sees. */
const PAGE = 25;

/** The card of a batch of members in its current state. It never shows join links. */
export function memberCard(batch: MemberBatch, rows: readonly MemberRow[]): Message {
  const tally = tallyOf(rows);
  const title = `Member invites to ${systemNames(batch.provider)}`;
  const refused = rows.filter((row) => row.state === 'failed');
  const named = rows.length <= FEW ? rows : refused.slice(0, NAMED);
  const unnamed = rows.length <= FEW ? 0 : refused.length - named.length;
  const shown = cardButtons(batch, rows, unnamed);
  return {
    text: cut(`${title}: ${tallyCopy(tally)}`, 500),
    blocks: [
      header(title),
      section(batchState(batch, tally)),
      ...lineSections(named.map(rowCopy)),
      ...lineBlock(unnamed === 0 ? '' : `…and ${unnamed} more refused.`),
      ...unreachedBlock(batch, rows),
      context(`Invited by <@${batch.requesterId}> · ${termsCopy(batch)} · \`${batch.id}\``),
      ...buttonRow(shown),
    ],
  };
}

/** The listener decides who may press them. */
function cardButtons(batch: MemberBatch, rows: readonly MemberRow[], unnamed: number): Button[] {
  return [
    ...(rows.some(canTryAgain) ? [button('Retry refused', memberActions.retry, batch.id)] : []),
    ...(rows.some(hasLink) ? [button('Show join links', memberActions.links, batch.id)] : []),
    ...(unnamed > 0 ? [button('Show all refused', memberActions.refused, batch.id)] : []),
  ];
}

/** People who were invited without an email, and whose link was in a lost answer: somebody has to send it to them. */
function unreachedBlock(batch: MemberBatch, rows: readonly MemberRow[]): KnownBlock[] {
  if (batch.terms.sendEmail) return [];
  const unreached = rows.filter((row) => row.state === 'invited' && row.joinUrl === undefined);
  if (unreached.length === 0) return [];
  const [who] =
    unreached.length === 1 ? unreached.map(({ email }) => shortText(email, 254)) : [`${unreached.length} people`];
  return [
    context(
      `:warning: ${who}: no email was sent, and Guestlist has no join link. Type \`/member resend\`, or get the link at ${systemNames(batch.provider)}.`,
    ),
  ];
}

function hasLink(row: MemberRow): boolean {
  return row.state === 'invited' && row.joinUrl !== undefined;
}

/** Everybody who was refused, page by page, for one person. */
export function refusedList(batch: MemberBatch, rows: readonly MemberRow[], page: number): Message {
  const refused = rows.filter((row) => row.state === 'failed');
  return list(memberActions.refused, batch, page, {
    title: 'Refused',
    lines: refused.map(rowCopy),
    none: 'Nobody was refused.',
  });
}

/** The join links, page by page, for the inviter only. */
export function joinLinkList(batch: MemberBatch, links: readonly JoinLink[], page: number): Message {
  return list(memberActions.links, batch, page, {
    title: 'Join links',
    lines: links.map(({ email, link }) => `${shortText(email, 254)}: ${linkCopy(link)}`),
    none: `${systemNames(batch.provider)} gave no links that still work.`,
    note: 'Each link lets its person in: give it to nobody else.',
  });
}

function list(
  actionId: string,
  batch: MemberBatch,
  page: number,
  of: { readonly title: string; readonly lines: readonly string[]; readonly none: string; readonly note?: string },
): Message {
  const last = Math.max(0, Math.ceil(of.lines.length / PAGE) - 1);
  const at = Math.min(page, last);
  const shown = of.lines.slice(at * PAGE, (at + 1) * PAGE);
  const title = `${of.title}, ${systemNames(batch.provider)}`;
  const turning = pageButtons(actionId, { page: at, more: at < last }, (other) => `${batch.id}:${other}`);
  const blocks: KnownBlock[] = [
    header(title),
    ...(shown.length === 0 ? [section(of.none)] : lineSections(shown)),
    ...lineBlock(shown.length === 0 ? '' : (of.note ?? '')),
    ...buttonRow(turning),
  ];
  return { text: title, blocks };
}

/** The batch and the page that a button of a card or a list is about; undefined for anything else. */
export function readCardButton(value: string): { readonly batchId: string; readonly page: number } | undefined {
  const [, batchId, page] = /^(mb_[\w-]+)(?::(\d{1,4}))?$/.exec(value) ?? [];
  return batchId === undefined ? undefined : { batchId, page: Number(page ?? 0) };
}
