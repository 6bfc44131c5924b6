import { expect, test } from 'vitest';
import { messageFaults, viewFaults } from '../../../src/sandbox/slack/blocks/check-view.ts';
import { aModal, anInput, plain } from './a-workspace.ts';
import {
  actions,
  bar,
  button,
  chart,
  data,
  input,
  mrkdwn,
  option,
  options,
  pie,
  raw,
  section,
  select,
  video,
} from './block-shapes.ts';

const nobody = () => false;
const message = (block: object) => messageFaults([block], nobody);
const modal = (blocks: readonly object[], more: object = {}) =>
  viewFaults(aModal(blocks, more), 'modal', (id) => id === 'U1');

// Nothing may be empty.
const empty: readonly (readonly [string, object])[] = [
  ['text', section({ text: plain('') })],
  ['section', section({})],
  ['fields', section({ fields: [] })],
  ['button text', actions(button({ text: plain('') }))],
  ['header', { type: 'header', text: plain('') }],
  ['actions', { type: 'actions', elements: [] }],
  ['context', { type: 'context', elements: [] }],
  ['markdown', { type: 'markdown', text: '' }],
  ['option group', actions(select({ options: undefined, option_groups: [{ label: plain('g'), options: [] }] }))],
  ['select', actions(select({ options: [] }))],
  ['overflow', actions({ type: 'overflow', options: [] })],
  ['checkboxes', actions({ type: 'checkboxes', options: [] })],
  ['radio buttons', actions({ type: 'radio_buttons', options: [] })],
  ['carousel', { type: 'carousel', elements: [] }],
  ['data table', data([[raw('c')]])],
  ['data table cell', data([[raw('')], [raw('c')]])],
  ['pie', chart(pie(0))],
  ['pie segment', chart(pie(1, { value: 0 }))],
  ['series', chart(bar(0, 1))],
  ['points', chart(bar(1, 0))],
  ['categories', chart(bar(1, 1, { categories: [] }))],
  [
    'source url',
    { type: 'task_card', task_id: 't', title: 't', status: 'pending', sources: [{ type: 'url', url: '', text: 's' }] },
  ],
  ['video alt_text', video({ alt_text: '' })],
];
test.each(empty)('an empty %s is refused', (_name, block) => {
  expect(message(block)).not.toEqual([]);
});
test('an empty view is refused', () => {
  expect(modal([])).toEqual(['[ERROR] no fewer than 1 items allowed [json-pointer:/view/blocks]']);
  expect(viewFaults(aModal(undefined, { title: undefined }), 'modal', nobody)).toEqual([
    '[ERROR] missing required field: title [json-pointer:/view]',
  ]);
});

// Shapes Slack refuses, with its message.
const wrong: readonly (readonly [string, object, string])[] = [
  ['unknown block', { type: 'banner' }, 'unsupported type: banner [json-pointer:/blocks/0/type]'],
  [
    'file block from an app',
    { type: 'file', source: 'remote', external_id: 'x' },
    'unsupported type: file [json-pointer:/blocks/0/type]',
  ],
  ['alert in a message', { type: 'alert', text: plain('x') }, 'unsupported type: alert [json-pointer:/blocks/0/type]'],
  ['no type', { text: plain('x') }, 'missing required field: type [json-pointer:/blocks/0]'],
  [
    'unknown key',
    section({ text: plain('x'), colour: 'red' }),
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'unknown key of an element',
    actions(button({ colour: 'red' })),
    'invalid additional property: colour [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'emoji with mrkdwn',
    section({ text: { type: 'mrkdwn', text: 'x', emoji: true } }),
    'invalid additional property: emoji [json-pointer:/blocks/0/text]',
  ],
  [
    'unknown text',
    section({ text: { type: 'html', text: 'x' } }),
    'unsupported type: html [json-pointer:/blocks/0/text/type]',
  ],
  [
    'mrkdwn header',
    { type: 'header', text: mrkdwn('x') },
    'must be a valid enum value [json-pointer:/blocks/0/text/type]',
  ],
  [
    'mrkdwn button',
    actions(button({ text: mrkdwn('x') })),
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/text/type]',
  ],
  [
    'mrkdwn select option',
    actions(select({ options: [option({ text: mrkdwn('x') })] })),
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/options/0/text/type]',
  ],
  [
    'button style',
    actions(button({ style: 'default' })),
    'must be a valid enum value [json-pointer:/blocks/0/elements/0/style]',
  ],
  ['unknown element', actions({ type: 'slider' }), 'unsupported type: slider [json-pointer:/blocks/0/elements/0/type]'],
  [
    'text input in actions',
    actions({ type: 'plain_text_input' }),
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  ['button in an input', input(button()), 'unsupported type: button [json-pointer:/blocks/0/element/type]'],
  [
    'text input as accessory',
    section({ text: plain('x'), accessory: { type: 'plain_text_input' } }),
    'unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]',
  ],
  [
    'file input in a message',
    input({ type: 'file_input' }),
    'unsupported type: file_input [json-pointer:/blocks/0/element]',
  ],
  [
    'options and groups',
    actions(select({ option_groups: [{ label: plain('g'), options: [option()] }] })),
    'must provide either options or option_groups [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'option without a value',
    actions(select({ options: [{ text: plain('x') }] })),
    'missing required field: value [json-pointer:/blocks/0/elements/0/options/0]',
  ],
  [
    'link in a select',
    actions(select({ options: [option({ url: 'https://x.example' })] })),
    'invalid additional property: url [json-pointer:/blocks/0/elements/0/options/0]',
  ],
  [
    'image without an address',
    { type: 'image', alt_text: 'a' },
    'must provide either image_url or slack_file [json-pointer:/blocks/0]',
  ],
  [
    'input without a label',
    { type: 'input', element: { type: 'plain_text_input' } },
    'missing required field: label [json-pointer:/blocks/0]',
  ],
  [
    'number for a text',
    { type: 'header', text: { type: 'plain_text', text: 5 } },
    'must provide a string [json-pointer:/blocks/0/text/text]',
  ],
  ['text for an object', { type: 'header', text: 'x' }, 'must provide an object [json-pointer:/blocks/0/text]'],
  [
    'response_url_enabled in a message',
    input({ type: 'conversations_select', response_url_enabled: true }),
    'response_url_enabled is for modals only [json-pointer:/blocks/0/element/response_url_enabled]',
  ],
];
test.each(wrong)('%s is refused', (_name, block, expected) => {
  expect(message(block)).toContain(`[ERROR] ${expected}`);
});

