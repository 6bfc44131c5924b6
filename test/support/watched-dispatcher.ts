import { createDispatcher, type Outside } from '../../src/app.ts';

/** A request of the bot that is out, by its method and path. */
export type Out = { readonly request: string };

/** The way out over HTTP, and what is on its way at any moment: a request that waits for an answer is among them until it comes, or is given up. */
export type WatchedDispatcher = {
  readonly dispatcher: Outside['dispatcher'];
  readonly out: ReadonlySet<Out>;
  /** Called when a request leaves, which is out by then. */
  readonly onLeave: (listener: (request: Out) => void) => void;
};

export function watchedDispatcher(): WatchedDispatcher {
  const out = new Set<Out>();
  const listeners: ((request: Out) => void)[] = [];
  const dispatcher = createDispatcher().compose((dispatch) => (options, handler) => {
    const request: Out = { request: `${options.method} ${options.path}` };
    out.add(request);
    for (const listener of listeners) listener(request);
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => {
        out.delete(request);
        handler.onResponseEnd?.(...args);
      },
      onResponseError: (...args) => {
        out.delete(request);
        handler.onResponseError?.(...args);
      },
    });
  });
  return { dispatcher, out, onLeave: (listener) => void listeners.push(listener) };
}
