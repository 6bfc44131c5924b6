import { z } from 'zod';
import { BACKOFF_STEPS, backoffMs, type Work } from '../domain/work.ts';
import { type Claim, type Context, InviteMoved, type Outcome } from './context.ts';
import { recordStanding } from './follow-inviter.ts';
import { guestAccessOff } from './guest-access-off.ts';
import { inviterStanding, type Standing } from './inviter-standing.ts';

/** How often everybody who has an open invite is looked at, ms. */
const EVERY_MS = 3_600_000;
/** Slack's tier 4 is 100 look-ups a minute for the whole bot; people who press buttons need most of them. 10 in 12 s are half. */
const PEOPLE = 10;
const PAUSE_MS = 12_000;
/** How long to wait while Slack has not said where we are, ms. */
const WAIT_MS = 60_000;
/** Invites of one person read at once. */
const PAGE = 100;

/** The last person looked at in this run. */
const Progress = z.object({ after: z.string().default('') });

/**
 * Looks at each person who has an open invite, once, and writes what their standing means for all of them. Never done, only due again:
 * every hour. It goes on where it was after a stop or a crash; who was written about already stays as they are.
 */
export async function lookAtInviters(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const workspaceId = context.teller.workspaceId();
  if (guestAccessOff(context) !== undefined) return later(context, EVERY_MS, 'guest access is off');
  if (workspaceId === '') return later(context, WAIT_MS, 'Slack has not said where we are');
  const { after } = Progress.parse(JSON.parse(work.facts));
  const people = await context.store.openInviters({ workspaceId, after, now: context.now(), limit: PEOPLE });
  for (const [index, inviterId] of people.entries()) {
    const standing = await inviterStanding(context, inviterId);
    // Slack does not answer: after ten minutes it is the next one's turn. How often it was tried counts for the first of these people.
    if (standing === 'unknown' && (index > 0 || claim.tries < BACKOFF_STEPS)) {
      const at = context.now() + backoffMs(index === 0 ? claim.tries + 1 : 1);
      return { kind: 'again', at, failed: true, why: 'Slack does not say who somebody is' };
    }
    if (!(await follow(context, claim, { inviterId, workspaceId }, standing))) return lost;
    if (!(await context.store.saveProgress(work, JSON.stringify({ after: inviterId })))) return lost;
  }
  if (people.length === PEOPLE) return later(context, PAUSE_MS, 'there are more');
  if (!(await context.store.saveProgress(work, '{}'))) return lost;
  return later(context, EVERY_MS, 'all were looked at');
}

/** All invites of one person that it matters for; false when the claim is lost. */
async function follow(
  context: Context,
  claim: Claim,
  { inviterId, workspaceId }: { readonly inviterId: string; readonly workspaceId: string },
  standing: Standing,
): Promise<boolean> {
  if (standing === 'unknown' || standing === 'hidden') return true;
  for (let after = ''; ; ) {
    const query = { workspaceId, isLeft: standing === 'here', after, limit: PAGE };
    const ids = await context.store.openInvitesOf(inviterId, query);
    for (const id of ids) {
      // Somebody else writes it at this moment: the next hour looks again.
      await recordStanding(context, { id, inviterId }, standing).catch((error: unknown) => {
        if (!(error instanceof InviteMoved)) throw error;
      });
    }
    if (ids.length < PAGE) return true;
    after = ids.at(-1) ?? '';
    if (!(await claim.stillMine())) return false;
  }
}

function later(context: Context, ms: number, why: string): Outcome {
  return { kind: 'again', at: context.now() + ms, failed: false, why };
}

const lost: Outcome = { kind: 'again', at: 0, failed: false, why: 'claim lost' };
