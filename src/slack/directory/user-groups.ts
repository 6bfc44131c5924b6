import type { WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { startPatience } from '../../flows/shared/in-time.ts';
import type { People } from '../../flows/shared/people.ts';
import type { Log } from '../../log.ts';
import { slackProblem } from '../posting/slack-errors.ts';

/** How long a look at a group stays good, ms. Slack: usergroups.users.list may be called about twenty times a minute. */
const FRESH_MS = 60_000;
/** The same where nothing older may count, ms: still few enough calls for three groups. */
const FRESH_FOR_ADMINS_MS = 10_000;
/** How long Slack may take, ms: what asks has to be acknowledged within 3 seconds, and has looked up the person before. */
const PATIENCE_MS = 1_000;
/** As many groups as the policy can reasonably name. */
const MAX_KEPT = 200;

type Look = { readonly at: number; readonly users: ReadonlySet<string>; readonly isHidden: boolean };

/**
 * Looks up who is in which user group with usergroups.users.list, which needs the optional scope usergroups:read. Closed when in doubt:
 * nobody is known to be in a group Slack refuses to show, nor to be outside of it, and while Slack does not answer nothing older counts. A
 * group that is not there has nobody in it. `now` in epoch ms.
 */
export function createUserGroups(
  client: WebClient,
  log: Log,
  now: () => number,
): Pick<People, 'groupsOf' | 'membersOf'> {
  const kept = new Map<string, Look>();

  async function look(groupId: string): Promise<Look | Problem> {
    const at = now();
    try {
      const { users } = await client.usergroups.users.list({ usergroup: groupId });
      if (!Array.isArray(users)) return problem('groups_unknown');
      return keep(groupId, { at, users: new Set(users), isHidden: false });
    } catch (error) {
      const why = String(slackProblem(error, at).facts.error);
      const isHidden = hides.has(why);
      if (!isHidden && why !== 'no_such_subteam') return problem('groups_unknown');
      log.warn({ group: groupId, why }, 'Slack does not show who is in a user group of the policy');
      return keep(groupId, { at, users: new Set(), isHidden });
    }
  }

  function keep(groupId: string, seen: Look): Look {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(groupId, seen);
    return seen;
  }

  async function usersOf(groupId: string, freshMs: number): Promise<Look | Problem> {
    const known = kept.get(groupId);
    if (known !== undefined && Math.abs(now() - known.at) < freshMs) return known;
    const seen = await startPatience(PATIENCE_MS)(look(groupId));
    return seen === 'late' ? problem('groups_unknown') : seen;
  }

  const groupsOf: People['groupsOf'] = async (personId, groupIds, weight = 'any') => {
    const freshMs = weight === 'admin' ? FRESH_FOR_ADMINS_MS : FRESH_MS;
    const looks = await Promise.all(groupIds.map((id) => usersOf(id, freshMs)));
    const isIn: string[] = [];
    const unknown: string[] = [];
    const hidden: string[] = [];
    for (const [nth, id] of groupIds.entries()) {
      const seen = looks[nth];
      if (seen === undefined || isProblem(seen)) unknown.push(id);
      else if (seen.isHidden) hidden.push(id);
      else if (seen.users.has(personId)) isIn.push(id);
    }
    return { isIn, unknown, ...(hidden.length === 0 ? {} : { hidden }) };
  };

  return {
    groupsOf,
    async membersOf(groupIds) {
      const looks = await Promise.all(groupIds.map((id) => usersOf(id, FRESH_MS)));
      const members = new Set<string>();
      for (const seen of looks) {
        if (isProblem(seen)) return seen;
        if (seen.isHidden) return problem('groups_unknown', { scope: 1 });
        for (const user of seen.users) members.add(user);
      }
      return [...members];
    },
  };
}

/** Slack will not say who is in a group until somebody changes something. What else it refuses with says nothing of the group. */
const hides: ReadonlySet<string> = new Set(['missing_scope', 'plan_upgrade_required']);
