import { isProblem } from '../../domain/problem.ts';
import { hostMatches } from '../../domain/text/host-search.ts';
import type { GuestAccess, Host } from '../../providers/provider.ts';
import { createRecent } from './recent.ts';

/** More hosts open to guests than any team has. */
const MAX_KEPT = 2_000;
/** A host's name is good for so long without the provider, ms. */
const KEPT_MS = 60 * 60_000;

/** Hosts as the provider itself has shown them, for when it does not answer in time. No form's word is among them. */
export type KnownHosts = {
  remember(hosts: readonly Host[]): void;
  /** One that was shown within the last `withinMs`; within the last hour by default. */
  get(hostId: string, withinMs?: number): Host | undefined;
  /** One that was shown within the last hour, and when, epoch ms. */
  seen(hostId: string): { readonly host: Host; readonly at: number } | undefined;
  /** Those whose name matches a text, at most `limit`. */
  matching(text: string, limit: number): readonly Host[];
  /** All there are were shown within the last `withinMs`. */
  isComplete(withinMs: number): boolean;
  /** All there are have been remembered just now. */
  noteComplete(): void;
  forget(hostId: string): void;
};

/** `now` in epoch ms. */
export function createKnownHosts(now: () => number): KnownHosts {
  const kept = createRecent<{ readonly host: Host; readonly at: number }>(MAX_KEPT, now);
  const complete = createRecent<true>(1, now);
  return {
    remember(hosts) {
      for (const host of hosts) kept.set(host.hostId, { host, at: now() });
    },
    get: (hostId, withinMs = KEPT_MS) => kept.get(hostId, withinMs)?.host,
    seen: (hostId) => kept.get(hostId, KEPT_MS),
    matching: (text, limit) =>
      kept
        .all(KEPT_MS)
        .map(({ host }) => host)
        .filter((host) => hostMatches(host.name, text))
        .slice(0, limit),
    isComplete: (withinMs) => complete.get('all', withinMs) !== undefined,
    noteComplete: () => complete.set('all', true),
    forget: (hostId) => kept.delete(hostId),
  };
}

/** Guest access that remembers each host it is shown, and forgets one that is not there. */
export function rememberingHosts(guestAccess: GuestAccess, known: KnownHosts): GuestAccess {
  return {
    ...guestAccess,
    async hosts(query) {
      const hosts = await guestAccess.hosts(query);
      if (isProblem(hosts)) return hosts;
      known.remember(hosts);
      if (query.text === '' && hosts.length < query.limit) known.noteComplete();
      return hosts;
    },
    async host(hostId) {
      const host = await guestAccess.host(hostId);
      if (!isProblem(host)) known.remember([host]);
      else if (host.code === 'host_unknown') known.forget(hostId);
      return host;
    },
  };
}
