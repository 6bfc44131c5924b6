import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { MovableClock } from '../clock.ts';
import type { Emulator } from './emulators.ts';
import { createLocalServer, isSameOrigin } from './local-server.ts';
import { parseJson, readText } from './read-body.ts';

const when = z.enum(['before', 'after']);
const status = z.number().int().min(200).max(599);
// Node would refuse other headers only when it sends the response.
const headerName = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not a valid header name');
const headerValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'is not a valid header value');
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
const Guest = z.strictObject({ inviteId: z.string().min(1), here: z.boolean() });
const Keys = z.strictObject({ refused: z.boolean() });

type Answer = { readonly status: number; readonly body: unknown };

/**
 * Lets other processes inspect and script a standalone emulator: `GET /state`, `GET /requests`, `POST /trouble`, `DELETE /trouble`,
 * `POST /keys`, `POST /guest`, `GET /clock`, `POST /clock`. JSON in both directions, on 127.0.0.1 only, and not for websites.
 */
export async function startControlApi(
  emulator: Emulator,
  clock: MovableClock,
  port: number,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { server } = emulator;
  const time = (): Answer => ({ status: 200, body: { now: new Date(clock.now()).toISOString() } });
  const done: Answer = { status: 200, body: { ok: true } };
  const routes: Readonly<Record<string, (body: unknown) => Answer>> = {
    'GET /state': () => ({ status: 200, body: emulator.state() }),
    'GET /requests': () => ({ status: 200, body: server.requests }),
    'POST /trouble': (body) =>
      read(Trouble, body, (trouble) => {
        const names = ['*', ...server.operations.map(({ name }) => name)];
        if (!names.includes(trouble.operation)) return refused(`Unknown operation. Use one of: ${names.join(', ')}.`);
        server.trouble(trouble);
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
    'POST /guest': (body) =>
      read(Guest, body, ({ inviteId, here }) => {
        if (emulator.guest === undefined) return refused('This system has no guests.');
        emulator.guest(inviteId, here);
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
    // Programs send no origin, websites do.
    const foreign = request.headers.origin !== undefined && !isSameOrigin(request);
    if (foreign) return { status: 403, body: { error: 'Websites cannot use this API.' } };
    const route = routes[`${request.method} ${pathname}`];
    if (route === undefined)
      return { status: 404, body: { error: `Unknown route. Use one of: ${Object.keys(routes).join(', ')}.` } };
    return route(parseJson(await readText(request)));
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

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
