import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerGesture } from './page-server/answer-gesture.ts';
import { openLive } from './page-server/live.ts';
import { type PageFile, pageFile } from './page-server/page-files.ts';
import { isFromHere, isOurOrigin } from './page-server/same-machine.ts';
import { systemsOf } from './page-server/systems.ts';
import type { Servers, World } from './page-server/world.ts';
import type { HeldFile } from './slack/slack-server.types.ts';

export type PageServer = {
  /** Where a person opens the page, `http://127.0.0.1:PORT/`. */
  readonly url: string;
  stop(): Promise<void>;
};

/**
 * Serves the page, pushes it what each person sees, and does their gestures. Listens on 127.0.0.1 only; `port` 0 takes a free
 * one. Whoever opens the page can do everything in the sandbox, so that other websites must not: names that only point here
 * (DNS rebinding) and foreign origins are refused.
 */
export async function startPageServer(servers: Servers, port = 0): Promise<PageServer> {
  const world: World = { ...servers, systems: systemsOf(servers) };
  const server = createServer((request, response) => {
    handle(world, request, response).catch((error: unknown) => {
      process.stderr.write(`Sandbox page: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) answerJson(response, 500, { error: 'the sandbox has a fault; see its output' });
    });
  });
  const live = openLive(world, server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A TCP server's address is an object, never a pipe's name.
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/`,
    async stop() {
      live.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isFromHere(request)) return answerJson(response, 403, { error: 'only for this machine' });
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox.invalid');
  if (request.method === 'POST' && pathname.startsWith('/api/')) {
    if (!isOurOrigin(request)) return answerJson(response, 403, { error: 'only for the page itself' });
    const { status, body } = await answerGesture(world, pathname.slice('/api/'.length), request);
    return answerJson(response, status, body);
  }
  const sent = request.method === 'GET' ? sharedFile(world, pathname) : undefined;
  if (sent !== undefined) return sendShared(response, sent);
  const file = request.method === 'GET' ? await pageFile(pathname) : undefined;
  if (file === undefined) return answerJson(response, 404, { error: 'there is no such thing here' });
  return sendFile(response, file);
}

function sendFile(response: ServerResponse, file: PageFile): void {
  response
    .writeHead(200, {
      'content-type': file.type,
      'content-security-policy': file.policy,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    .end(file.body);
}

/** What the bot sent, by the address the page links to. */
function sharedFile({ slack }: World, pathname: string): HeldFile | undefined {
  const id = /^\/files\/(F[A-Z0-9]+)$/.exec(pathname)?.[1];
  return slack.files.find((file) => file.id === id && file.state === 'shared');
}

/** Always to be kept, never to be shown: whatever is in it, it must not run as a page of ours. */
function sendShared(response: ServerResponse, { name, bytes }: HeldFile): void {
  response
    .writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(bytes);
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' })
    .end(JSON.stringify(body));
}
