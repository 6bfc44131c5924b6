import { createHmac } from 'node:crypto';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { systemClock } from '../../../clock.ts';
import { parseJson } from '../../read-body.ts';
import type { Delivery, Json } from '../slack-server.types.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Attempt, Late, Outcome, Retry } from './delivery.types.ts';

/** Slack's signature over the raw body: https://docs.slack.dev/authentication/verifying-requests-from-slack */
function sign(secret: string, timestampSeconds: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestampSeconds}:${body}`).digest('hex')}`;
}

function encode(type: Delivery['type'], payload: Json): readonly [contentType: string, body: string] {
  const json = JSON.stringify(payload);
  if (type === 'events_api') return ['application/json', json];
  const fields = type === 'interactive' ? { payload: json } : payload;
  const form = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  return ['application/x-www-form-urlencoded', form.toString()];
}

/** One signed POST to the bot. The signature carries the real time, since the bot checks it against the system clock. */
export function deliverOverHttp(
  workspace: Workspace,
  url: string,
  type: Delivery['type'],
  payload: Json,
  retry: Retry | undefined,
  late: Late,
): Attempt {
  const [contentType, body] = encode(type, payload);
  const seconds = Math.floor(systemClock() / 1000);
  const headers = {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': sign(workspace.signingSecret, seconds, body),
    ...(retry === undefined
      ? {}
      : { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }),
  };
  return post(workspace, url, { headers, body }, late);
}

function post(
  workspace: Workspace,
  url: string,
  bytes: { readonly headers: OutgoingHttpHeaders; readonly body: string },
  late: Late,
): Attempt {
  const { promise: outcome, resolve } = Promise.withResolvers<Outcome>();
  let tooLate = false;
  const sending = request(url, {
    method: 'POST',
    // A new connection each time, so that the bot can stop without waiting for an idle one.
    agent: false,
    headers: bytes.headers,
  });
  sending.on('response', (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', () => resolve({ kind: 'refused' }));
    response.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const isJsonBody = String(response.headers['content-type']).includes('json');
      const ack = text === '' ? {} : isJsonBody ? (parseJson(text) ?? {}) : text;
      if (response.statusCode !== 200) resolve({ kind: 'refused' });
      else if (tooLate) late(ack);
      else resolve({ kind: 'acked', ack });
    });
  });
  sending.on('error', () => resolve({ kind: 'nobody' }));
  sending.end(bytes.body);
  const forget = workspace.timers.atStop(() => sending.destroy());
  sending.on('close', forget);
  return {
    outcome,
    giveUp() {
      tooLate = true;
      resolve({ kind: 'timeout' });
    },
    again: (to, lateAgain) => post(workspace, to.url ?? url, bytes, lateAgain),
  };
}
