import type { Invite } from '../../domain/invite.ts';
import { isTwin } from '../../domain/same-invite.ts';
import { keptEnd } from '../../domain/time/late-start.ts';
import { latestEnd } from '../../domain/time/window-limits.ts';
import type { Context, Statements } from '../shared/context.ts';
import type { PolicyCheck } from './decide-invite.ts';
import { policyLimits } from './window-limits-now.ts';

type Allows = Extract<PolicyCheck, { may: 'send' }>['allows'];

/**
 * The end to send with a start (epoch ms) that is later than it was: with what was asked for from now on it moves along. Not where an exact twin
 * would come of it, which nobody could distinguish after a lost answer, and not past what the policy allows by now: then it is as late as it
 * was.
 */
export async function lateEnd(
  context: Context,
  tx: Statements,
  invite: Invite,
  { startsAt, allows }: { readonly startsAt: number; readonly allows: Allows },
): Promise<number> {
  const { endsAt } = invite;
  const kept = Math.min(keptEnd(invite, startsAt), latestEnd(startsAt, policyLimits(context), invite.timeZone));
  if (kept <= endsAt || !allows({ startsAt, endsAt: kept })) return endsAt;
  await tx.lockSame(invite.hostId);
  const moved = { ...invite, startsAt, endsAt: kept };
  const others = await tx.invitesOnHost(moved);
  return others.some((other) => other.id !== invite.id && isTwin(other, moved)) ? endsAt : kept;
}
