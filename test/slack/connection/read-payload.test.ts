import { describe, expect, it } from 'vitest';
import { cleanPayload } from '../../../src/slack/connection/clean-payload.ts';
import { readPayload } from '../../../src/slack/connection/read-payload.ts';

const command = { command: '/guest', user_id: 'U1', channel_id: 'C1' };

describe('the texts of a payload', () => {
  it('lose NUL and halves of surrogate pairs, wherever they stand, and nothing else', () => {
    const text = 'a\0b\uD83Dc\uDE00d😀e\uDE00\uD83D\tf\n\u202Eg';
    const clean = 'abcd😀e\tf\n\u202Eg';
    expect(cleanPayload({ [text]: [text, { deep: [text] }], n: 7, no: null, yes: true })).toEqual({
      [clean]: [clean, { deep: [clean] }],
      n: 7,
      no: null,
      yes: true,
    });
  });

  it('may be nested as deep as Slack nests them, and no deeper', () => {
    const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;
    expect(cleanPayload(nested(60))).toEqual(nested(60));
    expect(() => cleanPayload(nested(10_000))).toThrow(RangeError);
    expect(readPayload({ ...command, extra: nested(10_000) })).toBeUndefined();
  });

  it('lose them also in the metadata of a view, which is JSON in a text', () => {
    const view = { id: 'V1', callback_id: 'x', private_metadata: '{"text":"a\\u0000\\ud83db"}', blocks: [] };
    const read = readPayload({ type: 'view_closed', user: { id: 'U1' }, view });
    expect(read).toMatchObject({ view: { private_metadata: '{"text":"ab"}' } });
    for (const nonsense of ['null', '7', 'text', '{', `{"text":"${'x'.repeat(3_000)}"}`]) {
      const odd = { ...view, private_metadata: nonsense };
      expect(readPayload({ type: 'view_closed', user: { id: 'U1' }, view: odd })).toBeUndefined();
    }
  });

  it('may have the key __proto__ without becoming a prototype', () => {
    const read = readPayload(JSON.parse('{"command":"/guest","user_id":"U1","channel_id":"C1","__proto__":{"x":1}}'));
    expect(read).toEqual({ ...command, text: '' });
    expect(read && 'x' in read).toBe(false);
  });
});

describe('a payload', () => {
  it('has the response URLs, or none, where Bolt looks for them', () => {
    const view = { id: 'V1', callback_id: 'x', private_metadata: '', blocks: [], state: { values: {} } };
    const submitted = (parts: object) => readPayload({ type: 'view_submission', user: { id: 'U1' }, view, ...parts });
    for (const good of [{}, { response_urls: [] }, { response_urls: [{ response_url: 'https://x' }] }])
      expect(submitted(good)).toBeDefined();
    for (const odd of [null, 7, 'x', [null], [{}]]) expect(submitted({ response_urls: odd })).toBeUndefined();
  });

  it('has dates and times as Slack writes them', () => {
    const press = (value: object) => ({
      type: 'block_actions',
      user: { id: 'U1' },
      actions: [{ type: 'datepicker', action_id: 'a', block_id: 'b', ...value }],
    });
    for (const good of ['2026-11-23', null]) expect(readPayload(press({ selected_date: good }))).toBeDefined();
    for (const good of ['09:30', null]) expect(readPayload(press({ selected_time: good }))).toBeDefined();
    for (const odd of ['', 'soon', '2026-11-23x', 'x'.repeat(5_000)]) {
      expect(readPayload(press({ selected_date: odd }))).toBeUndefined();
      expect(readPayload(press({ selected_time: odd }))).toBeUndefined();
    }
  });

  it('keeps unknown fields', () => {
    expect(readPayload({ ...command, text: 'help', novelty: { a: 1 } })).toEqual({
      ...command,
      text: 'help',
      novelty: { a: 1 },
    });
  });

  it('may hold an event of any type with any fields', () => {
    const event = { type: 'something_new', user: { id: 'U1' }, channel: 'C1', item: { ts: '1' } };
    const payload = { type: 'event_callback', event_id: 'Ev1', event, authorizations: [{ enterprise_id: null }] };
    expect(readPayload(payload)).toEqual(payload);
  });
});
