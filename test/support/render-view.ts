import type { HomeView, ModalView } from '@slack/types';

/*
 * Views and messages as text a person can review: a line per block, in Slack's order, with everything that decides behavior (ids, values,
 * what is chosen, limits). A key this file has no notation for is written out as JSON, so that nothing is ever left out of a snapshot.
 */

type Json = Readonly<Record<string, unknown>>;

/** A modal: `[modal: Invite a guest | invite_form] submit “Invite”`, its metadata, then its blocks. */
export function renderView(view: ModalView): string {
  const { type, callback_id, title, submit, close, private_metadata, blocks, ...rest } = view;
  const head = [
    `[${type}: ${plain(title)} | ${callback_id}]`,
    ...(submit === undefined ? [] : [`submit ${quoted(submit)}`]),
    ...(close === undefined ? [] : [`close ${quoted(close)}`]),
    ...others(rest),
  ];
  const metadata = private_metadata === undefined ? [] : [line('[metadata]', private_metadata)];
  return text([line(...head), ...metadata, ...blocks.flatMap((block) => renderBlock(record(block)))]);
}

/** A Home tab: its blocks. */
export function renderHome({ type, blocks, ...rest }: HomeView): string {
  return text([line(`[${type}]`, ...others(rest)), ...blocks.flatMap((block) => renderBlock(record(block)))]);
}

