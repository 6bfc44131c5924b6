import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { isFromHere } from './page-server/same-machine.ts';

type Asked = {
  /** The target as a URL of no host: its path and its query are what was asked for. */
  readonly url: URL;
};

export type LocalServer = {
  readonly server: Server;
  /** Listens on 127.0.0.1; `port` 0 takes a free one. Answers the port it has. */
  readonly listen: (port: number) => Promise<number>;
  readonly stop: () => Promise<void>;
};

/**
 * The HTTP server behind everything in the sandbox. Before anything of a request is read, its Host is: a foreign name that was made to
 * point here (DNS rebinding) is refused with 403. Then its target, which is a path or nothing (400): `//[` is one, `http://[` is none.
 */
export function createLocalServer(answers: {
  readonly request: (request: IncomingMessage, response: ServerResponse, asked: Asked) => void;
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer, asked: Asked) => void;
}): LocalServer {
  const server = createServer((request, response) => {
    const asked = read(request);
    if ('refused' in asked) response.writeHead(asked.refused, { 'content-type': 'text/plain' }).end(asked.why);
    else answers.request(request, response, asked);
  });
  const { upgrade } = answers;
  if (upgrade !== undefined) {
    server.on('upgrade', (request, socket, head) => {
      // A client that resets the connection while it is refused would end the process: nobody else listens to its errors.
      socket.on('error', () => socket.destroy());
      const asked = read(request);
      if ('refused' in asked) refuseUpgrade(socket, asked.refused);
      else upgrade(request, socket, head, asked);
    });
  }
  return {
    server,
    async listen(port) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      // A TCP server's address is an object, never a pipe's name.
      return (server.address() as AddressInfo).port;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Ends an attempt to open a web socket. */
export function refuseUpgrade(socket: Duplex, status: 400 | 401 | 403): void {
  const words = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden' } as const;
  socket.end(`HTTP/1.1 ${status} ${words[status]}\r\nConnection: close\r\n\r\n`);
}

function read(request: IncomingMessage): Asked | { readonly refused: 400 | 403; readonly why: string } {
  if (!isFromHere(request)) return { refused: 403, why: 'only for this machine' };
  const { url = '' } = request;
  // Behind a host of our own every path is one: `//` at its beginning names no other server, and nothing in it can be malformed.
  return url.startsWith('/') ? { url: new URL(`http://sandbox.invalid${url}`) } : { refused: 400, why: 'not a path' };
}
