import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';

import { defined } from '../../domain/defined.ts';
import { cleanLine, cleanText } from '../../domain/text/clean.ts';
import { cutMrkdwn, escapeText } from './escape-text.ts';
import { limits } from './limits.ts';

export { cutMrkdwn, escapeSigns, escapeText, linkTo } from './escape-text.ts';

/** A message as Slack takes it: `text` is what notifications and old clients show. */
export type Message = { readonly text: string; readonly blocks: KnownBlock[] };

/** Cuts to a Slack limit, counted in UTF-16 units as JavaScript does, and never through a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const whole = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(whole) ? whole.slice(0, -1) : whole}…`;
}

/** A text as one block holds it. What is quoted in it is cut: the person who typed it knows the rest. */
export function cutCopy(text: string): string {
  return cut(
    text.replaceAll(/“([^”]{101,})”/g, (_, quoted: string) => `“${cut(quoted, 100)}”`),
    limits.text,
  );
}

/**
 * One line of somebody's text in mrkdwn, cut to `max` characters, and to about twice as many of mrkdwn, whatever has to be escaped: it must
 * leave room for the text around it.
 */
export function shortText(text: string, max: number): string {
  return cutMrkdwn(escapeText(cut(cleanLine(text), max)), 2 * max + 20);
}

/** Slack takes no empty text. */
const NOTHING = '—';

/** Our own text or somebody's. `:x:` in it is shown as typed; Slack makes an emoji of it only with `emoji`. */
export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text: cleanText(text) || NOTHING, emoji: false };
}

/** Plain text of one line, cut to a limit. */
function oneLine(text: string, max: number): PlainTextElement {
  return plain(cut(cleanLine(text), max));
}

/**
 * `text` is mrkdwn already: what comes from people must have been escaped. `verbatim`: Slack makes no links of what looks like a URL, a
 * domain or a channel's name, so that nobody is led anywhere by the name of an event.
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text: text.trim() === '' ? NOTHING : text, verbatim: true };
}

export function section(text: string, blockId?: string): SectionBlock {
  return { type: 'section', text: mrkdwn(cutMrkdwn(text, limits.text)), ...defined({ block_id: blockId }) };
}

/** A text as a message, mrkdwn. */
export function mrkdwnMessage(text: string): Message {
  return { text, blocks: [section(text)] };
}

/** A text as a section, plain. */
export function plainSection(text: string): SectionBlock {
  return { type: 'section', text: plain(text) };
}

/** Label and value pairs. */
export function fieldsSection(pairs: readonly (readonly [label: string, mrkdwnValue: string])[]): SectionBlock {
  const fields = pairs.slice(0, limits.fields);
  return {
    type: 'section',
    fields: fields.map(([label, value]) => mrkdwn(cutMrkdwn(`*${label}*\n${value}`, limits.field))),
  };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: oneLine(text, limits.header) };
}

export function context(text: string, blockId?: string): ContextBlock {
  return { type: 'context', elements: [mrkdwn(cutMrkdwn(text, limits.text))], ...defined({ block_id: blockId }) };
}

/** A line of small print, mrkdwn, where there is something to say; none for ''. */
export function lineBlock(line: string, blockId?: string): ContextBlock[] {
  return line === '' ? [] : [context(line, blockId)];
}

export function button(text: string, actionId: string, value: string, style?: 'primary' | 'danger'): Button {
  return { type: 'button', text: oneLine(text, limits.button), action_id: actionId, value, ...defined({ style }) };
}

/** A menu behind three dots. Slack: one option to five. */
export function overflow(options: readonly PlainTextOption[], actionId: string): Overflow {
  return { type: 'overflow', action_id: actionId, options: [...options] };
}

export function actions(elements: Readonly<ActionsBlock['elements']>, blockId?: string): ActionsBlock {
  return { type: 'actions', elements: [...elements], ...defined({ block_id: blockId }) };
}

/** The same where there may be no button; Slack refuses an empty row. */
export function buttonRow(elements: readonly (Button | Overflow)[], blockId?: string): ActionsBlock[] {
  return elements.length === 0 ? [] : [actions(elements, blockId)];
}

/** Whether something with this id can be offered in a menu. One option that cannot spoils all of them. */
export function isCarried(id: string): boolean {
  return id !== '' && id.length <= limits.optionValue;
}

export function option(text: string, value: string, description?: string): PlainTextOption {
  const about = description === undefined ? undefined : oneLine(description, limits.option);
  return { text: oneLine(text, limits.option), value, ...defined({ description: about }) };
}
