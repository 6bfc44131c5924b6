import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { aWorkspace } from './a-workspace.ts';

type Received = { headers: IncomingHttpHeaders; body: string };

/** A minimal bot that records requests and sends scripted responses. */
async function aReceiver(answer: () => { status: number; body?: string; type?: string }) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      const { status, body: text = '', type = 'application/json' } = answer();
      response.writeHead(status, { 'content-type': type }).end(text);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` };
}

test('HTTP deliveries are signed over the raw body with the real time', async () => {
  const { slack, mia, studio } = await aWorkspace({ now: () => Date.UTC(2031, 0, 1) });
  const { received, url } = await aReceiver(() => ({ status: 200 }));
  slack.deliverTo(url);
  const user = slack.as(mia.id);
  await user.command(studio.id, '/door Zoë & co=1');
  await user.shortcut('open');
  await user.openHome();
  expect(received).toHaveLength(3);
  for (const { headers, body } of received) {
    const timestamp = String(headers['x-slack-request-timestamp']);
    const expected = createHmac('sha256', slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${expected}`);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
  }
  const [command, shortcut, event] = received;
  expect(command?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(Object.fromEntries(new URLSearchParams(command?.body))).toMatchObject({
    token: expect.any(String),
    team_id: slack.teamId,
    team_domain: 'sandbox',
    channel_id: studio.id,
    channel_name: 'studio',
    user_id: mia.id,
    user_name: 'mia',
    command: '/door',
    text: 'Zoë & co=1',
    api_app_id: expect.stringMatching(/^A/),
    is_enterprise_install: 'false',
    response_url: expect.stringContaining('/commands/'),
    trigger_id: expect.stringMatching(/^\d+\.\d+\.[a-z0-9]+$/),
  });
  expect(JSON.parse(new URLSearchParams(shortcut?.body).get('payload') ?? '')).toMatchObject({
    type: 'shortcut',
    callback_id: 'open',
    user: { id: mia.id },
  });
  expect(event?.headers['content-type']).toBe('application/json');
  expect(JSON.parse(event?.body ?? '')).toMatchObject({
    type: 'event_callback',
    team_id: slack.teamId,
    event: { type: 'app_home_opened', user: mia.id, tab: 'home' },
  });
});

test('an ack over HTTP may be a bare text; a status other than 200 is a failure', async () => {
  const { slack, mia, studio } = await aWorkspace();
  let answer = { status: 200, body: 'hello', type: 'text/plain' };
  const { url } = await aReceiver(() => answer);
  slack.deliverTo(url);
  const user = slack.as(mia.id);
  expect(await user.command(studio.id, '/door')).toBe('ok');
  expect(slack.messages[0]).toMatchObject({ text: 'hello', ephemeralFor: mia.id });
  answer = { ...answer, status: 500 };
  expect(await user.command(studio.id, '/door')).toBe('failed');
  expect(slack.notes.at(-1)?.text).toBe('/door failed with the error "dispatch_failed"');
});

test('events are retried until they are acknowledged, commands are not', async () => {
  const { slack, mia, studio } = await aWorkspace({ eventRetriesMs: [0, 5, 10] });
  let status = 500;
  const { received, url } = await aReceiver(() => ({ status }));
  slack.deliverTo(url);
  await slack.as(mia.id).openHome();
  await slack.until(
    'three repetitions',
    () => slack.deliveries.filter((one) => one.outcome === 'refused').length === 4,
  );
  expect(received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
  expect(received[1]?.headers['x-slack-retry-reason']).toBe('http_error');
  const ids = received.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id);
  expect(new Set(ids).size).toBe(1);
  await slack.as(mia.id).command(studio.id, '/door');
  expect(received).toHaveLength(5);

  status = 200;
  slack.as(mia.id).say(studio.id, `hello @${slack.people[0]?.name}`);
  await slack.until('the mention', () => slack.deliveries.at(-1)?.outcome === 'acked');
  expect(received).toHaveLength(6);
});

test('an event the manifest does not subscribe to is not sent', async () => {
  const { slack, mia, studio } = await aWorkspace();
  slack.as(mia.id).say(studio.id, 'hello');
  expect(slack.deliveries).toEqual([]);
});

test('a delivery is redelivered byte for byte with its old signature, to any URL', async () => {
  const { slack, mia, studio } = await aWorkspace();
  const [here, there] = [await aReceiver(() => ({ status: 200 })), await aReceiver(() => ({ status: 500 }))];
  slack.deliverTo(here.url);
  await slack.as(mia.id).command(studio.id, '/door Zoë');
  const [sent] = slack.deliveries;
  if (sent === undefined) throw new Error('nothing was sent');
  expect(await slack.redeliver(sent)).toMatchObject({ outcome: 'acked' });
  expect(await slack.redeliver(sent, { url: there.url })).toMatchObject({ outcome: 'refused' });
  const all = [...here.received, ...there.received].map(({ headers, body }) => ({
    body,
    signature: headers['x-slack-signature'],
    timestamp: headers['x-slack-request-timestamp'],
  }));
  expect(all).toHaveLength(3);
  expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(slack.deliveries).toHaveLength(3);
});
