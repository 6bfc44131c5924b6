import type { Json } from '../slack/slack-server.types.ts';

export type { Json };

/** Readers of the bot's JSON that do not trust its shape. */
export function asJson(value: unknown): Json {
  // Every object can be read by key; what is under a key stays unknown.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function jsonList(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(asJson) : [];
}
