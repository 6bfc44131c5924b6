import { createParsec } from '../../../src/providers/parsec/index.ts';
import { routes } from '../../../src/providers/parsec/routes.ts';
import { operations as operationsServed } from '../../../src/sandbox/parsec/operations.ts';
import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { atServer } from '../conformance/bench.ts';
import type { Benches } from '../conformance/benches.ts';
import type { ConnectionsBench } from '../conformance/connections.ts';
import type { GuestAccessBench, GuestCall } from '../conformance/guest-access.ts';
import type { MembersBench } from '../conformance/members.ts';
import { memberInvitesBench } from './member-invites-bench.ts';
import { samples, startOperations, unknownKey } from './samples.ts';
import { startParsec } from './start-parsec.ts';
import { startTeam } from './team-bench.ts';

// The names are those of Parsec's documents.
const operations: Record<GuestCall, string> = {
  hosts: 'Get Team Machines',
  create: 'Create Guest Access Invite',
  list: 'Get Guest Access Invites',
  get: 'Get Guest Access Invite',
  update: 'Update Guest Access Invite',
  cancel: 'Cancel Guest Access Invite',
  kick: 'Kick Guest Access Guest',
  credits: 'Get Guest Access Invite Credits',
};
const permissions: Record<GuestCall, string> = {
  hosts: 'View Team Computers',
  create: 'Create Guest Access Links',
  list: 'View Guest Access Links',
  get: 'View Guest Access Links',
  update: 'Manage Guest Access Links',
  cancel: 'Manage Guest Access Links',
  kick: 'Team Machine Kick Guest',
  credits: 'View Credit Balance',
};
const memberOperations = {
  find: 'Get Team Members',
  get: 'Get Team Member',
  remove: 'Remove Team Member',
  setRole: '(Parsec has no roles)',
} as const;

async function guestAccessBench(options: Partial<ParsecEmulatorOptions>): Promise<GuestAccessBench> {
  const { emulator, client, parsec, now, advance, stop } = await startParsec(options);
  const held = () => emulator.invites.filter((invite) => !invite.hidden.cancelled);
  return {
    provider: 'parsec',
    guestAccess: parsec.guestAccess,
    now,
    advance,
    stop,
    ...atServer(emulator, operations),
    permissionFor: permissions,
    withKey(key) {
      if (key === 'unknown') return client(unknownKey).guestAccess;
      const left = Object.values(permissions).filter((name) => name !== permissions[key.without]);
      return client(emulator.addKey(left)).guestAccess;
    },
    addHost: (host) => emulator.addMachine(host).peer_id,
    held: () =>
      held().map((invite) => ({
        id: invite.id,
        guestEmail: invite.guest_email,
        hostId: invite.host_peer_id,
        endsAt: Date.parse(invite.expires_at),
        gamepad: invite.gamepad,
      })),
    mails: () => emulator.mails.map(({ to, about }) => ({ to, about })),
    get credits() {
      return emulator.credits;
    },
    set credits(left) {
      emulator.credits = left;
    },
    dashboardInvites: (guest_email, host_peer_id) => emulator.dashboard.createInvite({ guest_email, host_peer_id }).id,
    dashboardCancels: (id) => emulator.dashboard.cancelInvite(id),
    guestConnects: (id) => emulator.guestConnects(id),
    isConnected: (id) => emulator.invites.some((invite) => invite.id === id && invite.hidden.connected),
  };
}

async function connectionsBench(options: Partial<ParsecEmulatorOptions>): Promise<ConnectionsBench> {
  const { emulator, client, parsec, now, advance, stop } = await startParsec(options);
  const permission = 'Access Audit Log';
  return {
    provider: 'parsec',
    connections: parsec.connections,
    now,
    advance,
    stop,
    ...atServer(emulator, { page: 'Get Audit Log Events' }),
    permission,
    withKey: (key) => client(key === 'unknown' ? unknownKey : emulator.addKey(Object.values(permissions))).connections,
    addGuest(guest_email) {
      const { peer_id } = emulator.addMachine({ name: 'Edit 7' });
      const starts_at = new Date(now()).toISOString();
      emulator.dashboard.createInvite({ guest_email, host_peer_id: peer_id, starts_at });
      return peer_id;
    },
    guest(email, what) {
      const id = emulator.invites.find((invite) => invite.guest_email === email)?.id ?? '';
      if (what === 'connects') emulator.guestConnects(id);
      else if (what === 'fails') emulator.guestFails(id);
      else emulator.guestLeaves(id);
    },
    addOddEvents() {
      const odd = { team_id: '', user_id: null, email: null, timestamp: new Date(now()).toISOString() };
      const id = (nth: number) => `00000000000000000000000000${nth}`;
      emulator.events.push(
        { ...odd, id: id(1), event_name: 'p2p_client_complete', data: {} },
        { ...odd, id: id(2), event_name: 'p2p_client_complete', data: { exit_code: 'fine', host_peer_id: [7] } },
        { ...odd, id: id(3), event_name: 'p2p_client_complete', data: { exit_code: 4 } },
        { ...odd, id: id(4), event_name: 'conn_client_offer', data: { exit_code: 0 } },
      );
    },
  };
}

async function membersBench(options: Partial<ParsecEmulatorOptions>): Promise<MembersBench> {
  const { emulator, client, parsec, now, advance, stop } = await startParsec(options);
  const view = 'View Team Members';
  return {
    provider: 'parsec',
    members: parsec.members,
    now,
    advance,
    stop,
    ...atServer(emulator, memberOperations),
    withKey: (key) => client(key === 'unknown' ? unknownKey : emulator.addKey(Object.values(permissions))).members,
    permissionFor: { find: view, get: view, remove: 'Remove Team Members', setRole: '' },
    addMember: (member) => String(emulator.addMember(member).user_id),
    roleOf: (id) => (emulator.members.some((member) => String(member.user_id) === id) ? '' : undefined),
  };
}

export const parsecBenches: Benches = {
  make: (deps) => createParsec({ apiKey: 'tapi_a.b', teamId: 'team', apiUrl: 'http://127.0.0.1:1' }, deps),
  guestAccess: {
    'as documented': () => guestAccessBench({}),
    'answering as its documents leave room for': () =>
      guestAccessBench({ bareInvites: true, createdStatus: 201, linkKey: 'link' }),
    bare: () => guestAccessBench({ bare: true }),
  },
  connections: {
    'as documented': () => connectionsBench({}),
    'ending its pages as its documents leave room for': () => connectionsBench({ lastCursor: 'repeated' }),
  },
  members: { 'as documented': () => membersBench({}), bare: () => membersBench({ bare: true }) },
  memberInvites: {
    'as documented': () => memberInvitesBench({}),
    'answering as its documents leave room for': () =>
      memberInvitesBench({ bare: true, createdStatus: 201, partialBatches: true }),
  },
  team: startTeam,
  operations: { routes, samples, served: operationsServed.map(([name]) => name), start: () => startOperations({}) },
};
