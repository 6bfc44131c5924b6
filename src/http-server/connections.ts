import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export type Connections = {
  /** A whole request has come on it, and is being answered. */
  answering(socket: Socket): void;
  /** It was answered: another request may come on it. */
  answered(socket: Socket): void;
  /** Closes all that have no whole request to be answered. */
  closeWaiting(): void;
};

const full = 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Keeps the connections of a server below `most`. Who opens one more than that is served, and the one that has been waiting longest
 * for its own request is told 503 and closed: who sends a request and means it is done within moments, who stalls is not.
 */
export function boundConnections(server: Server, most: number): Connections {
  const open = new Set<Socket>();
  /** Those without a whole request, longest waiting first. */
  const waiting = new Set<Socket>();

  function close(socket: Socket): void {
    waiting.delete(socket);
    // Whether or not the other side takes it: it is a few bytes, which wait in the system and not here.
    if (socket.writable) socket.write(full);
    socket.destroy();
  }

  server.on('connection', (socket: Socket) => {
    open.add(socket);
    waiting.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      waiting.delete(socket);
    });
    // Where all the others are being answered, the newest is told.
    const [longest = socket] = waiting;
    if (open.size > most) close(longest);
  });

  return {
    answering: (socket) => void waiting.delete(socket),
    answered(socket) {
      waiting.delete(socket);
      if (open.has(socket) && socket.writable) waiting.add(socket);
    },
    closeWaiting() {
      for (const socket of waiting) close(socket);
    },
  };
}
