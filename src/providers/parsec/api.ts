import { createCaller } from '../caller.ts';
import { type ConnectionConfig, linkHostsOf } from '../connection-config.ts';
import type { Send } from '../http.ts';
import { appRuleOperations } from './api-app-rules.ts';
import { auditLogOperations } from './api-audit-log.ts';
import { groupOperations } from './api-groups.ts';
import { guestAccessOperations } from './api-guest-access.ts';
import { machineOperations } from './api-machines.ts';
import { memberInviteOperations } from './api-member-invites.ts';
import { memberOperations } from './api-members.ts';
import { parsecErrorMapping } from './problems.ts';
import { type Operation, routes } from './routes.ts';
import { Relays } from './schema.ts';
import { createTeamCalls } from './team-calls.ts';

/** `apiUrl` without a slash at the end. `teamId` is not part of the key: real keys carry an id of their own. */
export type ParsecConfig = ConnectionConfig & {
  readonly apiKey: string;
  readonly teamId: string;
};

/** Hosts its links may lead to. */
export function linkHosts(config: ParsecConfig): readonly string[] {
  return linkHostsOf(config, 'parsec.app');
}

export type ParsecApi = ReturnType<typeof createParsecApi>;

/**
 * The Parsec Teams API V1 in its own terms, one function per operation. Each answers what Parsec answered or a Problem, and
 * never throws for what comes over the network. What is out of Parsec's documented bounds is refused before it is sent
 * (`provider_rejected` with `field`). Ids in a path are text, also those of groups and members, which are whole numbers.
 */
export function createParsecApi(config: ParsecConfig, deps: { readonly send: Send }) {
  const caller = createCaller<Operation>({
    ...deps,
    routes,
    config,
    errorMapping: parsecErrorMapping(config.apiKey, linkHosts(config)),
  });
  const calls = createTeamCalls(caller, config.teamId);
  return {
    ...appRuleOperations(calls),
    ...auditLogOperations(calls),
    ...groupOperations(calls),
    ...guestAccessOperations(calls),
    ...machineOperations(calls),
    ...memberOperations(calls),
    ...memberInviteOperations(calls),

    /** All of them: Parsec documents no paging, and names no permission. */
    getRelays: () => calls.all('getRelays', Relays),
  };
}
