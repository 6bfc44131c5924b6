import { sameEmail } from '../same-email.ts';
import { record, recordGuest } from './audit-log.ts';
import { disconnect, heldInvite } from './guest-ends.ts';
import { drop, isExpired } from './member-invites.ts';
import type { EmulatedInvite, ParsecActions } from './parsec-emulator.types.ts';
import type { State } from './state.ts';

/** The actions of guests and members at Parsec. */
export function createGuestsAndMembers(state: State, changed: <Result>(result: Result) => Result) {
  /** The invite of a guest who may connect now; throws when they may not. */
  function admitted(inviteId: string): EmulatedInvite {
    const invite = heldInvite(state, inviteId);
    const now = state.options.now();
    const machine = state.machines.find((each) => each.peer_id === invite.host_peer_id);
    if (invite.hidden.cancelled) throw new Error('the invite is cancelled');
    if (now < Date.parse(invite.starts_at)) throw new Error(`the invite starts at ${invite.starts_at}`);
    if (now >= Date.parse(invite.expires_at)) throw new Error(`the invite ended at ${invite.expires_at}`);
    if (machine?.is_online !== true) throw new Error('the machine is not online');
    return invite;
  }

  return {
    guestConnects(inviteId) {
      const invite = admitted(inviteId);
      Object.assign(invite.hidden, { used: true, connected: true });
      changed(recordGuest(state, invite, 'connects'));
    },
    guestFails: (inviteId) => changed(recordGuest(state, admitted(inviteId), 'fails')),
    guestLeaves: (inviteId) => changed(disconnect(state, heldInvite(state, inviteId))),
    memberJoins(email) {
      const invite = state.teamInvites.find((each) => sameEmail(each.email, email));
      if (invite === undefined) throw new Error(`${email} is not invited`);
      if (isExpired(state, invite)) throw new Error(`the invite ended at ${invite.expires_at}`);
      const member = {
        user_id: state.next.userId++,
        name: invite.email.split('@')[0] ?? '',
        email: invite.email,
        is_admin: false,
        group_ids: invite.group_id === null ? [] : [invite.group_id],
        team_app_rule_id: invite.team_app_rule_id,
        hidden: { isOwner: false, hasApiKeys: false },
      };
      state.members.push(member);
      for (const machine of state.machines) {
        if (machine.email === null || !sameEmail(machine.email, email)) continue;
        Object.assign(machine, { user_id: member.user_id, email: null });
      }
      drop(state, email);
      return changed(member);
    },
    memberConnects(machineId, userId) {
      const machine = state.machines.find((each) => each.id === machineId);
      if (machine?.is_online !== true) throw new Error('the machine is not online');
      if (!state.members.some((member) => member.user_id === userId)) throw new Error(`there is no member ${userId}`);
      machine.hidden.connected.push(userId);
      changed(record(state, 'p2p_client_complete', { peer_id: machine.peer_id, exit_code: 0 }, userId));
    },
  } satisfies Partial<ParsecActions>;
}
