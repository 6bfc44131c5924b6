import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { App, Receiver } from '@slack/bolt';
import type { Log } from '../../log.ts';
import { admit } from './admit.ts';
import { customProperties } from './delivery.ts';
import { greetingAnswer, parseBody } from './parse-body.ts';
import { createReadBody } from './read-body.ts';
import { readPayload } from './read-payload.ts';
import { isSigned } from './signature.ts';

export type HttpReceiver = {
  readonly receiver: Receiver;
  /** Answers one POST to /slack/events. Never throws. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
};

/** How often a wrong signature is worth a line in the log, ms. */
const TELL_EVERY_MS = 60_000;

/**
 * Slack over HTTP. A request is checked by its headers before a byte of its body is read, then by its signature, then by what it
 * holds; only then Bolt is given it. Bolt's own receiver reads 4 MB of everybody first. `realNow`: the computer's clock, epoch ms.
 */
export function createHttpReceiver(signingSecret: string, realNow: () => number, log: Log): HttpReceiver {
  let app: App | undefined;
  const readBody = createReadBody();
  const noteWrongSignature = createNote(realNow, (requests) =>
    log.warn({ requests }, 'refused what Slack did not sign; if it was Slack, SLACK_SIGNING_SECRET is not right'),
  );

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request;
    const admission = admit(headers, realNow());
    if (typeof admission === 'number') return refuse(response, admission);
    const { claim, length } = admission;
    if (headers.expect !== undefined) response.writeContinue();
    const body = await readBody(request, length);
    if (body === undefined) return refuse(response, 503);
    if (!isSigned(signingSecret, claim, body)) {
      noteWrongSignature();
      return refuse(response, 401);
    }

    const parsed = parseBody(headers['content-type'], body);
    const greeting = greetingAnswer(parsed);
    if (greeting !== undefined) return sendJson(response, 200, greeting);
    const payload = readPayload(parsed);
    if (payload === undefined) {
      log.warn('answered 400 to a signed request that Guestlist cannot read');
      return sendJson(response, 400, { error: 'not a request of Slack that is known here' });
    }
    const { ack, end } = createHttpAck(response);
    await app?.processEvent({
      body: payload,
      ack,
      ...retryOf(headers),
      customProperties: customProperties({ id: claim.signature, signedAt: claim.signedAt }),
    });
    end();
  }

  return {
    receiver: {
      init(given) {
        app = given;
      },
      // Our own server listens, and stops.
      start: async () => undefined,
      stop: async () => undefined,
    },
    handle(request, response) {
      // It came in one packet with one that was refused.
      if (closing.has(request.socket)) return;
      take(request, response).catch((error: unknown) => {
        log.error({ err: error }, 'a request of Slack could not be processed');
        if (!response.headersSent) response.writeHead(500).end();
      });
    },
  };
}

/** The acknowledgement of a request over HTTP: its response. */
function createHttpAck(response: ServerResponse) {
  let acknowledged = false;
  return {
    /** What a listener acknowledges with: nothing, a text, or what Slack shall do or show. Twice is a bug. */
    ack: async (body?: unknown) => {
      if (acknowledged) throw new Error('acknowledged twice');
      acknowledged = true;
      if (typeof body === 'string') response.writeHead(200).end(body);
      else if (typeof body === 'object' && body !== null) sendJson(response, 200, body);
      else response.writeHead(200).end();
    },
    /** Nobody acknowledges any more: Slack reports the failure now, and not after three seconds. */
    end: () => {
      if (!acknowledged) response.writeHead(404).end();
      acknowledged = true;
    },
  };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Connections on which somebody was refused. */
const closing = new WeakSet<Socket>();

/** Answers without a word, and closes: whatever else comes on this connection is not looked at. */
export function refuse(response: ServerResponse, status: number): void {
  const { socket } = response.req;
  closing.add(socket);
  // Node would read on until the other side has closed, too.
  response.once('finish', () => socket.destroy());
  response.writeHead(status, { connection: 'close', 'content-length': 0 }).end();
}

function retryOf(headers: IncomingHttpHeaders): { readonly retryNum?: number; readonly retryReason?: string } {
  const { 'x-slack-retry-num': number, 'x-slack-retry-reason': reason } = headers;
  return {
    ...(typeof number === 'string' ? { retryNum: Number.parseInt(number, 10) } : {}),
    ...(typeof reason === 'string' ? { retryReason: reason } : {}),
  };
}

/** Reports how often something happened, the first time at once and then at most once a minute: anybody can make it happen. */
function createNote(realNow: () => number, report: (times: number) => void): () => void {
  let times = 0;
  let notifiedAt = Number.NEGATIVE_INFINITY;
  return () => {
    times += 1;
    const now = realNow();
    if (Math.abs(now - notifiedAt) < TELL_EVERY_MS) return;
    report(times);
    times = 0;
    notifiedAt = now;
  };
}
