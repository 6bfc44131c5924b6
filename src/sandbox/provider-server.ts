import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createDelayedJobs } from './delayed-jobs.ts';
import { createListeners } from './listeners.ts';
import { createLocalServer } from './local-server.ts';
import {
  type EmulatedAnswer,
  type EmulatedCall,
  type EmulatedOperation,
  type EmulatedTrouble,
  type EmulatorOptions,
  malformed,
  type ProviderServer,
  type ReceivedRequest,
} from './provider-server.types.ts';
import { parseJson, readText } from './read-body.ts';
import { Refused } from './refused.ts';
import { createTroubles } from './troubles.ts';

/**
 * The HTTP side of a provider's emulator on 127.0.0.1: finds the operation of a request, applies scripted trouble, and records requests.
 * `changed` notifies listeners of a change made without HTTP, and returns what it is given.
 */
export async function startProviderServer<Operation extends EmulatedOperation>(
  { now, port = 0 }: EmulatorOptions,
  provider: {
    /** Shown with errors of the emulator itself. */
    readonly name: string;
    /** Prefix of every path, such as `/rest`. */
    readonly basePath?: string;
    readonly operations: readonly Operation[];
    /** Runs an operation; what it refuses it may throw. */
    readonly answer: (call: EmulatedCall<Operation>) => EmulatedAnswer;
    /** Changes an answer before it is sent. */
    readonly wrap?: (answer: EmulatedAnswer, call: EmulatedCall<Operation>) => EmulatedAnswer;
  },
): Promise<ProviderServer & { readonly changed: <Result>(result: Result) => Result }> {
  const { name, basePath = '', operations, wrap = (answer) => answer } = provider;
  const requests: ReceivedRequest[] = [];
  const troubles = createTroubles<EmulatedTrouble, Operation | undefined>(
    (trouble, operation) => trouble.operation === '*' || trouble.operation === operation?.name,
  );
  const listeners = createListeners();
  const notify = () => {
    listeners.notify();
  };
  const delayedJobs = createDelayedJobs(now, notify);
  const routes = operations.map((operation) => ({ operation, pattern: patternOf(operation, basePath) }));
  let keysRefused = false;

  async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const at = now();
    const since = performance.now();
    const text = await readText(request);
    const method = request.method ?? 'GET';
    const query = Object.fromEntries(url.searchParams);
    const repeated = Object.keys(query).filter((name) => url.searchParams.getAll(name).length > 1);
    const body = text === '' ? undefined : (parseJson(text) ?? malformed);
    const { operation, ids } = findOperation(routes, method, url.pathname);
    delayedJobs.catchUp();
    const headers = keysRefused ? {} : request.headers;
    const call = { operation, ids, method, path: url.pathname, query, repeated, headers, body };
    const answer = () =>
      wrap(
        answerOrRefusal(() => provider.answer(call)),
        call,
      );
    const record = (status: ReceivedRequest['status'], answer?: unknown) =>
      requests.push({
        at,
        ms: Math.round(performance.now() - since),
        answer,
        method,
        path: url.pathname,
        query,
        body: body === malformed ? text : body,
        status,
        operation: operation?.name,
      });
    const respond = (result: EmulatedAnswer) => {
      record(result.status, result.body);
      send(response, result);
    };

    const trouble = troubles.next(operation);
    if (trouble === undefined) respond(answer());
    else if ('raw' in trouble) {
      record(trouble.status, trouble.raw);
      response.writeHead(trouble.status, { 'content-type': trouble.contentType }).end(trouble.raw);
    } else if ('status' in trouble) respond(trouble);
    else if ('delayMs' in trouble) {
      await wait(trouble.delayMs);
      respond(answer());
    } else {
      if ('late' in trouble) delayedJobs.add(trouble.afterMs, answer);
      else if (('hang' in trouble ? trouble.hang : trouble.cut) === 'after') answer();
      const hangs = 'late' in trouble ? trouble.late === 'hang' : 'hang' in trouble;
      record('late' in trouble ? 'late' : hangs ? 'hung' : 'cut');
      // A hung request ends with its client, or with the server.
      if (!hangs) request.socket.destroy();
    }
    notify();
  }

  const server = createLocalServer({
    request(request, response, { url }) {
      handle(request, response, url).catch((error: unknown) => {
        process.stderr.write(`${name} emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
        if (!response.headersSent) send(response, { status: 500, body: { message: 'Internal Server Error' } });
      });
    },
  });
  return {
    url: `http://127.0.0.1:${await server.listen(port)}${basePath}`,
    operations,
    requests,
    changed(result) {
      notify();
      return result;
    },
    trouble: troubles.add,
    clearTrouble: troubles.clear,
    refuseKeys(refused) {
      keysRefused = refused;
      notify();
    },
    catchUp: delayedJobs.catchUp,
    onChange: listeners.onChange,
    async stop() {
      delayedJobs.stop();
      await server.stop();
    },
  };
}

function answerOrRefusal(run: () => EmulatedAnswer): EmulatedAnswer {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

/** The key or token of a bearer authorization, or ''. */
export function bearerIn(headers: EmulatedCall<EmulatedOperation>['headers']): string {
  return /^Bearer (.+)$/.exec(String(headers.authorization ?? ''))?.[1] ?? '';
}

/** The operation of a request, with the ids in its path; undefined when there is none. */
function findOperation<Operation extends EmulatedOperation>(
  routes: readonly { readonly operation: Operation; readonly pattern: RegExp }[],
  method: string,
  path: string,
): { readonly operation: Operation | undefined; readonly ids: Readonly<Record<string, string>> } {
  for (const { operation, pattern } of routes) {
    const match = operation.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const ids = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decoded(text)]);
    return { operation, ids: Object.fromEntries(ids) };
  }
  return { operation: undefined, ids: {} };
}

function patternOf({ path }: EmulatedOperation, basePath: string): RegExp {
  return new RegExp(`^${basePath}${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

/** An invalid encoding is left as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: EmulatedAnswer): void {
  if (body === undefined) response.writeHead(status, headers).end();
  else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
