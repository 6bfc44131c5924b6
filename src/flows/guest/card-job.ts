import type { Invite } from '../../domain/invite.ts';
import { type Job, jobId } from '../../domain/job.ts';
import type { Context } from '../shared/context.ts';

/** The job that is about to write the card of an invite, which is that of its group where it is in one; undefined for none. */
export async function cardJobOf({ store }: Context, invite: Pick<Invite, 'id' | 'groupId'>): Promise<Job | undefined> {
  const isOpen = (job: Job | undefined) => job?.state === 'queued' || job?.state === 'claimed';
  const own = await store.getJob(jobId(invite.id, 'card'));
  if (isOpen(own) || invite.groupId === undefined) return isOpen(own) ? own : undefined;
  const ofGroup = await store.getJob(jobId(undefined, 'group_card', invite.groupId));
  return isOpen(ofGroup) ? ofGroup : undefined;
}
