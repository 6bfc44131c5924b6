import { afterEach } from 'vitest';
import type { Invitee } from '../../../src/providers/provider.ts';
import type { IntercodeEmulatorOptions } from '../../../src/sandbox/intercode/intercode-emulator.types.ts';
import { value } from '../conformance/bench.ts';
import { startIntercode } from './start-intercode.ts';

export const terms = { roleId: 'Viewer', sendEmail: true };
export const ana = { email: 'ana@example.com', firstName: 'Ana', lastName: 'Lima', phone: '+351 210 000 000' };

/** A client and an emulator for each test of a file, and functions that invite Ana and others; `begin` starts them. */
export function withAna() {
  let bench: Awaited<ReturnType<typeof startIntercode>>;
  afterEach(() => bench.stop());

  const invites = () => bench.intercode.memberInvites;
  async function invite(person: Invitee, roleId = 'Viewer') {
    const [result] = value(await invites().invite([person], { ...terms, roleId }));
    return result;
  }
  const idOf = (email: string) => String(bench.emulator.users.find((user) => user.email === email)?.id);
  return {
    begin: async (options: Partial<IntercodeEmulatorOptions> = {}) => {
      bench = await startIntercode(options);
    },
    bench: () => bench,
    invites,
    invite,
    /** The outcome's word: `invited`, or the code of the Problem. */
    outcome: async (person: Invitee, roleId?: string) => {
      const result = await invite(person, roleId);
      return result?.outcome === 'invited' ? 'invited' : result?.outcome.code;
    },
    idOf,
    membership: (email: string) =>
      bench.emulator.memberships.find(({ userId, teamId }) => String(userId) === idOf(email) && teamId === 'team_1'),
    sentTo: (operation: string) => bench.emulator.requests.filter((request) => request.operation === operation),
  };
}
