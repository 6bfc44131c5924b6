import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, refuse } from './answers.ts';
import { createDashboard } from './dashboard.ts';
import { cancelInvite, createInvite, getInvite, kickGuest, listInvites, updateInvite } from './guest-invites.ts';
import { findRoute, type OperationName, operations, type Route } from './operations.ts';
import type { ParsecEmulator, ParsecEmulatorOptions, ParsecTrouble, RecordedRequest } from './parsec-emulator.types.ts';
import { ksuid, type State, settle } from './state.ts';
import { getMachine, getMember, listMachines, listMembers } from './team.ts';

type Call = { readonly id: string; readonly query: Readonly<Record<string, string>>; readonly body: unknown };

const run = {
  'Get Guest Access Invites': (state, call) => listInvites(state, call.query),
  'Create Guest Access Invite': (state, call) => createInvite(state, call.body),
  'Get Guest Access Invite': (state, call) => getInvite(state, call.id),
  'Update Guest Access Invite': (state, call) => updateInvite(state, call.id, call.body),
  'Cancel Guest Access Invite': (state, call) => cancelInvite(state, call.id, call.query),
  'Kick Guest Access Guest': (state, call) => kickGuest(state, call.id),
  'Get Guest Access Invite Credits': (state) => ({ status: 200, body: { balance: state.credits } }),
  'Get Team Machines': (state, call) => listMachines(state, call.query),
  'Get Team Machine': (state, call) => getMachine(state, call.id),
  'Get Team Members': (state, call) => listMembers(state, call.query),
  'Get Team Member': (state, call) => getMember(state, call.id),
} satisfies Record<OperationName, (state: State, call: Call) => Answer>;

/**
 * Parsec's Teams API on this machine: written from its documents, with state, and as strict as they are. Shares nothing with
 * the client, so that a mistake in one shows at the other.
 */
export async function startParsecEmulator(options: ParsecEmulatorOptions): Promise<ParsecEmulator> {
  const state: State = {
    options,
    teamId: options.teamId ?? ksuid(),
    machines: [],
    members: [],
    invites: [],
    mails: [],
    credits: options.credits ?? 12,
  };
  const apiKey = options.apiKey ?? newKey();
  const keys = new Map<string, ReadonlySet<string>>([[apiKey, new Set(operations.map((each) => each[3]))]]);
  const requests: RecordedRequest[] = [];
  const troubles: { trouble: ParsecTrouble; left: number }[] = [];
  const listeners = new Set<() => void>();
  const sockets = new Set<Socket>();
  const changed = () => {
    for (const listener of listeners) listener();
  };

  /** The next scripted trouble for an operation, used up by one. */
  function takeTrouble(operation: string | undefined): ParsecTrouble['then'] | undefined {
    const next = troubles.find(
      ({ trouble, left }) => left > 0 && (trouble.operation === '*' || trouble.operation === operation),
    );
    if (next === undefined) return undefined;
    next.left -= 1;
    return next.trouble.then;
  }

  function answer(route: Route | undefined, request: IncomingMessage, url: URL, text: string): Answer {
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const permissions = key === undefined ? undefined : keys.get(key);
    if (permissions === undefined) return refuse(401, 'Unauthorized');
    if (!url.pathname.startsWith(`/v1/teams/${state.teamId}/`)) return refuse(404, 'Not Found');
    if (route === undefined) return refuse(404, 'Not Found');
    if (!permissions.has(route.permission)) {
      return refuse(options.missingPermissionStatus ?? 403, `The ${route.permission} permission is required`);
    }
    const body = readBody(text);
    if (body === malformed) return refuse(400, 'The body is not JSON');
    settle(state);
    return run[route.name](state, { id: route.id, query: Object.fromEntries(url.searchParams), body });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://parsec.invalid');
    const text = await readText(request);
    const method = request.method ?? 'GET';
    const route = findRoute(method, url.pathname.replace(/^\/v1\/teams\/[^/]+/, ''));
    const record = (status: RecordedRequest['status']) => {
      const body = readBody(text);
      requests.push({
        method,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        body: body === malformed ? text : body,
        status,
        operation: route?.name,
      });
    };
    const respond = (result: Answer) => {
      record(result.status);
      send(response, result);
    };
    const trouble = takeTrouble(route?.name);
    if (trouble === undefined) respond(answer(route, request, url, text));
    else if ('status' in trouble) {
      record(trouble.status);
      if ('raw' in trouble)
        response.writeHead(trouble.status, { 'content-type': trouble.contentType }).end(trouble.raw);
      else send(response, { status: trouble.status, body: trouble.body }, trouble.headers);
    } else if ('delayMs' in trouble) {
      await wait(trouble.delayMs);
      respond(answer(route, request, url, text));
    } else {
      const when = 'hang' in trouble ? trouble.hang : trouble.cut;
      if (when === 'after') answer(route, request, url, text);
      record('hang' in trouble ? 'hung' : 'cut');
      // A hung request is answered by nobody: it ends with its client, or with the server.
      if ('cut' in trouble) request.socket.destroy();
    }
    changed();
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // The emulator's own fault must look like one, and be found.
      process.stderr.write(`Parsec emulator: ${error instanceof Error ? error.stack : String(error)}\n`);
      if (!response.headersSent) send(response, refuse(500, 'Internal Server Error'));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    teamId: state.teamId,
    apiKey,
    machines: state.machines,
    members: state.members,
    invites: state.invites,
    mails: state.mails,
    requests,
    get credits() {
      return state.credits;
    },
    set credits(value) {
      state.credits = value;
      changed();
    },
    addKey(permissions) {
      const key = newKey();
      keys.set(key, new Set(permissions));
      return key;
    },
    ...createDashboard(state, changed),
    trouble(trouble) {
      troubles.push({ trouble, left: trouble.times ?? 1 });
    },
    clearTrouble() {
      troubles.length = 0;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function newKey(): string {
  return `tapi_${ksuid()}.${Buffer.from(ksuid()).toString('base64url')}`;
}

function send(response: ServerResponse, answer: Answer, headers: Readonly<Record<string, string>> = {}): void {
  if (answer.body === undefined) {
    response.writeHead(answer.status, headers).end();
    return;
  }
  response
    .writeHead(answer.status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(answer.body));
}

const malformed = Symbol('not JSON');

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
