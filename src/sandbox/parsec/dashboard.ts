import { cancelHeld } from './guest-invites.ts';
import { ksuid } from './ksuid.ts';
import { drop, hold } from './member-invites.ts';
import type { ParsecHands } from './parsec-emulator.types.ts';
import { type HeldInvite, heldInvite, type State, timestamp } from './state.ts';

type Dashboard = Pick<
  ParsecHands,
  'addMachine' | 'addMember' | 'addGroup' | 'addPermission' | 'addAppRule' | 'addRelay' | 'dashboard'
>;

/** What admins do at Parsec past the API. */
export function createDashboard(state: State, changed: () => void): Dashboard {
  const then = <Result>(result: Result): Result => {
    changed();
    return result;
  };
  const added = <Item>(list: Item[], item: Item): Item => {
    list.push(item);
    return then(item);
  };
  return {
    addMachine({ name, online = true, guestAccess = true }) {
      const peer = ksuid();
      return added(state.machines, {
        id: peer,
        peer_id: peer,
        name,
        user_id: null,
        team_group_ids: [],
        email: null,
        team_app_rule_id: null,
        is_online: online,
        is_guest_access: guestAccess,
        hidden: { connected: [] },
      });
    },
    addMember({ name, email, isAdmin = false, isOwner = false, hasApiKeys = false }) {
      return added(state.members, {
        user_id: state.next.userId++,
        name,
        email,
        is_admin: isAdmin,
        group_ids: [],
        team_app_rule_id: null,
        hidden: { isOwner, hasApiKeys },
      });
    },
    addGroup({ name, allowConnections = false }) {
      return added(state.groups, {
        id: state.next.groupId++,
        name,
        allow_connections_within_group: allowConnections,
        show_group_assigned_managed_hosts: allowConnections,
        show_user_assigned_managed_hosts: false,
        show_personal_hosts: false,
      });
    },
    addPermission: (groups) =>
      added(state.permissions, {
        ...groups,
        show_group_assigned_managed_hosts: true,
        show_user_assigned_managed_hosts: false,
        show_personal_hosts: false,
      }),
    addAppRule: ({ name }) => added(state.appRules, { id: `tar_${ksuid()}`, name }),
    addRelay: ({ name, address }) => added(state.relays, { id: ksuid(), name, address }),
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
        return added(state.invites, invite);
      },
      changeInvite(id, change) {
        Object.assign(heldInvite(state, id), change);
        changed();
      },
      cancelInvite(id) {
        cancelHeld(state, heldInvite(state, id));
        changed();
      },
      inviteMember: (email) => then(hold(state, email)),
      cancelMemberInvite(email) {
        if (drop(state, email) === undefined) throw new Error(`${email} is not invited`);
        changed();
      },
    },
  };
}
