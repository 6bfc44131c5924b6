import type { EmulatedUser, IntercodeEmulator } from '../intercode/intercode-emulator.types.ts';
import { operations as intercodeOperations } from '../intercode/operations.ts';
import type { PageSystem } from '../page/page-state.types.ts';
import { operationsOf } from '../parsec/operations.ts';
import type { ParsecEmulator } from '../parsec/parsec-emulator.types.ts';
import type { EmulatedOperation, ProviderServer } from '../provider-server.types.ts';
import { operations as snykOperations } from '../snyk/operations.ts';
import type { SnykEmulator } from '../snyk/snyk-emulator.types.ts';
import { operations as truveraOperations } from '../truvera/operations.ts';
import type { TruveraEmulator } from '../truvera/truvera-emulator.types.ts';
import { createMood, type Mood } from './mood.ts';
import type { Servers } from './world.ts';

/** A system that people are invited to, as the page shows and moves it. */
export type System = {
  readonly name: string;
  readonly label: string;
  readonly mood: Mood;
  readonly onChange: ProviderServer['onChange'];
  readonly held: () => Pick<PageSystem, 'waiting' | 'members' | 'mails'>;
  /** Whoever waits follows the link in the mail. Throws when nobody with this id waits. */
  readonly join: (id: string) => void;
  /** An admin takes the invite back in the system's own pages. Throws when nobody with this id waits. */
  readonly cancel: (id: string) => void;
};

/** Those of the four that are there, in the order they are offered. */
export function systemsOf({ parsec, snyk, truvera, intercode }: Servers): readonly System[] {
  return [
    system('parsec', 'Parsec', parsec, operationsOf(false), parsecPeople(parsec)),
    ...(snyk === undefined ? [] : [system('snyk', 'Snyk', snyk, snykOperations, snykPeople(snyk))]),
    ...(truvera === undefined
      ? []
      : [system('truvera', 'Truvera', truvera, truveraOperations, truveraPeople(truvera))]),
    ...(intercode === undefined
      ? []
      : [system('intercode', 'Intercode', intercode, intercodeOperations, intercodePeople(intercode))]),
  ];
}

type People = Pick<System, 'held' | 'join' | 'cancel'>;

function system(
  name: string,
  label: string,
  server: ProviderServer,
  operations: readonly EmulatedOperation[],
  people: People,
): System {
  return { name, label, mood: createMood(server, operations), onChange: server.onChange, ...people };
}

const parsecPeople = (parsec: ParsecEmulator): People => ({
  held: () => ({
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
  held: () => ({
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
  held: () => ({
    waiting: truvera.invitations
      .filter((one) => one.status === 'pending')
      .map(({ id, email }) => ({ id: String(id), who: email })),
    members: truvera.members.map(({ id, name, email, role }) => ({
      id: String(id),
      who: `${name}, ${email}`,
      as: role === 'member' ? undefined : role,
    })),
    mails: truvera.mails.map(({ to, about }) => ({ to, about })),
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
    held: () => ({
      waiting: inTeam(false),
      members: inTeam(true),
      mails: intercode.mails.map(({ to, about }) => ({ to, about })),
    }),
    join: (id) => intercode.accept(Number(id)),
    cancel: (id) => intercode.dashboard.cancel(Number(id)),
  };
}

function nameAndEmail({ firstName, lastName, email }: EmulatedUser): string {
  return [[firstName, lastName].filter(Boolean).join(' '), email].filter(Boolean).join(', ');
}
