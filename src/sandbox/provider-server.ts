import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createLateWork } from './late-work.ts';
import { createLocalServer } from './local-server.ts';
import {
  type EmulatedAnswer,
  type EmulatedCall,
  type EmulatedOperation,
  type EmulatedTrouble,
  malformed,
  type ProviderServer,
  type ReceivedRequest,
} from './provider-server.types.ts';

/**
 * The HTTP side of a provider's emulator on 127.0.0.1: finds the operation of a request, plays scripted trouble, and keeps a record.
 * What the operations do is the emulator's own. `changed` tells whoever watches that something happened past HTTP.
 */
export async function startProviderServer<Operation extends EmulatedOperation>(options: {
  /** The provider's, for the emulator's own faults. */
  readonly name: string;
  readonly port: number;
  /** In front of every path, e.g. `/rest`, or nothing. */
  readonly basePath: string;
  readonly operations: readonly Operation[];
  /** Epoch ms. */
  readonly now: () => number;
  readonly answer: (call: EmulatedCall<Operation>) => EmulatedAnswer;
}): Promise<ProviderServer & { readonly changed: () => void }> {
  const requests: ReceivedRequest[] = [];
  const troubles: { readonly trouble: EmulatedTrouble; left: number }[] = [];
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const lateWork = createLateWork(options.now, changed);
  let keysRefused = false;

  /** The next scripted trouble for an operation, used up by one. */
  function takeTrouble(operation: string | undefined): EmulatedTrouble['then'] | undefined {
    const next = troubles.find(
      ({ trouble, left }) => left > 0 && (trouble.operation === '*' || trouble.operation === operation),
    );
    if (next === undefined) return undefined;
    next.left -= 1;
    return next.trouble.then;
  }

  async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const text = await readText(request);
    const method = request.method ?? 'GET';
    const query = Object.fromEntries(url.searchParams);
    const repeated = Object.keys(query).filter((name) => url.searchParams.getAll(name).length > 1);
    const body = readBody(text);
    const { operation, ids } = findOperation(options.operations, method, url.pathname, options.basePath);
    lateWork.catchUp();
    const headers = keysRefused ? {} : request.headers;
    const answer = () => options.answer({ operation, ids, method, path: url.pathname, query, repeated, headers, body });
    const record = (status: ReceivedRequest['status']) =>
      requests.push({
        method,
        path: url.pathname,
        query,
        body: body === malformed ? text : body,
        status,
        operation: operation?.name,
      });
    const respond = (result: EmulatedAnswer) => {
      record(result.status);
      send(response, result);
    };

    const trouble = takeTrouble(operation?.name);
    if (trouble === undefined) respond(answer());
    else if ('raw' in trouble) {
      record(trouble.status);
      response.writeHead(trouble.status, { 'content-type': trouble.contentType }).end(trouble.raw);
    } else if ('status' in trouble) respond(trouble);
    else if ('delayMs' in trouble) {
      await wait(trouble.delayMs);
      respond(answer());
    } else {
      if ('late' in trouble) lateWork.add(trouble.afterMs, answer);
      else if (('hang' in trouble ? trouble.hang : trouble.cut) === 'after') answer();
      const hangs = 'late' in trouble ? trouble.late === 'hang' : 'hang' in trouble;
      record('late' in trouble ? 'late' : hangs ? 'hung' : 'cut');
      // A hung request is answered by nobody: it ends with its client, or with the server.
      if (!hangs) request.socket.destroy();
    }
    changed();
  }

  const server = createLocalServer({
    request(request, response, { url }) {
      handle(request, response, url).catch((error: unknown) => {
        // The emulator's own fault must look like one, and be found.
        process.stderr.write(`${options.name} emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
        if (!response.headersSent) send(response, { status: 500, body: { message: 'Internal Server Error' } });
      });
    },
  });
  const port = await server.listen(options.port);

  return {
    url: `http://127.0.0.1:${port}${options.basePath}`,
    operations: options.operations.map(({ name }) => name),
    requests,
    changed,
    trouble: (trouble) => void troubles.push({ trouble, left: trouble.times ?? 1 }),
    clearTrouble: () => void troubles.splice(0),
    refuseKeys(refused) {
      keysRefused = refused;
      changed();
    },
    catchUp: lateWork.catchUp,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      lateWork.stop();
      await server.stop();
    },
  };
}

/** The operation of a request, with what stands for its blanks; undefined when there is none. */
function findOperation<Operation extends EmulatedOperation>(
  operations: readonly Operation[],
  method: string,
  path: string,
  basePath: string,
): { readonly operation: Operation | undefined; readonly ids: Readonly<Record<string, string>> } {
  for (const operation of operations) {
    const pattern = new RegExp(`^${basePath}${operation.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = operation.method === method ? pattern.exec(path) : null;
    if (match === null) continue;
    const ids = Object.entries(match.groups ?? {}).map(([name, text]) => [name, decoded(text)]);
    return { operation, ids: Object.fromEntries(ids) };
  }
  return { operation: undefined, ids: {} };
}

/** What is no good encoding names nothing, and stays as it is. */
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

function readBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return malformed;
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
