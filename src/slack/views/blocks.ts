import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';

/** Slack: a select has at most 100 options, or as many groups of as many. */
export const MAX_OPTIONS = 100;

/** Slack reads &, < and > in mrkdwn as control signs; everything a person or a provider wrote goes through here. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

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

export function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: true };
}

/** `text` is mrkdwn already: what comes from people must have been escaped. */
function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text };
}

/** Slack: at most 3000 characters. */
export function section(text: string, blockId?: string): SectionBlock {
  return { type: 'section', text: mrkdwn(cut(text, 3000)), ...(blockId === undefined ? {} : { block_id: blockId }) };
}

/** Label and value pairs. Slack: at most 10 fields of 2000 characters. */
export function fieldsSection(pairs: readonly (readonly [label: string, mrkdwnValue: string])[]): SectionBlock {
  return {
    type: 'section',
    fields: pairs.slice(0, 10).map(([label, value]) => mrkdwn(cut(`*${label}*\n${value}`, 2000))),
  };
}

/** Slack: at most 150 characters of plain text. */
export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(cut(text, 150)) };
}

export function context(text: string, blockId?: string): ContextBlock {
  return {
    type: 'context',
    elements: [mrkdwn(cut(text, 3000))],
    ...(blockId === undefined ? {} : { block_id: blockId }),
  };
}

/** Slack: a button's text has at most 75 characters, its value 2000. */
export function button(text: string, actionId: string, value: string, style?: 'primary' | 'danger'): Button {
  return {
    type: 'button',
    text: plain(cut(text, 75)),
    action_id: actionId,
    value,
    ...(style === undefined ? {} : { style }),
  };
}

export function actions(elements: readonly Button[], blockId?: string): ActionsBlock {
  return { type: 'actions', elements: [...elements], ...(blockId === undefined ? {} : { block_id: blockId }) };
}

/** Slack: an option's text and description have at most 75 characters, its value 150. */
export function option(text: string, value: string, description?: string): PlainTextOption {
  return {
    text: plain(cut(text, 75)),
    value,
    ...(description === undefined ? {} : { description: plain(cut(description, 75)) }),
  };
}
