import type { Invite } from '../../domain/invite.ts';
import { isAdmin, type Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Context, Statements } from '../shared/context.ts';
import { startPatience } from '../shared/in-time.ts';
import { isLost } from '../shared/is-stuck.ts';

/** How long Parsec may take before a request is saved all the same, ms: the credits are looked at again before anything is sent. */
const PATIENCE_MS = 1_200;

/** How long the creates of others are given to be answered before the credits are looked at again, ms. */
const AGAIN_MS = 1_000;

type Given = Pick<Context, 'policy' | 'credits' | 'members'>;

/**
 * Why this person may not invite this guest now: the credits that are left are kept for admins. Undefined when they may, or when nobody
 * can say in time. Members of the team cost nothing. Problems: credits_reserved, provider_credits_spent.
 */
export async function reserveRefusal(context: Given, person: Person, guestEmail: string): Promise<Problem | undefined> {
  if (context.policy().invites.creditReserve === 0 || isAdmin(person, context.policy())) return undefined;
  const cost = await startPatience(PATIENCE_MS)(costOf(context, guestEmail, context.credits.recent));
  return cost === 'late' || cost === 'free' || isProblem(cost) ? undefined : cost.refusal;
}

/** Whether a guest is a member of the team, who costs no credit; no when nobody can say in time. */
export async function isTeamMember({ members }: Given, guestEmail: string): Promise<boolean> {
  const member = await startPatience(PATIENCE_MS)(
    members?.findByEmail?.(guestEmail) ?? Promise.resolve('none' as const),
  );
  return member !== 'late' && member !== 'none' && !isProblem(member);
}

/** What is known of the reserve before a create is sent. */
export type ReserveCheck =
  | {
      readonly may: 'send';
      readonly stillMay: (tx: Statements) => Promise<boolean>;
      /** When to look again if not, epoch ms. */
      readonly againAt: () => number;
    }
  | { readonly may: 'wait'; readonly why: Problem }
  | { readonly may: 'refuse'; readonly why: Problem };

/**
 * Whether this invite may cost a credit, by who its inviter is now and what is left now. `stillMay` looks, in the transaction that marks
 * the create as sent, whether others have sent some since: then it is asked again. Nobody is let into the reserve on a guess: while Slack
 * or Parsec do not answer, it waits; and where the key may not see the credits, it is refused.
 */
export async function checkReserve(context: Context, invite: Invite): Promise<ReserveCheck> {
  const { creditReserve } = context.policy().invites;
  if (creditReserve === 0) return free;
  const person = await context.people.person(invite.inviterId, 'admin');
  const isKnown = isProblem(person) ? person.facts.definite !== undefined : !person.isStale;
  if (!isKnown) return { may: 'wait', why: problem('inviter_unknown') };
  if (!isProblem(person) && isAdmin(person, context.policy())) return free;
  const askedAt = context.now();
  const cost = await costOf(context, invite.guestEmail, context.credits.now);
  if (cost === 'free') return free;
  if (isProblem(cost)) return { may: isLost(cost) ? 'wait' : 'refuse', why: cost };
  if (cost.refusal !== undefined) return { may: 'refuse', why: cost.refusal };
  return {
    may: 'send',
    againAt: () => context.now() + AGAIN_MS,
    async stillMay(tx) {
      await tx.lockSame('guest credits');
      const spent = await tx.countCreatesSince(askedAt, invite.id);
      return cost.left - spent > creditReserve;
    },
  };
}

const free = { may: 'send', stillMay: async () => true, againAt: () => 0 } as const;

type Cost = { readonly left: number; readonly refusal: Problem | undefined };

async function costOf(
  { policy, members }: Given,
  guestEmail: string,
  credits: () => Promise<number | Problem>,
): Promise<Cost | 'free' | Problem> {
  const left = await credits();
  if (isProblem(left)) return left;
  if (left > policy().invites.creditReserve) return { left, refusal: undefined };
  const member = (await members?.findByEmail?.(guestEmail)) ?? 'none';
  if (isProblem(member)) return member;
  if (member !== 'none') return 'free';
  const facts = { provider: 'parsec' };
  const refusal =
    left > 0 ? problem('credits_reserved', { ...facts, credits: left }) : problem('provider_credits_spent', facts);
  return { left, refusal };
}
