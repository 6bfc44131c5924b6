import { expect, test } from 'vitest';
import { aSilentBot, opened } from './a-silent-bot.ts';
import { aModal, anInput, plain, textInput } from './a-workspace.ts';

const option = (value: string) => ({ text: { type: 'plain_text', text: value, emoji: true }, value });
const choices = { options: [option('a'), option('b')] };
// element, empty value, the person's input, value afterwards
const elements: readonly [string, object, object, unknown, object][] = [
  ['plain_text_input', {}, { value: null }, 'x', { value: 'x' }],
  ['email_text_input', {}, { value: null }, 'a@b.co', { value: 'a@b.co' }],
  ['url_text_input', {}, { value: null }, 'https://x.example', { value: 'https://x.example' }],
  ['number_input', { is_decimal_allowed: false }, { value: null }, 5, { value: '5' }],
  ['datepicker', {}, { selected_date: null }, '2026-11-23', { selected_date: '2026-11-23' }],
  ['timepicker', {}, { selected_time: null }, '14:00', { selected_time: '14:00' }],
  [
    'timepicker',
    { timezone: 'Europe/Paris' },
    { selected_time: null, timezone: 'Europe/Paris' },
    '14:00',
    { selected_time: '14:00', timezone: 'Europe/Paris' },
  ],
  ['datetimepicker', {}, { selected_date_time: null }, 1_795_000_000, { selected_date_time: 1_795_000_000 }],
  ['checkboxes', choices, { selected_options: [] }, ['a', 'b'], { selected_options: [option('a'), option('b')] }],
  ['radio_buttons', choices, { selected_option: null }, 'b', { selected_option: option('b') }],
  ['static_select', choices, { selected_option: null }, 'b', { selected_option: option('b') }],
  ['multi_static_select', choices, { selected_options: [] }, ['b'], { selected_options: [option('b')] }],
  ['users_select', {}, { selected_user: null }, 'MIA', { selected_user: 'MIA' }],
  ['multi_users_select', {}, { selected_users: [] }, ['MIA'], { selected_users: ['MIA'] }],
  ['channels_select', {}, { selected_channel: null }, 'STUDIO', { selected_channel: 'STUDIO' }],
  ['multi_channels_select', {}, { selected_channels: [] }, ['STUDIO'], { selected_channels: ['STUDIO'] }],
  ['conversations_select', {}, { selected_conversation: null }, 'STUDIO', { selected_conversation: 'STUDIO' }],
  [
    'multi_conversations_select',
    {},
    { selected_conversations: [] },
    ['STUDIO'],
    { selected_conversations: ['STUDIO'] },
  ],
];

test.each(elements)(
  '%s %j in state.values, empty, filled, submitted and in an action',
  async (type, more, empty, given, filled) => {
    const place = await aSilentBot();
    const { slack, mia, studio } = place;
    const here = <T>(value: T): T =>
      JSON.parse(JSON.stringify(value).replaceAll('MIA', mia.id).replaceAll('STUDIO', studio.id)) as T;
    const open = await opened(
      place,
      aModal([anInput('it', { type, ...more }, { dispatch_action: true, optional: true })]),
    );
    expect(open.values).toEqual({ it: { value: { type, ...empty } } });
    expect(await slack.as(mia.id).fill(open.id, { blockId: 'it' }, here(given))).toBe('ok');
    const sent = slack.deliveries.at(-1)?.payload;
    expect(sent).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: open.id },
      view: { state: { values: { it: { value: { type, ...here(filled) } } } } },
      actions: [{ type, block_id: 'it', action_id: 'value', action_ts: expect.any(String), ...here(filled) }],
    });
    expect(await slack.as(mia.id).submit(open.id)).toBe('closed');
    expect(slack.deliveries.at(-1)?.payload).toMatchObject({
      type: 'view_submission',
      view: { state: { values: { it: { value: { type, ...here(filled) } } } } },
    });
  },
);

