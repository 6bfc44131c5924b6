import { isProblem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';

export type HostNames = {
  /** A host's name; its id when the provider has no such host with guest access; undefined when the provider cannot be asked now. */
  nameOf(hostId: string): Promise<string | undefined>;
};

/** Names of hosts, looked up when the first is needed and remembered for one run. After one failure no more is asked. */
export function createHostNames(context: Context): HostNames {
  const names = new Map<string, string>();
  let state: 'new' | 'read' | 'failed' = 'new';

  async function readAll(): Promise<void> {
    const hosts = await context.guestAccess.hosts({ text: '', limit: 100 });
    state = isProblem(hosts) ? 'failed' : 'read';
    if (!isProblem(hosts)) for (const host of hosts) names.set(host.hostId, host.name);
  }

  return {
    async nameOf(hostId) {
      if (state === 'new') await readAll();
      const known = names.get(hostId);
      if (known !== undefined || state === 'failed') return known;
      const host = await context.guestAccess.host(hostId);
      if (isProblem(host) && host.code !== 'host_unknown') {
        state = 'failed';
        return undefined;
      }
      const name = isProblem(host) ? hostId : host.name;
      names.set(hostId, name);
      return name;
    },
  };
}
