import { MOST_GUESTS } from '../../../domain/guest-group.ts';
import type { Permissions } from '../../../domain/invite.ts';
import { type Allowed, pairGuests } from '../../../domain/pair-guests.ts';
import type { Person } from '../../../domain/person.ts';
import type { ApprovalNeed } from '../../../domain/policy/approval-rule.ts';
import type { RuledHost } from '../../../domain/policy/guest-rule.ts';
import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import type { Window } from '../../../domain/time/typed-window.ts';
import type { Host } from '../../../providers/provider.ts';
import type { Context } from '../../shared/context.ts';
import { hostsOrKnown } from '../../shared/hosts-or-known.ts';
import { startPatience } from '../../shared/in-time.ts';
import { shortHash } from '../../shared/short-hash.ts';
import { clashKey } from '../clashes.ts';
import { type Ruling, ruleInvite } from '../decide-invite.ts';
import { lookUpHost, type NamedHost } from '../look-up-host.ts';
import { ruledHost } from '../ruled-host.ts';
import { type GuestFault, readGuests, type TypedGuests } from './read-guests.ts';

/** How long the provider may take to say which computers there are, ms: with Slack's own look-ups it has to fit into three seconds. */
const PATIENCE_MS = 1_200;
/** More computers than any team has guests for at once. */
const MOST_HOSTS = 100;

/** What a form for several guests asks for, as far as it decides who gets which computer. */
export type AskedGuests = {
  readonly guests: TypedGuests;
  /** As chosen: whether there are such hosts, and their names, is looked up. */
  readonly hostIds: readonly string[];
  /** Guests for whom no host was chosen get a free one. */
  readonly fills: boolean;
  readonly permissions: Permissions;
  readonly channelId: string;
};

/** A guest with the host they get. `isAssigned`: Guestlist chose it. */
export type PlannedGuest = NamedHost & {
  readonly email: string;
  readonly isAssigned: boolean;
  readonly ruling: Ruling | undefined;
  /** Names other invites on this host then; '' for none. */
  readonly clash: string;
};

/** Who would get which computer, and what is wrong with that. */
export type GuestsPlan = {
  readonly emails: readonly string[];
  readonly planned: readonly PlannedGuest[];
  /** What is wrong with single guests. */
  readonly faults: readonly GuestFault[];
  /** What is wrong with the list as a whole, and with the computers. */
  readonly guestProblem: Problem | undefined;
  readonly hostProblem: Problem | undefined;
  /** Names who gets which computer; a form that has shown it remembers it. */
  readonly key: string;
  /** Names the other invites on the computers then; '' for none (clashes.ts). */
  readonly clashKey: string;
  /** What has to be asked about approval: of several needs one that wants a reason. */
  readonly need: ApprovalNeed | undefined;
};

/**
 * Who of a form gets which computer in a window: as chosen, row by row, and those who are left the next free one that the policy lets them
 * have. `window`: undefined while the form's times are wrong; then nobody is given a free one, and nothing is ruled. Nothing is written.
 * Problems: those of readGuests, lookUpHost and ruleInvite; addresses_missing, guests_too_many, hosts_too_few, hosts_too_many, hosts_not_free,
 * hosts_unread.
 */
export async function planGuests(
  context: Context,
  person: Person,
  asked: AskedGuests,
  window: Window | undefined,
): Promise<GuestsPlan> {
  const hostIds = [...new Set(asked.hostIds)];
  const needsFree = asked.fills && window !== undefined;
  const [{ emails, faults }, looked, all, booked] = await Promise.all([
    readGuests(context, asked.guests),
    Promise.all(hostIds.map((hostId) => lookUpHost(context, hostId))),
    needsFree ? openHosts(context) : [],
    needsFree ? context.store.bookedHosts(window) : new Set<string>(),
  ]);
  const chosen = looked.flatMap((host) => (isProblem(host) ? [] : [host]));
  const wrongHost = looked.find(isProblem);
  const guests = emails.slice(0, MOST_GUESTS);
  const left = guests.length - chosen.length;
  const candidates = left > 0 && !isProblem(all) ? freeHosts(all, booked, hostIds) : [];
  const ruled = await rulesOf(context, [...chosen, ...candidates]);
  const rule = (email: string, host: NamedHost) =>
    window && ruleOf(context, person, { email, host, ruled: ruled.get(host.hostId), asked, window });
  const pairs = pairGuests(guests, { chosen, free: candidates }, (email, host) => allowed(rule(email, host)));
  const planned = await Promise.all(
    pairs.flatMap(({ guest: email, host, isAssigned }) =>
      host === undefined
        ? []
        : [
            clashIn(context, host, window).then((clash): PlannedGuest => {
              return { ...host, email, isAssigned, clash, ruling: rule(email, host) };
            }),
          ],
    ),
  );
  const refusals = planned.flatMap(({ email, hostName, ruling }): GuestFault[] => {
    const [first] = ruling?.kind === 'refused' ? ruling.faults : [];
    return first === undefined ? [] : [{ who: `${email} on ${hostName}`, problem: first.problem }];
  });
  return {
    emails,
    planned,
    faults: [...faults, ...refusals],
    guestProblem: guestProblemOf(emails, faults),
    hostProblem: wrongHost ?? hostProblemOf(asked, { chosen, emails, planned, all, window }),
    key: shortHash(JSON.stringify(planned.map(({ email, hostId }) => [email, hostId]))),
    clashKey: clashKeyOf(planned),
    need: needOf(planned),
  };
}

