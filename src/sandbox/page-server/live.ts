import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isSameOrigin, refuseUpgrade } from '../local-server.ts';
import { pageState } from './page-state.ts';
import type { World } from './world.ts';

/** Pushes the whole state of a person to each open page, at once and after every change: the web socket `/api/live?as=U1`. */
export function openLive(world: World) {
  const sockets = new WebSocketServer({ noServer: true });
  const watching = new Map<WebSocket, string | undefined>();
  let due = false;

  // Changes within one turn of the event loop are one push.
  function changed() {
    world.steps.lookAgain();
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

  /** Accepts a web socket of the page. */
  function upgrade(request: IncomingMessage, connection: Duplex, head: Buffer, url: URL) {
    if (url.pathname !== '/api/live' || !isSameOrigin(request)) return refuseUpgrade(connection, 403);
    sockets.handleUpgrade(request, connection, head, (socket) => {
      const person = url.searchParams.get('as') ?? undefined;
      watching.set(socket, person);
      socket.on('close', () => watching.delete(socket));
      socket.on('error', () => socket.terminate());
      socket.send(JSON.stringify(pageState(world, person)));
    });
  }

  const stopListening = [
    world.slack.onChange(changed),
    ...world.systems.map((system) => system.onChange(changed)),
    world.attention.onRead(changed),
    world.steps.onChange(changed),
    world.tasks.onChange(changed),
    world.slackFaultMode.onChange(changed),
    ...(world.bot === undefined ? [] : [world.bot.onChange(changed)]),
    world.clock.onMove(changed),
  ];
  return {
    upgrade,
    stop(): void {
      for (const stop of stopListening) stop();
      for (const socket of watching.keys()) socket.terminate();
      sockets.close();
    },
  };
}
