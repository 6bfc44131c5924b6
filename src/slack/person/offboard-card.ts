import type { KnownBlock } from '@slack/types';
import type { Invite } from '../../domain/invite.ts';
import {
  GUEST_INVITES,
  isSeriesId,
  type Left,
  type PersonRequest,
  type RemovalPart,
} from '../../domain/person-request.ts';
import type { Removal } from '../../domain/removal.ts';
import type { ShownPersonRequest } from '../../flows/shared/notifier.ts';
import {
  button,
  buttonRow,
  context,
  cut,
  escapeSigns,
  escapeText,
  header,
  type Message,
  section,
  shortText,
} from '../blocks/blocks.ts';
import { memberActions } from '../names.ts';
import { problemCopy } from '../shared/problem-copy.ts';
import { keepCopy } from '../shared/removal-copy.ts';
import { systemNames } from '../shared/system-copy.ts';
import { reasonCopy } from '../shared/system-refusal-copy.ts';
import { offboardTitle } from './person-copy.ts';

/** Stuck removals that have a button; the lists of `/member` have one for each. */
const MOST_BUTTONS = 6;

/** The card of a removal from every system: what was there, what came of it, and what stays and why. */
export function offboardCard({ request, removals, guestInvites }: ShownPersonRequest): Message {
  const byId = new Map(removals.map((removal) => [removal.id, removal]));
  const title = offboardTitle(request.email ?? '');
  const stuck = removals.filter(({ state, stuckSince }) => state === 'wanted' && stuckSince !== undefined);
  return {
    text: escapeSigns(cut(`${title}: ${summary(request, removals)}`, 500)),
    blocks: [
      header(title),
      ...request.parts.map((part) => section(partLines(part, byId, guestInvites))),
      ...stuck.slice(0, MOST_BUTTONS).flatMap(keepButton),
      context(`Removed by <@${request.requesterId}> · \`${request.id}\``),
    ],
  };
}

function summary({ parts }: PersonRequest, removals: readonly Removal[]): string {
  const isOpen = parts.some(({ state }) => state === 'looking') || removals.some(({ state }) => state === 'wanted');
  const stays = parts.some(({ left }) => left.length > 0) || removals.some(({ state }) => state === 'refused');
  return isOpen ? 'in progress' : stays ? 'done, with exceptions' : 'done';
}

function partLines(part: RemovalPart, byId: ReadonlyMap<string, Removal>, guestInvites: readonly Invite[]): string {
  const isGuests = part.system === GUEST_INVITES;
  const name = isGuests ? 'Guest invites' : systemNames(part.system);
  return [`*${name}*`, ...(isGuests ? guestLines(part, guestInvites) : systemLines(part, byId, name))].join('\n');
}

function systemLines(part: RemovalPart, byId: ReadonlyMap<string, Removal>, name: string): string[] {
  if (part.state === 'looking') return [lookingCopy(part, name)];
  const lines = [
    ...part.ids.flatMap((id) => byId.get(id) ?? []).map((removal) => removalLine(removal, name)),
    ...part.left.map(({ why }) => `:warning: Not removed. ${escapeText(problemCopy(why))}`),
  ];
  return lines.length === 0 ? [':white_check_mark: Not a member, and no invite is pending.'] : lines;
}

function lookingCopy({ why }: RemovalPart, name: string): string {
  return why === undefined
    ? ':hourglass_flowing_sand: Looking…'
    : `:warning: *Not looked yet.* ${escapeText(reasonCopy(why, name))} Still trying.`;
}

const removed = { member: 'Removed', invite: 'The pending invite is cancelled', team: 'Done' } as const;
const removing = { member: 'Removing…', invite: 'Cancelling the pending invite…', team: 'In progress…' } as const;
const kept = { member: 'Stays a member', invite: 'The pending invite stays', team: 'Withdrawn' } as const;

/** What came of one removal, mrkdwn. */
function removalLine({ kind, state, problem, stuckSince }: Removal, name: string): string {
  const why = problem === undefined ? '' : ` ${escapeText(reasonCopy(problem, name))}`;
  switch (state) {
    case 'done':
      return `:white_check_mark: ${removed[kind]}.`;
    case 'refused':
      return `:x: *Not ${kind === 'member' ? 'removed' : 'cancelled'}.*${why} Guestlist has stopped trying.`;
    case 'withdrawn':
      return `:leftwards_arrow_with_hook: ${kept[kind]}: the request was withdrawn.`;
    case 'wanted':
      return stuckSince === undefined
        ? `:hourglass_flowing_sand: ${removing[kind]}`
        : `:rotating_light: *Not ${kind === 'member' ? 'removed' : 'cancelled'} yet.*${why} Still trying.`;
  }
}

function guestLines(part: RemovalPart, invites: readonly Invite[]): string[] {
  if (part.state === 'looking') return [lookingCopy(part, 'Slack')];
  const ended = invites.filter(({ state }) => state === 'cancelled' || state === 'ended' || state === 'failed').length;
  const open = invites.length - ended;
  const series = part.ids.filter(isSeriesId).length;
  const stays = part.left.filter(({ what }) => what === 'guest');
  const goesOn = part.left.filter(({ what }) => what === 'series');
  const lines = [
    ...(ended > 0 ? [`:no_entry_sign: ${counted(ended)} ended.`] : []),
    ...(open > 0 ? [`:hourglass_flowing_sand: ${counted(open)} being cancelled.`] : []),
    ...(series > 0 ? [`:no_entry_sign: ${series} series ended: no more invites are created.`] : []),
    ...notEnded(`${counted(stays.length)} not cancelled.`, stays),
    ...notEnded(`${goesOn.length} series not ended.`, goesOn),
  ];
  return lines.length === 0 ? [':white_check_mark: None is open.'] : lines;
}

function notEnded(what: string, [first]: readonly Left[]): string[] {
  return first === undefined ? [] : [`:warning: ${what} ${escapeText(problemCopy(first.why))}`];
}

const counted = (count: number) => (count === 1 ? '1 invite' : `${count} invites`);

/** Each in a row of its own: two with one action can't stand in the same. */
function keepButton({ id, kind, provider, who }: Removal): KnownBlock[] {
  const label = shortText(`${keepCopy[kind]} at ${systemNames(provider)}`, 70);
  return who === '' ? [] : buttonRow([button(label, memberActions.keep, id)], `keep_${id}`);
}
