import { type ChannelSettings, noticePlace, warnAt } from '../domain/channel-settings.ts';
import { isDirectMessage } from '../domain/direct-message.ts';
import { type Invite, isAdopted } from '../domain/invite.ts';
import { type Context, done, type Outcome, type Statements, type Warning } from './context.ts';
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
    await oweWarnings(tx, invite, settings, now);
    return done;
  });
}

/** The channel is warned as it wants to be; the inviter by a mention there, or directly. */
async function oweWarnings(tx: Statements, invite: Invite, settings: ChannelSettings, now: number): Promise<void> {
  const { id: inviteId, inviterId, endsAt } = invite;
  const isCalled = !isAdopted(invite) && invite.inviterLeft === undefined;
  const isDirect = isCalled && !isDirectMessage(invite.channelId) && (await tx.getReach(inviterId)) === 'direct';
  const common = { createdAt: now, ends: [{ inviteId, endsAt, outcome: undefined }] };
  const id = `${inviteId}:${endsAt}`;
  const inChannel = {
    threadOf: inviteId,
    personId: undefined,
    mentions: isCalled && !isDirect ? inviterId : undefined,
  };
  if (noticePlace('ends_soon', settings) !== 'nowhere') await owe(tx, { id, ...inChannel, ...common });
  if (isDirect)
    await owe(tx, { id: `${id}:direct`, threadOf: undefined, personId: inviterId, mentions: undefined, ...common });
}

async function owe(tx: Statements, warning: Omit<Warning, 'place'>): Promise<void> {
  await tx.insertWarning(warning);
  await tx.oweWork({ inviteId: '', kind: 'warning', name: warning.id, at: 0 });
}

/** Whether this end was warned of already, or is about to be; by a notice, where an older Guestlist did it. */
async function isWarnedOf(tx: Statements, { id, endsAt }: Invite): Promise<boolean> {
  const warned = await tx.warnedEnds([id]);
  if (warned.some((end) => end.endsAt === endsAt)) return true;
  const works = await tx.workOfInvite(id);
  return works.some(({ kind, name }) => kind === 'notice' && name === `ends_soon:${endsAt}`);
}
