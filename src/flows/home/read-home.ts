import { freeFrom } from '../../domain/board/free-from.ts';
import { defined } from '../../domain/defined.ts';
import { type Home, type HomePart, LATELY_MS, MOST_ON_HOST, NEXT_MS } from '../../domain/home.ts';
import { type Invite, isWithdrawn } from '../../domain/invite.ts';
import { coordinates, isAdmin, mayInvite, type Person } from '../../domain/person.ts';
import type { SeenInvite } from '../../domain/visibility.ts';
import { guestAccessOff } from '../guest/guest-access-off.ts';
import type { Context, HomeQuery } from '../shared/context.ts';
import { seeInvites } from '../shared/see-invites.ts';
import type { HomeComputer, ShownHome, Some } from '../shared/shown-home.ts';
import { approvalsFor } from './read-approvals.ts';
import { type ParsecNow, readParsec } from './read-parsec.ts';

/** How many of a part stand in the overview, and on a page of the part alone. Slack takes 100 blocks, of which an invite needs two. */
const SHORT = { needs: 6, approvals: 5, now: 6, next: 5, ended: 5, computers: 8 } as const;
const LONG = 15;
/** Requests for approval are decided one after the other: those that wait behind these come next. */
const MOST_APPROVALS = 12;

/** What a person sees in Home now. What Parsec does not say is left out, and said to be. */
export async function readHome(context: Context, person: Person, home: Home): Promise<ShownHome> {
  const why = mayInvite(person, context.workspaceId());
  if (why !== undefined) return { kind: 'refused', why };
  const seesAll = coordinates(person, context.policy());
  const scope = seesAll ? (home.scope ?? 'all') : 'mine';
  const isOff = guestAccessOff(context) !== undefined;
  const parsec = isOff ? nothingFromParsec : await readParsec(context);
  const { part, page, hostId, hostName } = home;
  const reading = { context, person, home, scope } as const;
  const [approvals, needs, now, next, ended, computers] = await Promise.all([
    approvalsFor(context, person, part === 'needs' ? MOST_APPROVALS : SHORT.approvals),
    readNeeds(reading),
    readPart(reading, 'now'),
    readPart(reading, 'next'),
    readPart(reading, 'ended'),
    readComputers(reading, parsec),
  ]);
  return {
    kind: 'home',
    zone: person.timeZone ?? 'UTC',
    isFirst: home.visits <= 1,
    seesAll,
    filter: { part, page, hostId, hostName, scope },
    parsec: isOff ? 'off' : 'on',
    ...parsec,
    approvals,
    needs,
    now,
    next,
    ended,
    computers,
  };
}

const nothingFromParsec: ParsecNow = { hosts: [], credits: undefined, trouble: undefined };
const none = { items: [], more: false } as const;

type Reading = {
  readonly context: Context;
  readonly person: Person;
  readonly home: Home;
  readonly scope: 'mine' | 'all';
};

/** How many of a part to read, from where; undefined where it is not shown. */
function pageOf({ part: shown, page }: Home, part: Exclude<HomePart, 'overview'>) {
  if (shown === 'overview') return { offset: 0, limit: SHORT[part] };
  // What needs somebody is told wherever they are.
  if (shown !== part) return part === 'needs' ? { offset: 0, limit: 1 } : undefined;
  return { offset: page * LONG, limit: LONG };
}

function queryOf({
  context,
  person,
  home,
  scope,
}: Reading): Pick<HomeQuery, 'who' | 'hostId' | 'now' | 'since' | 'until'> {
  const now = context.now();
  return {
    ...defined({ who: scope === 'mine' ? person.id : undefined, hostId: home.hostId }),
    now,
    since: now - LATELY_MS,
    // What was cancelled before it began ended lately, too.
    until: now + NEXT_MS,
  };
}

async function readPart(reading: Reading, part: 'now' | 'next' | 'ended'): Promise<Some<SeenInvite>> {
  const page = pageOf(reading.home, part);
  if (page === undefined) return none;
  const { context, person } = reading;
  const { offset, limit } = page;
  const found = await context.store.homeInvites({ ...queryOf(reading), part, offset, limit: limit + 1 });
  const items = await seeInvites(context, person, found.slice(0, limit));
  return { items, more: found.length > limit };
}

/**
 * What somebody has to do something about: ends they were warned of first, then what is not confirmed, refused, failed, on hold, or not taken
 * away. Invites on hold wait for an admin, whoever's they are.
 */
async function readNeeds(reading: Reading): Promise<Some<SeenInvite>> {
  const page = pageOf(reading.home, 'needs');
  if (page === undefined) return none;
  const { context, person, scope } = reading;
  const upTo = { ...queryOf(reading), offset: 0, limit: page.offset + page.limit + 1 };
  const { who: _, ...everybodys } = upTo;
  const isForAdmin = scope === 'mine' && isAdmin(person, context.policy());
  const found = await Promise.all([
    context.store.homeInvites({ ...upTo, part: 'warned' }),
    context.store.homeInvites({ ...upTo, part: 'troubled' }),
    isForAdmin ? context.store.homeInvites({ ...everybodys, part: 'held' }) : [],
  ]);
  const each = new Map(found.flat().map((invite) => [invite.id, invite])).values();
  // Whoever withdrew a request knows that it failed.
  const needing = [...each].filter((invite) => !isWithdrawn(invite));
  const shown = needing.slice(page.offset, page.offset + page.limit);
  return { items: await seeInvites(context, person, shown), more: needing.length > page.offset + page.limit };
}

/** The computers of the page, with who is on them and who comes next, as this person may see those. */
async function readComputers(reading: Reading, { hosts }: ParsecNow): Promise<Some<HomeComputer>> {
  const page = pageOf(reading.home, 'computers');
  if (page === undefined) return none;
  const { context, person, home } = reading;
  const { offset, limit } = page;
  const chosen = home.hostId === undefined ? hosts : hosts.filter(({ hostId }) => hostId === home.hostId);
  const shown = chosen.slice(offset, offset + limit);
  const now = context.now();
  const invites = await context.store.bookingsOfHosts({ hostIds: shown.map(({ hostId }) => hostId), now });
  const seen = await seeInvites(context, person, invites);
  const items = shown.map((host) => {
    const on = (isOn: boolean) =>
      seen.filter((_, nth) => {
        const invite = invites[nth];
        return invite?.hostId === host.hostId && invite.startsAt <= now === isOn;
      });
    const freeAt = freeAgain(
      invites.filter(({ hostId }) => hostId === host.hostId),
      now,
    );
    return { ...host, now: on(true), next: on(false), freeAt };
  });
  return { items, more: chosen.length > offset + limit };
}

/** When a computer that is taken is free again, epoch ms. Of what comes only the first is known, and of many at once not all. */
function freeAgain(bookings: readonly Invite[], now: number): number | undefined {
  const running = bookings.filter(({ startsAt }) => startsAt <= now);
  const freeAt = freeFrom(running, now, Number.POSITIVE_INFINITY);
  const isFollowed = freeFrom(bookings, now, Number.POSITIVE_INFINITY) !== freeAt;
  return running.length > 0 && running.length < MOST_ON_HOST && !isFollowed ? freeAt : undefined;
}
