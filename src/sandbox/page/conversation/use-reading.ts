import { useEffect } from 'preact/hooks';
import type { PageMessage } from '../page-state.types.ts';
import { useSandbox } from '../sandbox-context.ts';

/** Marks what is on screen as read: a channel, or a thread in it. A page in the background reads nothing. */
export function useReading(channel: string, threadTs: string | undefined, shown: readonly PageMessage[]): void {
  const { run } = useSandbox();
  const last = shown.findLast((one) => one.ephemeralFor === undefined)?.ts;
  useEffect(() => {
    if (last === undefined) return;
    const read = () => {
      if (document.visibilityState === 'visible') void run('read', { channel, threadTs, ts: last });
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [channel, threadTs, last]);
}
