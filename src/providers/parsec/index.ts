import { createHttp } from '../http.ts';
import type { Provider, ProviderDeps } from '../provider.ts';
import { createParsecApi, linkHosts, type ParsecConfig } from './api.ts';
import { parsecConnections } from './connections.ts';
import { parsecGuestAccess } from './guest-access.ts';
import { parsecMemberInvites } from './member-invites.ts';
import { parsecMembers } from './members.ts';
import { parsecTeam } from './team/index.ts';

export type { ParsecConfig } from './api.ts';

export type Parsec = Provider & Required<Pick<Provider, 'guestAccess' | 'connections' | 'memberInvites' | 'members'>>;

/** Parsec in Guestlist's terms. Throws when the configured routes are invalid (see routes.ts); never for what Parsec answers. */
export function createParsec(config: ParsecConfig, deps: ProviderDeps): Parsec {
  const api = createParsecApi(config, { send: createHttp(deps) });
  return {
    name: 'parsec',
    linkHosts: linkHosts(config),
    guestAccess: parsecGuestAccess(api),
    connections: parsecConnections(api),
    memberInvites: parsecMemberInvites(api, deps.now),
    members: parsecMembers(api),
    team: parsecTeam(api, deps.now),
  };
}
