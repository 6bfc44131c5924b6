import { heldInvite } from './guest-ends.ts';
import { cancelHeld } from './guest-invites.ts';
import { ksuid } from './ksuid.ts';
import { drop, hold } from './member-invites.ts';
import type { EmulatedInvite, ParsecActions } from './parsec-emulator.types.ts';
import { type State, showsOf, timestamp } from './state.ts';

/** What admins do in Parsec's dashboard. */
export function createDashboard(state: State, changed: <Result>(result: Result) => Result) {
  const added = <Item>(list: Item[], item: Item): Item => {
    list.push(item);
    return changed(item);
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
        ...showsOf(false),
        show_group_assigned_managed_hosts: allowConnections,
      });
    },
    addPermission: (groups) =>
      added(state.permissions, {
        ...groups,
        ...showsOf(false),
        show_group_assigned_managed_hosts: true,
      }),
    addAppRule: ({ name }) => added(state.appRules, { id: `tar_${ksuid()}`, name }),
    addRelay: ({ name, address }) => added(state.relays, { id: ksuid(), name, address }),
    dashboard: {
      createInvite(wanted) {
        const now = state.options.now();
        const invite: EmulatedInvite = {
          id: ksuid(),
          team_id: state.teamId,
          event_name: 'Dashboard invite',
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
        changed(Object.assign(heldInvite(state, id), change));
      },
      cancelInvite: (id) => changed(cancelHeld(state, heldInvite(state, id))),
      changeMachine(id, change) {
        const machine = state.machines.find((one) => one.id === id);
        if (machine === undefined) throw new Error(`there is no machine ${id}`);
        changed(Object.assign(machine, change));
      },
      buyCredits(count) {
        state.credits += count;
        changed(count);
      },
      inviteMember: (email) => changed(hold(state, email)),
      cancelMemberInvite(email) {
        if (changed(drop(state, email)) === undefined) throw new Error(`${email} is not invited`);
      },
    },
  } satisfies Partial<ParsecActions>;
}
