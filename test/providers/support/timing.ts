import type { HttpTiming } from '../../../src/providers/http.ts';

/** Long enough for the answers that other requests are still given, ms. */
const MOMENT_MS = 40;

/**
 * Time-outs that take a moment where the emulator has hung a request, and as long as in the product where it has not: nobody waits for an
 * answer that will not come, and none that comes is too late on a busy machine.
 */
export function endHungRequests(emulator: {
  readonly requests: readonly { readonly status: unknown }[];
  onChange(listener: () => void): void;
}): HttpTiming['timeout'] {
  const open = new Set<AbortController>();
  emulator.onChange(() => {
    const status = emulator.requests.at(-1)?.status;
    if (status !== 'hung' && status !== 'late') return;
    const waiting = [...open];
    open.clear();
    setTimeout(() => {
      for (const controller of waiting) controller.abort(new DOMException('no answer comes', 'TimeoutError'));
    }, MOMENT_MS);
  });
  return (ms) => {
    const controller = new AbortController();
    open.add(controller);
    return AbortSignal.any([controller.signal, AbortSignal.timeout(ms)]);
  };
}
