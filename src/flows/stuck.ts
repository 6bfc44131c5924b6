import { type Invite, isTold } from '../domain/invite.ts';
import type { Problem, ProblemCode } from '../domain/problem.ts';
import { type Claim, type Context, guestlist, type Statements } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { isBeingHeld } from './hold-invite.ts';
import { notifyPerson } from './notify-admins.ts';

// What takes access away stays wanted until it is confirmed; what it means to be stuck with that.

/** As many tries without an answer are no hiccup any more: about a minute of them. */
const MANY_TRIES = 6;

const lost: readonly ProblemCode[] = ['provider_busy', 'provider_unreachable', 'provider_outcome_unknown'];

/** No answer, or none yet: it may be over in a moment. Everything else is a refusal, which somebody has to do something about. */
export function isLost({ code }: Problem): boolean {
  return lost.includes(code);
}

/** Whether people must know that it does not get through: at once when it is refused, after some tries when there is no answer. */
export function isStuck(why: Problem, claim: Claim): boolean {
  return !isLost(why) || claim.tries + 1 >= MANY_TRIES;
}

/**
 * When to ask again, epoch ms: with waits that grow to five minutes, or when the provider says, and in any case when the window closes,
 * for then it is over.
 */
export function askAgainAt(context: Context, invite: Pick<Invite, 'endsAt'>, claim: Claim, why: Problem): number {
  const at = retryAt(context, claim, why);
  return context.now() < invite.endsAt ? Math.min(at, invite.endsAt + 1_000) : at;
}

/** Tells the channel that a cancel or a kick does not get through; where no channel is told, whoever asked for it. */
export async function notifyStuck(
  context: Context,
  tx: Statements,
  invite: Invite,
  { name, by, why }: { readonly name: 'cancel_refused' | 'kick_refused'; readonly by: string; readonly why: Problem },
): Promise<void> {
  const facts = { ...why.facts, problem: why.code, by, ...(isBeingHeld(invite) ? { held: 1 } : {}) };
  if (isTold(invite)) {
    await tx.oweWork({ inviteId: invite.id, kind: 'notice', name: `${name}:${invite.version}`, at: 0, facts });
    return;
  }
  const notice = { name, id: `${invite.id}:${invite.version}`, facts: { ...facts, ...aboutOf(invite) } };
  await notifyPerson(context, by, notice, tx);
}

/** Tells that the guest is out after all: whoever was told that the cancel did not get through. The channel has a notice of its own. */
export async function notifyUnstuck(context: Context, tx: Statements, invite: Invite, by: string): Promise<void> {
  if (isTold(invite) || by === guestlist) return;
  const notice = { name: 'cancelled', id: `${invite.id}:${invite.version}`, facts: aboutOf(invite) } as const;
  await notifyPerson(context, by, notice, tx);
}

function aboutOf({ id, guestEmail, hostName }: Invite): Readonly<Record<string, string>> {
  return { inviteId: id, guest: guestEmail, host: hostName };
}
