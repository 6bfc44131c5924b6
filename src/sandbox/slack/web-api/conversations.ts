import { asText, wordOf } from '../json.ts';
import { refuse } from '../messages/message-content.ts';
import type { Channel, Json } from '../slack-server.types.ts';
import { directMessageWith, personOf, type Workspace } from '../workspace/workspace.ts';
import { isBotIn, isTrue, type Method, page, readableChannel, scopeRefusal, visibleChannel } from './method.ts';

const PAGES = { standard: 100, max: 1000 };

/** users.conversations allows one less (https://docs.slack.dev/reference/methods/users.conversations). */
const USER_PAGES = { standard: 100, max: 999 };

/** A placeholder for the team id of another company. */
const ELSEWHERE = 'T0ELSEWHERE';

function describeChannel(workspace: Workspace, channel: Channel): Json {
  const inOrganization = channel.shared === 'organization';
  const common = {
    id: channel.id,
    created: 1_449_252_889,
    is_archived: channel.archived,
    is_org_shared: inOrganization,
    context_team_id: workspace.teamId,
    updated: 1_449_252_889_000,
  };
  if (channel.kind === 'im')
    return { ...common, is_im: true, user: workspace.directMessages.get(channel.id), is_open: true, priority: 0 };
  const isExternal = isSharedOutside(workspace, channel);
  const isInvited = channel.shared === 'company_invited';
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_general: false,
    is_shared: isExternal || inOrganization,
    is_ext_shared: isExternal,
    is_pending_ext_shared: isInvited,
    pending_shared: isInvited ? [ELSEWHERE] : [],
    pending_connected_team_ids: isInvited ? [ELSEWHERE] : [],
    shared_team_ids: [workspace.teamId, ...(isExternal || inOrganization ? [ELSEWHERE] : [])],
    ...(isExternal ? { connected_team_ids: [ELSEWHERE], internal_team_ids: [workspace.teamId] } : {}),
    is_member: isBotIn(workspace, channel),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
  };
}

function isSharedOutside(workspace: Workspace, channel: Channel): boolean {
  return channel.shared === 'company' || channel.members.some((id) => personOf(workspace, id)?.kind === 'external');
}

/** As users.conversations lists it, without is_member. */
function listChannel(workspace: Workspace, channel: Channel): Json {
  const { is_member: _, ...listed } = describeChannel(workspace, channel);
  return listed;
}

/** The parts of a list with commas. */
function namesIn(list: string): readonly string[] {
  return list.split(',').map((one) => one.trim());
}

const conversationTypes: Readonly<Record<string, { readonly kind: Channel['kind'] | 'none'; readonly scope: string }>> =
  {
    public_channel: { kind: 'public', scope: 'channels:read' },
    private_channel: { kind: 'private', scope: 'groups:read' },
    im: { kind: 'im', scope: 'im:read' },
    mpim: { kind: 'none', scope: 'mpim:read' },
  };

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.open': {
    tier: 3,
    scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
    run({ workspace }, args) {
      const ids = namesIn(wordOf(args.users)).filter((one) => one !== '');
      const describe = (channel: Channel) =>
        isTrue(args.return_im) ? describeChannel(workspace, channel) : { id: channel.id };
      const already = { no_op: true, already_open: true };
      if (args.channel !== undefined) {
        const known = visibleChannel(workspace, args.channel);
        if (known?.kind !== 'im') return refuse('channel_not_found');
        return scopeRefusal(workspace, ['im:write']) ?? { ok: true, ...already, channel: describe(known) };
      }
      if (ids.length === 0) return refuse('users_list_not_supplied');
      const [id] = ids;
      // The sandbox has no group direct messages.
      if (ids.length > 1 || id === undefined)
        return scopeRefusal(workspace, ['mpim:write']) ?? refuse('method_not_supported_for_channel_type');
      const missing = scopeRefusal(workspace, ['im:write']);
      if (missing !== undefined) return missing;
      const person = personOf(workspace, id);
      if (person === undefined) return refuse('user_not_found');
      if (person.kind === 'deactivated') return refuse('user_disabled');
      if (person.kind === 'bot') return refuse('cannot_dm_bot');
      const there = [...workspace.directMessages.values()].includes(id);
      // [assumed] The answer without a conversation is not documented.
      if (!there && isTrue(args.prevent_creation)) return { ok: true, no_op: true, channel: null };
      return { ok: true, ...(there ? already : {}), channel: describe(directMessageWith(workspace, id)) };
    },
  },
  'conversations.info': {
    tier: 3,
    required: ['channel'],
    run({ workspace }, args) {
      const channel = readableChannel(workspace, args.channel, 'read');
      if ('error' in channel) return channel;
      const count = isTrue(args.include_num_members) ? { num_members: channel.members.length } : {};
      return { ok: true, channel: { ...describeChannel(workspace, channel), ...count } };
    },
  },
  'conversations.members': {
    tier: 4,
    required: ['channel'],
    run({ workspace }, args) {
      const channel = readableChannel(workspace, args.channel, 'read');
      if ('error' in channel) return channel;
      const found = page(channel.members, args, PAGES);
      if ('error' in found) return found;
      return { ok: true, members: found.items, response_metadata: { next_cursor: found.nextCursor } };
    },
  },
  'conversations.join': {
    tier: 3,
    scopes: ['channels:join'],
    required: ['channel'],
    run({ workspace }, args) {
      const channel = visibleChannel(workspace, args.channel);
      if (channel === undefined) return refuse('channel_not_found');
      if (channel.kind !== 'public') return refuse('method_not_supported_for_channel_type');
      if (channel.archived) return refuse('is_archived');
      if (isBotIn(workspace, channel))
        return {
          ok: true,
          warning: 'already_in_channel',
          channel: describeChannel(workspace, channel),
          response_metadata: { warnings: ['already_in_channel'] },
        };
      channel.members.push(workspace.botUserId);
      workspace.changes.changed();
      return { ok: true, channel: describeChannel(workspace, channel) };
    },
  },
  /** The conversations of a person (the bot by default) that the bot may see. */
  'users.conversations': {
    tier: 3,
    run({ workspace }, args) {
      const names = namesIn(asText(args.types) ?? 'public_channel');
      const types = names.flatMap((one) => conversationTypes[one] ?? []);
      if (types.length < names.length) return refuse('invalid_types');
      const missing = types.map(({ scope }) => scopeRefusal(workspace, [scope])).find((one) => one !== undefined);
      if (missing !== undefined) return missing;
      const user = asText(args.user) ?? workspace.botUserId;
      if (personOf(workspace, user) === undefined) return refuse('user_not_found');
      const channels = workspace.channels.filter(
        (one) =>
          types.some(({ kind }) => kind === one.kind) &&
          one.members.includes(user) &&
          visibleChannel(workspace, one.id) !== undefined &&
          !(isTrue(args.exclude_archived) && one.archived),
      );
      const found = page(channels, args, USER_PAGES);
      if ('error' in found) return found;
      return {
        ok: true,
        channels: found.items.map((one) => listChannel(workspace, one)),
        response_metadata: { next_cursor: found.nextCursor },
      };
    },
  },
};
