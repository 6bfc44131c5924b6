import { expect, test } from 'vitest';
import { messageFaults, viewFaults } from '../../../src/sandbox/slack/blocks/check-view.ts';
import { aModal, plain } from './a-workspace.ts';
import {
  actions,
  bar,
  button,
  chart,
  confirm,
  container,
  data,
  feedback,
  icon,
  image,
  input,
  many,
  mrkdwn,
  option,
  options,
  pie,
  raw,
  section,
  select,
  video,
  x,
} from './block-shapes.ts';

// Copied from Slack's documents independently, so that a mistake in the server's table shows up.
type Limit = readonly [name: string, max: number, make: (size: number) => object];

/** One block of the size given, for a message. */
const inMessages: readonly Limit[] = [
  ['plain text', 3000, (n) => section({ text: plain(x(n)) })],
  ['section text', 3000, (n) => section({ text: mrkdwn(x(n)) })],
  ['section fields', 10, (n) => section({ fields: many(n, () => plain('f')) })],
  ['section field', 2000, (n) => section({ fields: [mrkdwn(x(n))] })],
  ['block_id', 255, (n) => ({ type: 'divider', block_id: x(n) })],
  ['action_id', 255, (n) => actions(button({ action_id: x(n) }))],
  ['button text', 75, (n) => actions(button({ text: plain(x(n)) }))],
  ['button url', 3000, (n) => actions(button({ url: `https://x.example/${x(n - 18)}` }))],
  ['button value', 2000, (n) => actions(button({ value: x(n) }))],
  ['button accessibility_label', 75, (n) => actions(button({ accessibility_label: x(n) }))],
  ['confirm title', 100, (n) => actions(button({ confirm: confirm({ title: plain(x(n)) }) }))],
  ['confirm text', 300, (n) => actions(button({ confirm: confirm({ text: mrkdwn(x(n)) }) }))],
  ['confirm confirm', 30, (n) => actions(button({ confirm: confirm({ confirm: plain(x(n)) }) }))],
  ['confirm deny', 30, (n) => actions(button({ confirm: confirm({ deny: plain(x(n)) }) }))],
  ['option text', 75, (n) => actions(select({ options: [option({ text: plain(x(n)) })] }))],
  ['option value', 150, (n) => actions(select({ options: [option({ value: x(n) })] }))],
  ['option description', 75, (n) => actions(select({ options: [option({ description: plain(x(n)) })] }))],
  [
    'overflow option url',
    3000,
    (n) => actions({ type: 'overflow', options: [option({ url: `https://x.example/${x(n - 18)}` })] }),
  ],
  [
    'option group label',
    75,
    (n) => actions(select({ options: undefined, option_groups: [{ label: plain(x(n)), options: [option()] }] })),
  ],
  [
    'option group options',
    100,
    (n) => actions(select({ options: undefined, option_groups: [{ label: plain('g'), options: options(n) }] })),
  ],
  [
    'select option_groups',
    100,
    (n) =>
      actions(
        select({ options: undefined, option_groups: many(n, () => ({ label: plain('g'), options: [option()] })) }),
      ),
  ],
  ['select options', 100, (n) => actions(select({ options: options(n) }))],
  ['select placeholder', 150, (n) => actions(select({ placeholder: plain(x(n)) }))],
  ['overflow options', 5, (n) => actions({ type: 'overflow', options: options(n) })],
  ['checkboxes options', 10, (n) => actions({ type: 'checkboxes', options: options(n) })],
  ['radio_buttons options', 10, (n) => actions({ type: 'radio_buttons', options: options(n) })],
  ['actions elements', 25, (n) => ({ type: 'actions', elements: many(n, () => button()) })],
  ['context elements', 10, (n) => ({ type: 'context', elements: many(n, () => plain('c')) })],
  ['context_actions elements', 5, (n) => ({ type: 'context_actions', elements: many(n, () => icon()) })],
  ['feedback button text', 75, (n) => feedback({ text: plain(x(n)) })],
  ['feedback button value', 2000, (n) => feedback({ value: x(n) })],
  ['feedback button accessibility_label', 75, (n) => feedback({ accessibility_label: x(n) })],
  [
    'icon_button visible_to_user_ids',
    10,
    (n) => ({ type: 'context_actions', elements: [icon({ visible_to_user_ids: many(n, () => 'U1') })] }),
  ],
  ['header text', 150, (n) => ({ type: 'header', text: plain(x(n)) })],
  ['image image_url', 3000, (n) => image({ image_url: `https://x.example/${x(n - 18)}` })],
  ['image alt_text', 2000, (n) => image({ alt_text: x(n) })],
  ['markdown text', 12_000, (n) => ({ type: 'markdown', text: x(n) })],
  ['card title', 150, (n) => ({ type: 'card', title: mrkdwn(x(n)) })],
  ['card subtitle', 150, (n) => ({ type: 'card', title: mrkdwn('t'), subtitle: mrkdwn(x(n)) })],
  ['card body', 200, (n) => ({ type: 'card', body: mrkdwn(x(n)) })],
  ['card subtext', 200, (n) => ({ type: 'card', body: mrkdwn('b'), subtext: mrkdwn(x(n)) })],
  ['card actions', 3, (n) => ({ type: 'card', actions: many(n, () => button()) })],
  [
    'carousel elements',
    10,
    (n) => ({ type: 'carousel', elements: many(n, () => ({ type: 'card', body: mrkdwn('b') })) }),
  ],
  ['container title', 150, (n) => container({ title: plain(x(n)) })],
  ['container subtitle', 150, (n) => container({ subtitle: plain(x(n)) })],
  ['container child_blocks', 10, (n) => container({ child_blocks: many(n, () => ({ type: 'divider' })) })],
  ['data_table rows', 201, (n) => data(many(n, () => [raw('c')]))],
  ['data_table columns', 20, (n) => data(many(2, () => many(n, () => raw('c'))))],
  ['data_table page_size', 100, (n) => data([[raw('c')], [raw('c')]], { page_size: n })],
  ['data_table content', 20_000, (n) => data([[raw(x(n / 2))], [raw(x(n / 2 + (n % 2)))]])],
  ['data_visualization title', 50, (n) => chart(pie(1), x(n))],
  ['data_visualization segments', 12, (n) => chart(pie(n))],
  ['data_visualization segment label', 20, (n) => chart(pie(1, { label: x(n) }))],
  ['data_visualization series', 12, (n) => chart(bar(n, 1))],
  ['data_visualization series name', 20, (n) => chart(bar(1, 1, { name: x(n) }))],
  ['data_visualization data', 20, (n) => chart(bar(1, n))],
  ['data_visualization point label', 20, (n) => chart(bar(1, 1, { label: x(n) }))],
  ['data_visualization categories', 20, (n) => chart(bar(1, 1, { categories: many(n, () => 'c') }))],
  ['data_visualization category label', 20, (n) => chart(bar(1, 1, { categories: [x(n)] }))],
  ['data_visualization axis label', 50, (n) => chart(bar(1, 1, { x_label: x(n) }))],
  ['table rows', 100, (n) => ({ type: 'table', rows: many(n, () => [raw('c')]) })],
  ['table cells', 20, (n) => ({ type: 'table', rows: [many(n, () => raw('c'))] })],
  [
    'task source url',
    3000,
    (n) => ({
      type: 'task_card',
      task_id: 't',
      title: 't',
      status: 'pending',
      sources: [{ type: 'url', url: x(n), text: 's' }],
    }),
  ],
  ['video alt_text', 200, (n) => video({ alt_text: x(n) })],
  ['video title', 200, (n) => video({ title: plain(x(n)) })],
  ['video author_name', 50, (n) => video({ author_name: x(n) })],
  ['video description', 200, (n) => video({ description: plain(x(n)) })],
  ['video provider_name', 50, (n) => video({ provider_name: x(n) })],
];

