import { createHttp } from '../http.ts';
import type { MemberInvites, Provider, ProviderDeps } from '../provider.ts';
import { createSnykApi, linkHosts, type SnykConfig } from './api.ts';
import { snykMemberInvites } from './member-invites.ts';

export type { SnykConfig } from './api.ts';

export type Snyk = Provider & { readonly memberInvites: MemberInvites };

/** Snyk in Guestlist's terms. Throws when the configured routes are invalid (see ../route.ts); never for what Snyk answers. */
export function createSnyk(config: SnykConfig, deps: ProviderDeps): Snyk {
  const api = createSnykApi(config, { send: createHttp(deps) });
  return {
    name: 'snyk',
    linkHosts: linkHosts(config),
    memberInvites: snykMemberInvites(api, config.roles),
  };
}
