import type { WebClient } from '@slack/web-api';
import { isProblem, type Problem, problem } from '../domain/problem.ts';
import type { People } from '../flows/people.ts';
import type { Log } from '../log.ts';
import { slackProblem } from './slack-errors.ts';

/** How long a look at a group stays good, ms. Slack: usergroups.users.list may be called about twenty times a minute. */
const FRESH_MS = 60_000;
/** The same where nothing older may count, ms: still few enough calls for three groups. */
const FRESH_FOR_ADMINS_MS = 10_000;
/** How long Slack may take, ms: what asks has to be acknowledged within 3 seconds, and has looked up the person before. */
const PATIENCE_MS = 1_000;
/** As many groups as the policy can reasonably name. */
const MAX_KEPT = 200;

type Look = { readonly at: number; readonly users: ReadonlySet<string> };

/**
 * Looks up who is in which user group with usergroups.users.list, which needs the optional scope usergroups:read. Closed when in doubt:
 * a group Slack refuses to show has nobody in it, and while Slack does not answer nothing older counts. `now` in epoch ms.
 */
export function createUserGroups(client: WebClient, log: Log, now: () => number): People['groupsOf'] {
  const kept = new Map<string, Look>();

  async function look(groupId: string): Promise<Look | Problem> {
    const at = now();
    try {
      const { users } = await client.usergroups.users.list({ usergroup: groupId });
      if (!Array.isArray(users)) return problem('groups_unknown');
      return keep(groupId, { at, users: new Set(users) });
    } catch (error) {
      const why = slackProblem(error, at);
      if (!isAnswer.has(String(why.facts.error))) return problem('groups_unknown');
      log.warn({ group: groupId, why: why.facts.error }, 'Slack does not show who is in a user group of the policy');
      return keep(groupId, { at, users: new Set() });
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
    return Promise.race([look(groupId), late()]);
  }

  return async (personId, groupIds, weight = 'any') => {
    const freshMs = weight === 'admin' ? FRESH_FOR_ADMINS_MS : FRESH_MS;
    const looks = await Promise.all(groupIds.map((id) => usersOf(id, freshMs)));
    const isIn = groupIds.filter((_, nth) => {
      const seen = looks[nth];
      return seen !== undefined && !isProblem(seen) && seen.users.has(personId);
    });
    // Who is in one of them need not wait for the others.
    return isIn.length > 0 ? isIn : (looks.find((seen) => isProblem(seen)) ?? []);
  };
}

/** Slack will not say anything else of this group until somebody changes something: what else it refuses with says nothing of the group. */
const isAnswer: ReadonlySet<string> = new Set(['no_such_subteam', 'missing_scope', 'plan_upgrade_required']);

function late(): Promise<Problem> {
  return new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, problem('groups_unknown')).unref());
}
