import type { KnownBlock } from '@slack/types';
import type { Invite } from '../../../domain/invite.ts';
import { mayChange, type Person } from '../../../domain/person.ts';
import type { Booking, SeenInvite } from '../../../domain/visibility.ts';
import { actions, button, buttonRow, context, header, type Message, section, shortText } from '../../blocks/blocks.ts';
import { pageButtons } from '../../blocks/pages.ts';
import { buttons } from '../../names.ts';
import { inviterCopy } from '../../shared/inviter-copy.ts';
import { readerSpan } from '../../shared/time-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { anotherBooking } from '../booking-copy.ts';
import { listButtons } from '../card/card-buttons.ts';
import { shortState, stateMark } from '../card/state-copy.ts';
import { guestCopy, hostCopy } from '../facts-copy.ts';

/** Invites on one page of a list. */
export const PAGE_SIZE = 8;

export type ListFilter = 'mine' | 'active' | 'upcoming' | 'all';

const titles = {
  mine: 'Your invites',
  active: 'Active invites',
  upcoming: 'Upcoming invites',
  all: 'All invites',
} satisfies Record<ListFilter, string>;

const filterNames = {
  mine: 'Mine',
  active: 'Active',
  upcoming: 'Upcoming',
  all: 'All',
} satisfies Record<ListFilter, string>;

const empty = {
  mine: 'You have no active or upcoming invites. Type `/guest invite` to invite a guest, or `/guest list all` to see past invites.',
  active: 'Nobody has guest access right now.',
  upcoming: 'No upcoming invites.',
  all: 'No invites yet. Type `/guest invite` to invite a guest.',
} satisfies Record<ListFilter, string>;

/** The person a list is for: their zone (IANA), the time (epoch ms), and which invites they may change. */
export type Reader = {
  readonly now: number;
  readonly zone: string;
  readonly mayChange: (invite: Invite) => boolean;
};

/** The person an answer is for, and the time it is written. */
export function readerOf({ flows }: SlackContext, person: Person): Reader {
  return {
    now: flows.now(),
    zone: person.timeZone ?? 'UTC',
    mayChange: (invite) => mayChange(invite, person, flows.policy()) === undefined,
  };
}

/** One page of invites as a message; `page` counts from 0. */
export function inviteList(
  list: {
    readonly filter: ListFilter;
    readonly page: number;
    readonly invites: readonly SeenInvite[];
    readonly total: number;
  },
  reader: Reader,
): Message {
  const title = titles[list.filter];
  if (list.total === 0)
    return { text: title, blocks: [header(title), section(empty[list.filter]), filterButtons(list.filter)] };
  const from = list.page * PAGE_SIZE + 1;
  const more = from + PAGE_SIZE <= list.total;
  return {
    text: `${title}: ${list.total}`,
    blocks: [
      header(title),
      ...list.invites.flatMap((seen) =>
        seen.kind === 'invite' ? row(seen.invite, reader) : [bookingRow(seen, reader)],
      ),
      context(`${from} to ${from + list.invites.length - 1} of ${list.total}`),
      ...buttonRow(pageButtons(buttons.listPage, { page: list.page, more }, (page) => `${list.filter}:${page}`)),
      filterButtons(list.filter),
    ],
  };
}

function row(invite: Invite, { now, mayChange }: Reader): KnownBlock[] {
  const { id, eventName, startsAt, endsAt, timeZone } = invite;
  const who = `*${guestCopy(invite)}* on ${hostCopy(invite)}`;
  const facts = section(
    `${stateMark(invite, now)} ${who} · ${shortState(invite, now)}\n${readerSpan(startsAt, endsAt, timeZone)} · ${shortText(eventName, 100)} · ${inviterCopy(invite)}`,
  );
  const shown = mayChange(invite) ? listButtons(invite, now) : [];
  return [{ ...facts, accessory: button('Show', buttons.show, id) }, ...buttonRow(shown)];
}

/** In the reader's zone: the invite's own would give away where its guest is. */
function bookingRow(booking: Booking, { zone }: Reader): KnownBlock {
  const { startsAt, endsAt } = booking;
  return section(`:lock: *${anotherBooking}* on ${hostCopy(booking)}\n${readerSpan(startsAt, endsAt, zone)}`);
}

/** Reads a page button's value (`filter:page`) back; undefined for anything else. */
export function readListPage(value: string): { readonly filter: ListFilter; readonly page: number } | undefined {
  const [filter, page] = value.split(':');
  if (filter === undefined || !Object.hasOwn(titles, filter) || page === undefined || !/^\d{1,6}$/.test(page))
    return undefined;
  return { filter: filter as ListFilter, page: Number(page) };
}

function filterButtons(current: ListFilter): KnownBlock {
  return actions(
    Object.entries(filterNames)
      .filter(([filter]) => filter !== current)
      .map(([filter, name]) => button(name, `${buttons.listPage}:${filter}`, `${filter}:0`)),
  );
}
