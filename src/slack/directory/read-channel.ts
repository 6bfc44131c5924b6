import { z } from 'zod';
import { type Problem, problem } from '../../domain/problem.ts';
import type { DescribedChannel } from '../../flows/shared/channels.ts';

const Ids = z.array(z.string()).catch([]);
const Flag = z.boolean().optional().catch(undefined);

/** A conversation (https://docs.slack.dev/reference/objects/conversation-object), as far as it is read. */
const Conversation = z.object({
  id: z.string(),
  name: z.string().catch(''),
  is_im: Flag,
  is_mpim: Flag,
  is_private: Flag,
  is_archived: Flag,
  is_member: Flag,
  is_shared: Flag,
  is_org_shared: Flag,
  is_ext_shared: Flag,
  is_pending_ext_shared: Flag,
  shared_team_ids: Ids.optional(),
  connected_team_ids: Ids.optional(),
  internal_team_ids: Ids.optional(),
  pending_shared: Ids.optional(),
  pending_connected_team_ids: Ids.optional(),
});
type Conversation = z.infer<typeof Conversation>;

/**
 * A conversation as Slack shows it. `askedId` is what was asked for: an answer about another one, or one that does not say what it is, is
 * none (slack_channel_unavailable). `isIn`: Guestlist is known to be in it, since only then Slack shows it.
 */
export function readChannel(
  shown: unknown,
  askedId: string,
  ours: { readonly workspaceId: string; readonly isIn?: boolean },
): DescribedChannel | Problem {
  const read = Conversation.safeParse(shown);
  if (!read.success || read.data.id !== askedId)
    return problem('slack_channel_unavailable', { error: 'not described' });
  const channel = read.data;
  const kind = kindOf(channel);
  if (kind === undefined) return problem('slack_channel_unavailable', { error: 'of no kind' });
  return {
    kind,
    name: kind === 'im' ? '' : channel.name,
    isShared: isShared(channel, kind, ours.workspaceId),
    isArchived: channel.is_archived !== false && kind !== 'im',
    // Private ones are shown to members only.
    hasBot: channel.is_member ?? (ours.isIn === true || kind !== 'public'),
  };
}

function kindOf({ is_im, is_mpim, is_private }: Conversation): DescribedChannel['kind'] | undefined {
  if (is_im === true) return 'im';
  if (is_mpim === true) return 'mpim';
  if (is_private === undefined) return undefined;
  return is_private ? 'private' : 'public';
}

/**
 * Whether people of another company are in it, or invited to it. Another workspace of our own organization (`is_org_shared`) is none. Of a
 * channel Slack says so in every answer; where it does not, it counts as shared. Of direct messages it need not say.
 */
function isShared(channel: Conversation, kind: DescribedChannel['kind'], workspaceId: string): boolean {
  const { is_ext_shared, is_pending_ext_shared, is_org_shared, is_shared } = channel;
  if (is_ext_shared === true || is_pending_ext_shared === true) return true;
  if (kind !== 'im' && (is_ext_shared === undefined || is_pending_ext_shared === undefined)) return true;
  const invited = [...(channel.pending_shared ?? []), ...(channel.pending_connected_team_ids ?? [])];
  if (invited.length > 0) return true;
  if (is_org_shared === true) return false;
  const own = new Set([workspaceId, ...(channel.internal_team_ids ?? [])]);
  const teams = [...(channel.shared_team_ids ?? []), ...(channel.connected_team_ids ?? [])];
  return is_shared === true || teams.some((id) => !own.has(id));
}
