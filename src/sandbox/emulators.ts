import type { MovableClock } from '../clock.ts';
import { startIntercodeEmulator } from './intercode/intercode-emulator.ts';
import { startParsecEmulator } from './parsec/parsec-emulator.ts';
import type { EmulatorOptions, ProviderServer } from './provider-server.types.ts';
import { seedIntercode, seedParsec, seedSnyk, seedTruvera } from './seed-data.ts';
import { startSnykEmulator } from './snyk/snyk-emulator.ts';
import { startTruveraEmulator } from './truvera/truvera-emulator.ts';

/** A standalone emulator: its server, the environment variables for Guestlist, and its current state. */
export type Emulator = {
  readonly server: ProviderServer;
  readonly environment: Readonly<Record<string, string>>;
  state(): Readonly<Record<string, unknown>>;
  /** A guest connects or leaves, where the system has guests. Throws when they cannot. */
  readonly guest?: (inviteId: string, here: boolean) => void;
};

type Start = (clock: MovableClock, port: number) => Promise<Emulator>;

function emulator<Server extends ProviderServer>(
  start: (options: EmulatorOptions) => Promise<Server>,
  seed: (server: Server) => void,
  describe: (server: Server) => Omit<Emulator, 'server'>,
): Start {
  return async ({ now }, port) => {
    const server = await start({ now, port });
    seed(server);
    return { server, ...describe(server) };
  };
}

/** Every emulator by provider, with the sandbox's seed data. */
export const emulators: Readonly<Record<string, Start>> = {
  parsec: emulator(startParsecEmulator, seedParsec, (server) => ({
    environment: { PARSEC_API_URL: server.url, PARSEC_API_KEY: server.apiKey, PARSEC_TEAM_ID: server.teamId },
    guest: (inviteId, here) => (here ? server.guestConnects(inviteId) : server.guestLeaves(inviteId)),
    state: () => ({
      credits: server.credits,
      machines: server.machines,
      members: server.members,
      groups: server.groups,
      permissions: server.permissions,
      appRules: server.appRules,
      teamInvites: server.teamInvites,
      invites: server.invites,
      relays: server.relays,
      events: server.events,
      mails: [...server.mails, ...server.teamMails],
    }),
  })),
  snyk: emulator(startSnykEmulator, seedSnyk, ({ url, token, orgId, roles, invitations, members, mails }) => {
    const names = roles.map(({ name, id }) => `${name}=${id}`).join(',');
    return {
      environment: { SNYK_API_URL: url, SNYK_TOKEN: token, SNYK_ORG_ID: orgId, SNYK_ROLES: names },
      state: () => ({ roles, invitations, members, mails }),
    };
  }),
  intercode: emulator(
    startIntercodeEmulator,
    seedIntercode,
    ({ url, token, team, users, teams, memberships, mails }) => ({
      environment: { INTERCODE_API_URL: url, INTERCODE_TOKEN: token, INTERCODE_TEAM_ID: team.id },
      state: () => ({ users, teams, memberships, mails }),
    }),
  ),
  truvera: emulator(startTruveraEmulator, seedTruvera, ({ url, apiKey, team, members, invitations, mails }) => ({
    environment: { TRUVERA_API_URL: url, TRUVERA_API_KEY: apiKey, TRUVERA_TEAM_ID: String(team.id) },
    state: () => ({ team, members, invitations, mails }),
  })),
};
