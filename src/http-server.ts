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

/** Limits for clients that are not authenticated yet. Times in ms, for the whole step and not since the last byte. */
export type HttpLimits = {
  readonly connections: number;
  readonly headersMs: number;
  readonly requestMs: number;
  /** Between two requests on one connection. */
  readonly idleMs: number;
  /** Without a byte either way: a response that the client does not read. */
  readonly silentMs: number;
  /** How often the times above are checked. */
  readonly checkEveryMs: number;
  /** How long a stop waits for a request that is half received. */
  readonly stopMs: number;
};

// Slack gives up after 3 seconds, so a request that takes longer to arrive is not Slack's.
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
 * How many connections the system queues until we accept them (Linux caps it: net.core.somaxconn). When the queue is full, a new
 * connection waits for one to three seconds: with Node's 511, a thousand at once kept Slack out.
 */
const BACKLOG = 4_096;

/** How much of a request is buffered before it is read; it comes in chunks of 64 kB, so one chunk. */
const UNREAD_BYTES = 16_384;

const STOP_CHECK_MS = 100;

/** Node still counts connections that are being closed; this many may be closing at once. */
const CLOSING = 200;

/**
 * Listens for operators (/healthz, /readyz) and, in HTTP mode, for Slack (/slack/events, which reads and verifies the request itself).
 * Everything else is 404. A stalled connection is closed after seconds, and first when there are too many. Rejects when the port is taken.
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
    // These requests need no body.
    if (sendsBody(request)) response.setHeader('connection', 'close');
    if (path === '/healthz') json(response, 200, { ok: true });
    else if (path === '/readyz') void readiness(response, ready);
    else json(response, 404, { ok: false, error: 'not found' });
  }
  server.on('request', answer);
  // Node would ask for the body before the headers are checked.
  server.on('checkContinue', answer);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: at.port, host: at.host, backlog: BACKLOG }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${at.host}:${port}`, stop: () => stop(server, connections, limits.stopMs) };
}

function sendsBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** One check serves all requests of the same moment: it reads the store, and anybody may send a request. */
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
    ...(refusedKeys.length > 0 && { providers: Object.fromEntries(refusedKeys.map(refusedKeyEntry)) }),
  });
}

function refusedKeyEntry({ provider, since }: NonNullable<Readiness['refusedKeys']>[number]): [string, string] {
  return [provider, `key refused since ${new Date(since).toISOString()}`];
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

// close() waits for connections kept alive for requests that never come: those are closed at once. It also stops Node's own time-outs,
// so a request that stays half received is closed here.
async function stop(server: Server, connections: Connections, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  let waitedMs = 0;
  const checking = setInterval(() => {
    server.closeIdleConnections();
    waitedMs += STOP_CHECK_MS;
    if (waitedMs >= graceMs) connections.closeWaiting();
  }, STOP_CHECK_MS);
  await closed;
  clearInterval(checking);
}
