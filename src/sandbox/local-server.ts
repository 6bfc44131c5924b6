import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

type Asked = {
  /** The target, with a host that means nothing. */
  readonly url: URL;
};

/**
 * The HTTP server behind everything in the sandbox. Refuses a foreign Host (DNS rebinding) with 403, and a target that is not a path
 * with 400, before it reads anything else.
 */
export function createLocalServer(answers: {
  readonly request: (request: IncomingMessage, response: ServerResponse, asked: Asked) => void;
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer, asked: Asked) => void;
}) {
  const server = createServer((request, response) => {
    const asked = read(request);
    if ('refused' in asked) response.writeHead(asked.refused, { 'content-type': 'text/plain' }).end(asked.why);
    else answers.request(request, response, asked);
  });
  const { upgrade } = answers;
  if (upgrade !== undefined) {
    server.on('upgrade', (request, socket, head) => {
      // Without a listener, a client that resets the connection would end the process.
      socket.on('error', () => socket.destroy());
      const asked = read(request);
      if ('refused' in asked) refuseUpgrade(socket, asked.refused);
      else upgrade(request, socket, head, asked);
    });
  }
  return {
    /** Listens on 127.0.0.1 and returns the port; 0 takes a free one. */
    listen: async (port: number): Promise<number> => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      // The address of a TCP server is an object.
      return (server.address() as AddressInfo).port;
    },
    stop: async (): Promise<void> => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Refuses a web socket. */
export function refuseUpgrade(socket: Duplex, status: 400 | 401 | 403): void {
  const words = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden' } as const;
  socket.end(`HTTP/1.1 ${status} ${words[status]}\r\nConnection: close\r\n\r\n`);
}

/** Whether the page itself sent the request: browsers add the origin to every POST and every web socket. */
export function isSameOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`;
}

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether the request names a loopback host. A foreign name that resolves to it (DNS rebinding) does not. */
function isForLoopback(request: IncomingMessage): boolean {
  const host = request.headers.host;
  return host !== undefined && loopbackNames.has(host.replace(/:\d+$/, '').toLowerCase());
}

function read(request: IncomingMessage): Asked | { readonly refused: 400 | 403; readonly why: string } {
  if (!isForLoopback(request)) return { refused: 403, why: 'Only requests to localhost are allowed.' };
  const { url = '' } = request;
  // After a host, every path is valid: a leading `//` names no other server.
  return url.startsWith('/') ? { url: new URL(`http://sandbox.invalid${url}`) } : { refused: 400, why: 'Use a path.' };
}
