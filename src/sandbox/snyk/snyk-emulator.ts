import { randomUUID } from 'node:crypto';
import { startProviderServer } from '../provider-server.ts';
import type { EmulatedAnswer, EmulatedCall } from '../provider-server.types.ts';
import { createQuota } from '../quota.ts';
import { queryFault, releaseOf, versionFault } from './check-request.ts';
import { type Fault, isFault, refuse } from './faults.ts';
import {
  acceptInvitation,
  cancelInvitation,
  createInvitation,
  invite,
  listInvitations,
  type State,
} from './invitations.ts';
import { type Operation, operations } from './operations.ts';
import type { SnykEmulator, SnykEmulatorOptions } from './snyk-emulator.types.ts';

type Call = EmulatedCall<Operation>;

const run = {
  'Invite a user to an organization': createInvitation,
  'List pending user invitations': listInvitations,
  'Cancel a pending user invitation': (state, call) => cancelInvitation(state, call.ids.invite_id ?? ''),
} satisfies Record<Operation['name'], (state: State, call: Call) => EmulatedAnswer | Fault>;

/** The requested and the served version. */
function versionHeaders({ operation, query: { version = '' } }: Call): Readonly<Record<string, string>> {
  const served =
    operation === undefined || versionFault(operation, version) ? undefined : releaseOf(operation, version);
  if (served === undefined) return {};
  return {
    'snyk-version-requested': version,
    'snyk-version-served': served,
    'snyk-version-lifecycle-stage': 'released',
  };
}

/**
 * An emulator of the invitations in Snyk's REST API: written from its documents, with state, and as strict as they are. Shares no code
 * with the client, so that a mistake in one shows up in the other.
 */
export async function startSnykEmulator(options: SnykEmulatorOptions): Promise<SnykEmulator> {
  const state: State = {
    options,
    orgId: options.orgId ?? randomUUID(),
    roles: options.roles ?? [
      { id: randomUUID(), name: 'Org Collaborator' },
      { id: randomUUID(), name: 'Developer' },
      { id: randomUUID(), name: 'Org Admin' },
    ],
    invitations: [],
    members: [],
    mails: [],
  };
  const token = options.token ?? randomUUID();
  const tokens = new Map<string, ReadonlySet<string>>([
    [token, new Set(operations.flatMap((operation) => operation.permission.split(' + ')))],
  ]);
  // 1,620 requests a minute; above it 429 until requests stop for a minute.
  const quota = createQuota({ now: options.now, limit: 1620, windowMs: 60_000, blockMs: 60_000, untilSilent: true });

  function answer(call: Call): EmulatedAnswer {
    const result = serve(call);
    const { headers, ...rest } = isFault(result) ? refuse(result, options.faults) : result;
    const about = { 'content-type': 'application/vnd.api+json', 'snyk-request-id': randomUUID() };
    return { ...rest, headers: { ...about, ...versionHeaders(call), ...headers } };
  }

  function serve(call: Call): EmulatedAnswer | Fault {
    const key = /^(?:token|bearer) (.+)$/.exec(String(call.headers.authorization ?? ''))?.[1];
    const permissions = key === undefined ? undefined : tokens.get(key);
    if (key === undefined || permissions === undefined) return { status: 401, detail: 'Unauthorized' };
    if (quota.take(key) === 'refused') {
      const { body } = refuse({ status: 429, detail: 'Too Many Requests' }, options.faults);
      return { status: 429, body, ...(options.retryAfter === true ? { headers: { 'retry-after': '60' } } : {}) };
    }
    const { operation, ids } = call;
    if (operation === undefined) return { status: 404, detail: 'Not Found' };
    const wrong = versionFault(operation, call.query.version) ?? queryFault(call);
    if (wrong !== undefined) return wrong;
    // An organization that the token may not read is not found.
    if (ids.org_id !== state.orgId) return { status: 404, detail: 'Not Found' };
    const missing = operation.permission.split(' + ').find((permission) => !permissions.has(permission));
    if (missing !== undefined) return { status: 403, detail: `Forbidden: ${missing} is required` };
    return run[operation.name](state, call);
  }

  const { changed, ...server } = await startProviderServer(options, {
    name: 'Snyk',
    basePath: '/rest',
    operations,
    answer,
  });

  return {
    ...server,
    ...state,
    token,
    addToken(permissions) {
      const made = randomUUID();
      tokens.set(made, new Set(permissions));
      return made;
    },
    addMember: (email) => void changed(state.members.push(email)),
    dashboard: {
      invite: (email) => changed(invite(state, { email, role: state.roles[0]?.id ?? '' })),
      cancel(invitationId) {
        const result = changed(cancelInvitation(state, invitationId));
        if (isFault(result)) throw new Error(result.detail);
      },
    },
    accept: (invitationId) => changed(acceptInvitation(state, invitationId)),
  };
}
