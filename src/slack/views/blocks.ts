import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';

import { cleanLine, cleanText } from '../../domain/text/clean.ts';
import { cutMrkdwn, escapeText } from './escape-text.ts';

export { cutMrkdwn, escapeSigns, escapeText, linkTo } from './escape-text.ts';

/** Slack: a select has at most 100 options, or as many groups of as many. */
export const MAX_OPTIONS = 100;

/** Cuts to a Slack limit, counted in UTF-16 units as JavaScript does, and never through a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const whole = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/.test(whole) ? whole.slice(0, -1) : whole}…`;
}

/** Words for a person as one block holds them. What is quoted in them is cut: who typed it knows the rest. */
export function cutWords(text: string): string {
  return cut(
    text.replaceAll(/“([^”]{101,})”/g, (_, quoted: string) => `“${cut(quoted, 100)}”`),
    3000,
  );
}

/**
 * One line of somebody's text in mrkdwn: at most `max` signs of it, and at most twice as many of mrkdwn, whatever has to be escaped. For
 * what stands beside others, whose room it must not take.
 */
export function shortText(text: string, max: number): string {
  return cutMrkdwn(escapeText(cut(cleanLine(text), max)), 2 * max + 20);
}

/** Slack takes no empty text. */
const NOTHING = '—';

/** Ours or others'. `:x:` in it is shown as it stands; Slack makes an emoji of it only with `emoji`. */
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

/** Slack: at most 3000 characters. */
export function section(text: string, blockId?: string): SectionBlock {
  return {
    type: 'section',
    text: mrkdwn(cutMrkdwn(text, 3000)),
    ...(blockId === undefined ? {} : { block_id: blockId }),
  };
}

/** Label and value pairs. Slack: at most 10 fields of 2000 characters. */
export function fieldsSection(pairs: readonly (readonly [label: string, mrkdwnValue: string])[]): SectionBlock {
  return {
    type: 'section',
    fields: pairs.slice(0, 10).map(([label, value]) => mrkdwn(cutMrkdwn(`*${label}*\n${value}`, 2000))),
  };
}

/** Slack: at most 150 characters of plain text. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: oneLine(text, 150) };
}

export function context(text: string, blockId?: string): ContextBlock {
  return {
    type: 'context',
    elements: [mrkdwn(cutMrkdwn(text, 3000))],
    ...(blockId === undefined ? {} : { block_id: blockId }),
  };
}

/** Slack: a button's text has at most 75 characters, its value 2000. */
export function button(text: string, actionId: string, value: string, style?: 'primary' | 'danger'): Button {
  return {
    type: 'button',
    text: oneLine(text, 75),
    action_id: actionId,
    value,
    ...(style === undefined ? {} : { style }),
  };
}

/** A menu behind three dots. Slack: one option to five, each with a text and a value like those of a select. */
export function overflow(options: readonly PlainTextOption[], actionId: string): Overflow {
  return { type: 'overflow', action_id: actionId, options: [...options] };
}

export function actions(elements: readonly (Button | Overflow)[], blockId?: string): ActionsBlock {
  return { type: 'actions', elements: [...elements], ...(blockId === undefined ? {} : { block_id: blockId }) };
}

/** Slack: an option's value has at most 150 characters, and at least one. */
const LONGEST_VALUE = 150;

/** Whether something with this id can be offered in a menu. One option that cannot spoils all of them. */
export function isCarried(id: string): boolean {
  return id !== '' && id.length <= LONGEST_VALUE;
}

/** Slack: an option's text and description have at most 75 characters, its value 150. */
export function option(text: string, value: string, description?: string): PlainTextOption {
  return {
    text: oneLine(text, 75),
    value,
    ...(description === undefined ? {} : { description: oneLine(description, 75) }),
  };
}
