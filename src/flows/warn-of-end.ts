import { noticePlace, warnAt } from '../domain/channel-settings.ts';
import type { Invite } from '../domain/invite.ts';
import { type Context, done, type Outcome, type Statements } from './context.ts';
import { notYet } from './end-invite.ts';

/** The window closes soon: people are warned once for each end, and not at all when the end has passed meanwhile. */
export async function warnOfEnd(context: Context, inviteId: string): Promise<Outcome> {
  return context.store.transaction(async (tx) => {
    const now = context.now();
    const invite = await tx.lockInvite(inviteId);
    if (invite?.state !== 'granted' || now >= invite.endsAt) return done;
    const settings = await tx.getSettings(invite.channelId);
    const due = warnAt(invite, settings);
    if (due === undefined) return done;
    if (now < due) return notYet(due);
    if (await isWarnedOf(tx, invite)) return done;
    if (noticePlace('ends_soon', settings) === 'nowhere') return done;
    const id = `${invite.id}:${invite.endsAt}`;
    const ends = [{ inviteId, endsAt: invite.endsAt, outcome: undefined }];
    await tx.insertWarning({ id, threadOf: inviteId, personId: undefined, mentions: undefined, createdAt: now, ends });
    await tx.oweWork({ inviteId: '', kind: 'warning', name: id, at: 0 });
    return done;
  });
}

/** Whether this end was warned of already, or is about to be; by a notice, where an older Guestlist did it. */
async function isWarnedOf(tx: Statements, { id, endsAt }: Invite): Promise<boolean> {
  const warned = await tx.warnedEnds([id]);
  if (warned.some((end) => end.endsAt === endsAt)) return true;
  const works = await tx.workOfInvite(id);
  return works.some(({ kind, name }) => kind === 'notice' && name === `ends_soon:${endsAt}`);
}