/** One block of the size given, for a modal. */
const inModals: readonly Limit[] = [
  ['input label', 2000, (n) => input({ type: 'plain_text_input' }, { label: plain(x(n)) })],
  ['input hint', 2000, (n) => input({ type: 'plain_text_input' }, { hint: plain(x(n)) })],
  ['plain_text_input max_length', 3000, (n) => input({ type: 'plain_text_input', max_length: n })],
  ['plain_text_input initial_value', 3000, (n) => input({ type: 'plain_text_input', initial_value: x(n) })],
  ['plain_text_input placeholder', 150, (n) => input({ type: 'plain_text_input', placeholder: plain(x(n)) })],
  ['file_input max_files', 10, (n) => input({ type: 'file_input', max_files: n })],
  ['alert text', 200, (n) => ({ type: 'alert', text: plain(x(n)) })],
];

/** A whole view of the size given. */
const views: readonly Limit[] = [
  ['view blocks', 100, (n) => aModal(many(n, () => ({ type: 'divider' })))],
  ['view title', 24, (n) => aModal(undefined, { title: plain(x(n)) })],
  ['view submit', 24, (n) => aModal(undefined, { submit: plain(x(n)) })],
  ['view close', 24, (n) => aModal(undefined, { close: plain(x(n)) })],
  ['view private_metadata', 3000, (n) => aModal(undefined, { private_metadata: x(n) })],
  ['view callback_id', 255, (n) => aModal(undefined, { callback_id: x(n) })],
  ['view external_id', 255, (n) => aModal(undefined, { external_id: x(n) })],
];

const nobody = () => false;
const checked: readonly (readonly [string, number, (size: number) => readonly string[]])[] = [
  ...inMessages.map(([name, max, make]) => [name, max, (n: number) => messageFaults([make(n)], nobody)] as const),
  [
    'message blocks',
    50,
    (n) =>
      messageFaults(
        many(n, () => ({ type: 'divider' })),
        nobody,
      ),
  ],
  [
    'markdown of all blocks',
    12_000,
    (n) =>
      messageFaults(
        [
          { type: 'markdown', text: x(n - 6000) },
          { type: 'markdown', text: x(6000) },
        ],
        nobody,
      ),
  ],
  ...inModals.map(
    ([name, max, make]) => [name, max, (n: number) => viewFaults(aModal([make(n)]), 'modal', nobody)] as const,
  ),
  ...views.map(([name, max, make]) => [name, max, (n: number) => viewFaults(make(n), 'modal', nobody)] as const),
];

test('there are limits to test', () => {
  expect(checked.length).toBeGreaterThan(75);
  expect(new Set(checked.map(([name]) => name)).size).toBe(checked.length);
});

test.each(checked)('%s: at most %i', (_name, max, faultsAt) => {
  expect(faultsAt(max)).toEqual([]);
  const faults = faultsAt(max + 1);
  expect(faults.length).toBeGreaterThan(0);
  for (const fault of faults) expect(fault).toMatch(/^\[ERROR\] .+ \[json-pointer:\/.+\]$/);
});
