import { randomUUID } from 'node:crypto';
import { bearerIn, startProviderServer } from '../provider-server.ts';
import { type EmulatedAnswer, type EmulatedCall, malformed } from '../provider-server.types.ts';
import { createQuota } from '../quota.ts';
import { sameEmail } from '../same-email.ts';
import {
  acceptInvitation,
  cancelInvitation,
  listInvitations,
  resendInvitation,
  sendInvitations,
} from './invitations.ts';
import { type Operation, operations } from './operations.ts';
import { accept, addMember, invite, refuse, type State } from './state.ts';
import { deleteMember, listMembers, updateMemberRole, updateTeam } from './team.ts';
import type { EmulatedTeamMember, TruveraEmulator, TruveraEmulatorOptions } from './truvera-emulator.types.ts';

type Call = EmulatedCall<Operation> & { readonly actor: EmulatedTeamMember | undefined };

const run = {
  'Accept member invite': (state, { body }) => acceptInvitation(state, body),
  'Send invitations': (state, { body }) => sendInvitations(state, body),
  'Update team': (state, { body }) => updateTeam(state, body),
  'List invitations': (state, { query }) => listInvitations(state, query),
  'Resend invitation': (state, { ids }) => resendInvitation(state, ids.invitation_id ?? ''),
  'Cancel invitation': (state, { ids }) => cancelInvitation(state, ids.invitation_id ?? ''),
  'List members': (state, { query }) => listMembers(state, query),
  'Delete member': (state, { ids, actor }) => deleteMember(state, ids.user_id ?? '', actor),
  'Update member role': (state, { ids, body }) => updateMemberRole(state, ids.user_id ?? '', body),
} satisfies Record<Operation['name'], (state: State, call: Call) => EmulatedAnswer>;

/**
 * An emulator of Truvera's teams: written from its documents, with state, and as strict as they are. Shares no code with the client, so
 * that a mistake in one shows up in the other.
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
  // The email of each key's owner.
  const keys = new Map([[apiKey, 'omar@studio.example']]);
  // 200 requests in two minutes, then 429 and "wait up to a minute".
  const quota = createQuota({ now: options.now, limit: 200, windowMs: 120_000, blockMs: 60_000, untilSilent: false });

  function serve(call: EmulatedCall<Operation>): EmulatedAnswer {
    const key = bearerIn(call.headers);
    const holder = keys.get(key);
    if (holder === undefined) refuse(401, 'Unauthorized');
    if (quota.take(key) === 'refused') {
      refuse(429, 'Too many requests', options.retryAfter === true ? { 'retry-after': '60' } : {});
    }
    const { operation, ids, body } = call;
    if (operation === undefined) refuse(404, 'Not Found');
    if (body === malformed) refuse(400, 'The body is not JSON');
    if (ids.id !== undefined && !/^\d+$/.test(ids.id)) refuse(400, 'id must be an integer');
    const ours = ids.id === undefined || ids.id === String(state.team.id);
    const actor = ours ? state.members.find((member) => sameEmail(member.email, holder)) : undefined;
    checkPermission(operation.permission, actor);
    return run[operation.name](state, { ...call, actor });
  }

  const { changed, ...server } = await startProviderServer(options, {
    name: 'Truvera',
    operations,
    answer: serve,
    wrap(answer) {
      const isWrapped = options.wrapped === true && answer.status === 200 && answer.body !== undefined;
      return isWrapped ? { ...answer, body: { data: answer.body } } : answer;
    },
  });

  const pending = (invitationId: number) => {
    const found = state.invitations.find(({ id, status }) => id === invitationId && status === 'pending');
    if (found === undefined) throw new Error(`no invitation ${invitationId} is pending`);
    return found;
  };
  return {
    ...server,
    ...state,
    apiKey,
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
    addMember: ({ role = 'member', ...member }) => changed(addMember(state, { ...member, role })),
    dashboard: {
      invite: (email) => changed(invite(state, email)),
      cancel: (invitationId) => void changed(Object.assign(pending(invitationId), { status: 'canceled' })),
      removeMember(userId) {
        const nth = state.members.findIndex(({ id }) => id === userId);
        if (nth < 0) throw new Error(`there is no member ${userId}`);
        changed(state.members.splice(nth, 1));
      },
    },
    accept: (invitationId) => changed(accept(state, pending(invitationId))),
  };
}

/** Truvera has no 403: a missing permission is a 401. */
function checkPermission(permission: Operation['permission'], actor: EmulatedTeamMember | undefined): void {
  if (permission === 'anybody') return;
  if (permission === 'member') {
    if (actor === undefined) refuse(401, 'You are not a member of this team');
  } else if (actor === undefined || actor.role === 'member') {
    refuse(401, 'You are not the owner or the administrator of this team');
  }
}
