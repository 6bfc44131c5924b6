import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { atServer } from '../conformance/bench.ts';
import type { MemberInvitesBench } from '../conformance/member-invites.ts';
import { unknownKey } from './samples.ts';
import { startParsec } from './start-parsec.ts';

// The names are those of Parsec's documents.
const operations = {
  invite: 'Create Team Invites',
  pending: 'Get Team Invites',
  cancel: 'Cancel Team Invites',
  resend: 'Resend Team Invites',
} as const;
const permissions = {
  invite: 'Create Team Invites',
  pending: 'View Team Invites',
  cancel: 'Delete Team Invites',
  resend: 'Create Team Invites',
} as const;

export async function memberInvitesBench(options: Partial<ParsecEmulatorOptions>): Promise<MemberInvitesBench> {
  const { emulator, client, parsec, now, advance, stop } = await startParsec(options);
  return {
    provider: 'parsec',
    memberInvites: parsec.memberInvites,
    now,
    advance,
    stop,
    ...atServer(emulator, operations),
    permissionFor: permissions,
    withKey(key) {
      if (key === 'unknown') return client(unknownKey).memberInvites;
      const all = [...Object.values(permissions), 'View Team Members'];
      return client(emulator.addKey(all.filter((name) => name !== permissions[key.without]))).memberInvites;
    },
    terms: { sendEmail: true },
    // Parsec's invites have no ids: the email stands in.
    held: () => emulator.teamInvites.map(({ email }) => ({ inviteId: email, email })),
    mailsTo: (email) => emulator.teamMails.filter(({ to }) => to === email).length,
    dashboardInvites: (email) => emulator.dashboard.inviteMember(email).email,
    dashboardCancels: (email) => emulator.dashboard.cancelMemberInvite(email),
    accepts: (email) => void emulator.memberJoins(email),
  };
}
