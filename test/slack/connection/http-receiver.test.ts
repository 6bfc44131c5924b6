import type { App, ReceiverEvent } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { type HttpServer, startHttpServer } from '../../../src/http-server.ts';
import { createLog } from '../../../src/log.ts';
import { createHttpReceiver } from '../../../src/slack/connection/http-receiver.ts';
import { head, openRaw, postSigned, signedHeaders } from '../../support/raw-http.ts';

const secret = 'the signing secret';
const command = 'command=%2Fguest&text=help&user_id=U1&channel_id=C1';
const MB = 1_048_576;

let server: HttpServer;
let logLines: string[];
afterEach(() => server.stop());

/** The receiver behind a server, with a Bolt that keeps what it is given and does what it is asked. */
async function start(
  process: (event: ReceiverEvent) => Promise<void> = async ({ ack }) => ack(),
): Promise<{ readonly given: ReceiverEvent[] }> {
  logLines = [];
  const log = createLog({ level: 'debug', secrets: [], destination: { write: (line) => void logLines.push(line) } });
  const given: ReceiverEvent[] = [];
  const { receiver, handle } = createHttpReceiver(secret, systemClock, log);
  receiver.init({
    async processEvent(event: ReceiverEvent) {
      given.push(event);
      await process(event);
    },
  } as App);
  server = await startHttpServer(
    { host: '127.0.0.1', port: 0 },
    { ready: async () => ({ store: true, slack: true, runner: true }), slackEvents: handle },
  );
  return { given };
}

