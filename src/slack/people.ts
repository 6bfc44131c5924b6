import type { WebClient } from '@slack/web-api';
import type { Person } from '../domain/person.ts';
import { type Problem, problem } from '../domain/problem.ts';
import { readZone } from '../domain/zoned-time.ts';

/** How long a look at a person stays good, ms: long enough for one conversation, short enough for a demotion to count. */
const FRESH_MS = 60_000;
/** While Slack does not answer, a look this old still counts: a form must not be lost to a slow minute. */
const STALE_MS = 3_600_000;
/** How long Slack may take, ms: what asks has to be acknowledged within 3 seconds. */
const PATIENCE_MS = 1_500;
const MAX_KEPT = 5_000;

export type People = {
  /** The person as Slack describes them; `not_allowed_unknown` when Slack does not say: closed when in doubt. */
  person(id: string): Promise<Person | Problem>;
};

type Kept = { readonly person: Person; readonly at: number };

/** Looks people up with users.info, and remembers each for a minute. */
export function createPeople(client: WebClient, workspaceId: () => string, now: () => number): People {
  const kept = new Map<string, Kept>();

  async function look(id: string): Promise<Person | undefined> {
    const { user } = await client.users.info({ user: id });
    if (user?.id === undefined) return undefined;
    const person: Person = {
      id: user.id,
      workspaceId: user.team_id ?? workspaceId(),
      name: user.profile?.display_name || user.real_name || user.name || user.id,
      timeZone: zoneOf(user.tz),
      isAdmin: user.is_admin === true || user.is_owner === true || user.is_primary_owner === true,
      isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
      isBot: user.is_bot === true || user.id === 'USLACKBOT',
      isDeactivated: user.deleted === true,
      isStranger: user.is_stranger === true,
    };
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(id, { person, at: now() });
    return person;
  }

  return {
    async person(id) {
      const known = kept.get(id);
      const age = known === undefined ? Number.POSITIVE_INFINITY : Math.abs(now() - known.at);
      if (known !== undefined && age < FRESH_MS) return known.person;
      // Whatever the reason for no answer, it means the same: without knowing who it is, nothing is done.
      const found = await Promise.race([look(id).catch(() => undefined), late()]);
      if (found !== undefined) return found;
      return known !== undefined && age < STALE_MS ? known.person : problem('not_allowed_unknown');
    },
  };
}

// A zone this runtime does not know would make every form of the person fail; without one the form starts at UTC.
function zoneOf(tz: string | undefined): string | undefined {
  const zone = tz === undefined ? undefined : readZone(tz);
  return typeof zone === 'string' ? zone : undefined;
}

function late(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, undefined).unref());
}
