import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { pageState } from './page-state.ts';
import { isFromHere, isOurOrigin } from './same-machine.ts';
import type { World } from './world.ts';

export type Live = {
  stop(): void;
};

/** Pushes each open page its person's whole state, at once and after every change: `/api/live?as=U1`, a web socket. */
export function openLive(world: World, server: Server): Live {
  const sockets = new WebSocketServer({ noServer: true });
  const watching = new Map<WebSocket, string | undefined>();
  let due = false;

  // Many changes of one moment are one push.
  function changed() {
    if (due) return;
    due = true;
    setImmediate(() => {
      due = false;
      const written = new Map<string | undefined, string>();
      for (const [socket, person] of watching) {
        const state = written.get(person) ?? JSON.stringify(pageState(world, person));
        written.set(person, state);
        socket.send(state);
      }
    });
  }

  function upgrade(request: IncomingMessage, connection: Duplex, head: Buffer) {
    const url = new URL(request.url ?? '/', 'http://sandbox.invalid');
    if (url.pathname !== '/api/live' || !isFromHere(request) || !isOurOrigin(request)) {
      connection.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => {
      const person = url.searchParams.get('as') ?? undefined;
      watching.set(socket, person);
      socket.on('close', () => watching.delete(socket));
      socket.on('error', () => socket.terminate());
      socket.send(JSON.stringify(pageState(world, person)));
    });
  }

  server.on('upgrade', upgrade);
  for (const { mood } of world.systems) mood.onChange(changed);
  const stopListening = [
    world.slack.onChange(changed),
    ...world.systems.map((system) => system.onChange(changed)),
    world.clock.onMove(changed),
  ];
  return {
    stop() {
      for (const stop of stopListening) stop();
      for (const socket of watching.keys()) socket.terminate();
      sockets.close();
    },
  };
}
