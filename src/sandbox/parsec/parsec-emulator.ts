import { startProviderServer } from '../provider-server.ts';
import { type EmulatedAnswer, type EmulatedCall, malformed } from '../provider-server.types.ts';
import { createQuota } from '../quota.ts';
import { refuse } from './answers.ts';
import { recordCall } from './audit-log.ts';
import { createDashboard } from './dashboard.ts';
import { ksuid } from './ksuid.ts';
import { limited, type Operation, operations, operationsOf } from './operations.ts';
import type { ParsecEmulator, ParsecEmulatorOptions } from './parsec-emulator.types.ts';
import { createPeople } from './people.ts';
import { run } from './run-operation.ts';
import { emptyTeam, settle } from './state.ts';

const FIVE_MINUTES_MS = 300_000;

/**
 * Parsec's Teams API on this machine: written from its documents, with state, and as strict as they are. Shares nothing with
 * the client, so that a mistake in one shows at the other.
 */
export async function startParsecEmulator(options: ParsecEmulatorOptions): Promise<ParsecEmulator> {
  const state = emptyTeam(options);
  const apiKey = options.apiKey ?? newKey();
  const keys = new Map<string, ReadonlySet<string>>([[apiKey, new Set(operations.map((each) => each[3]))]]);
  // By what the quota counts, the documents do not say: by key and route.
  const quota = createQuota({
    now: options.now,
    limit: 50,
    windowMs: FIVE_MINUTES_MS,
    blockMs: FIVE_MINUTES_MS,
    untilSilent: false,
  });

  function serve({ operation, ids, query, headers, body }: EmulatedCall<Operation>): EmulatedAnswer {
    const key = /^Bearer (.+)$/.exec(String(headers.authorization ?? ''))?.[1] ?? '';
    const permissions = keys.get(key);
    if (permissions === undefined) return refuse(401, 'Unauthorized');
    if (operation === undefined || ids.teamID !== state.teamId) return refuse(404, 'Not Found');
    const lacking = (permission: string) =>
      permission === '' || permissions.has(permission)
        ? undefined
        : refuse(options.missingPermissionStatus ?? 403, `The ${permission} permission is required`);
    if (limited.has(operation.name) && quota.take(`${key} ${operation.name}`) === 'refused') {
      return { ...refuse(429, 'Too many requests'), headers: options.retryAfter ? { 'retry-after': '300' } : {} };
    }
    const refused = lacking(operation.permission);
    if (refused !== undefined) return refused;
    if (body === malformed) return refuse(400, 'The body is not JSON');
    settle(state);
    const mayAssignRules = lacking('Manage App Rule Assignments');
    const answer = run[operation.name](state, { ids, query, body, mayAssignRules });
    if (operation.method !== 'GET' && answer.status < 300) recordCall(state, operation.name, { ids, body });
    return answer;
  }

  const { changed, ...server } = await startProviderServer({
    name: 'Parsec',
    port: options.port ?? 0,
    now: options.now,
    basePath: '',
    operations: operationsOf(options.twinsSwapped === true),
    answer(call) {
      const answer = serve(call);
      const isBare = options.bare === true && call.operation?.name !== 'Get Audit Log Events';
      return isBare ? { ...answer, body: dataOf(answer.body) } : answer;
    },
  });

  state.linkBase ||= server.url;
  return {
    ...server,
    ...createDashboard(state, changed),
    ...createPeople(state, changed),
    teamId: state.teamId,
    apiKey,
    machines: state.machines,
    members: state.members,
    invites: state.invites,
    mails: state.mails,
    groups: state.groups,
    permissions: state.permissions,
    appRules: state.appRules,
    teamInvites: state.teamInvites,
    teamMails: state.teamMails,
    events: state.events,
    relays: state.relays,
    get credits() {
      return state.credits;
    },
    set credits(value) {
      state.credits = value;
      changed();
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
