import type { Json } from './slack-server.types.ts';

/** Readers of decoded JSON, which has no type yet. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asJson(value: unknown): Json {
  return isJson(value) ? value : {};
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A string, number or boolean as text, '' for anything else. Forms send everything as text, JSON does not. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The text of a text object, or ''. */
export function textOf(value: unknown): string {
  return asText(asJson(value).text) ?? '';
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function jsonList(value: unknown): readonly Json[] {
  return asList(value).filter(isJson);
}

export function texts(value: unknown): readonly string[] {
  return asList(value).filter((item) => typeof item === 'string');
}
