import { createHttp } from '../http.ts';
import type { MemberInvites, Members, Provider, ProviderDeps } from '../provider.ts';
import { createIntercodeApi, type IntercodeConfig, linkHosts } from './api.ts';
import { intercodeMemberInvites } from './member-invites.ts';
import { intercodeMembers } from './members.ts';
import { intercodeTeam } from './team.ts';

export type { IntercodeConfig } from './api.ts';

export type Intercode = Provider & { readonly memberInvites: MemberInvites; readonly members: Members };

/** Intercode in Guestlist's terms. Throws when the configured routes are invalid (see ../route.ts); never for what Intercode answers. */
export function createIntercode(config: IntercodeConfig, deps: ProviderDeps): Intercode {
  const api = createIntercodeApi(config, { send: createHttp(deps) });
  return {
    name: 'intercode',
    linkHosts: linkHosts(config),
    memberInvites: intercodeMemberInvites(api),
    members: intercodeMembers(api),
    team: intercodeTeam(api, config.teamId),
  };
}
