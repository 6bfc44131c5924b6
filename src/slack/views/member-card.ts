import type { Button, KnownBlock } from '@slack/types';
import { canTryAgain, type MemberBatch, type MemberRow, tallyOf } from '../../domain/member-batch.ts';
import type { JoinLink } from '../../flows/retry-members.ts';
import { memberActions } from '../names.ts';
import { linkWords } from '../words/links.ts';
import { batchState, rowWords, tallyWords, termsWords } from '../words/members.ts';
import { systemNames } from '../words/systems.ts';
import { actions, button, context, cut, header, section, shortText } from './blocks.ts';
import type { Message } from './invite-card.ts';
import { pageButtons, paragraphs } from './pages.ts';

/** So few people are all named on the card; of more, only those that were refused. */
const FEW = 10;
/** Refused people named on the card; the others are behind a button. */
const NAMED = 25;
/** Lines of a list for one person's eyes. */
const PAGE = 25;
/** Slack: a section holds 3000 characters. */
const SECTION = 3000;

/** The one card of a batch of members as it stands. Join links are never on it. */
export function memberCard(batch: MemberBatch, rows: readonly MemberRow[]): Message {
  const tally = tallyOf(rows);
  const refused = rows.filter((row) => row.state === 'failed');
  const named = rows.length <= FEW ? rows : refused.slice(0, NAMED);
  const unnamed = rows.length <= FEW ? 0 : refused.length - named.length;
  const shown = cardButtons(batch, rows, unnamed);
  return {
    text: cut(`Members for ${systemNames(batch.provider)}: ${tallyWords(tally)}`, 500),
    blocks: [
      header(`Members for ${systemNames(batch.provider)}`),
      section(batchState(batch, tally)),
      ...paragraphs(named.map(rowWords), SECTION).map((text) => section(text)),
      ...(unnamed === 0 ? [] : [context(`…and ${unnamed} more that were refused.`)]),
      ...unreachedBlock(batch, rows),
      context(`Invited by <@${batch.askerId}> · ${termsWords(batch)} · \`${batch.id}\``),
      ...(shown.length === 0 ? [] : [actions(shown)]),
    ],
  };
}

/** Who may press them is decided at the click, not here. */
function cardButtons(batch: MemberBatch, rows: readonly MemberRow[], unnamed: number): Button[] {
  return [
    ...(rows.some(canTryAgain) ? [button('Try the refused again', memberActions.retry, batch.id)] : []),
    ...(rows.some(hasLink) ? [button('Show join links', memberActions.links, batch.id)] : []),
    ...(unnamed > 0 ? [button('Show all refused', memberActions.refused, batch.id)] : []),
  ];
}

/** Invited, not mailed, and the link was in an answer that was lost: unless somebody does something, they never hear of it. */
function unreachedBlock(batch: MemberBatch, rows: readonly MemberRow[]): KnownBlock[] {
  if (batch.terms.sendEmail) return [];
  const unreached = rows.filter((row) => row.state === 'invited' && row.joinUrl === undefined);
  if (unreached.length === 0) return [];
  const [who] =
    unreached.length === 1 ? unreached.map(({ email }) => shortText(email, 254)) : [`${unreached.length} people`];
  return [
    context(
      `:warning: ${who}: not mailed, and no join link is known. Send the invite again with \`/member resend\`, or get the link at ${systemNames(batch.provider)}.`,
    ),
  ];
}

function hasLink(row: MemberRow): boolean {
  return row.state === 'invited' && row.joinUrl !== undefined;
}

/** All that were refused, page by page, for one person. */
export function refusedList(batch: MemberBatch, rows: readonly MemberRow[], page: number): Message {
  const refused = rows.filter((row) => row.state === 'failed');
  return list(memberActions.refused, batch, page, {
    title: 'Refused',
    lines: refused.map(rowWords),
    none: 'Nobody was refused.',
  });
}

/** The join links, page by page, for the person who invited and nobody else. */
export function joinLinkList(batch: MemberBatch, links: readonly JoinLink[], page: number): Message {
  return list(memberActions.links, batch, page, {
    title: 'Join links',
    lines: links.map(({ email, link }) => `${shortText(email, 254)}: ${linkWords(link)}`),
    none: `${systemNames(batch.provider)} gave no links that are still good.`,
    note: 'Each is a way in: give it to that person only.',
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
    ...(shown.length === 0 ? [section(of.none)] : paragraphs(shown, SECTION).map((text) => section(text))),
    ...(of.note === undefined || shown.length === 0 ? [] : [context(of.note)]),
    ...(turning.length === 0 ? [] : [actions(turning)]),
  ];
  return { text: title, blocks };
}

/** What a button of a card, or of a list behind it, is about: the batch and a page; undefined for anything else. */
export function readCardButton(value: string): { readonly batchId: string; readonly page: number } | undefined {
  const [, batchId, page] = /^(mb_[\w-]+)(?::(\d{1,4}))?$/.exec(value) ?? [];
  return batchId === undefined ? undefined : { batchId, page: Number(page ?? 0) };
}
