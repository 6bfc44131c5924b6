import { z } from 'zod';

/** Something of a message that may hold text: a block, an element of one, an attachment, a field. */
type Part = Readonly<Record<string, unknown>>;

const Part = z.record(z.string(), z.unknown());

/** The keys of a part that people see, in their order. Nobody sees what buttons carry (`value`). */
const SHOWN = [
  'pretext',
  'author_name',
  'title',
  'text',
  'label',
  'fields',
  'elements',
  'rows',
  'accessory',
  'blocks',
  'footer',
];

/** Deeper than Slack nests anything; other apps write messages, too. */
const DEEPEST = 12;

/**
 * All the text a message shows: its own, that of its blocks and of its attachments, each on lines of its own. A sentence that is split for its
 * formatting is put together again.
 */
export function messageText(message: unknown): string {
  const { data } = Part.safeParse(message);
  if (data === undefined) return '';
  return lines([data.text, data.blocks, data.attachments].map((each) => textIn(each)));
}

function textIn(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (depth > DEEPEST) return '';
  if (Array.isArray(value)) return lines(value.map((each) => textIn(each, depth + 1)));
  const { data: part } = Part.safeParse(value);
  if (part === undefined) return '';
  const inline = inlineText(part);
  if (inline !== undefined) return inline;
  // A line of rich text is split where its formatting changes, even inside an address.
  if (RICH_LINES.has(part.type)) {
    return Array.isArray(part.elements) ? part.elements.map((each) => textIn(each, depth + 1)).join('') : '';
  }
  const shown = SHOWN.map((key) => textIn(part[key], depth + 1));
  const own = lines(isField(part) ? [...shown, textIn(part.value, depth + 1)] : shown);
  // What an attachment shows where it cannot be drawn, if it shows nothing else.
  return own === '' && typeof part.fallback === 'string' ? part.fallback : own;
}

/** A link or a mention in a line of rich text, as Slack writes it in plain texts. */
function inlineText({ type, url, text, user_id }: Part): string | undefined {
  if (type === 'link' && typeof url === 'string') {
    const shown = typeof text === 'string' ? text : undefined;
    return url.startsWith('mailto:') ? `<${url}|${shown ?? url.slice('mailto:'.length)}>` : (shown ?? '');
  }
  return type === 'user' && typeof user_id === 'string' ? `<@${user_id}>` : undefined;
}

const RICH_LINES: ReadonlySet<unknown> = new Set(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']);

/** A field of an attachment is a title and a value; an element of a block has a type. */
function isField({ type, value }: Part): boolean {
  return type === undefined && typeof value === 'string';
}

function lines(texts: readonly string[]): string {
  return texts.filter((each) => each !== '').join('\n');
}
