import type { Quotas } from '../../domain/quota.ts';
import type { Log } from '../../log.ts';
import { createHttp, type Dispatcher, type HttpTiming } from '../http.ts';
import type { Provider } from '../provider.ts';
import { createParsecApi, type ParsecConfig } from './api.ts';
import { parsecGuestAccess } from './guest-access.ts';
import { parsecMemberInvites } from './member-invites.ts';
import { parsecMembers } from './members.ts';

export type { ParsecConfig } from './api.ts';

export type ParsecDeps = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Log;
  readonly dispatcher: Dispatcher;
  readonly quotas: Quotas;
  /** Shorter time-outs, for tests that wait for them. */
  readonly timing?: Partial<HttpTiming>;
};

/** Parsec in our words. Throws when the configured routes cannot be (see routes.ts); never for what Parsec answers. */
export function createParsec(config: ParsecConfig, deps: ParsecDeps): Required<Provider> {
  const api = createParsecApi(config, { send: createHttp(deps) });
  return {
    name: 'parsec',
    guestAccess: parsecGuestAccess(api),
    memberInvites: parsecMemberInvites(api, deps.now),
    members: parsecMembers(api),
  };
}
