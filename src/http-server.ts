import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { boundConnections, type Connections } from './http-server/connections.ts';

export type Readiness = {
  readonly store: boolean;
  readonly slack: boolean;
  readonly runner: boolean;
  /** Providers that refuse our key, since epoch ms. */
  readonly refusedKeys?: readonly { readonly provider: string; readonly since: number }[];
};

export type HttpServer = { readonly url: string; stop(): Promise<void> };

/** What somebody may cost who has not shown yet who they are. Times in ms; of the whole, not since the last byte. */
export type HttpLimits = {
  readonly connections: number;
  readonly headersMs: number;
  readonly requestMs: number;
  /** Between two requests on one connection. */
  readonly idleMs: number;
  /** Without a byte either way: an answer that nobody takes. */
  readonly silentMs: number;
  /** How often the times above are looked at. */
  readonly checkEveryMs: number;
  /** How long a stop lets half a request become a whole one. */
  readonly stopMs: number;
};

// Slack gives up on an answer after 3 seconds, so what takes longer to be sent is not Slack's.
const usual: HttpLimits = {
  connections: 1_000,
  headersMs: 4_000,
  requestMs: 8_000,
  idleMs: 5_000,
  silentMs: 15_000,
  checkEveryMs: 500,
  stopMs: 500,
};

/**
 * How many connections the system keeps until we come to take them (as far as it lets us; Linux: net.core.somaxconn). Where that is
 * full, it lets a connection wait for a second or three: with Node's 511 a thousand who come at once kept Slack out.
 */
const WAITING_FOR_US = 4_096;

/** How much of a request is taken from the system before somebody reads it; as it comes in pieces of 64 kB, one piece. */
const UNREAD_BYTES = 16_384;

const NAG_MS = 100;

/** Connections that are being closed still count with Node; this many may be at it at once. */
const CLOSING = 200;

/**
 * Listens for operators (/healthz, /readyz) and, in HTTP mode, for Slack (/slack/events, which reads and judges the request itself).
 * Everything else is 404. Who stalls is closed after seconds, and first when there are too many. Rejects when the port cannot be had.
 */
export async function startHttpServer(
  at: { readonly host: string; readonly port: number },
  answers: {
    readonly ready: () => Promise<Readiness>;
    readonly slackEvents: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  },
  limits: HttpLimits = usual,
): Promise<HttpServer> {
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: limits.checkEveryMs,
    highWaterMark: UNREAD_BYTES,
  });
  server.timeout = limits.silentMs;
  server.maxConnections = limits.connections + CLOSING;
  const connections = boundConnections(server, limits.connections);
  const ready = shared(answers.ready);

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (sendsBody(request)) request.once('end', () => connections.answering(request.socket));
    else connections.answering(request.socket);
    response.once('close', () => connections.answered(request.socket));
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/slack/events' && request.method === 'POST' && answers.slackEvents !== undefined) {
      answers.slackEvents(request, response);
      return;
    }
    // Nobody who asks these has anything to send.
    if (sendsBody(request)) response.setHeader('connection', 'close');
    if (path === '/healthz') json(response, 200, { ok: true });
    else if (path === '/readyz') void readiness(response, ready);
    else json(response, 404, { ok: false, error: 'not found' });
  }
  server.on('request', answer);
  // Node would ask for the body before anybody has looked at the headers.
  server.on('checkContinue', answer);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: at.port, host: at.host, backlog: WAITING_FOR_US }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${at.host}:${port}`, stop: () => stop(server, connections, limits.stopMs) };
}

function sendsBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Asks once for all who ask at the same time: the store is looked at, and anybody may ask. */
function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | undefined;
  return () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

async function readiness(response: ServerResponse, ready: () => Promise<Readiness>): Promise<void> {
  const { refusedKeys = [], ...parts } = await ready();
  // A refused key is no reason to take this replica out: the others have the same key, and Slack must still be answered.
  const ok = parts.store && parts.slack && parts.runner;
  json(response, ok ? 200 : 503, {
    ok,
    ...parts,
    ...(refusedKeys.length === 0 ? {} : { providers: Object.fromEntries(refusedKeys.map(refusalWords)) }),
  });
}

function refusalWords({ provider, since }: NonNullable<Readiness['refusedKeys']>[number]): [string, string] {
  return [provider, `key refused since ${new Date(since).toISOString()}`];
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

// close() waits for connections that are kept alive for requests that never come: those are let go at once. It also stops Node's
// own looks at the times, so half a request that never becomes a whole one is closed here.
async function stop(server: Server, connections: Connections, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  let waitedMs = 0;
  const nagging = setInterval(() => {
    server.closeIdleConnections();
    waitedMs += NAG_MS;
    if (waitedMs >= graceMs) connections.closeWaiting();
  }, NAG_MS);
  await closed;
  clearInterval(nagging);
}