test('external selects, single and multiple, keep the whole option', async () => {
  const place = await aSilentBot();
  const { slack, mia } = place;
  const user = slack.as(mia.id);
  const open = await opened(
    place,
    aModal([
      anInput('one', { type: 'external_select', min_query_length: 0 }),
      anInput('some', { type: 'multi_external_select', min_query_length: 0, max_selected_items: 1 }),
    ]),
  );
  const found = await user.search({ viewId: open.id }, { blockId: 'one', actionId: 'value' }, '');
  if (found === 'failed') throw new Error('failed');
  const second = found.groups[0]?.options[1];
  await user.fill(open.id, { blockId: 'one' }, second);
  expect(open.values.one).toEqual({
    value: {
      type: 'external_select',
      selected_option: {
        ...option('2'),
        text: { ...plain('Two'), emoji: true },
        description: { ...plain('the second'), emoji: true },
      },
    },
  });
  await expect(user.fill(open.id, { blockId: 'some' }, [second])).rejects.toThrow('not searched');
  const more = await user.search({ viewId: open.id }, { blockId: 'some', actionId: 'value' }, '');
  if (more === 'failed') throw new Error('failed');
  await expect(user.fill(open.id, { blockId: 'some' }, more.groups[0]?.options)).rejects.toThrow('takes 1 at most');
  await user.fill(open.id, { blockId: 'some' }, [more.groups[0]?.options[0]]);
  expect(open.values.some).toMatchObject({ value: { selected_options: [{ value: '1' }] } });
});

test('default_to_current_conversation takes the channel of the command, unless there is an initial value', async () => {
  const place = await aSilentBot();
  const open = await opened(
    place,
    aModal([anInput('here', { type: 'conversations_select', default_to_current_conversation: true })]),
  );
  expect(open.values.here).toEqual({ value: { type: 'conversations_select', selected_conversation: place.studio.id } });
});

// element, typed text, the error of Slack's app (undefined: it is sent)
const typed: readonly [object, unknown, string | undefined][] = [
  [{ type: 'plain_text_input' }, undefined, 'Please complete this required field.'],
  [{ type: 'plain_text_input', min_length: 3 }, 'ab', 'Please enter at least 3 characters.'],
  [{ type: 'plain_text_input', min_length: 3 }, 'abc', undefined],
  [{ type: 'plain_text_input', max_length: 3 }, 'abcd', 'Please enter no more than 3 characters.'],
  [{ type: 'plain_text_input', max_length: 3 }, 'abc', undefined],
  [{ type: 'plain_text_input' }, 'x'.repeat(3000), undefined],
  [{ type: 'plain_text_input' }, 'x'.repeat(3001), 'Please enter no more than 3000 characters.'],
  [{ type: 'email_text_input' }, 'ana', 'Please enter a valid email address.'],
  [{ type: 'email_text_input' }, 'ana@example', 'Please enter a valid email address.'],
  [{ type: 'email_text_input' }, 'ana@example.com', undefined],
  [{ type: 'url_text_input' }, 'example', 'Please enter a valid URL.'],
  [{ type: 'number_input', is_decimal_allowed: false }, '1.5', 'Please enter a whole number.'],
  [{ type: 'number_input', is_decimal_allowed: true, min_value: '1' }, '0.5', 'Please enter at least 1.'],
  [{ type: 'number_input', is_decimal_allowed: true, max_value: '1' }, '1.5', 'Please enter no more than 1.'],
  [{ type: 'number_input', is_decimal_allowed: true, max_value: '1' }, 'x', 'Please enter a valid number.'],
  [{ type: 'number_input', is_decimal_allowed: true, max_value: '2' }, '1.5', undefined],
  [{ type: 'checkboxes', ...choices }, [], 'Please complete this required field.'],
];

