import type { Refusal } from '../messages/message-content.ts';
import { refuse } from '../messages/message-content.ts';
import type { Parts } from '../parts.ts';
import type { Channel, Json } from '../slack-server.types.ts';
import { channelOf, type Workspace } from '../workspace/workspace.ts';

export type Answer = Json & { readonly ok: boolean };

/** Slack's rate tiers: calls a minute. `post`: about one a second and channel. */
export type Tier = 1 | 2 | 3 | 4 | 5 | 'post';

export type Method = {
  readonly tier: Tier;
  readonly token?: 'bot' | 'app';
  /** One of these must be granted. */
  readonly scopes?: readonly string[];
  /** Arguments without which Slack answers invalid_arguments. */
  readonly required?: readonly string[];
  run(parts: Parts, args: Json): Answer;
};

/** Slack's answer when none of the needed scopes was granted; undefined when one was. */
export function scopeRefusal(workspace: Workspace, needed: readonly string[]): Refusal | undefined {
  const { scopes } = workspace.manifest;
  if (needed.length === 0 || needed.some((one) => scopes.has(one))) return undefined;
  return refuse('missing_scope', { needed: needed.join(','), provided: [...scopes].join(',') });
}

const scopePrefix = { public: 'channels', private: 'groups', im: 'im' } as const;

/** `channels:history`, `groups:read`...: the scope for a kind of conversation. */
export function scopeFor(channel: Channel, what: 'history' | 'read'): string {
  return `${scopePrefix[channel.kind]}:${what}`;
}

export function isBotIn(workspace: Workspace, channel: Channel): boolean {
  return channel.members.includes(workspace.botUserId);
}

/** A channel the bot may know of: private ones only from within. */
export function visibleChannel(workspace: Workspace, id: unknown): Channel | undefined {
  const channel = typeof id === 'string' ? channelOf(workspace, id) : undefined;
  return channel !== undefined && (channel.kind === 'public' || isBotIn(workspace, channel)) ? channel : undefined;
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1' || value === 1;
}

/** A page of `items`: `cursor` is opaque to the app. `error` when limit or cursor is not Slack's. */
export function page<T>(
  items: readonly T[],
  args: Json,
  limits: { readonly standard: number; readonly max: number },
): { readonly items: readonly T[]; readonly nextCursor: string } | { readonly error: string } {
  const limit = args.limit === undefined ? limits.standard : Number(args.limit);
  if (!Number.isInteger(limit) || limit < 0 || limit > limits.max) return { error: 'invalid_limit' };
  const cursor = typeof args.cursor === 'string' && args.cursor !== '' ? args.cursor : undefined;
  const text = cursor === undefined ? 'next:0' : Buffer.from(cursor, 'base64').toString('utf8');
  const from = /^next:(\d+)$/.exec(text)?.[1];
  if (from === undefined) return { error: 'invalid_cursor' };
  const start = Number(from);
  const end = start + (limit === 0 ? limits.standard : limit);
  return {
    items: items.slice(start, end),
    nextCursor: end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  };
}
