import type { Context } from './context.ts';

/** How often one process asks at most whether a key is still accepted, ms. */
const ASK_EVERY_MS = 60_000;

/**
 * Notices when a provider may refuse our key, from the HTTP status of any of its answers: whether it does is then found out by a job
 * (check-key.ts), for a 401 or 403 may also be about one permission. Never throws: the caller of the provider has its own answer.
 */
export function createKeyWatch({
  store,
  now,
  log,
  wake,
}: Pick<Context, 'store' | 'now' | 'log' | 'wake'>): (provider: string, status: number) => void {
  const askedAt = new Map<string, number>();
  return (provider, status) => {
    if (status !== 401 && status !== 403) return;
    const at = now();
    if (Math.abs(at - (askedAt.get(provider) ?? Number.NEGATIVE_INFINITY)) < ASK_EVERY_MS) return;
    askedAt.set(provider, at);
    store.enqueue({ kind: 'key_check', name: provider }).then(wake, (error: unknown) => {
      askedAt.delete(provider);
      log.warn({ err: error, provider }, 'a refused key could not be noted');
    });
  };
}
