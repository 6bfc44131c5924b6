import { WebAPIHTTPError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { createBoundedMap } from '../../domain/bounded-map.ts';
import { defined } from '../../domain/defined.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { readZone } from '../../domain/time/zoned-time.ts';
import { startPatience } from '../../flows/shared/in-time.ts';
import type { People } from '../../flows/shared/people.ts';
import { slackProblem } from '../posting/slack-errors.ts';

/** How long a look at a person stays good, ms: long enough for one conversation, short enough for a demotion to count. */
const FRESH_MS = 60_000;
/** What admins do weighs more and is rarer: for that a look is good for the time of one click and its answer, ms. */
const FRESH_FOR_ADMINS_MS = 5_000;
/** While Slack does not answer, a look this old still counts: a form must not be lost to a slow minute. */
const STALE_MS = 3_600_000;
/** How long Slack may take, ms: Slack wants an acknowledgement within 3 seconds. */
const PATIENCE_MS = 1_500;
/** With more people than this at a time, those not heard of for the longest are looked up again. */
const MOST_KEPT = 5_000;

type Kept = { readonly person: Person; readonly at: number };

/**
 * Looks people up with users.info, and remembers each for a minute. When Slack times out, fails (5xx) or is busy (429), an older look
 * still counts, and then nobody counts as an admin. After a definite answer (`user_not_found`) nothing older counts.
 */
export function createPeople(client: WebClient, workspaceId: () => string, now: () => number): Pick<People, 'person'> {
  const kept = createBoundedMap<string, Kept>(MOST_KEPT);

  async function look(id: string): Promise<Person | Problem> {
    try {
      const { user } = await client.users.info({ user: id, include_locale: true });
      const person = readPerson(user, id, workspaceId());
      if (isProblem(person)) kept.delete(id);
      else kept.set(id, { person, at: now() });
      return person;
    } catch (error) {
      const refused = error instanceof WebAPIHTTPError && error.statusCode < 500;
      const why = refused ? problem('slack_refused', { error: String(error.statusCode) }) : slackProblem(error, now());
      // A definite answer: Slack does not know this person any more, or does not show them to us.
      if (!mayPass.has(why.code)) kept.delete(id);
      return why;
    }
  }

  return {
    async person(id, weight = 'any') {
      // Until Slack has said which workspace this is, everybody would be of another one.
      if (workspaceId() === '') return problem('not_allowed_unknown');
      const known = kept.get(id);
      const age = known === undefined ? Number.POSITIVE_INFINITY : Math.abs(now() - known.at);
      if (known !== undefined && age < (weight === 'admin' ? FRESH_FOR_ADMINS_MS : FRESH_MS)) return known.person;
      const found = await startPatience(PATIENCE_MS)(look(id));
      if (found !== 'late') {
        if (!isProblem(found)) return found;
        const { error } = found.facts;
        if (!mayPass.has(found.code)) return problem('not_allowed_unknown', defined({ definite: 1, error }));
      }
      if (known === undefined || age >= STALE_MS) return problem('not_allowed_unknown');
      return { ...known.person, isStale: true };
    },
  };
}

const mayPass: ReadonlySet<string> = new Set(['slack_busy', 'slack_unreachable', 'slack_outcome_unknown']);

/**
 * What users.info must say before it says who somebody is (https://docs.slack.dev/reference/objects/user-object). Deactivated accounts
 * come without the flags of the others.
 */
const Account = z.object({
  id: z.string().min(1),
  team_id: z.string().min(1),
  deleted: z.boolean(),
  is_bot: z.boolean(),
});
const Flags = z.object({
  is_admin: z.boolean(),
  is_owner: z.boolean(),
  is_restricted: z.boolean(),
  is_ultra_restricted: z.boolean(),
});
const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const Profile = z.object({ display_name: text });
/** Of people in an Enterprise organization: the workspaces they belong to (https://docs.slack.dev/enterprise). */
const OfEnterprise = z.object({ teams: z.array(z.string()).optional() });
const Details = z.object({
  name: text,
  real_name: text,
  tz: text,
  locale: z.string().max(35).optional().catch(undefined),
  is_primary_owner: flag,
  is_stranger: flag,
  profile: Profile.optional().catch(undefined),
  enterprise_user: OfEnterprise.optional().catch(undefined),
});

/** A person as users.info shows them; `not_allowed_unknown` unless it says who they are and what kind of account they have. */
function readPerson(user: unknown, askedId: string, workspaceId: string): Person | Problem {
  const account = Account.safeParse(user);
  if (!account.success || account.data.id !== askedId) return problem('not_allowed_unknown');
  const { id, team_id, deleted, is_bot } = account.data;
  const details = Details.parse(user);
  const isOurs = team_id === workspaceId || details.enterprise_user?.teams?.includes(workspaceId) === true;
  const isExternalMember = details.is_stranger === true || !isOurs;
  const isBot = is_bot || id === 'USLACKBOT';
  const flags = Flags.safeParse(user);
  // Of these it is known that they may not, whatever else they are; of anybody else it must be said what they are.
  if (!flags.success && !deleted && !isExternalMember && !isBot) return problem('not_allowed_unknown');
  const { is_admin, is_owner, is_restricted, is_ultra_restricted } = flags.data ?? noFlags;
  return {
    id,
    workspaceId: isOurs ? workspaceId : team_id,
    name:
      [details.profile?.display_name, details.real_name, details.name]
        .map((name) => cleanLine(name ?? ''))
        .find(Boolean) ?? id,
    timeZone: zoneOf(details.tz),
    locale: details.locale,
    isAdmin: is_admin || is_owner || details.is_primary_owner === true,
    isGuest: is_restricted || is_ultra_restricted,
    isBot,
    isDeactivated: deleted,
    isExternalMember,
    isStale: false,
  };
}

const noFlags = { is_admin: false, is_owner: false, is_restricted: false, is_ultra_restricted: false };

// A zone this runtime does not know would make every form of the person fail; without one the form starts at UTC.
function zoneOf(tz: string | undefined): string | undefined {
  const zone = tz === undefined ? undefined : readZone(tz);
  return typeof zone === 'string' ? zone : undefined;
}
