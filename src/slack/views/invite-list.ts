import type { Button, KnownBlock } from '@slack/types';
import type { Invite } from '../../domain/invite.ts';
import type { Booking, SeenInvite } from '../../domain/visibility.ts';
import { buttons } from '../names.ts';
import { anotherBooking } from '../words/bookings.ts';
import { inviterWords } from '../words/inviter.ts';
import { shortState, stateMark } from '../words/states.ts';
import { readerSpan } from '../words/times.ts';
import { actions, button, context, header, section, shortText } from './blocks.ts';
import { listButtons } from './card-buttons.ts';
import type { Message } from './invite-card.ts';

/** Invites on one page of a list. */
export const PAGE_SIZE = 8;

export type ListFilter = 'mine' | 'active' | 'upcoming' | 'all';

const titles = {
  mine: 'Your invites',
  active: 'Active invites',
  upcoming: 'Upcoming invites',
  all: 'All invites',
} satisfies Record<ListFilter, string>;

const empty = {
  mine: 'You have no invites now or to come. `/guest invite` makes one; `/guest list all` shows what is over too.',
  active: 'Nobody has guest access right now.',
  upcoming: 'No invites are planned.',
  all: 'No invites yet. `/guest invite` makes the first one.',
} satisfies Record<ListFilter, string>;

/** For whom a list is: their zone (IANA), what time it is (epoch ms), and which invites they may change. */
export type Reader = {
  readonly now: number;
  readonly zone: string;
  readonly mayChange: (invite: Invite) => boolean;
};

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
  return {
    text: `${title}: ${list.total}`,
    blocks: [
      header(title),
      ...list.invites.flatMap((seen) =>
        seen.kind === 'invite' ? row(seen.invite, reader) : [bookingRow(seen, reader)],
      ),
      context(`${from} to ${from + list.invites.length - 1} of ${list.total}`),
      ...pageButtons(list.filter, list.page, list.total),
      filterButtons(list.filter),
    ],
  };
}

function row(invite: Invite, { now, mayChange }: Reader): KnownBlock[] {
  const { id, guestEmail, hostName, eventName, startsAt, endsAt, timeZone } = invite;
  const who = `*${shortText(guestEmail, 254)}* on *${shortText(hostName, 150)}*`;
  const words = section(
    `${stateMark(invite, now)} ${who} · ${shortState(invite, now)}\n${readerSpan(startsAt, endsAt, timeZone)} · ${shortText(eventName, 100)} · ${inviterWords(invite)}`,
  );
  const shown = mayChange(invite) ? listButtons(invite, now) : [];
  return [{ ...words, accessory: button('Show', buttons.show, id) }, ...(shown.length === 0 ? [] : [actions(shown)])];
}

/** Written in the reader's zone: that of the invite would say where its guest is. */
function bookingRow({ hostName, startsAt, endsAt }: Booking, { zone }: Reader): KnownBlock {
  return section(`:lock: *${anotherBooking}* on *${shortText(hostName, 150)}*\n${readerSpan(startsAt, endsAt, zone)}`);
}

/** A page button's value is `filter:page`. */
function listPageValue(filter: ListFilter, page: number): string {
  return `${filter}:${page}`;
}

/** Reads a page button's value back; undefined for anything else. */
export function readListPage(value: string): { readonly filter: ListFilter; readonly page: number } | undefined {
  const [filter, page] = value.split(':');
  if (filter === undefined || !Object.hasOwn(titles, filter) || page === undefined || !/^\d{1,6}$/.test(page))
    return undefined;
  return { filter: filter as ListFilter, page: Number(page) };
}

function pageButtons(filter: ListFilter, page: number, total: number): KnownBlock[] {
  const last = Math.ceil(total / PAGE_SIZE) - 1;
  const shown: Button[] = [
    ...(page > 0 ? [button('Previous', `${buttons.listPage}:previous`, listPageValue(filter, page - 1))] : []),
    ...(page < last ? [button('Next', `${buttons.listPage}:next`, listPageValue(filter, page + 1))] : []),
  ];
  return shown.length === 0 ? [] : [actions(shown)];
}

function filterButtons(current: ListFilter): KnownBlock {
  const names = { mine: 'Mine', active: 'Active', upcoming: 'Upcoming', all: 'All' } satisfies Record<
    ListFilter,
    string
  >;
  return actions(
    Object.entries(names)
      .filter(([filter]) => filter !== current)
      .map(([filter, name]) => button(name, `${buttons.listPage}:${filter}`, `${filter}:0`)),
  );
}
