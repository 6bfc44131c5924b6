import { connect, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

// A thread that keeps connections open without finishing a request, and reopens closed ones.
const { port, connections, reopenMs, text, bytes } = z
  .object({
    port: z.number(),
    connections: z.number(),
    /** The wait before a closed connection is reopened; 0: never. */
    reopenMs: z.number(),
    /** Sent on each connection. */
    text: z.string(),
    /** The bytes of a body after it. */
    bytes: z.number(),
  })
  .parse(workerData);

const body = Buffer.alloc(bytes, 'x');
const open = new Set<Socket>();
let opened = 0;

function hold(): void {
  opened += 1;
  const socket = connect(port, '127.0.0.1');
  open.add(socket);
  socket.on('error', () => {});
  socket.resume();
  if (text !== '') socket.write(text);
  if (bytes > 0) socket.write(body);
  socket.on('close', () => {
    open.delete(socket);
    if (reopenMs > 0) setTimeout(hold, reopenMs);
  });
}
for (let n = 0; n < connections; n++) hold();
setInterval(() => parentPort?.postMessage({ opened, open: open.size }), 200);
