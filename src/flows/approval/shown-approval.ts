import type { Approval } from '../../domain/approval.ts';
import { defined } from '../../domain/defined.ts';
import type { Invite } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem } from '../../domain/problem.ts';
import { asSeen, type SeenInvite } from '../../domain/visibility.ts';
import { cardPlace } from '../shared/card-place.ts';
import type { Context } from '../shared/context.ts';
import { lastOnline } from '../shared/host-online.ts';
import type { ShownApproval } from '../shared/notifier.ts';
import { isSeenIn } from '../shared/other-access.ts';
import { seeInvites } from '../shared/see-invites.ts';

/** Who reads a request: one person, or all who read a conversation. */
export type ApprovalReader = { readonly person: Person } | { readonly channelId: string };

/**
 * A request with what helps to decide it, as far as it is known now and its readers may see it; without `reader` only what the request itself
 * says, for a row of a list.
 */
export async function shownApproval(
  context: Context,
  approval: Approval,
  reader?: ApprovalReader,
): Promise<ShownApproval> {
  const votes = await context.store.votesOf(approval.id);
  if (approval.kind === 'members') {
    const batch = await context.store.getMemberBatch(approval.subjectId);
    const rows = await context.store.memberRows(approval.subjectId);
    return { approval, votes, ...defined({ batch, rows }) };
  }
  const invite = await context.store.getInvite(approval.subjectId);
  if (invite === undefined || approval.terms === undefined) return { approval, votes };
  const shown = { approval, votes, invite };
  if (reader === undefined) return shown;
  const link = await linkOf(context, invite);
  if (approval.state !== 'open') return { ...shown, ...defined({ link }) };
  const { hostId } = approval.terms;
  const others = await context.store.invitesOnHost(approval.terms);
  const clashes = others.filter(({ id }) => id !== invite.id);
  const left = approval.kind === 'invite' ? await context.credits.recent() : undefined;
  return {
    ...shown,
    clashes: await seenBy(context, invite, clashes, reader),
    ...defined({
      online: lastOnline(context, hostId),
      credits: typeof left === 'number' ? left : undefined,
      link,
    }),
  };
}

/** Other invites as those may see them who read a request: its readers learn of no guest whom they may not know. */
async function seenBy(
  context: Context,
  invite: Invite,
  others: readonly Invite[],
  reader: ApprovalReader,
): Promise<readonly SeenInvite[]> {
  if ('person' in reader) return seeInvites(context, reader.person, others);
  const { channelId } = reader;
  return Promise.all(
    others.map(async (other) =>
      asSeen(other, (await isSeenIn(context, other, { invite, channelId })) ? 'all' : 'booking'),
    ),
  );
}

/** The address of an invite's card; undefined where it has none, or while Slack does not say. */
async function linkOf(context: Context, invite: Invite): Promise<string | undefined> {
  const place = cardPlace(invite);
  const link = place && (await context.notifier.permalink(place));
  return isProblem(link) ? undefined : link;
}
