import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export type Connections = {
  /** A whole request has arrived on it and is being answered. */
  answering(socket: Socket): void;
  /** It was answered; another request may arrive on it. */
  answered(socket: Socket): void;
  /** Closes all connections without a whole request. */
  closeWaiting(): void;
};

const full = 'HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Keeps the connections of a server below `most`. One more is served, and the one that has waited longest for its own request gets a 503
 * and is closed: a real client sends its request within moments, a stalled one does not.
 */
export function boundConnections(server: Server, most: number): Connections {
  const open = new Set<Socket>();
  /** Those without a whole request, longest waiting first. */
  const waiting = new Set<Socket>();

  function close(socket: Socket): void {
    waiting.delete(socket);
    // Whether or not the client reads it: it is a few bytes, which the system buffers.
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
    // When all others are being answered, the newest is closed.
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
