import type { Engine } from './engine.ts';

/** How often to look, ms. An empty look is one indexed read, and neither a clock that jumps nor a machine that slept matters. */
const LOOK_MS = 1_000;

/** The engine of one process on its own store: it looks once a second. */
export function createLocalTimer(): Engine {
  let timer: NodeJS.Timeout | undefined;
  return {
    async start(look) {
      timer = setInterval(look, LOOK_MS);
    },
    // The next look is never further away than a second.
    wakeAt() {},
    async stop() {
      clearInterval(timer);
    },
    async close() {},
  };
}
