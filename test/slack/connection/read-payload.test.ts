import { describe, expect, it } from 'vitest';
import { cleanPayload } from '../../../src/slack/connection/clean-payload.ts';
import { readPayload } from '../../../src/slack/connection/read-payload.ts';

const command = { command: '/guest', user_id: 'U1', channel_id: 'C1' };

describe('texts of a payload', () => {
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

  it('may be nested as deep as Slack nests, and not for ever', () => {
    const nested = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;
    expect(cleanPayload(nested(60))).toEqual(nested(60));
    expect(() => cleanPayload(nested(10_000))).toThrow(RangeError);
    expect(readPayload({ ...command, extra: nested(10_000) })).toBeUndefined();
  });

  it('may be called __proto__ without becoming one', () => {
    const read = readPayload(JSON.parse('{"command":"/guest","user_id":"U1","channel_id":"C1","__proto__":{"x":1}}'));
    expect(read).toEqual({ ...command, text: '' });
    expect(read && 'x' in read).toBe(false);
  });
});

describe('a payload', () => {
  it('keeps what nobody here knows', () => {
    expect(readPayload({ ...command, text: 'help', novelty: { a: 1 } })).toEqual({
      ...command,
      text: 'help',
      novelty: { a: 1 },
    });
  });

  it('of an event may be of any type, with whatever Slack puts into it', () => {
    const event = { type: 'something_new', user: { id: 'U1' }, channel: 'C1', item: { ts: '1' } };
    const payload = { type: 'event_callback', event_id: 'Ev1', event, authorizations: [{ enterprise_id: null }] };
    expect(readPayload(payload)).toEqual(payload);
  });
});
