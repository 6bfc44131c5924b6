import { bearerIn, startProviderServer } from '../provider-server.ts';
import { type EmulatedAnswer, type EmulatedCall, malformed } from '../provider-server.types.ts';
import { createQuota } from '../quota.ts';
import { refuse, refuseUnknown } from './answers.ts';
import { recordCall } from './audit-log.ts';
import { createDashboard } from './dashboard.ts';
import { settle } from './guest-ends.ts';
import { createGuestsAndMembers } from './guests-and-members.ts';
import { ksuid } from './ksuid.ts';
import { limited, type Operation, operations, operationsOf } from './operations.ts';
import type { ParsecEmulator, ParsecEmulatorOptions } from './parsec-emulator.types.ts';
import { type ParsecCall, run } from './run-operation.ts';
import { emptyTeam } from './state.ts';

const FIVE_MINUTES_MS = 300_000;

/**
 * An emulator of Parsec's Teams API: written from its documents, with state, and as strict as they are. Shares no code with the client,
 * so that a mistake in one shows up in the other.
 */
export async function startParsecEmulator(options: ParsecEmulatorOptions): Promise<ParsecEmulator> {
  const state = emptyTeam(options);
  const apiKey = options.apiKey ?? newKey();
  const keys = new Map<string, ReadonlySet<string>>([[apiKey, new Set(operations.map((each) => each[3]))]]);
  // [assumed] The quota counts by key and route.
  const quota = createQuota({
    now: options.now,
    limit: 50,
    windowMs: FIVE_MINUTES_MS,
    blockMs: FIVE_MINUTES_MS,
    untilSilent: false,
  });

  function serve({ operation, ids, query, headers, body }: EmulatedCall<Operation>): EmulatedAnswer {
    const key = bearerIn(headers);
    const permissions = keys.get(key);
    if (permissions === undefined) refuse(401, 'Unauthorized');
    if (operation === undefined || ids.teamID !== state.teamId) refuseUnknown();
    const check = (permission: string) => {
      if (permission === '' || permissions.has(permission)) return;
      refuse(options.missingPermissionStatus ?? 403, `The ${permission} permission is required`);
    };
    if (limited.has(operation.name) && quota.take(`${key} ${operation.name}`) === 'refused') {
      refuse(429, 'Too many requests', options.retryAfter ? { 'retry-after': '300' } : {});
    }
    check(operation.permission);
    if (body === malformed) refuse(400, 'The body is not JSON');
    settle(state);
    const checkMayAssignRules = () => check('Manage App Rule Assignments');
    const answer = run[operation.name](state, { ids: ids as ParsecCall['ids'], query, body, checkMayAssignRules });
    if (operation.method !== 'GET') recordCall(state, operation.name, { ids, body });
    return answer;
  }

  const { changed, ...server } = await startProviderServer(options, {
    name: 'Parsec',
    operations: operationsOf(options.twinsSwapped === true),
    answer: serve,
    wrap(answer, { operation }) {
      const isBare = options.bare === true && operation?.name !== 'Get Audit Log Events';
      return isBare ? { ...answer, body: dataOf(answer.body) } : answer;
    },
  });

  state.linkBase ||= server.url;
  return {
    ...server,
    ...createDashboard(state, changed),
    ...createGuestsAndMembers(state, changed),
    ...state,
    apiKey,
    get credits() {
      return state.credits;
    },
    set credits(value) {
      changed(Object.assign(state, { credits: value }));
    },
    addKey(permissions) {
      const key = newKey();
      keys.set(key, new Set(permissions));
      return key;
    },
  };
}

function newKey(): string {
  return `tapi_${ksuid()}.${Buffer.from(ksuid()).toString('base64url')}`;
}

function dataOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'data' in body ? body.data : body;
}
