import { cancelHeld } from './guest-invites.ts';
import type { ParsecEmulator } from './parsec-emulator.types.ts';
import { type HeldInvite, ksuid, type State, settle, timestamp } from './state.ts';

type Hands = Pick<ParsecEmulator, 'addMachine' | 'addMember' | 'dashboard' | 'guestConnects' | 'guestLeaves'>;

/** What people do at Parsec past the API: in the dashboard, on their machines, as guests. */
export function createDashboard(state: State, changed: () => void): Hands {
  const held = (id: string): HeldInvite => {
    settle(state);
    const invite = state.invites.find((each) => each.id === id);
    if (invite === undefined) throw new Error(`there is no invite ${id}`);
    return invite;
  };
  return {
    addMachine({ name, online = true, guestAccess = true }) {
      const peer = ksuid();
      const machine = { id: peer, peer_id: peer, name, user_id: null, is_online: online, is_guest_access: guestAccess };
      state.machines.push(machine);
      changed();
      return machine;
    },
    addMember({ name, email, isAdmin = false }) {
      const member = { user_id: 1000 + state.members.length, name, email, is_admin: isAdmin };
      state.members.push(member);
      changed();
      return member;
    },
    dashboard: {
      createInvite(wanted) {
        const now = state.options.now();
        const invite: HeldInvite = {
          id: ksuid(),
          team_id: state.teamId,
          event_name: 'Made in the dashboard',
          keyboard: true,
          mouse: true,
          gamepad: false,
          time_zone: 'UTC',
          starts_at: timestamp(now + 60_000),
          expires_at: timestamp(now + 3_660_000),
          message: '',
          created_at: timestamp(now),
          ...wanted,
          hidden: { charged: true, used: false, connected: false, cancelled: false, settled: false },
        };
        state.credits -= 1;
        state.invites.push(invite);
        changed();
        return invite;
      },
      changeInvite(id, change) {
        Object.assign(held(id), change);
        changed();
      },
      cancelInvite(id) {
        cancelHeld(state, held(id));
        changed();
      },
    },
    guestConnects(inviteId) {
      const invite = held(inviteId);
      const now = state.options.now();
      const machine = state.machines.find((each) => each.peer_id === invite.host_peer_id);
      if (invite.hidden.cancelled) throw new Error('the invite is cancelled');
      if (now < Date.parse(invite.starts_at)) throw new Error(`the invite starts at ${invite.starts_at}`);
      if (now >= Date.parse(invite.expires_at)) throw new Error(`the invite ended at ${invite.expires_at}`);
      if (machine?.is_online !== true) throw new Error('the machine is not online');
      invite.hidden.used = true;
      invite.hidden.connected = true;
      changed();
    },
    guestLeaves(inviteId) {
      held(inviteId).hidden.connected = false;
      changed();
    },
  };
}
