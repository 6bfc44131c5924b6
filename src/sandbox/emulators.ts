import type { MovableClock } from '../clock.ts';
import { fillIntercode, fillParsec, fillSnyk, fillTruvera, STARTING_CREDITS } from './cast.ts';
import { startIntercodeEmulator } from './intercode/intercode-emulator.ts';
import { startParsecEmulator } from './parsec/parsec-emulator.ts';
import type { ProviderServer } from './provider-server.types.ts';
import { startSnykEmulator } from './snyk/snyk-emulator.ts';
import { startTruveraEmulator } from './truvera/truvera-emulator.ts';

/** An emulator on its own: its server, what points Guestlist at it, and what it holds now. */
export type Emulator = {
  readonly server: ProviderServer;
  readonly environment: Readonly<Record<string, string>>;
  held(): Readonly<Record<string, unknown>>;
};

type Start = (clock: MovableClock, port: number) => Promise<Emulator>;

/** Every emulator by its provider's name, with the people and things of the sandbox in it. */
export const emulators: Readonly<Record<string, Start>> = {
  parsec: async ({ now }, port) => {
    const server = await startParsecEmulator({ now, port, credits: STARTING_CREDITS });
    fillParsec(server);
    const { url, apiKey, teamId } = server;
    return {
      server,
      environment: { PARSEC_API_URL: url, PARSEC_API_KEY: apiKey, PARSEC_TEAM_ID: teamId },
      held: () => {
        const { machines, members, groups, permissions, appRules, teamInvites, invites, credits, events, relays } =
          server;
        const mails = [...server.mails, ...server.teamMails];
        return {
          credits,
          machines,
          members,
          groups,
          permissions,
          appRules,
          teamInvites,
          invites,
          relays,
          events,
          mails,
        };
      },
    };
  },
  snyk: async ({ now }, port) => {
    const server = await startSnykEmulator({ now, port });
    fillSnyk(server);
    const { url, token, orgId, roles } = server;
    const names = roles.map(({ name, id }) => `${name}=${id}`).join(',');
    return {
      server,
      environment: { SNYK_API_URL: url, SNYK_TOKEN: token, SNYK_ORG_ID: orgId, SNYK_ROLES: names },
      held: () => ({ roles, invitations: server.invitations, members: server.members, mails: server.mails }),
    };
  },
  intercode: async ({ now }, port) => {
    const server = await startIntercodeEmulator({ now, port });
    fillIntercode(server);
    const { url, token, team } = server;
    return {
      server,
      environment: { INTERCODE_API_URL: url, INTERCODE_TOKEN: token, INTERCODE_TEAM_ID: team.id },
      held: () => ({ users: server.users, teams: server.teams, memberships: server.memberships, mails: server.mails }),
    };
  },
  truvera: async ({ now }, port) => {
    const server = await startTruveraEmulator({ now, port });
    fillTruvera(server);
    const { url, apiKey, team } = server;
    return {
      server,
      environment: { TRUVERA_API_URL: url, TRUVERA_API_KEY: apiKey, TRUVERA_TEAM_ID: String(team.id) },
      held: () => ({ team, members: server.members, invitations: server.invitations, mails: server.mails }),
    };
  },
};
