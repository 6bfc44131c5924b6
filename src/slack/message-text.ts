import { z } from 'zod';

/** Something of a message that may hold words: a block, an element of one, an attachment, a field. */
type Part = Readonly<Record<string, unknown>>;

const Part = z.record(z.string(), z.unknown());

/** What of a part is read by people, in the order in which it stands there. What buttons carry (`value`) nobody sees. */
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

/** Deeper than Slack nests anything; a message is somebody else's. */
const DEEPEST = 12;

/**
 * All that a message shows, as Slack writes it to apps: its text, its blocks and its attachments (apps put what they have to say into those),
 * each on lines of its own. A sentence that is cut into pieces for its formatting is whole again.
 */
export function messageText(message: unknown): string {
  const { data } = Part.safeParse(message);
  if (data === undefined) return '';
  return [data.text, data.blocks, data.attachments]
    .map((each) => wordsIn(each))
    .filter((words) => words !== '')
    .join('\n');
}

function wordsIn(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (depth > DEEPEST) return '';
  if (Array.isArray(value)) return lines(value.map((each) => wordsIn(each, depth + 1)));
  const { data: part } = Part.safeParse(value);
  if (part === undefined) return '';
  const inline = inlineWords(part);
  if (inline !== undefined) return inline;
  // One line of rich text is cut where its formatting changes: an address may be, too.
  if (isRichLine(part)) {
    return Array.isArray(part.elements) ? part.elements.map((each) => wordsIn(each, depth + 1)).join('') : '';
  }
  const shown = SHOWN.map((key) => wordsIn(part[key], depth + 1));
  const own = lines(isField(part) ? [...shown, wordsIn(part.value, depth + 1)] : shown);
  // What attachments show where they cannot be drawn: of those that say nothing else.
  return own === '' && typeof part.fallback === 'string' ? part.fallback : own;
}

/** A piece of a line of rich text that is no plain text, as Slack writes it into texts. */
function inlineWords({ type, url, text, user_id }: Part): string | undefined {
  if (type === 'link' && typeof url === 'string') {
    return url.startsWith('mailto:')
      ? `<${url}|${typeof text === 'string' ? text : url.slice('mailto:'.length)}>`
      : textOf(text);
  }
  return type === 'user' && typeof user_id === 'string' ? `<@${user_id}>` : undefined;
}

function textOf(text: unknown): string {
  return typeof text === 'string' ? text : '';
}

const RICH_LINES: ReadonlySet<unknown> = new Set(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']);

function isRichLine({ type }: Part): boolean {
  return RICH_LINES.has(type);
}

/** A field of an attachment is a title and a value; an element of a block has a type. */
function isField({ type, value }: Part): boolean {
  return type === undefined && typeof value === 'string';
}

function lines(words: readonly string[]): string {
  return words.filter((each) => each !== '').join('\n');
}
