import { z } from 'zod';
import { BACKOFF_STEPS, backoffMs, type Job } from '../../domain/job.ts';
import { type Claim, type Context, continueAt, InviteMoved, type Outcome } from '../shared/context.ts';
import { inviterStanding, type Standing } from '../shared/inviter-standing.ts';
import { recordStanding } from './follow-inviter.ts';
import { guestAccessOff } from './guest-access-off.ts';

/** How often everybody who has an open invite is looked at, ms. */
const EVERY_MS = 3_600_000;
/** Slack's tier 4 is 100 look-ups a minute for the whole bot; people who press buttons need most of them. 10 in 12 s are half. */
const PEOPLE = 10;
const PAUSE_MS = 12_000;
/** How long to wait while Slack has not said where we are, ms. */
const WAIT_MS = 60_000;
/** Invites of one person read at once. */
const PAGE = 100;

/** How long one claim goes on, ms: then others have the slot, and a stop its chance. */
const CLAIM_MS = 5_000;

/** The last person whose invites were all seen to in this run; and of a person with very many, the last of them. */
const Progress = z.object({
  after: z.string().default(''),
  within: z.object({ inviterId: z.string(), inviteId: z.string() }).optional(),
});

/**
 * Looks at each person who has an open invite, once, and writes what their standing means for all of them. Never done, only due again:
 * every hour. It goes on where it was after a stop or a crash; who was written about already stays as they are.
 */
export async function lookAtInviters(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  const workspaceId = context.workspaceId();
  if (guestAccessOff(context) !== undefined) return later(context, EVERY_MS, 'guest access is off');
  if (workspaceId === '') return later(context, WAIT_MS, 'Slack has not said where we are');
  const startedAt = context.now();
  const { after, within } = Progress.parse(JSON.parse(job.facts));
  const people = await context.store.openInviters({ workspaceId, after, now: context.now(), limit: PEOPLE });
  for (const [index, inviterId] of people.entries()) {
    const standing = await inviterStanding(context, inviterId);
    // Slack does not answer: after ten minutes the next one is looked at. How often it was tried counts for the first of these people.
    if (standing === 'unknown' && (index > 0 || claim.tries < BACKOFF_STEPS)) {
      const at = context.now() + backoffMs(index === 0 ? claim.tries + 1 : 1);
      return { kind: 'retry', at, failed: true, why: 'Slack does not say who somebody is' };
    }
    const from = within?.inviterId === inviterId ? within.inviteId : '';
    const reached = await follow(context, { inviterId, workspaceId, from, until: startedAt + CLAIM_MS }, standing);
    const progress: z.infer<typeof Progress> =
      reached === 'all'
        ? { after: inviterId }
        : { after: people[index - 1] ?? after, within: { inviterId, inviteId: reached } };
    if (!(await context.store.saveProgress(job, JSON.stringify(progress)))) return lost;
    if (reached !== 'all') return later(context, 0, 'there are more of one person');
  }
  if (people.length === PEOPLE) return later(context, PAUSE_MS, 'there are more');
  if (!(await context.store.saveProgress(job, '{}'))) return lost;
  return later(context, EVERY_MS, 'all were looked at');
}

/** All invites of one person that it matters for, after one of them; answers the last one seen to when the time (epoch ms) is up. */
async function follow(
  context: Context,
  { inviterId, workspaceId, from, until }: { inviterId: string; workspaceId: string; from: string; until: number },
  standing: Standing,
): Promise<string> {
  if (standing === 'unknown' || standing === 'hidden') return 'all';
  for (let after = from; ; ) {
    const query = { workspaceId, isLeft: standing === 'here', after, limit: PAGE };
    const ids = await context.store.openInvitesOf(inviterId, query);
    for (const id of ids) {
      // Somebody else writes it at this moment: the next hour looks again.
      await recordStanding(context, { id, inviterId }, standing).catch((error: unknown) => {
        if (!(error instanceof InviteMoved)) throw error;
      });
      // A clock that was set back meanwhile must not keep it going either.
      if (context.now() > until || context.now() < until - CLAIM_MS) return id;
    }
    if (ids.length < PAGE) return 'all';
    after = ids.at(-1) ?? '';
  }
}

function later(context: Context, ms: number, why: string): Outcome {
  return continueAt(context.now() + ms, why);
}

const lost: Outcome = continueAt(0, 'claim lost');