// Initial values that make the whole view fail.
const initial: readonly (readonly [string, object, boolean])[] = [
  ['a day', { type: 'datepicker', initial_date: '2028-02-29' }, true],
  ['no day', { type: 'datepicker', initial_date: '2026-02-29' }, false],
  ['no date', { type: 'datepicker', initial_date: 'tomorrow' }, false],
  ['a time', { type: 'timepicker', initial_time: '23:59' }, true],
  ['no time', { type: 'timepicker', initial_time: '24:00' }, false],
  ['a short time', { type: 'timepicker', initial_time: '9:00' }, false],
  ['a zone', { type: 'timepicker', timezone: 'Asia/Calcutta' }, true],
  ['no zone', { type: 'timepicker', timezone: 'Mars/Base' }, false],
  ['a moment', { type: 'datetimepicker', initial_date_time: 1_795_000_000 }, true],
  ['a moment in milliseconds', { type: 'datetimepicker', initial_date_time: 1_795_000_000_000 }, false],
  ['an option', { ...select(), initial_option: option() }, true],
  ['an option of another value', { ...select(), initial_option: option({ value: 'z' }) }, false],
  ['an option of another text', { ...select(), initial_option: option({ text: plain('z') }) }, false],
  [
    'an option in a group',
    { type: 'static_select', option_groups: [{ label: plain('g'), options: [option()] }], initial_option: option() },
    true,
  ],
  ['options', { type: 'checkboxes', options: options(2), initial_options: options(2) }, true],
  ['options not there', { type: 'checkboxes', options: options(2), initial_options: options(3) }, false],
  ['no options at all', { type: 'checkboxes', options: options(2), initial_options: [] }, false],
  ['a radio button not there', { type: 'radio_buttons', options: options(2), initial_option: option() }, false],
  ['an external option', { type: 'external_select', initial_option: option() }, true],
  ['a person', { type: 'users_select', initial_user: 'U1' }, true],
  ['nobody', { type: 'users_select', initial_user: 'U2' }, false],
  ['no channel', { type: 'channels_select', initial_channel: 'C2' }, false],
  ['no conversation', { type: 'multi_conversations_select', initial_conversations: ['C2'] }, false],
  ['a text over max_length', { type: 'plain_text_input', max_length: 2, initial_value: 'abc' }, false],
  ['min over max', { type: 'plain_text_input', min_length: 3, max_length: 2 }, false],
  ['an address', { type: 'email_text_input', initial_value: 'a@b.co' }, true],
  ['no address', { type: 'email_text_input', initial_value: 'a' }, false],
  ['a number in bounds', { type: 'number_input', is_decimal_allowed: false, min_value: '1', initial_value: '1' }, true],
  [
    'a number out of bounds',
    { type: 'number_input', is_decimal_allowed: false, min_value: '1', initial_value: '0' },
    false,
  ],
  ['no number', { type: 'number_input', is_decimal_allowed: false, initial_value: 'x' }, false],
];
test.each(initial)('initial value: %s', (_name, element, right) => {
  const faults = modal([input(element)]);
  if (right) expect(faults).toEqual([]);
  else expect(faults).not.toEqual([]);
});

test('block_id is unique in a view, action_id in a block', () => {
  expect(
    modal([
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ]),
  ).toEqual(['[ERROR] block_id `a` already exists [json-pointer:/view/blocks/1/block_id]']);
  const two = { type: 'actions', block_id: 'a', elements: [button({ action_id: 'x' }), button({ action_id: 'x' })] };
  expect(modal([two])).toHaveLength(1);
  expect(
    modal([
      { ...two, elements: [two.elements[0]] },
      { ...two, block_id: 'b', elements: [two.elements[0]] },
    ]),
  ).toEqual([]);
  const focused = (blockId: string) => anInput(blockId, { type: 'plain_text_input', focus_on_load: true });
  expect(modal([focused('a')])).toEqual([]);
  expect(modal([focused('a'), focused('b')])).toHaveLength(1);
});

test('an input needs a submit button in a modal, and none in a message or home tab', () => {
  const block = input({ type: 'plain_text_input' });
  expect(modal([block], { submit: undefined })).toEqual([
    '[ERROR] missing required field: submit [json-pointer:/view]',
  ]);
  expect(modal([{ type: 'divider' }], { submit: undefined })).toEqual([]);
  expect(message(block)).toEqual([]);
  expect(viewFaults({ type: 'home', blocks: [block] }, 'home', nobody)).toEqual([]);
  expect(viewFaults({ type: 'home', blocks: [{ type: 'markdown', text: 'x' }] }, 'home', nobody)).not.toEqual([]);
});
