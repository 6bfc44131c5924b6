import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { refuseUpgrade } from '../local-server.ts';
import { pageState } from './page-state.ts';
import { isOurOrigin } from './same-machine.ts';
import type { World } from './world.ts';

export type Live = {
  /** Takes somebody who wants to watch, if it is the page. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer, url: URL): void;
  stop(): void;
};

/** Pushes each open page its person's whole state, at once and after every change: `/api/live?as=U1`, a web socket. */
export function openLive(world: World): Live {
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

  function upgrade(request: IncomingMessage, connection: Duplex, head: Buffer, url: URL) {
    if (url.pathname !== '/api/live' || !isOurOrigin(request)) return refuseUpgrade(connection, 403);
    sockets.handleUpgrade(request, connection, head, (socket) => {
      const person = url.searchParams.get('as') ?? undefined;
      watching.set(socket, person);
      socket.on('close', () => watching.delete(socket));
      socket.on('error', () => socket.terminate());
      socket.send(JSON.stringify(pageState(world, person)));
    });
  }

  for (const { mood } of world.systems) mood.onChange(changed);
  const stopListening = [
    world.slack.onChange(changed),
    ...world.systems.map((system) => system.onChange(changed)),
    world.clock.onMove(changed),
  ];
  return {
    upgrade,
    stop() {
      for (const stop of stopListening) stop();
      for (const socket of watching.keys()) socket.terminate();
      sockets.close();
    },
  };
}
