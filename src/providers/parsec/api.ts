import type { Send } from '../http.ts';
import { appRuleOperations } from './api-app-rules.ts';
import { auditLogOperations } from './api-audit-log.ts';
import { groupOperations } from './api-groups.ts';
import { guestAccessOperations } from './api-guest-access.ts';
import { machineOperations } from './api-machines.ts';
import { memberInviteOperations } from './api-member-invites.ts';
import { memberOperations } from './api-members.ts';
import { createCaller, type ParsecConfig } from './call.ts';
import { Relay } from './schema.ts';

export type { ParsecConfig } from './call.ts';

export type ParsecApi = ReturnType<typeof createParsecApi>;

/**
 * The Parsec Teams API V1 in its own words, one function per operation. Each answers what Parsec answered or a Problem, and
 * throws for nothing that comes over the network. What is out of Parsec's documented bounds is refused before it is sent
 * (`provider_rejected` with `field`). Ids in a path are text, also those of groups and members, which are whole numbers.
 */
export function createParsecApi(config: ParsecConfig, deps: { readonly send: Send }) {
  const caller = createCaller(config, deps.send);
  return {
    ...appRuleOperations(caller),
    ...auditLogOperations(caller),
    ...groupOperations(caller),
    ...guestAccessOperations(caller),
    ...machineOperations(caller),
    ...memberOperations(caller),
    ...memberInviteOperations(caller),

    /** All of them: Parsec documents no paging, and names no permission. */
    getRelays: () => caller.all('getRelays', Relay),
  };
}
