import type { MovableClock } from '../../clock.ts';
import type { BotControl } from '../bot-control.ts';
import type { EmulatedUser, IntercodeEmulator } from '../intercode/intercode-emulator.types.ts';
import type { PageSystem } from '../page/page-state.types.ts';
import type { ParsecEmulator } from '../parsec/parsec-emulator.types.ts';
import type { ProviderServer } from '../provider-server.types.ts';
import type { SlackServer } from '../slack/slack-server.types.ts';
import type { SnykEmulator } from '../snyk/snyk-emulator.types.ts';
import type { TruveraEmulator } from '../truvera/truvera-emulator.types.ts';
import { createFaultMode, type FaultMode } from './fault-mode.ts';

/** The servers behind the page. An emulator that does not run is not offered. */
export type Servers = {
  readonly slack: SlackServer;
  readonly parsec?: ParsecEmulator;
  readonly snyk?: SnykEmulator;
  readonly truvera?: TruveraEmulator;
  readonly intercode?: IntercodeEmulator;
  readonly clock: MovableClock;
  /** Undefined for a bot that runs elsewhere. */
  readonly bot?: BotControl;
};

/** A system that people are invited to, as the page shows and controls it. */
export type System = {
  readonly name: string;
  readonly label: string;
  readonly faultMode: FaultMode;
  readonly onChange: ProviderServer['onChange'];
  readonly people: () => Pick<PageSystem, 'waiting' | 'members' | 'mails'>;
  /** The pending person follows the link in the mail. Throws when nobody with this id is pending. */
  readonly join: (id: string) => void;
  /** An admin cancels the invite in the system's own pages. Throws when nobody with this id is pending. */
  readonly cancel: (id: string) => void;
};

/** The emulators that run, in the order the page offers them. */
export function systemsOf({ parsec, snyk, truvera, intercode }: Servers): readonly System[] {
  return [
    system('parsec', 'Parsec', parsec, parsecPeople),
    system('snyk', 'Snyk', snyk, snykPeople),
    system('truvera', 'Truvera', truvera, truveraPeople),
    system('intercode', 'Intercode', intercode, intercodePeople),
  ].flat();
}

type People = Pick<System, 'people' | 'join' | 'cancel'>;

function system<Server extends ProviderServer>(
  name: string,
  label: string,
  server: Server | undefined,
  peopleOf: (server: Server) => People,
): System[] {
  if (server === undefined) return [];
  return [{ name, label, faultMode: createFaultMode(server), onChange: server.onChange, ...peopleOf(server) }];
}

const parsecPeople = (parsec: ParsecEmulator): People => ({
  people: () => ({
    waiting: parsec.teamInvites.map(({ email, group_id }) => ({
      id: email,
      who: email,
      as: parsec.groups.find((group) => group.id === group_id)?.name,
    })),
    members: parsec.members.map(({ user_id, name, email, is_admin, hidden }) => ({
      id: String(user_id),
      who: `${name}, ${email}`,
      as: hidden.isOwner ? 'owner' : is_admin ? 'admin' : undefined,
    })),
    mails: parsec.teamMails,
  }),
  join: (id) => void parsec.memberJoins(id),
  cancel: (id) => parsec.dashboard.cancelMemberInvite(id),
});

const snykPeople = (snyk: SnykEmulator): People => ({
  people: () => ({
    waiting: snyk.invitations
      .filter((one) => one.is_active)
      .map(({ id, email, role }) => ({ id, who: email, as: snyk.roles.find((each) => each.id === role)?.name })),
    members: snyk.members.map((email) => ({ id: email, who: email })),
    mails: snyk.mails.map(({ to }) => ({ to, about: 'invited' })),
  }),
  join: (id) => snyk.accept(id),
  cancel: (id) => snyk.dashboard.cancel(id),
});

const truveraPeople = (truvera: TruveraEmulator): People => ({
  people: () => ({
    waiting: truvera.invitations
      .filter((one) => one.status === 'pending')
      .map(({ id, email }) => ({ id: String(id), who: email })),
    members: truvera.members.map(({ id, name, email, role }) => ({
      id: String(id),
      who: `${name}, ${email}`,
      as: role === 'member' ? undefined : role,
    })),
    mails: truvera.mails,
  }),
  join: (id) => truvera.accept(Number(id)),
  cancel: (id) => truvera.dashboard.cancel(Number(id)),
});

function intercodePeople(intercode: IntercodeEmulator): People {
  const inTeam = (accepted: boolean) =>
    intercode.memberships
      .filter((one) => one.teamId === intercode.team.id && one.invitationAccepted === accepted)
      .map(({ userId, role }) => {
        const user = intercode.users.find((one) => one.id === userId);
        return { id: String(userId), who: user === undefined ? String(userId) : nameAndEmail(user), as: role };
      });
  return {
    people: () => ({ waiting: inTeam(false), members: inTeam(true), mails: intercode.mails }),
    join: (id) => intercode.accept(Number(id)),
    cancel: (id) => intercode.dashboard.cancel(Number(id)),
  };
}

function nameAndEmail({ firstName, lastName, email }: EmulatedUser): string {
  return [[firstName, lastName].filter(Boolean).join(' '), email].filter(Boolean).join(', ');
}
