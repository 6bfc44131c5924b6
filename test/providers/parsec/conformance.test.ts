import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import {
  type GuestAccessBench,
  type GuestCall,
  guestAccessConformance,
  guestCalls,
} from '../conformance/guest-access.ts';
import { type MembersBench, membersConformance } from '../conformance/members.ts';
import { startParsec } from './start-parsec.ts';

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
const memberOperations = { find: 'Get Team Members', get: 'Get Team Member' } as const;
const unknownKey = 'tapi_nobody.bm90IGEga2V5';

async function guestAccessBench(options: Partial<ParsecEmulatorOptions>): Promise<GuestAccessBench> {
  const { emulator, client, parsec, now, advance, stop } = await startParsec(options);
  const held = () => emulator.invites.filter((invite) => !invite.hidden.cancelled);
  return {
    provider: 'parsec',
    guestAccess: parsec.guestAccess,
    now,
    advance,
    stop,
    trouble: (call, then, times = 1) => emulator.trouble({ operation: operations[call], times, then }),
    received: (call) => emulator.requests.filter((request) => request.operation === operations[call]).length,
    permissionFor: permissions,
    withKey(key) {
      if (key === 'unknown') return client(unknownKey).guestAccess;
      const left = guestCalls.map((call) => permissions[call]).filter((name) => name !== permissions[key.without]);
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

async function membersBench(): Promise<MembersBench> {
  const { emulator, client, parsec, now, advance, stop } = await startParsec();
  const permission = 'View Team Members';
  return {
    provider: 'parsec',
    members: parsec.members,
    now,
    advance,
    stop,
    trouble: (call, then, times = 1) => emulator.trouble({ operation: memberOperations[call], times, then }),
    received: (call) => emulator.requests.filter((request) => request.operation === memberOperations[call]).length,
    withKey: (key) => client(key === 'unknown' ? unknownKey : emulator.addKey(Object.values(permissions))).members,
    permission,
    addMember: (member) => String(emulator.addMember(member).user_id),
  };
}

guestAccessConformance('parsec', () => guestAccessBench({}));
guestAccessConformance('parsec, answering as its documents leave room for', () =>
  guestAccessBench({ bareInvites: true, createdStatus: 201, linkKey: 'link' }),
);
membersConformance('parsec', membersBench);
