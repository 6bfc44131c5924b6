import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Context, Host } from '../shared/context.ts';
import { hostsOrKnown } from '../shared/hosts-or-known.ts';
import { startPatience } from '../shared/in-time.ts';

/** How long the drawing of a Home waits for Parsec, ms: what the store knows is shown all the same. */
const PATIENCE_MS = 2_000;
/** Homes that are drawn within this share one look at the credits, ms: less than what is between two drawings of one. */
const TOGETHER_MS = 2_000;
/** A full list of the hosts is good for so long, ms. */
const FRESH_MS = 10 * 60_000;
/** More than a team has: a list that is not full is read again each time. */
const everyHost = { text: '', limit: 500 };

/** At this many credits above what is kept for admins, Home warns. */
const LOW_CREDITS = 5;

/** What Parsec says, and what it did not say. */
export type ParsecNow = {
  readonly hosts: readonly Pick<Host, 'hostId' | 'name'>[];
  readonly credits: { readonly left: number; readonly isLow: boolean } | undefined;
  readonly trouble: Problem | undefined;
};

/** The hosts open to guests, by name, and the credits that are left. What Parsec does not say in time is what it said last. */
export async function readParsec(context: Context): Promise<ParsecNow> {
  const inTime = startPatience(PATIENCE_MS);
  const [{ hosts, trouble }, left] = await Promise.all([
    hostsOrKnown(context, everyHost, inTime(readHosts(context))),
    inTime(context.credits.recent(TOGETHER_MS)),
  ]);
  const untold = left === 'late' ? problem('provider_unreachable', { provider: 'parsec' }) : left;
  return {
    hosts: hosts
      .map(({ hostId, name }) => ({ hostId, name }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }) || (a.hostId < b.hostId ? -1 : 1)),
    credits:
      typeof left === 'number'
        ? { left, isLow: left <= context.policy().invites.creditReserve + LOW_CREDITS }
        : undefined,
    trouble: trouble ?? (isProblem(untold) ? untold : undefined),
  };
}

/** Homes are drawn often: Parsec is asked at most every ten minutes. */
async function readHosts({ guestAccess, knownHosts }: Context): Promise<readonly Host[] | Problem> {
  if (knownHosts.isComplete(FRESH_MS)) return knownHosts.matching(everyHost.text, everyHost.limit);
  return guestAccess.hosts(everyHost);
}
