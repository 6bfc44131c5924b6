import type { WebClient } from '@slack/web-api';
import type { Problem } from '../../domain/problem.ts';
import { slackProblem } from '../posting/slack-errors.ts';

/** How long the list is kept, ms: users.list is tier 2, and who is an admin changes once in months. */
const FRESH_MS = 10 * 60_000;
/** Slack takes at most 1,000 per page; a workspace with more people than this is read no further. */
const PAGE = 1_000;
const MAX_PAGES = 15;

type Member = NonNullable<Awaited<ReturnType<WebClient['users']['list']>>['members']>[number];

/**
 * Reads who the workspace's admins and owners are, owners first, with users.list; remembered for ten minutes. Problems: slack_*.
 * `now` in epoch ms.
 */
export function createAdmins(client: WebClient, now: () => number): () => Promise<readonly string[] | Problem> {
  let kept: { readonly ids: readonly string[]; readonly at: number } | undefined;

  return async () => {
    if (kept !== undefined && Math.abs(now() - kept.at) < FRESH_MS) return kept.ids;
    const found: Member[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < MAX_PAGES; page++) {
        const answer = await client.users.list({ limit: PAGE, ...(cursor ? { cursor } : {}) });
        found.push(...(answer.members ?? []).filter(isAdminHere));
        cursor = answer.response_metadata?.next_cursor;
        if (!cursor) break;
      }
    } catch (error) {
      return slackProblem(error, now());
    }
    const ids = found.toSorted((a, b) => rank(a) - rank(b)).flatMap(({ id }) => id ?? []);
    kept = { ids, at: now() };
    return ids;
  };
}

function isAdminHere(member: Member): boolean {
  const isPerson = member.deleted !== true && member.is_bot !== true && member.is_restricted !== true;
  return isPerson && rank(member) < 3;
}

function rank(member: Member): number {
  if (member.is_primary_owner === true) return 0;
  if (member.is_owner === true) return 1;
  return member.is_admin === true ? 2 : 3;
}
