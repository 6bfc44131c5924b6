import { randomInt } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { refuseUpgrade } from '../../local-server.ts';
import { asJson, asText, parseJson } from '../json.ts';
import type { Delivery, Json } from '../slack-server.types.ts';
import { newEnvelopeId, newSecret } from '../workspace/ids.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Again, Late, OnItsWay, Outcome, Retry } from './delivery.ts';

/** Slack: at most ten sockets for an app. */
const MAX_SOCKETS = 10;
// Slack pings; the client drops a connection that it once got a ping on and then no more for 30 seconds.
const PING_EVERY_MS = 10_000;

function textIn(data: RawData): string {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data;
  return bytes.toString('utf8');
}

function ticketIn(url: URL): string {
  return url.searchParams.get('ticket') ?? '';
}

export type SocketMode = {
  readonly sockets: number;
  /** A url for one connection, good once. */
  ticket(wsBase: string): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void;
  deliver(type: Delivery['type'], payload: Json, retry: Retry | undefined, late: Late): OnItsWay;
  /** Sends a text over every open socket, whatever it is. */
  readonly sendFrame: (text: string) => void;
  readonly disconnect: (how: 'refresh' | 'cut', url?: string) => void;
  stop(): void;
};

export function createSocketMode(workspace: () => Workspace): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  /** With the ticket each was opened with. */
  const open = new Map<WebSocket, string>();
  const tickets = new Set<string>();
  /** By envelope: one that was sent twice is acknowledged twice. */
  const waiting = new Map<string, readonly Late[]>();
  const pinging = setInterval(() => {
    for (const socket of open.keys()) socket.ping('Ping from Slack');
  }, PING_EVERY_MS);
  pinging.unref();

  function hello(socket: WebSocket, ticket: string): void {
    socket.on('error', () => socket.terminate());
    if (open.size >= MAX_SOCKETS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
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
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: open.size,
        connection_info: { app_id: workspace().appId },
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    workspace().changes.changed();
  }

  function send(envelope: { readonly envelopeId: string; readonly text: string }, to: Again, late: Late): OnItsWay {
    const { promise: outcome, resolve } = Promise.withResolvers<Outcome>();
    const again: OnItsWay['again'] = (other, lateAgain) => send(envelope, other, lateAgain);
    const sockets = [...open.keys()].filter((one) => one.readyState === one.OPEN);
    // Slack: to one of the open sockets, whichever.
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
    get sockets() {
      return open.size;
    },
    ticket(wsBase) {
      const ticket = newSecret('t');
      tickets.add(ticket);
      return `${wsBase}/link/?ticket=${ticket}&app_id=${workspace().appId}`;
    },
    upgrade(request, socket, head, url) {
      const ticket = ticketIn(url);
      if (!tickets.delete(ticket)) return refuseUpgrade(socket, 401);
      server.handleUpgrade(request, socket, head, (opened) => hello(opened, ticket));
    },
    deliver(type, payload, retry, late) {
      const envelopeId = newEnvelopeId();
      const text = JSON.stringify({
        envelope_id: envelopeId,
        type,
        payload,
        accepts_response_payload: type !== 'events_api',
        ...(retry === undefined ? {} : { retry_attempt: retry.attempt, retry_reason: retry.reason }),
      });
      return send({ envelopeId, text }, {}, late);
    },
    sendFrame(text) {
      for (const socket of open.keys()) socket.send(text);
    },
    disconnect(how, url) {
      const only = url === undefined ? undefined : ticketIn(new URL(url));
      if (only !== undefined) tickets.delete(only);
      for (const [socket, ticket] of open) {
        if (only !== undefined && ticket !== only) continue;
        if (how === 'cut') socket.terminate();
        else
          socket.send(
            JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'sandbox' } }),
          );
      }
    },
    stop() {
      clearInterval(pinging);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}
