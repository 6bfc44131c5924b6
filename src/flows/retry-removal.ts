import { isProblem, type Problem, problem } from '../domain/problem.ts';
import { canPass, isOneThing, type Removal } from '../domain/removal.ts';
import { whoIs } from '../domain/who-is.ts';
import type { Work } from '../domain/work.ts';
import { findPending, recordCancelled } from './change-pending.ts';
import { type Claim, type Context, done, type Outcome } from './context.ts';
import { retryAt } from './grant-invite.ts';
import { invitingSystem, systemWithMembers } from './member-systems.ts';
import { endRemoval, noteSent, noteTry } from './settle-removal.ts';
import { isStuck } from './stuck.ts';
import { teamOperations } from './team-operations.ts';

/**
 * Takes away what somebody wants taken away and did not get through at once, with waits that grow to five minutes. Who asked need not be
 * allowed to any more: they were when they asked, and of two ways to be wrong the one that keeps somebody out is the safe one. Who does not
 * want it withdraws it (withdraw-removal.ts).
 */
export async function retryRemoval(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  const removal = await context.store.getRemoval(work.name);
  if (removal?.state !== 'wanted') return done;
  const answer = await tryAgain(context, removal, claim);
  if (answer === 'not wanted') return { kind: 'again', at: 0, failed: false, why: 'changed meanwhile' };
  if (!isProblem(answer)) {
    await endRemoval(context, removal.id, { state: 'done', gone: answer === 'gone' });
    return done;
  }
  if (!canPass(answer)) {
    await endRemoval(context, removal.id, { state: 'refused', why: answer });
    return done;
  }
  await noteTry(context, removal.id, answer, { tell: isStuck(answer, claim), sentBefore: removal.sentAt });
  return { kind: 'again', at: retryAt(context, claim, answer), failed: true, why: answer.code };
}

/** 'gone': it was not there any more before anything was sent. */
async function tryAgain(
  context: Context,
  removal: Removal,
  claim: Claim,
): Promise<'removed' | 'gone' | 'not wanted' | Problem> {
  const seen = await look(context, removal);
  if (isProblem(seen)) return seen;
  if (seen === 'gone') {
    // An earlier try did it, as far as anybody can tell.
    if (removal.sentAt === undefined) return 'gone';
    await recordRemoved(context, removal);
    return 'removed';
  }
  // Nothing is sent by who was overtaken, nor what was withdrawn meanwhile.
  if (!(await claim.stillMine()) || !(await noteSent(context, removal.id, seen))) return 'not wanted';
  const now = { ...removal, ...seen } as Removal;
  const answer = await remove(context, now);
  if (!isProblem(answer)) {
    await recordRemoved(context, now);
    return 'removed';
  }
  if (answer.code === 'provider_not_found') return isOneThing(removal) ? 'removed' : answer;
  return answer;
}

type Seen = Pick<Removal, 'who'> & { readonly target?: Removal['target'] };

/** What the system shows of it now. What an operation of `/team` is about cannot be looked at: sent twice, it does no more than once. */
async function look(context: Context, removal: Removal): Promise<Seen | 'gone' | Problem> {
  const { provider, who } = removal;
  switch (removal.kind) {
    case 'member': {
      const system = systemWithMembers(context, provider);
      if (isProblem(system)) return system;
      const member = await system.members.get(removal.target.memberId);
      if (!isProblem(member)) return { who: whoIs(member) };
      return member.code === 'provider_not_found' ? 'gone' : member;
    }
    case 'invite': {
      const system = invitingSystem(context, provider);
      if (isProblem(system)) return system;
      const { inviteId, owner } = removal.target;
      const found = await findPending(context, system, inviteId);
      if (isProblem(found)) return found;
      if (found === 'none') return 'gone';
      if (found === 'unclear') return problem('provider_nonsense', { provider });
      // Asked for while nobody could look whose it is.
      if (owner !== undefined && found.askerId !== owner) return problem('not_host_of_invite');
      const { email, invitedAt } = found;
      return { who: whoIs(found), target: { ...removal.target, email, invitedAt } };
    }
    case 'team':
      return { who };
  }
}

async function remove(context: Context, removal: Removal): Promise<object | string | Problem> {
  const { provider } = removal;
  switch (removal.kind) {
    case 'member': {
      const system = systemWithMembers(context, provider);
      if (isProblem(system)) return system;
      return (await system.members.remove?.(removal.target.memberId)) ?? problem('ability_missing', { provider });
    }
    case 'invite': {
      const system = invitingSystem(context, provider);
      const { inviteId, email } = removal.target;
      return isProblem(system) ? system : system.memberInvites.cancel({ inviteId, email });
    }
    case 'team': {
      if (!context.providers.some(({ name }) => name === provider)) return problem('provider_off', { provider });
      const known = teamOperations(context).find(({ id }) => id === `${provider}/${removal.target.operation}`);
      const ready = known?.row.read(removal.target.raw);
      // Another version of Guestlist asks for other things.
      return ready === undefined || 'faults' in ready ? problem('team_operation_unknown') : ready.run();
    }
  }
}

/** What we invited and cancelled says so on its card. */
async function recordRemoved(context: Context, removal: Removal): Promise<void> {
  if (removal.kind !== 'invite') return;
  const system = invitingSystem(context, removal.provider);
  if (isProblem(system)) return;
  const { inviteId, email, invitedAt } = removal.target;
  await recordCancelled(context, system, { inviteId, email, invitedAt });
}
