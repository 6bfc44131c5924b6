import { randomUUID } from 'node:crypto';
import { startProviderServer } from '../provider-server.ts';
import { type EmulatedAnswer, type EmulatedCall, malformed } from '../provider-server.types.ts';
import { createQuota } from '../quota.ts';
import {
  acceptInvitation,
  cancelInvitation,
  listInvitations,
  resendInvitation,
  sendInvitations,
} from './invitations.ts';
import { type Operation, operations } from './operations.ts';
import { accept, addMember, invite, refuse, type State, sameEmail } from './state.ts';
import { deleteMember, listMembers, updateMemberRole, updateTeam } from './team.ts';
import type { EmulatedTeamMember, TruveraEmulator, TruveraEmulatorOptions } from './truvera-emulator.types.ts';

type Call = EmulatedCall<Operation> & { readonly actor: EmulatedTeamMember | undefined };

const nobody: EmulatedTeamMember = { id: 0, name: '', email: '', role: 'member' };

const run = {
  'Accept member invite': (state, { body }) => acceptInvitation(state, body),
  'Send invitations': (state, { body }) => sendInvitations(state, body),
  'Update team': (state, { body }) => updateTeam(state, body),
  'List invitations': (state, { query }) => listInvitations(state, query),
  'Resend invitation': (state, { ids }) => resendInvitation(state, ids.invitation_id ?? ''),
  'Cancel invitation': (state, { ids }) => cancelInvitation(state, ids.invitation_id ?? ''),
  'List members': (state, { query }) => listMembers(state, query),
  'Delete member': (state, { ids, actor }) => deleteMember(state, ids.user_id ?? '', actor ?? nobody),
  'Update member role': (state, { ids, body }) => updateMemberRole(state, ids.user_id ?? '', body),
} satisfies Record<Operation['name'], (state: State, call: Call) => EmulatedAnswer>;

/**
 * Truvera's teams on this machine: written from its documents, with state, and as strict as they are. Shares nothing with the
 * client, so that a mistake in one shows at the other.
 */
export async function startTruveraEmulator(options: TruveraEmulatorOptions): Promise<TruveraEmulator> {
  const state: State = {
    options,
    team: { id: options.teamId ?? 42, name: 'Studio', retentionPolicy: {}, storeSubjectRef: false },
    members: [{ id: 100, name: 'Omar', email: 'omar@studio.example', role: 'owner' }],
    invitations: [],
    mails: [],
    invitesLeft: undefined,
  };
  const apiKey = options.apiKey ?? randomUUID();
  // Whose key it is, by e-mail.
  const keys = new Map([[apiKey, 'omar@studio.example']]);
  // 200 requests in two minutes, then 429 and "wait up to a minute".
  const quota = createQuota({ now: options.now, limit: 200, windowMs: 120_000, blockMs: 60_000, untilSilent: false });

  function serve(call: EmulatedCall<Operation>): EmulatedAnswer {
    const key = /^Bearer (.+)$/.exec(String(call.headers.authorization ?? ''))?.[1] ?? '';
    const holder = keys.get(key);
    if (holder === undefined) return refuse(401, 'Unauthorized');
    if (quota.take(key) === 'refused') {
      const headers = options.retryAfter === true ? { 'retry-after': '60' } : {};
      return { ...refuse(429, 'Too many requests'), headers };
    }
    const { operation, ids, body } = call;
    if (operation === undefined) return refuse(404, 'Not Found');
    if (body === malformed) return refuse(400, 'The body is not JSON');
    if (ids.id !== undefined && !/^\d+$/.test(ids.id)) return refuse(400, 'id must be an integer');
    const ours = ids.id === undefined || ids.id === String(state.team.id);
    const actor = ours ? state.members.find((member) => sameEmail(member.email, holder)) : undefined;
    const may = permissions[operation.permission];
    if (!may.allows(actor)) return refuse(401, may.otherwise);
    return run[operation.name](state, { ...call, actor });
  }

  const { changed, ...server } = await startProviderServer({
    name: 'Truvera',
    port: options.port ?? 0,
    now: options.now,
    basePath: '',
    operations,
    answer(call) {
      const answer = serve(call);
      const wrap = options.wrapped === true && answer.status === 200 && answer.body !== undefined;
      return wrap ? { ...answer, body: { data: answer.body } } : answer;
    },
  });

  const pending = (invitationId: number) => {
    const found = state.invitations.find(({ id, status }) => id === invitationId && status === 'pending');
    if (found === undefined) throw new Error(`no invitation ${invitationId} is pending`);
    return found;
  };
  const then = <Result>(result: Result): Result => {
    changed();
    return result;
  };
  return {
    ...server,
    team: state.team,
    apiKey,
    members: state.members,
    invitations: state.invitations,
    mails: state.mails,
    get invitesLeft() {
      return state.invitesLeft;
    },
    set invitesLeft(left) {
      state.invitesLeft = left;
    },
    addKey(email) {
      const key = randomUUID();
      keys.set(key, email);
      return key;
    },
    addMember: ({ role = 'member', ...member }) => then(addMember(state, { ...member, role })),
    dashboard: {
      invite: (email) => then(invite(state, email)),
      cancel(invitationId) {
        pending(invitationId).status = 'canceled';
        changed();
      },
      removeMember(userId) {
        const nth = state.members.findIndex(({ id }) => id === userId);
        if (nth < 0) throw new Error(`there is no member ${userId}`);
        state.members.splice(nth, 1);
        changed();
      },
    },
    accept: (invitationId) => then(accept(state, pending(invitationId))),
  };
}

/** Truvera has no 403: who may not is told so with 401. */
const permissions: Readonly<
  Record<
    Operation['permission'],
    { readonly allows: (actor: EmulatedTeamMember | undefined) => boolean; readonly otherwise: string }
  >
> = {
  anybody: { allows: () => true, otherwise: '' },
  member: { allows: (actor) => actor !== undefined, otherwise: 'You are not a member of this team' },
  'owner or administrator': {
    allows: (actor) => actor !== undefined && actor.role !== 'member',
    otherwise: 'You are not the owner or the administrator of this team',
  },
};
