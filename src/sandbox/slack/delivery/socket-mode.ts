import { randomInt, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { refuseUpgrade } from '../../local-server.ts';
import { parseJson } from '../../read-body.ts';
import { asJson, asText } from '../json.ts';
import type { Delivery, Json } from '../slack-server.types.ts';
import { newSecret } from '../workspace/ids.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Attempt, Late, Outcome, Retry, Target } from './delivery.types.ts';

/** Slack: at most ten sockets for an app. */
const MAX_SOCKETS = 10;
// After a first ping, Slack's client drops a connection without a ping for 30 seconds.
const PING_EVERY_MS = 10_000;

function textIn(data: RawData): string {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;
  return bytes.toString('utf8');
}

function sendJson(socket: WebSocket, message: Json): void {
  socket.send(JSON.stringify(message));
}

function ticketIn(url: URL): string {
  return url.searchParams.get('ticket') ?? '';
}

export type SocketMode = ReturnType<typeof createSocketMode>;

export function createSocketMode(workspace: () => Workspace) {
  const server = new WebSocketServer({ noServer: true });
  /** Each socket with the ticket that opened it. */
  const open = new Map<WebSocket, string>();
  const tickets = new Set<string>();
  /** By envelope: an envelope that was sent twice is acknowledged twice. */
  const waiting = new Map<string, readonly Late[]>();
  const pinging = setInterval(() => {
    for (const socket of open.keys()) socket.ping('Ping from Slack');
  }, PING_EVERY_MS);
  pinging.unref();

  function hello(socket: WebSocket, ticket: string): void {
    socket.on('error', () => socket.terminate());
    if (open.size >= MAX_SOCKETS) {
      sendJson(socket, { type: 'disconnect', reason: 'too_many_websockets' });
      socket.close();
      return;
    }
    open.set(socket, ticket);
    socket.on('message', (data) => {
      const message = asJson(parseJson(textIn(data)));
      const envelopeId = asText(message.envelope_id) ?? '';
      const [first, ...others] = waiting.get(envelopeId) ?? [];
      if (others.length === 0) waiting.delete(envelopeId);
      else waiting.set(envelopeId, others);
      first?.(message.payload ?? {});
    });
    socket.on('close', () => {
      open.delete(socket);
      workspace().changes.changed();
    });
    sendJson(socket, {
      type: 'hello',
      num_connections: open.size,
      connection_info: { app_id: workspace().appId },
      debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
    });
    workspace().changes.changed();
  }

  function send(envelope: { readonly envelopeId: string; readonly text: string }, to: Target, late: Late): Attempt {
    const { promise: outcome, resolve } = Promise.withResolvers<Outcome>();
    const again: Attempt['again'] = (other, lateAgain) => send(envelope, other, lateAgain);
    const sockets = [...open.keys()].filter((one) => one.readyState === one.OPEN);
    // Slack sends to any one of the open sockets.
    const socket = sockets.length === 0 ? undefined : sockets[to.socket ?? randomInt(sockets.length)];
    if (socket === undefined) {
      resolve({ kind: 'nobody' });
      return { outcome, giveUp: () => {}, again };
    }
    let take: Late = (ack) => resolve({ kind: 'acked', ack });
    waiting.set(envelope.envelopeId, [...(waiting.get(envelope.envelopeId) ?? []), (ack) => take(ack)]);
    socket.send(envelope.text);
    return {
      outcome,
      giveUp() {
        take = late;
        resolve({ kind: 'timeout' });
      },
      again,
    };
  }

  return {
    get sockets(): number {
      return open.size;
    },
    /** A URL for one connection, valid once. */
    ticket(wsBase: string): string {
      const ticket = newSecret('t');
      tickets.add(ticket);
      return `${wsBase}/link/?ticket=${ticket}&app_id=${workspace().appId}`;
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL) {
      const ticket = ticketIn(url);
      if (!tickets.delete(ticket)) return refuseUpgrade(socket, 401);
      server.handleUpgrade(request, socket, head, (opened) => hello(opened, ticket));
    },
    deliver(type: Delivery['type'], payload: Json, retry: Retry | undefined, late: Late): Attempt {
      const envelopeId = randomUUID();
      const text = JSON.stringify({
        envelope_id: envelopeId,
        type,
        payload,
        accepts_response_payload: type !== 'events_api',
        ...(retry === undefined ? {} : { retry_attempt: retry.attempt, retry_reason: retry.reason }),
      });
      return send({ envelopeId, text }, {}, late);
    },
    /** Sends any text over every open socket. */
    sendFrame: (text: string): void => {
      for (const socket of open.keys()) socket.send(text);
    },
    disconnect: (how: 'refresh' | 'cut', url?: string): void => {
      const only = url === undefined ? undefined : ticketIn(new URL(url));
      if (only !== undefined) tickets.delete(only);
      for (const [socket, ticket] of open) {
        if (only !== undefined && ticket !== only) continue;
        if (how === 'cut') socket.terminate();
        else sendJson(socket, { type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'sandbox' } });
      }
    },
    stop(): void {
      clearInterval(pinging);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
