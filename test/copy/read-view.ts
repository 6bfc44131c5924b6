/** What a person reads in a view or a message, one line each: labels, buttons, options, hints and text, in the order they stand. */
export function linesOf(value: unknown): string[] {
  return textsIn(value).flatMap((text) => readable(text).split('\n'));
}

/** Parts that say how a view works, not what it says. */
const notRead: ReadonlySet<string> = new Set([
  'private_metadata',
  'value',
  'action_id',
  'block_id',
  'callback_id',
  'url',
]);

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { readonly type?: unknown; readonly text?: unknown };
  if (typeof text === 'string' && (type === 'mrkdwn' || type === 'plain_text')) return [text];
  const parts = Object.entries(value).filter(([key]) => !notRead.has(key));
  return parts.flatMap(([key, part]) => (key === 'text' && typeof part === 'string' ? [part] : textsIn(part)));
}

/** Mrkdwn as a person sees it: dates as their fallback, signs without their escapes. */
function readable(mrkdwn: string): string {
  return mrkdwn
    .replaceAll(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<https?:[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
