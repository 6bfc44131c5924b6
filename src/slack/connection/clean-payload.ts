/** Deeper than anything Slack nests: blocks, rich text and all it holds stay well below. */
const MAX_DEPTH = 64;

/**
 * A parsed payload whose texts can be stored: without NUL, which PostgreSQL refuses in text, and without halves of a surrogate pair,
 * which no encoding can write. Done here for every text there is, so that no listener has to think of it. Throws a RangeError for
 * one that is nested deeper than Slack nests.
 */
export function cleanPayload(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return cleanString(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) throw new RangeError('nested too deep');
  if (Array.isArray(value)) return value.map((each) => cleanPayload(each, depth + 1));
  // `__proto__` would be no property any more as soon as somebody copies it.
  const kept = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(kept.map(([key, each]) => [cleanString(key), cleanPayload(each, depth + 1)]));
}

function cleanString(text: string): string {
  return text.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '');
}
