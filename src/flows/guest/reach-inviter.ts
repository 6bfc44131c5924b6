import { isDirectMessage } from '../../domain/direct-message.ts';
import type { Invite } from '../../domain/invite.ts';
import type { Job } from '../../domain/job.ts';
import { isProblem } from '../../domain/problem.ts';
import { concernsInviter, type Reach } from '../../domain/reach.ts';
import type { Context } from '../shared/context.ts';
import { inviterStanding } from '../shared/inviter-standing.ts';
import type { Naming, Notice } from '../shared/notifier.ts';

/** Notices that name the inviter, no matter who did it. */
const namesInviter: ReadonlySet<string> = new Set(['failed', 'inviter_back']);

/** How the inviter hears of a notice, or that it is not for them. */
export type Reached = Reach | 'not';

/**
 * Decides how the inviter hears of a notice, once: written down with the job of the direct message before anything is posted, so that neither
 * another try nor another setting calls the same person twice. 'claim lost': another has taken over.
 */
export async function reachInviter(
  context: Context,
  job: Job,
  invite: Invite,
  notice: Notice,
  place: { readonly channelId: string; readonly isAnnouncedThere: boolean },
): Promise<Reached | 'claim lost'> {
  if (!concernsInviter(invite, { name: notice.name, by: notice.facts.by, online: notice.facts.online })) return 'not';
  const { reach: decided } = notice.facts;
  if (decided === 'mention' || decided === 'direct') return decided;
  if (await hasLeft(context, invite.inviterId)) return 'not';
  const reach = await reachAt(context, invite.inviterId, place);
  const written = await context.store.transaction(async (tx) => {
    const facts = { ...notice.facts, reach };
    if (!(await tx.saveProgressOfGeneration(job, JSON.stringify(facts)))) return false;
    if (reach === 'direct') {
      const direct = { ...notice.facts, to: invite.inviterId, askedAt: context.now() };
      await tx.enqueueOnce({ inviteId: invite.id, kind: 'inviter_notice', name: job.name, facts: direct });
    }
    return true;
  });
  if (reach === 'direct') context.wake();
  return written ? reach : 'claim lost';
}

/** In their own conversation with Guestlist a direct message would say it twice; where a channel wants the card alone, nothing else says it. */
async function reachAt(
  { store }: Pick<Context, 'store'>,
  inviterId: string,
  { channelId, isAnnouncedThere }: { readonly channelId: string; readonly isAnnouncedThere: boolean },
): Promise<Reach> {
  if (isDirectMessage(channelId)) return 'mention';
  return isAnnouncedThere ? store.getReach(inviterId) : 'direct';
}

/** Whether Slack says that this person can answer for nothing any more; who it says nothing of has not left. */
export async function hasLeft(context: Context, personId: string): Promise<boolean> {
  const standing = await inviterStanding(context, personId);
  return standing !== 'here' && standing !== 'unknown' && standing !== 'hidden';
}

/**
 * How a notice names the people in it: the inviter as a mention only where that is how they are reached, so that nobody is called for what
 * they did themselves; who has left by name only.
 */
export async function namingFor(context: Context, invite: Invite, notice: Notice, reached: Reached): Promise<Naming> {
  const { by, from, inviter } = notice.facts;
  const isQuiet = reached !== 'mention' && (by === invite.inviterId || namesInviter.has(notice.name));
  const quiet = [from, inviter, isQuiet ? invite.inviterId : ''];
  const names: Record<string, string> = {};
  for (const id of quiet) if (typeof id === 'string' && id !== '') names[id] = await nameOf(context, id);
  return { mentions: reached === 'mention' ? invite.inviterId : undefined, names };
}

async function nameOf(context: Context, personId: string): Promise<string> {
  const person = await context.people.person(personId);
  return isProblem(person) ? '' : person.name;
}
