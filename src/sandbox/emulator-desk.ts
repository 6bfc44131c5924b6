import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { MovableClock } from '../clock.ts';
import type { Emulator } from './emulators.ts';
import { createLocalServer } from './local-server.ts';
import { isOurOrigin } from './page-server/same-machine.ts';

const when = z.enum(['before', 'after']);
const status = z.number().int().min(200).max(599);
/** What Node would refuse only when the answer is sent. */
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is no name of a header');
const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'cannot stand in a header');
const Trouble = z.strictObject({
  operation: z.string().min(1),
  times: z.number().int().positive().optional(),
  then: z.union([
    z.strictObject({
      status,
      body: z.unknown().optional(),
      headers: z.record(headerName, headerValue).optional(),
    }),
    z.strictObject({ raw: z.string(), status, contentType: headerValue }),
    z.strictObject({ hang: when }),
    z.strictObject({ cut: when }),
    z.strictObject({ delayMs: z.number().int().nonnegative() }),
    z.strictObject({ late: z.enum(['cut', 'hang']), afterMs: z.number().int().nonnegative() }),
  ]),
});
const Move = z.strictObject({ advanceMs: z.number() });
const Keys = z.strictObject({ refused: z.boolean() });

type Answer = { readonly status: number; readonly body: unknown };

/**
 * Where an emulator that runs on its own is looked into and scripted from other processes: `GET /held`, `GET /requests`,
 * `POST /trouble`, `DELETE /trouble`, `POST /keys`, `GET /clock`, `POST /clock`. JSON both ways; on 127.0.0.1 only, and not for other websites.
 */
export async function startEmulatorDesk(
  emulator: Emulator,
  clock: MovableClock,
  port: number,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { server } = emulator;
  const time = (): Answer => ({ status: 200, body: { now: new Date(clock.now()).toISOString() } });
  const done: Answer = { status: 200, body: { ok: true } };
  const doors: Readonly<Record<string, (body: unknown) => Answer>> = {
    'GET /held': () => ({ status: 200, body: emulator.held() }),
    'GET /requests': () => ({ status: 200, body: server.requests }),
    'POST /trouble': (body) =>
      read(Trouble, body, ({ times, operation, then }) => {
        const names = ['*', ...server.operations];
        if (!names.includes(operation)) return refused(`operation: one of ${names.join(', ')}`);
        server.trouble({ operation, then: strict(then), ...(times === undefined ? {} : { times }) });
        return done;
      }),
    'DELETE /trouble': () => {
      server.clearTrouble();
      return done;
    },
    'POST /keys': (body) =>
      read(Keys, body, ({ refused }) => {
        server.refuseKeys(refused);
        return done;
      }),
    'GET /clock': time,
    'POST /clock': (body) =>
      read(Move, body, ({ advanceMs }) => {
        clock.advance(advanceMs);
        server.catchUp();
        return time();
      }),
  };

  async function answer(request: IncomingMessage, pathname: string): Promise<Answer> {
    // A program names no origin; a website that is open in a browser on this machine does.
    const foreign = request.headers.origin !== undefined && !isOurOrigin(request);
    if (foreign) return { status: 403, body: { error: 'from this machine only' } };
    const door = doors[`${request.method} ${pathname}`];
    if (door === undefined) return { status: 404, body: { error: `one of: ${Object.keys(doors).join(', ')}` } };
    return door(await readJson(request));
  }

  const http = createLocalServer({
    request(request, response, { url }) {
      answer(request, url.pathname).then(
        (result) => send(response, result),
        (error: unknown) => send(response, refused(String(error))),
      );
    },
  });
  return { url: `http://127.0.0.1:${await http.listen(port)}`, stop: http.stop };
}

function read<T>(schema: z.ZodType<T>, body: unknown, act: (value: T) => Answer): Answer {
  const value = schema.safeParse(body);
  return value.success ? act(value.data) : refused(z.prettifyError(value.error));
}

function refused(error: string): Answer {
  return { status: 400, body: { error } };
}

/** Without keys that are undefined: zod allows them, the emulators do not. */
function strict(then: z.infer<typeof Trouble>['then']): Parameters<Emulator['server']['trouble']>[0]['then'] {
  if (!('status' in then) || 'raw' in then) return then;
  const { status, body, headers } = then;
  return { status, ...(body === undefined ? {} : { body }), ...(headers === undefined ? {} : { headers }) };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
