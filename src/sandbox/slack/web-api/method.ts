import { type Refusal, refuse } from '../messages/message-content.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Json } from '../slack-server.types.ts';
import { channelOf, type Workspace } from '../workspace/workspace.ts';

export type Answer = Json & { readonly ok: boolean };

/** Slack's rate tiers: calls a minute. `post`: about one a second and channel. */
export type Tier = 1 | 2 | 3 | 4 | 5 | 'post';

export type Method = {
  readonly tier: Tier;
  readonly token?: 'bot' | 'app';
  /** At least one must be granted. */
  readonly scopes?: readonly string[];
  /** Required arguments. */
  readonly required?: readonly string[];
  run(parts: Parts, args: Json): Answer;
};

/** Slack's error when none of the needed scopes is granted. */
export function scopeRefusal(workspace: Workspace, needed: readonly string[]): Refusal | undefined {
  const { scopes } = workspace.manifest;
  if (needed.length === 0 || needed.some((one) => scopes.has(one))) return undefined;
  return refuse('missing_scope', { needed: needed.join(','), provided: [...scopes].join(',') });
}

const scopePrefix = { public: 'channels', private: 'groups', im: 'im' } as const;

export function isBotIn(workspace: Workspace, channel: Channel): boolean {
  return channel.members.includes(workspace.botUserId);
}

/** A channel the bot may see: public ones, and those it is in. */
export function visibleChannel(workspace: Workspace, id: unknown): Channel | undefined {
  const channel = typeof id === 'string' ? channelOf(workspace, id) : undefined;
  return channel !== undefined && (channel.kind === 'public' || isBotIn(workspace, channel)) ? channel : undefined;
}

/** A channel the bot may see, with the scope to read it or its history (`channels:history`, `groups:read`...). */
export function readableChannel(workspace: Workspace, id: unknown, what: 'history' | 'read'): Channel | Refusal {
  const channel = visibleChannel(workspace, id);
  if (channel === undefined) return refuse('channel_not_found');
  return scopeRefusal(workspace, [`${scopePrefix[channel.kind]}:${what}`]) ?? channel;
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1' || value === 1;
}

/** A page of `items`, or Slack's error for a wrong limit or cursor. */
export function page<T>(
  items: readonly T[],
  args: Json,
  limits: { readonly standard: number; readonly max: number },
): { readonly items: readonly T[]; readonly nextCursor: string } | Refusal {
  const limit = args.limit === undefined ? limits.standard : Number(args.limit);
  if (!Number.isInteger(limit) || limit < 0 || limit > limits.max) return refuse('invalid_limit');
  const cursor = typeof args.cursor === 'string' && args.cursor !== '' ? args.cursor : undefined;
  const text = cursor === undefined ? 'next:0' : Buffer.from(cursor, 'base64').toString('utf8');
  const from = /^next:(\d+)$/.exec(text)?.[1];
  if (from === undefined) return refuse('invalid_cursor');
  const start = Number(from);
  const end = start + (limit === 0 ? limits.standard : limit);
  return {
    items: items.slice(start, end),
    nextCursor: end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  };
}