/** A message: the text that shows in notifications, then its blocks. */
export function renderMessage(message: { readonly text: string; readonly blocks: readonly unknown[] }): string {
  const { text: fallback, blocks, ...rest } = message;
  return text([line('[text]', fallback, ...others(rest)), ...blocks.flatMap((block) => renderBlock(record(block)))]);
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function renderBlock({ type, ...block }: Json): string[] {
  switch (type) {
    case 'header': {
      const { text: title, ...rest } = block;
      return [line('[header]', plain(title), ...others(rest))];
    }
    case 'divider':
      return [line('[divider]', ...others(block))];
    case 'section': {
      const { block_id, text: body, fields, accessory, ...rest } = block;
      return [
        line(named('section', block_id), ...(body === undefined ? [] : [mrkdwn(body)]), ...others(rest)),
        ...list(fields).map((field) => line('  [field]', mrkdwn(field))),
        ...(accessory === undefined ? [] : [line('  [accessory]', renderElement(record(accessory)))]),
      ];
    }
    case 'context': {
      const { block_id, elements, ...rest } = block;
      return [line(named('context', block_id), list(elements).map(mrkdwn).join(' | '), ...others(rest))];
    }
    case 'actions': {
      const { block_id, elements, ...rest } = block;
      return [
        line(named('actions', block_id), ...list(elements).map((each) => renderElement(record(each))), ...others(rest)),
      ];
    }
    case 'input': {
      const { block_id, label, element, optional, hint, dispatch_action, ...rest } = block;
      return [
        line(
          `[input: ${plain(label)} | ${word(block_id)}]`,
          ...flag('optional', optional),
          ...flag('dispatch', dispatch_action),
          renderElement(record(element)),
          ...(hint === undefined ? [] : [`hint ${quoted(hint)}`]),
          ...others(rest),
        ),
      ];
    }
    default:
      return [JSON.stringify({ type, ...block })];
  }
}

function renderElement({ type, ...element }: Json): string {
  switch (type) {
    case 'button': {
      const { text: label, action_id, value, style, confirm, ...rest } = element;
      const what = [
        word(action_id),
        ...(value === undefined ? [] : [`= ${word(value)}`]),
        ...(style === undefined ? [] : [word(style)]),
      ];
      return [
        `[button: ${plain(label)} -> ${what.join(' ')}]`,
        ...(confirm === undefined ? [] : [renderConfirm(record(confirm))]),
        ...others(rest),
      ].join(' ');
    }
    case 'plain_text_input': {
      const { action_id, placeholder, multiline, max_length, initial_value, dispatch_action_config, ...rest } = element;
      return [
        `[text -> ${word(action_id)}]`,
        ...flag('multiline', multiline),
        ...(max_length === undefined ? [] : [`max ${word(max_length)}`]),
        ...dispatchOf(dispatch_action_config),
        ...placeholderOf(placeholder),
        ...(initial_value === undefined ? [] : [`initial “${word(initial_value)}”`]),
        ...others(rest),
      ].join(' ');
    }
    case 'static_select':
    case 'radio_buttons':
    case 'checkboxes':
    case 'overflow': {
      const { action_id, options, option_groups, placeholder, initial_option, initial_options, ...rest } = element;
      const chosen = [...(initial_option === undefined ? [] : [initial_option]), ...list(initial_options)];
      const groups = list(option_groups).map(record);
      const all = [...list(options), ...groups.flatMap((group) => list(group.options))];
      return [
        `[${word(type)} -> ${word(action_id)}]`,
        ...placeholderOf(placeholder),
        ...(options === undefined ? [] : [optionsOf(list(options), chosen)]),
        ...groups.map((group) => `${plain(group.label)}: ${optionsOf(list(group.options), chosen)}`),
        // Slack refuses a choice that is not one of the options; a snapshot must show it.
        ...chosen.filter((one) => !isAmong(one, all)).map((one) => `initial ${renderOption(one)}`),
        ...others(rest),
      ].join(' ');
    }
    default: {
      const { action_id, placeholder, initial_option, initial_options, ...rest } = element;
      const chosen = [...(initial_option === undefined ? [] : [initial_option]), ...list(initial_options)];
      return [
        `[${word(type)} -> ${word(action_id)}]`,
        ...placeholderOf(placeholder),
        ...chosen.map((one) => `initial ${renderOption(one)}`),
        ...others(rest),
      ].join(' ');
    }
  }
}

function renderConfirm(dialog: Json): string {
  const { title, text: body, confirm, deny, style, ...rest } = dialog;
  const parts = [
    `“${mrkdwn(body)}”`,
    `confirm ${quoted(confirm)}`,
    `deny ${quoted(deny)}`,
    ...(style === undefined ? [] : [word(style)]),
  ];
  return [`[confirm: ${plain(title)}]`, ...parts, ...others(rest)].join(' ');
}

/** `( )` can be chosen, `(x)` is. */
function optionsOf(options: readonly unknown[], chosen: readonly unknown[]): string {
  return options.map((one) => `(${isAmong(one, chosen) ? 'x' : ' '}) ${renderOption(one)}`).join(' ');
}

function isAmong(one: unknown, all: readonly unknown[]): boolean {
  return all.some((other) => JSON.stringify(other) === JSON.stringify(one));
}

function renderOption(option: unknown): string {
  const { text: label, value, description, ...rest } = record(option);
  const about = description === undefined ? [] : [quoted(description)];
  return [plain(label), `= ${word(value)}`, ...about, ...others(rest)].join(' ');
}

function dispatchOf(config: unknown): string[] {
  if (config === undefined) return [];
  const { trigger_actions_on, ...rest } = record(config);
  return [`dispatches ${list(trigger_actions_on).map(word).join(' and ')}`, ...others(rest)];
}

function placeholderOf(placeholder: unknown): string[] {
  return placeholder === undefined ? [] : [`placeholder ${quoted(placeholder)}`];
}

/** Plain text; marked where Slack would make emoji of it, which is never right. */
function plain(value: unknown): string {
  const { type, text: shown, emoji, ...rest } = record(value);
  const marks = [...(type === 'plain_text' ? [] : [`(${word(type)})`]), ...(emoji === false ? [] : ['(emoji)'])];
  return [word(shown), ...marks, ...others(rest)].join(' ');
}

/** Marked where Slack would make links of what only looks like one; plain text is marked as such. */
function mrkdwn(value: unknown): string {
  const { type, text: shown, verbatim, ...rest } = record(value);
  if (type === 'plain_text') return `(plain) ${plain(value)}`;
  return [...(verbatim === true ? [] : ['(not verbatim)']), word(shown), ...others(rest)].join(' ');
}

function quoted(value: unknown): string {
  return `“${plain(value)}”`;
}

function named(kind: string, blockId: unknown): string {
  return blockId === undefined ? `[${kind}]` : `[${kind} | ${word(blockId)}]`;
}

function flag(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  return value === false ? [`not ${name}`] : [name];
}

/** What this file has no notation for. */
function others(rest: Json): string[] {
  return Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
}

/** A block on one line; the further lines of its texts are indented. */
function line(...parts: readonly string[]): string {
  return indented(parts.join(' '));
}

function indented(shown: string): string {
  return visible(shown).replaceAll('\n', '\n    ');
}

/** Signs nobody sees, by their code: a snapshot with a raw NUL or a change of direction could not be read. */
function visible(shown: string): string {
  return shown.replaceAll(/[^\n\P{C}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function record(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`no object: ${word(value)}`);
  return { ...value };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
