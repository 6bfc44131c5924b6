import { type ChannelSettings, noticePlace, warnAt } from '../../domain/channel-settings.ts';
import { isDirectMessage } from '../../domain/direct-message.ts';
import { type Invite, isAnnounced, isExternal } from '../../domain/invite.ts';
import { type Context, done, type Outcome, type Statements, type Warning } from '../shared/context.ts';
import { notYet } from './end-invite.ts';

/** Ends within this of the first are warned of with it, ms. */
const TOGETHER_MS = 5 * 60_000;
/** Ends in one message: two blocks each, of Slack's 50. */
const MOST = 20;

/**
 * The window closes soon: people are warned once for each end, and not at all when the end has passed meanwhile. What else of the same
 * inviter ends within five minutes in the same channel is warned of in the same message, before its own time.
 */
export async function warnOfEnd(context: Context, inviteId: string): Promise<Outcome> {
  return context.store.transaction(async (tx) => {
    const now = context.now();
    const invite = await tx.getInvite(inviteId);
    if (invite?.state !== 'granted' || !isAnnounced(invite) || now >= invite.endsAt) return done;
    const settings = await tx.getSettings(invite.channelId);
    const due = warnAt(invite, settings);
    if (due === undefined) return done;
    if (now < due) return notYet(due);
    const isDue = (other: Invite) => (warnAt(other, settings) ?? Number.POSITIVE_INFINITY) <= now;
    let waiting = await waitingEnds(tx, invite, { settings, now });
    for (let [first] = waiting; first !== undefined && isDue(first); [first] = waiting) {
      const last = first.endsAt + TOGETHER_MS;
      const together = waiting.filter(({ endsAt }) => endsAt <= last).slice(0, MOST);
      await enqueueWarnings(tx, together, { settings, now });
      waiting = waiting.slice(together.length);
    }
    return done;
  });
}

type Warned = { readonly settings: ChannelSettings; readonly now: number };

/**
 * Running invites of the same inviter in the same channel that nobody was warned of, those that end first first. They are held, so that two
 * of them that are due together are warned of once, and none changes meanwhile.
 */
async function waitingEnds(
  tx: Statements,
  { channelId, inviterId }: Invite,
  { settings, now }: Warned,
): Promise<Invite[]> {
  const isWaiting = (other: Invite) =>
    other.state === 'granted' &&
    other.channelId === channelId &&
    other.inviterId === inviterId &&
    other.startsAt <= now &&
    now < other.endsAt &&
    (warnAt(other, settings) ?? Number.POSITIVE_INFINITY) <= now + TOGETHER_MS;
  const seen = (await tx.openInvitesInChannel(channelId, now)).filter(isWaiting);
  const waiting: Invite[] = [];
  // In one order, or two who hold some of them would wait for each other.
  for (const id of seen.map((other) => other.id).toSorted()) {
    const other = await tx.lockInvite(id);
    if (other !== undefined && isWaiting(other) && !(await isWarnedOf(tx, other))) waiting.push(other);
  }
  return waiting.toSorted((a, b) => a.endsAt - b.endsAt || (a.id < b.id ? -1 : 1));
}

/** Whether this end was warned of already, or is about to be; by a notice, where an older Guestlist did it. */
async function isWarnedOf(tx: Statements, { id, endsAt }: Invite): Promise<boolean> {
  const warned = await tx.warnedEnds([id]);
  if (warned.some((end) => end.endsAt === endsAt)) return true;
  const jobs = await tx.jobsOfInvite(id);
  return jobs.some(({ kind, name }) => kind === 'notice' && name === `ends_soon:${endsAt}`);
}

/** The channel is warned as it wants to be: of one end, and of several of one group, in the thread of their card. The inviter is reached by a mention there, or directly. */
async function enqueueWarnings(tx: Statements, together: readonly Invite[], { settings, now }: Warned): Promise<void> {
  const [first] = together;
  if (first === undefined) return;
  const { inviterId, channelId } = first;
  const isCalled = !isExternal(first) && together.some(({ inviterLeft }) => inviterLeft === undefined);
  const isDirect = isCalled && !isDirectMessage(channelId) && (await tx.getReach(inviterId)) === 'direct';
  const ends = together.map(({ id, endsAt }) => ({ inviteId: id, endsAt, outcome: undefined }));
  const id = `${first.id}:${first.endsAt}`;
  const common = { createdAt: now, ends, threadOf: undefined, personId: undefined, mentions: undefined };
  const isOneCard = first.groupId !== undefined && together.every(({ groupId }) => groupId === first.groupId);
  const isInThread = together.length === 1 || isOneCard || settings.style !== 'broadcast';
  if (noticePlace('ends_soon', settings) !== 'nowhere') {
    const mentions = isCalled && !isDirect ? inviterId : undefined;
    await enqueueWarning(tx, { ...common, id, threadOf: isInThread ? first.id : undefined, mentions });
  }
  if (isDirect) await enqueueWarning(tx, { ...common, id: `${id}:direct`, personId: inviterId });
}

async function enqueueWarning(tx: Statements, warning: Omit<Warning, 'place'>): Promise<void> {
  await tx.insertWarning(warning);
  await tx.enqueue({ kind: 'warning', name: warning.id });
}
