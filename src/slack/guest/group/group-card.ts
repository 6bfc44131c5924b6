import type { Button, KnownBlock, SectionBlock } from '@slack/types';
import type { GuestGroup } from '../../../domain/guest-group.ts';
import { cardState, type Invite, isAwaiting, isExternal } from '../../../domain/invite.ts';
import { isMeant } from '../../../flows/guest/group/change-group.ts';
import type { GroupMember } from '../../../flows/shared/notifier.ts';
import {
  button,
  buttonRow,
  context,
  cut,
  escapeSigns,
  header,
  lineBlock,
  type Message,
  section,
} from '../../blocks/blocks.ts';
import { lineSections, pageButtons } from '../../blocks/pages.ts';
import { groupActions } from '../../names.ts';
import { permissionCopy } from '../../shared/permission-copy.ts';
import { readerSpan } from '../../shared/time-copy.ts';
import { type MenuAction, menu } from '../card/card-buttons.ts';
import { guestCopy, hostCopy } from '../facts-copy.ts';
import { guestsCopy, memberCopy, tallyOfGroup } from './group-copy.ts';

/** Guests that are shown on the card itself; with more, those who need somebody come first, and a button shows all. */
const SHOWN = 20;
/** Guests on a page of the list that one person sees. */
const PAGE = 10;

/** The one card of a group of guests as they stand at `now` (epoch ms). `isMasked`: addresses are masked in it. */
export function groupCard(
  group: GuestGroup,
  members: readonly GroupMember[],
  now: number,
  { isMasked = false }: { readonly isMasked?: boolean } = {},
): Message {
  const invites = members.map(({ invite }) => invite);
  const first = invites.find(({ erasedAt }) => erasedAt === undefined) ?? invites[0];
  const event = first?.eventName ?? '';
  const tally = `${guestsCopy(invites.length)}: ${tallyOfGroup(invites, now)}`;
  const common = isCommonWindow(invites);
  const shown = shownOf(members, now);
  const left = members.length - shown.length;
  return {
    text: escapeSigns(cut(`${event}: ${tally}`, 500)),
    blocks: [
      header(event),
      section([`*${tally}.*`, ...windowLine(first, common)].join('\n')),
      ...shown.map((member) => memberRow(member, now, !common)),
      ...lineBlock(left === 0 ? '' : `…and ${left} more. “Show guests” lists all.`),
      ...lineBlock(approvalLine(invites)),
      context(factsOf(group, invites)),
      ...buttonRow(groupButtons(group, invites, now, { left, isMasked })),
    ],
  };
}

function windowLine(first: Invite | undefined, common: boolean): readonly string[] {
  return first === undefined || !common ? [] : [`:clock3: ${readerSpan(first.startsAt, first.endsAt, first.timeZone)}`];
}

function isCommonWindow(invites: readonly Invite[]): boolean {
  return new Set(invites.map(({ startsAt, endsAt }) => `${startsAt}-${endsAt}`)).size <= 1;
}

/** Those that fit, in their order: of too many rather those about whom somebody can do something. */
function shownOf(members: readonly GroupMember[], now: number): readonly GroupMember[] {
  if (members.length <= SHOWN) return members;
  const urgency = ({ invite }: GroupMember) => {
    if (invite.state === 'failed' || invite.problem !== undefined || invite.stuckSince !== undefined) return 0;
    return cardState(invite, now) === 'ended' || invite.state === 'cancelled' ? 2 : 1;
  };
  const kept = new Set(members.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, SHOWN));
  return members.filter((member) => kept.has(member));
}

function memberRow(member: GroupMember, now: number, span: boolean): SectionBlock {
  const actions = memberActionsOf(member.invite, now);
  const row = section(memberCopy(member, now, span));
  return actions.length === 0 ? row : { ...row, accessory: menu(member.invite, actions) };
}

/** What the menu of one guest offers. Who may do it is decided at the click. */
function memberActionsOf(invite: Invite, now: number): readonly MenuAction[] {
  if (invite.erasedAt !== undefined) return [];
  const hasLeft = invite.inviterLeft !== undefined;
  switch (cardState(invite, now)) {
    case 'awaiting':
      return ['update', 'cancel', 'show'];
    case 'scheduled':
      return hasLeft ? ['cancel', 'show'] : ['extend', 'update', 'cancel', 'show'];
    case 'active':
      return hasLeft ? ['kick', 'cancel', 'show'] : ['extend', 'update', 'kick', 'cancel', 'show'];
    case 'creating':
    case 'unconfirmed':
    case 'holding':
    case 'held':
      return ['cancel', 'show'];
    default:
      return ['show'];
  }
}

