import { createHmac } from 'node:crypto';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { systemClock } from '../../../clock.ts';
import { parseJson } from '../json.ts';
import type { Delivery, Json } from '../slack-server.types.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Late, OnItsWay, Outcome, Retry } from './delivery.ts';

/** Slack's signature over the raw body: https://docs.slack.dev/authentication/verifying-requests-from-slack */
function sign(secret: string, timestampSeconds: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestampSeconds}:${body}`).digest('hex')}`;
}

function encode(type: Delivery['type'], payload: Json): { readonly contentType: string; readonly body: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (type) {
    case 'slash_commands':
      return {
        contentType: form,
        body: new URLSearchParams(Object.entries(payload).map(([key, value]) => [key, String(value)])).toString(),
      };
    case 'interactive':
      return { contentType: form, body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
    case 'events_api':
      return { contentType: 'application/json', body: JSON.stringify(payload) };
  }
}

/** One signed POST to the bot. Signatures carry the real time, whatever the sandbox's clock says: the bot checks them by its own. */
export function deliverOverHttp(
  workspace: Workspace,
  url: string,
  type: Delivery['type'],
  payload: Json,
  retry: Retry | undefined,
  late: Late,
): OnItsWay {
  const { contentType, body } = encode(type, payload);
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
): OnItsWay {
  const { promise: outcome, resolve } = Promise.withResolvers<Outcome>();
  let tooLate = false;
  const sending = request(url, {
    method: 'POST',
    // A connection of its own each time, so that the bot can stop without waiting for an idle one.
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
