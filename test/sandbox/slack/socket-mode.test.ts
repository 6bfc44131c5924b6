import { LogLevel, SocketModeReceiver } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { aBot, aWorkspace, call } from './a-workspace.ts';

async function openSocket(
  url: string,
): Promise<{ socket: WebSocket; messages: Record<string, unknown>[]; next(): Promise<Record<string, unknown>> }> {
  const socket = new WebSocket(url);
  const messages: Record<string, unknown>[] = [];
  const waiting: ((message: Record<string, unknown>) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as Record<string, unknown>;
    const taker = waiting.shift();
    if (taker === undefined) messages.push(message);
    else taker(message);
  });
  onTestFinished(() => socket.terminate());
  const next = () => {
    const message = messages.shift();
    return message === undefined
      ? new Promise<Record<string, unknown>>((resolve) => waiting.push(resolve))
      : Promise.resolve(message);
  };
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { socket, messages, next };
}

test('a socket needs a ticket and gets hello, and an envelope goes to one socket', async () => {
  const { slack, mia, studio } = await aWorkspace();
  const url = async () => String((await call(slack, 'apps.connections.open', {}, slack.appToken)).body.url);
  const first = await url();
  const one = await openSocket(first);
  const two = await openSocket(await url());
  await expect(openSocket(first)).rejects.toThrow('401');
  expect(await one.next()).toMatchObject({
    type: 'hello',
    num_connections: 1,
    connection_info: { app_id: expect.any(String) },
    debug_info: expect.any(Object),
  });
  expect(await two.next()).toMatchObject({ type: 'hello', num_connections: 2 });

  const seen: Record<string, unknown>[][] = [[], []];
  [one, two].forEach(({ socket }, index) => {
    socket.on('message', (data: Buffer) => {
      const envelope = JSON.parse(data.toString('utf8')) as Record<string, unknown>;
      seen[index]?.push(envelope);
      socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: {} }));
    });
  });
  for (let times = 0; times < 40; times++) expect(await slack.as(mia.id).command(studio.id, '/door')).toBe('ok');
  const counts = seen.map((each) => each.length);
  expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(40);
  // Fails by chance once in 2^39.
  expect(Math.min(...counts)).toBeGreaterThan(0);
  const envelopes = seen.flat();
  expect(new Set(envelopes.map((each) => each.envelope_id)).size).toBe(40);
  expect(envelopes[0]).toMatchObject({
    type: 'slash_commands',
    accepts_response_payload: true,
    payload: { command: '/door' },
  });
});

test('at most ten sockets are open at a time', async () => {
  const { slack } = await aWorkspace();
  const url = async () => String((await call(slack, 'apps.connections.open', {}, slack.appToken)).body.url);
  for (let count = 0; count < 10; count++)
    expect(await (await openSocket(await url())).next()).toMatchObject({ type: 'hello' });
  expect(await (await openSocket(await url())).next()).toMatchObject({
    type: 'disconnect',
    reason: 'too_many_websockets',
  });
  expect(slack.sockets).toBe(10);
});

test.each(['refresh', 'cut'] as const)("Slack's client reconnects after %s", async (how) => {
  const { slack, mia, studio } = await aWorkspace();
  await aBot(slack, 'socket', (app) => {
    app.command('/door', async ({ ack }) => ack());
  });
  expect(await slack.as(mia.id).command(studio.id, '/door')).toBe('ok');
  slack.disconnectSockets(how);
  await slack.until('the socket is gone', () => slack.sockets === 0);
  expect(await slack.as(mia.id).command(studio.id, '/door')).toBe('failed');
  await slack.until('the socket is back', () => slack.sockets === 1);
  expect(await slack.as(mia.id).command(studio.id, '/door')).toBe('ok');
});

test("Slack's client refuses to start with a wrong app token", async () => {
  const { slack } = await aWorkspace();
  const quiet = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => LogLevel.ERROR,
    setName() {},
  };
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-wrong',
    logger: quiet,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } } },
  });
  await expect(receiver.start()).rejects.toThrow('invalid_auth');
});

test('redelivers an envelope unchanged over the chosen socket, and sends any text', async () => {
  const { slack, mia, studio } = await aWorkspace({ ackWithinMs: 200 });
  const url = async () => String((await call(slack, 'apps.connections.open', {}, slack.appToken)).body.url);
  const one = await openSocket(await url());
  const two = await openSocket(await url());
  for (const each of [one, two]) await each.next();
  await slack.as(mia.id).command(studio.id, '/door');
  const [first] = [...one.messages.splice(0), ...two.messages.splice(0)];
  const [sent] = slack.deliveries;
  if (sent === undefined) throw new Error('nothing was sent');
  expect(sent.outcome).toBe('timeout');

  const again = slack.redeliver(sent, { socket: 1 });
  const second = await two.next();
  expect(second).toEqual(first);
  two.socket.send(JSON.stringify({ envelope_id: second.envelope_id, payload: { text: 'late' } }));
  two.socket.send(JSON.stringify({ envelope_id: second.envelope_id, payload: { text: 'again' } }));
  expect(await again).toMatchObject({ outcome: 'acked', ack: { text: 'again' }, payload: sent.payload });
  expect(sent).toMatchObject({ outcome: 'late', ack: { text: 'late' } });

  slack.sendFrame('{"type":"anything"}');
  expect([await one.next(), await two.next()]).toEqual([{ type: 'anything' }, { type: 'anything' }]);
});
