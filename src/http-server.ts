import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Readiness = { readonly store: boolean; readonly slack: boolean; readonly runner: boolean };

export type HttpServer = { readonly url: string; stop(): Promise<void> };

/**
 * Listens for operators (/healthz, /readyz) and, in HTTP mode, for Slack (/slack/events). Everything else is 404.
 * Rejects when the port cannot be had.
 */
export async function startHttpServer(
  at: { readonly host: string; readonly port: number },
  answers: {
    readonly ready: () => Promise<Readiness>;
    readonly slackEvents: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  },
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0];
    if (path === '/healthz') return json(response, 200, { ok: true });
    if (path === '/readyz') return void readiness(response, answers.ready);
    if (path === '/slack/events' && request.method === 'POST' && answers.slackEvents !== undefined) {
      return answers.slackEvents(request, response);
    }
    return json(response, 404, { ok: false, error: 'not found' });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${at.host}:${port}`, stop: () => stop(server) };
}

async function readiness(response: ServerResponse, ready: () => Promise<Readiness>): Promise<void> {
  const parts = await ready();
  const ok = parts.store && parts.slack && parts.runner;
  json(response, ok ? 200 : 503, { ok, ...parts });
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

// close() waits for connections that are kept alive for requests that never come: those are let go at once.
async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const nagging = setInterval(() => server.closeIdleConnections(), 100);
  await closed;
  clearInterval(nagging);
}