function approvalLine(invites: readonly Invite[]): string {
  const waiting = invites.filter(isAwaiting).length;
  if (waiting === 0) return '';
  const requests = waiting === 1 ? 'This guest has a request' : 'Each of them has a request of their own';
  return `:raised_hand: ${waiting === 1 ? '1 guest waits' : `${waiting} guests wait`} for approval. ${requests}; nothing is sent to Parsec for them yet.`;
}

function factsOf({ id, requesterId }: GuestGroup, invites: readonly Invite[]): string {
  const [first] = invites;
  const inviters = [...new Set(invites.filter((invite) => !isExternal(invite)).map(({ inviterId }) => inviterId))];
  const who = (inviters.length === 0 ? [requesterId] : inviters).map((inviterId) => `<@${inviterId}>`).join(', ');
  const isSame = new Set(invites.map(({ permissions }) => permissionCopy(permissions))).size === 1;
  return [
    ...(first === undefined || !isSame ? [] : [permissionCopy(first.permissions)]),
    `Invited by ${who}`,
    ...(first === undefined ? [] : [first.sendEmail ? 'Parsec emails the guests' : "Parsec doesn't email the guests"]),
    `\`${id}\``,
  ].join(' · ');
}

/** The buttons for all guests. Who may press them is decided at the click, for each guest. */
function groupButtons(
  { id }: GuestGroup,
  invites: readonly Invite[],
  now: number,
  { left, isMasked }: { readonly left: number; readonly isMasked: boolean },
): Button[] {
  const any = (action: Parameters<typeof isMeant>[1]) => invites.some((invite) => isMeant(invite, action, now));
  const isActive = invites.some((invite) => cardState(invite, now) === 'active');
  return [
    ...(any('takeOver') ? [button('Take over all', groupActions.takeOver, id, 'primary')] : []),
    ...(any('retry') ? [button('Try failed again', groupActions.retry, id, 'primary')] : []),
    ...(any('extend') ? [button('Extend all', groupActions.extend, id)] : []),
    ...(any('end') ? [button(isActive ? 'End all' : 'Cancel all', groupActions.end, id, 'danger')] : []),
    ...(left > 0 ? [button('Show guests', groupActions.guests, id)] : []),
    ...(isMasked && invites.some(({ erasedAt }) => erasedAt === undefined)
      ? [button('Show emails', groupActions.emails, id)]
      : []),
  ];
}

/** All guests of a group page by page, for one person, with their menus; `page` counts from 0. */
export function groupList(group: GuestGroup, members: readonly GroupMember[], page: number, now: number): Message {
  const last = Math.max(0, Math.ceil(members.length / PAGE) - 1);
  const at = Math.min(page, last);
  const shown = members.slice(at * PAGE, (at + 1) * PAGE);
  const known = members.find(({ invite }) => invite.erasedAt === undefined) ?? members[0];
  const title = `Guests of ${known?.invite.eventName ?? 'this group'}`;
  const blocks: KnownBlock[] = [
    header(title),
    ...shown.map((member) => memberRow(member, now, true)),
    context(`${at * PAGE + 1} to ${at * PAGE + shown.length} of ${members.length}`),
    ...buttonRow(pageButtons(groupActions.guests, { page: at, more: at < last }, (other) => `${group.id}:${other}`)),
  ];
  return { text: escapeSigns(title), blocks };
}

/** The whole addresses of the guests, for one person's eyes. The text beside the blocks does not hold them: it goes into notifications. */
export function groupEmails(invites: readonly Invite[]): Message {
  const lines = invites.map((invite) => `• ${guestCopy(invite)} on ${hostCopy(invite)}`);
  return {
    text: "The guests' emails",
    blocks: [...lineSections(lines), context('The audit log records that you looked.')],
  };
}

/** The group and the page that a button of a card or a list is about; undefined for anything else. */
export function readGroupButton(value: string): { readonly groupId: string; readonly page: number } | undefined {
  const [, groupId, page] = /^(grp_[\w-]+)(?::(\d{1,4}))?$/.exec(value) ?? [];
  return groupId === undefined ? undefined : { groupId, page: Number(page ?? 0) };
}