/** Headers of a request that Slack signed, some of them others, or left out where undefined. */
function headersWith(changes: Readonly<Record<string, string | undefined>>, body = command): Record<string, string> {
  const all = Object.entries({ ...signedHeaders(secret, body), ...changes });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const seconds = (away = 0) => String(Math.floor(systemClock() / 1000) + away);
const falseSignature = `v0=${'0'.repeat(64)}`;

describe('a request is refused by its headers alone and closed before a byte of its body is sent', () => {
  it.each<[what: string, status: number, changes: Record<string, string | undefined>]>([
    ['no signature', 401, { 'x-slack-signature': undefined }],
    ['an empty signature', 401, { 'x-slack-signature': '' }],
    ['a signature of another version', 401, { 'x-slack-signature': `v1=${'0'.repeat(64)}` }],
    ['a signature that is too short', 401, { 'x-slack-signature': `v0=${'0'.repeat(63)}` }],
    ['a signature that is too long', 401, { 'x-slack-signature': `v0=${'0'.repeat(65)}` }],
    ['a signature that is no number', 401, { 'x-slack-signature': `v0=${'g'.repeat(64)}` }],
    ['two signatures', 401, { 'x-slack-signature': falseSignature, 'X-Slack-Signature': falseSignature }],
    ['no time', 401, { 'x-slack-request-timestamp': undefined }],
    ['a time that is none', 401, { 'x-slack-request-timestamp': 'now' }],
    ['a negative time', 401, { 'x-slack-request-timestamp': '-1' }],
    ['a time with an exponent', 401, { 'x-slack-request-timestamp': '1e9' }],
    ['a time that has passed', 401, { 'x-slack-request-timestamp': seconds(-310) }],
    ['a time to come', 401, { 'x-slack-request-timestamp': seconds(310) }],
    ['no length', 411, { 'content-length': undefined }],
    ['pieces instead of a length', 411, { 'content-length': undefined, 'transfer-encoding': 'chunked' }],
    ['a body of more than a megabyte', 413, { 'content-length': String(MB + 1) }],
    ['a body of terabytes', 413, { 'content-length': '999999999999' }],
    ['a body it wants to be asked for, unsigned', 401, { 'x-slack-signature': undefined, expect: '100-continue' }],
    ['a large body it wants to be asked for', 413, { 'content-length': String(MB + 1), expect: '100-continue' }],
  ])('%s: %d', async (_what, status, changes) => {
    const { given } = await start();
    const { closed } = await openRaw(server.url, head(headersWith(changes)));
    expect(await closed).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(given).toEqual([]);
  });

  it('but accepted when all its headers are right', async () => {
    const { given } = await start();
    const { answered } = await openRaw(server.url, head(headersWith({})) + command);
    await expect.poll(answered).toMatch(/^HTTP\/1.1 200 /);
    expect(given).toMatchObject([{ body: { command: '/guest', text: 'help', user_id: 'U1', channel_id: 'C1' } }]);
  });
});

describe('a body', () => {
  it('of exactly a megabyte is accepted', async () => {
    const { given } = await start();
    const body = `${command}&x=${'y'.repeat(MB - command.length - 3)}`;
    expect(await postSigned(`${server.url}/slack/events`, secret, body)).toEqual({ status: 200, text: '' });
    expect(given).toHaveLength(1);
  });

  it('that waits for “100 Continue” is asked for after its headers were checked', async () => {
    const { given } = await start();
    const { socket, answered } = await openRaw(server.url, head(headersWith({ expect: '100-continue' })));
    await expect.poll(answered).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write(command);
    await expect.poll(answered).toContain('HTTP/1.1 200 ');
    expect(given).toHaveLength(1);
  });

  it('that ends too soon is dropped', async () => {
    const { given } = await start();
    const { socket, closed } = await openRaw(server.url, head(headersWith({})) + command.slice(0, -1));
    socket.end();
    await closed;
    expect(given).toEqual([]);
  });

  it('that is longer than announced is read to its announced end, and the rest closes the connection', async () => {
    const { given } = await start();
    const { closed } = await openRaw(server.url, `${head(headersWith({})) + command}&text=more`);
    await closed;
    expect(given).toMatchObject([{ body: { text: 'help' } }]);
  });

  it('that Slack did not sign is refused and its connection closed, with one log line for all of them', async () => {
    const { given } = await start();
    for (let n = 0; n < 20; n++) {
      const { closed } = await openRaw(
        server.url,
        head(headersWith({ 'x-slack-signature': falseSignature })) + command,
      );
      expect(await closed).toMatch(/^HTTP\/1.1 401 /);
    }
    const changed = await openRaw(server.url, head(headersWith({})) + command.replace('help', 'kick'));
    expect(await changed.closed).toMatch(/^HTTP\/1.1 401 /);
    expect(given).toEqual([]);
    expect(logLines.filter((line) => line.includes('SLACK_SIGNING_SECRET'))).toHaveLength(1);
  });

  it('that follows a refused one on the same connection is not read', async () => {
    const { given } = await start();
    const unsigned = head(headersWith({ 'x-slack-signature': undefined })) + command;
    const { closed } = await openRaw(server.url, unsigned + head(headersWith({})) + command);
    expect((await closed).match(/HTTP\/1.1/g)).toHaveLength(1);
    expect(given).toEqual([]);
  });
});

describe('a signed body that Guestlist cannot use', () => {
  const json = 'application/json';
  const form = 'application/x-www-form-urlencoded';
  const payload = (value: unknown) => new URLSearchParams({ payload: JSON.stringify(value) }).toString();
  const user = { id: 'U1' };
  it.each<[what: string, contentType: string, body: string]>([
    ['null', json, 'null'],
    ['a list', json, '[]'],
    ['a number', json, '7'],
    ['a text', json, '"text"'],
    ['true', json, 'true'],
    ['nothing', json, ''],
    ['no JSON', json, '{"type":'],
    ['more brackets than anybody can close', json, '['.repeat(500_000)],
    ['as many that are closed', json, `${'['.repeat(400_000)}${']'.repeat(400_000)}`],
    ['no event', json, JSON.stringify({ type: 'event_callback', event: null })],
    ['an event that is a list', json, JSON.stringify({ type: 'event_callback', event: [] })],
    ['an event without a type', json, JSON.stringify({ type: 'event_callback', event: {} })],
    ['an event of nobody', json, JSON.stringify({ type: 'event_callback', event: { type: 'x', user: null } })],
    ['an event nowhere', json, JSON.stringify({ type: 'event_callback', event: { type: 'x', channel: null } })],
    ['an event in another cover', json, JSON.stringify({ type: 'x', event: { type: 'x' } })],
    ['an unknown kind', json, JSON.stringify({ type: 'x' })],
    ['a challenge that is none', json, JSON.stringify({ type: 'url_verification', challenge: {} })],
    ['a form of nothing', form, ''],
    ['a form of something else', form, 'a=b'],
    ['payload null', form, 'payload=null'],
    ['payload nothing', form, 'payload='],
    ['a payload that is no JSON', form, 'payload=%7B'],
    ['a payload that is a list', form, payload([])],
    ['an unknown interaction', form, payload({ type: 'x', user })],
    ['nobody who pressed', form, payload({ type: 'block_actions', actions: [{}] })],
    ['nothing that was pressed', form, payload({ type: 'block_actions', user, actions: [] })],
    ['a button that is null', form, payload({ type: 'block_actions', user, actions: [null] })],
    ['a form without a view', form, payload({ type: 'view_submission', user, view: null })],
    ['a view without anything', form, payload({ type: 'view_submission', user, view: {} })],
    ['a shortcut without a name', form, payload({ type: 'shortcut', user })],
    ['a shortcut on no message', form, payload({ type: 'message_action', user, callback_id: 'x', message: null })],
    ['a command of nobody', form, 'command=%2Fguest&channel_id=C1'],
  ])('%s: is answered with 400', async (_what, contentType, body) => {
    const { given } = await start();
    const answered = await postSigned(`${server.url}/slack/events`, secret, body, { contentType });
    expect(answered.status).toBe(400);
    expect(given).toEqual([]);
    expect(logLines).toHaveLength(1);
  });

  it.each([
    ['a check of the certificate', form, 'ssl_check=1&token=x', ''],
    ['a challenge', json, JSON.stringify({ type: 'url_verification', challenge: 'abc' }), '{"challenge":"abc"}'],
    ['that events are held back', json, JSON.stringify({ type: 'app_rate_limited', team_id: 'T1' }), ''],
  ])('%s: is answered and passed on to no listener', async (_what, contentType, body, text) => {
    const { given } = await start();
    const answered = await postSigned(`${server.url}/slack/events`, secret, body, { contentType });
    expect(answered.status).toBe(200);
    expect(answered.text === '{}' ? '' : answered.text).toBe(text);
    expect(given).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  const post = () => postSigned(`${server.url}/slack/events`, secret, command);

  it.each([
    ['nothing', undefined, ''],
    ['a text', 'hello', 'hello'],
    ['what Slack shall do', { response_action: 'clear' }, '{"response_action":"clear"}'],
  ])('may be %s', async (_what, body, text) => {
    await start(async ({ ack }) => ack(body));
    expect(await post()).toEqual({ status: 200, text });
  });

  it('that is missing is noticed at once, and not after three seconds', async () => {
    await start(async () => {});
    expect((await post()).status).toBe(404);
  });

  it('that is missing because of an error is logged as an error', async () => {
    await start(async () => {
      throw new Error('broken');
    });
    expect((await post()).status).toBe(500);
    expect(logLines.join()).toContain('broken');
  });

  it('is sent once', async () => {
    let second: unknown;
    await start(async ({ ack }) => {
      await ack();
      second = await ack().catch((error: unknown) => error);
    });
    expect((await post()).status).toBe(200);
    expect(second).toBeInstanceOf(Error);
  });
});
