import { createHttp } from '../http.ts';
import type { MemberInvites, Members, Provider, ProviderDeps } from '../provider.ts';
import { createTruveraApi, linkHosts, type TruveraConfig } from './api.ts';
import { truveraMemberInvites } from './member-invites.ts';
import { truveraMembers } from './members.ts';
import { truveraTeam } from './team.ts';

export type { TruveraConfig } from './api.ts';

export type Truvera = Provider & { readonly memberInvites: MemberInvites; readonly members: Required<Members> };

/** Truvera in Guestlist's terms. Throws when the configured routes are invalid (see ../route.ts); never for what Truvera answers. */
export function createTruvera(config: TruveraConfig, deps: ProviderDeps): Truvera {
  const api = createTruveraApi(config, { send: createHttp(deps) });
  const members = truveraMembers(api);
  return {
    name: 'truvera',
    linkHosts: linkHosts(config),
    memberInvites: truveraMemberInvites(api, members),
    members,
    team: truveraTeam(api),
  };
}