test.each(typed)('Slack’s own app, given %j and %j', async (element, value, expected) => {
  const place = await aSilentBot();
  const { slack, mia } = place;
  const open = await opened(place, aModal([anInput('it', element)]));
  await slack.as(mia.id).fill(open.id, { blockId: 'it' }, value);
  expect(await slack.as(mia.id).submit(open.id)).toBe(expected === undefined ? 'closed' : 'errors');
  expect(open.errors).toEqual(expected === undefined ? {} : { it: expected });
  expect(slack.deliveries.filter((one) => one.payload.type === 'view_submission')).toHaveLength(
    expected === undefined ? 1 : 0,
  );
});

test('an optional input may stay empty, but must be valid when it is filled', async () => {
  const place = await aSilentBot();
  const { slack, mia } = place;
  const open = await opened(place, aModal([anInput('mail', { type: 'email_text_input' }, { optional: true })]));
  await slack.as(mia.id).fill(open.id, { blockId: 'mail' }, 'x');
  expect(await slack.as(mia.id).submit(open.id)).toBe('errors');
  await slack.as(mia.id).fill(open.id, { blockId: 'mail' }, '');
  expect(await slack.as(mia.id).submit(open.id)).toBe('closed');
});

test('an input notifies the bot at once only with dispatch_action, other elements always do', async () => {
  const place = await aSilentBot();
  const { slack, mia } = place;
  const user = slack.as(mia.id);
  const open = await opened(
    place,
    aModal([
      textInput('quiet'),
      { ...textInput('loud'), dispatch_action: true },
      {
        type: 'section',
        block_id: 'menu',
        text: plain('m'),
        accessory: { type: 'overflow', action_id: 'more', options: [option('a'), option('b')] },
      },
    ]),
  );
  const before = slack.deliveries.length;
  await user.fill(open.id, { blockId: 'quiet' }, 'x');
  expect(slack.deliveries).toHaveLength(before);
  await user.fill(open.id, { blockId: 'loud' }, 'x');
  expect(slack.deliveries).toHaveLength(before + 1);
  await user.act({ viewId: open.id }, { actionId: 'more' }, 'b');
  expect(slack.deliveries.at(-1)?.payload).toMatchObject({
    actions: [{ type: 'overflow', selected_option: option('b') }],
  });
  expect(slack.deliveries.at(-1)?.payload).not.toHaveProperty('response_url');
});

test('a person can use only what is on screen, and choose only what is offered', async () => {
  const place = await aSilentBot();
  const { slack, mia, ben } = place;
  const open = await opened(
    place,
    aModal([
      anInput('it', { type: 'static_select', ...choices }),
      anInput('day', { type: 'datepicker' }),
      anInput('who', { type: 'users_select' }),
    ]),
  );
  const user = slack.as(mia.id);
  await expect(slack.as(ben.id).submit(open.id)).rejects.toThrow('no view');
  await expect(user.fill(open.id, { blockId: 'gone' }, 'a')).rejects.toThrow('no element');
  await expect(user.fill(open.id, { blockId: 'it' }, 'c')).rejects.toThrow('offers no option c');
  await expect(user.fill(open.id, { blockId: 'day' }, '2026-02-30')).rejects.toThrow('cannot be set');
  await expect(user.fill(open.id, { blockId: 'who' }, 'U0')).rejects.toThrow('there is no U0');
  const gone = slack.addPerson({ name: 'gone', kind: 'deactivated' });
  expect(() => slack.as(gone.id)).toThrow('cannot act');
});

test('a delivered payload does not change later', async () => {
  const place = await aSilentBot();
  const { slack, mia } = place;
  const user = slack.as(mia.id);
  const open = await opened(place, aModal([textInput('name', {})]));
  const sent = () => slack.calls.findLast((one) => one.method === 'views.open')?.answer;
  const before = JSON.stringify(sent());
  await user.fill(open.id, { blockId: 'name' }, 'Ana');
  expect(JSON.stringify(sent())).toBe(before);
});
