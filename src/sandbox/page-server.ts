import type { IncomingMessage, ServerResponse } from 'node:http';
import { createLocalServer, isSameOrigin } from './local-server.ts';
import { createAttention } from './page-server/attention.ts';
import { type ClockSteps, createClockSteps } from './page-server/clock-steps.ts';
import { galleryJson } from './page-server/gallery.ts';
import { openLive } from './page-server/live.ts';
import { type PageFile, pageFile, pagePolicy } from './page-server/page-files.ts';
import { runPageAction } from './page-server/run-page-action.ts';
import { createSlackFaultMode } from './page-server/slack-fault-mode.ts';
import type { Servers } from './page-server/systems.ts';
import { systemsOf } from './page-server/systems.ts';
import { createTasks } from './page-server/tasks.ts';
import type { World } from './page-server/world.ts';
import type { HeldFile } from './slack/slack-server.types.ts';

export type PageServer = Awaited<ReturnType<typeof startPageServer>>;

/**
 * Serves the page, pushes what each person sees, and runs their actions. Listens on 127.0.0.1 only; `port` 0 takes a free one. The
 * page can do everything in the sandbox, so foreign hosts (DNS rebinding) and origins are refused.
 */
export async function startPageServer(servers: Servers, port = 0) {
  const attention = createAttention(servers.slack, servers.clock.now());
  const steps = createClockSteps(servers.clock, servers.bot);
  const tasks = createTasks(servers, steps);
  const world: World = {
    ...servers,
    systems: systemsOf(servers),
    attention,
    steps,
    slackFaultMode: createSlackFaultMode(servers.slack),
    tasks,
  };
  const live = openLive(world);
  const server = createLocalServer({
    request(request, response, { url }) {
      handle(world, url.pathname, request, response).catch((error: unknown) => {
        process.stderr.write(`Sandbox page: ${error instanceof Error ? error.stack : String(error)}\n`);
        if (!response.headersSent) answerJson(response, 500, { error: 'The sandbox failed. See its output.' });
      });
    },
    upgrade: (request, socket, head, { url }) => live.upgrade(request, socket, head, url),
  });
  const taken = await server.listen(port);
  return {
    url: `http://127.0.0.1:${taken}/`,
    /** Shows that the sandbox is being made ready until `run` is over; what there is to try begins then. */
    async play(run: (steps: ClockSteps) => Promise<void>): Promise<void> {
      tasks.pause();
      await run(steps).finally(() => tasks.begin());
    },
    async stop(): Promise<void> {
      live.stop();
      attention.stop();
      steps.stop();
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
    if (!isSameOrigin(request)) return answerJson(response, 403, { error: 'Only the page itself can do this.' });
    const { status, body } = await runPageAction(world, pathname.slice('/api/'.length), request);
    return answerJson(response, status, body);
  }
  if (request.method === 'GET' && pathname === '/api/gallery') {
    const views = await galleryJson();
    if (views === undefined) return answerJson(response, 404, { error: 'There is no checkout to draw it from.' });
    response.writeHead(200, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' }).end(views);
    return;
  }
  const image = request.method === 'GET' ? heldImage(world, pathname) : undefined;
  if (image !== undefined) return sendImage(response, image);
  const sent = request.method === 'GET' ? sharedFile(world, pathname) : undefined;
  if (sent !== undefined) return sendShared(response, sent);
  const file = request.method === 'GET' ? await pageFile(pathname) : undefined;
  if (file === undefined) return answerJson(response, 404, { error: 'Not found.' });
  return sendFile(request, response, file);
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: PageFile): void {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = (['br', 'gzip'] as const).find((one) => new RegExp(`\\b${one}\\b`).test(accepted));
  response
    .writeHead(200, {
      'content-type': file.type,
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      vary: 'accept-encoding',
      'content-security-policy': pagePolicy,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    .end(encoding === undefined ? file.body : file[encoding]);
}

/** A file the bot shared, by its path on the page. */
function sharedFile({ slack }: World, pathname: string): HeldFile | undefined {
  const id = /^\/files\/(F[A-Z0-9]+)$/.exec(pathname)?.[1];
  return slack.files.find((file) => file.id === id && file.state === 'shared');
}

const imageTypes = [
  ['image/png', '89504e47'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '47494638'],
] as const;

type Image = { readonly type: string; readonly bytes: Buffer };

/** A picture the bot uploaded, by its path on the page: in a message, or named by an image block. Its type is read from its bytes. */
function heldImage({ slack }: World, pathname: string): Image | undefined {
  const id = /^\/images\/(F[A-Z0-9]+)$/.exec(pathname)?.[1];
  const bytes = slack.files.find((file) => file.id === id && file.state !== 'awaited')?.bytes;
  const start = bytes?.subarray(0, 4).toString('hex') ?? '';
  const type = imageTypes.find(([, magic]) => start.startsWith(magic))?.[0];
  return bytes === undefined || type === undefined ? undefined : { type, bytes };
}

function sendImage(response: ServerResponse, { type, bytes }: Image): void {
  response
    .writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    .end(bytes);
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Always a download, since its content must not run as a page of ours; the page shows pictures, which run nothing. */
function sendShared(response: ServerResponse, { name, bytes }: HeldFile): void {
  response
    .writeHead(200, {
      'content-type': bytes.subarray(0, PNG.length).equals(PNG) ? 'image/png' : 'application/octet-stream',
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
