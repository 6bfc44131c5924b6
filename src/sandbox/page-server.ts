import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLocalServer } from './local-server.ts';
import { answerGesture } from './page-server/answer-gesture.ts';
import { openLive } from './page-server/live.ts';
import { type PageFile, pageFile } from './page-server/page-files.ts';
import { isOurOrigin } from './page-server/same-machine.ts';
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
  const live = openLive(world);
  const server = createLocalServer({
    request(request, response, { url }) {
      handle(world, url.pathname, request, response).catch((error: unknown) => {
        process.stderr.write(`Sandbox page: ${error instanceof Error ? error.stack : String(error)}\n`);
        if (!response.headersSent) answerJson(response, 500, { error: 'the sandbox has a fault; see its output' });
      });
    },
    upgrade: (request, socket, head, { url }) => live.upgrade(request, socket, head, url),
  });
  const taken = await server.listen(port);
  return {
    url: `http://127.0.0.1:${taken}/`,
    async stop() {
      live.stop();
      await server.stop();
    },
  };
}

async function handle(
  world: World,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
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
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
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