function guestProblemOf(emails: readonly string[], faults: readonly GuestFault[]): Problem | undefined {
  if (emails.length > MOST_GUESTS) return problem('guests_too_many', { max: MOST_GUESTS });
  return emails.length === 0 && faults.length === 0 ? problem('addresses_missing') : undefined;
}

function hostProblemOf(
  { fills }: AskedGuests,
  of: {
    readonly chosen: readonly NamedHost[];
    readonly emails: readonly string[];
    readonly planned: readonly PlannedGuest[];
    readonly all: readonly NamedHost[] | Problem;
    readonly window: Window | undefined;
  },
): Problem | undefined {
  const { chosen, emails, planned, all, window } = of;
  const count = chosen.length;
  const asked = emails.length;
  if (asked === 0) return undefined;
  if (count > asked) return problem('hosts_too_many', { asked, count });
  if (!fills) return count < asked ? problem('hosts_too_few', { asked, count }) : undefined;
  if (window === undefined || count === asked) return undefined;
  if (isProblem(all)) return all;
  const without = asked - planned.length;
  return without > 0 ? problem('hosts_not_free', { asked: asked - count, count: planned.length - count }) : undefined;
}

/** The computers open to guests, those that are on first, as the provider says in time, or else as it said before. */
async function openHosts(context: Context): Promise<readonly NamedHost[] | Problem> {
  const query = { text: '', limit: MOST_HOSTS };
  const answer = startPatience(PATIENCE_MS)(context.guestAccess.hosts(query));
  const { hosts, trouble } = await hostsOrKnown(context, query, answer);
  if (hosts.length === 0 && trouble !== undefined) return problem('hosts_unread', { provider: 'parsec' });
  const rank = ({ online }: Host) => (online === true ? 0 : online === undefined ? 1 : 2);
  return hosts
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map(({ hostId, name }) => ({ hostId, hostName: name }));
}

function freeHosts(
  all: readonly NamedHost[],
  booked: ReadonlySet<string>,
  chosenIds: readonly string[],
): readonly NamedHost[] {
  return all.filter(({ hostId }) => !booked.has(hostId) && !chosenIds.includes(hostId));
}

/** Hosts as the policy looks at them, by their ids. */
async function rulesOf(
  context: Context,
  hosts: readonly NamedHost[],
): Promise<ReadonlyMap<string, RuledHost | undefined>> {
  const ruled = await Promise.all(hosts.map(async (host) => [host.hostId, await ruledHost(context, host)] as const));
  return new Map(ruled);
}

function ruleOf(
  context: Context,
  person: Person,
  of: {
    readonly email: string;
    readonly host: NamedHost;
    readonly ruled: RuledHost | undefined;
    readonly asked: AskedGuests;
    readonly window: Window;
  },
): Ruling {
  const { email, host, ruled, asked, window } = of;
  const { permissions, channelId } = asked;
  const terms = { ...host, ...window, timeZone: window.zone, permissions, channelId, guestEmail: email };
  return ruleInvite(context, person, { ...terms, host: ruled });
}

function allowed(ruling: Ruling | undefined): Allowed {
  if (ruling === undefined || ruling.kind === 'refused') return 'no';
  return ruling.kind === 'approval' ? 'asks' : 'yes';
}

async function clashIn(context: Context, { hostId }: NamedHost, window: Window | undefined): Promise<string> {
  return window === undefined ? '' : clashKey(context, { hostId, ...window }, undefined);
}

/** Names the other invites on the computers of all: a form asks about these, and about others again. */
function clashKeyOf(planned: readonly Pick<PlannedGuest, 'clash'>[]): string {
  const clashes = planned.map(({ clash }) => clash).filter((clash) => clash !== '');
  return clashes.length === 0 ? '' : shortHash(clashes.join(' '));
}

function needOf(planned: readonly PlannedGuest[]): ApprovalNeed | undefined {
  const needs = planned.flatMap(({ ruling }) => (ruling?.kind === 'approval' ? [ruling.need] : []));
  return needs.find(({ needsReason }) => needsReason) ?? needs[0];
}
