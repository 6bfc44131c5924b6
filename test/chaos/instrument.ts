import { createDispatcher, type Outside } from '../../src/app.ts';
import type { openStore } from '../../src/store/open-store.ts';

/** The error of everything a bot does after it was killed. */
export class Killed extends Error {
  override name = 'Killed';
}

/** Called before and after every statement and request of the bot. Throws when the bot is dead, or is killed at this step. */
export type Step = (name: string) => void;

/** Counts operations in flight. */
export type Busy = { count: number };

type Dispatcher = Outside['dispatcher'];
type Handler = Parameters<Dispatcher['dispatch']>[1];
export type Store = Awaited<ReturnType<typeof openStore>>;
type Statements = Parameters<Parameters<Store['transaction']>[0]>[0];

/**
 * A store with a step before and after every statement, and before every commit. Killing the bot inside a transaction rolls it
 * back, as the database does when the connection of a killed process closes.
 */
export function instrumentStore(real: Store, step: Step, busy: Busy): Store {
  const around = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    step(`before ${name}`);
    busy.count += 1;
    try {
      const result = await run();
      step(`after ${name}`);
      return result;
    } finally {
      busy.count -= 1;
    }
  };
  const stepping = (on: Statements): Statements =>
    Object.fromEntries(
      Object.entries(on).map(([name, run]) => [
        name,
        (...args: unknown[]) => around(name, () => (run as (...all: unknown[]) => Promise<unknown>)(...args)),
      ]),
    ) as Statements;
  return {
    ...stepping(real),
    transaction: (run) =>
      around('transaction', () =>
        real.transaction(async (tx) => {
          const result = await run(stepping(tx));
          step('before commit');
          return result;
        }),
      ),
    ping: () => real.ping(),
    close: () => real.close(),
  };
}

/** An HTTP dispatcher with a step before every request and after every response. */
export function instrumentDispatcher(
  step: Step,
  busy: Busy,
  hooks: { readonly isDead: () => boolean; readonly onSocketUrl: (url: string) => void },
): { readonly dispatcher: Dispatcher; readonly destroy: () => void } {
  const agent = createDispatcher();
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    const path = nameOf(options.path);
    const opensSocket = path.endsWith('apps.connections.open');
    if (opensSocket && hooks.isDead()) return refuseForGood(handler);
    step(`before ${options.method} ${path}`);
    busy.count += 1;
    let ended = false;
    const end = () => {
      if (!ended) busy.count -= 1;
      ended = true;
    };
    const parts: Buffer[] = [];
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => {
        step(`after ${options.method} ${path}`);
        handler.onResponseStart?.(...args);
      },
      onResponseData: (controller, chunk) => {
        if (opensSocket) parts.push(chunk);
        handler.onResponseData?.(controller, chunk);
      },
      onResponseEnd: (...args) => {
        end();
        if (opensSocket) hooks.onSocketUrl(/"url":"([^"]+)"/.exec(Buffer.concat(parts).toString())?.[1] ?? '');
        handler.onResponseEnd?.(...args);
      },
      onResponseError: (...args) => {
        end();
        handler.onResponseError?.(...args);
      },
    });
  });
  return { dispatcher, destroy: () => void agent.destroy(new Killed('the bot is dead')).catch(() => {}) };
}

/** The path of a request without ids. */
function nameOf(path: string): string {
  const [plain = path] = path.split('?');
  return plain.replace(/^\/v1\/teams\/[^/]+/, '').replaceAll(/\/[\w-]{20,}/g, '/…');
}

// Slack's client asks for a socket until it gets one. A killed bot's client must stop, or it would stay in memory.
function refuseForGood(handler: Handler): boolean {
  const controller = { aborted: false, paused: false, reason: null, abort() {}, pause() {}, resume() {} };
  queueMicrotask(() => {
    handler.onRequestStart?.(controller, {});
    handler.onResponseStart?.(controller, 200, { 'content-type': 'application/json' }, 'OK');
    handler.onResponseData?.(controller, Buffer.from('{"ok":false,"error":"invalid_auth"}'));
    handler.onResponseEnd?.(controller, {});
  });
  return true;
}
