import type { ProviderServer } from '../provider-server.types.ts';

export type EmulatedUser = {
  readonly id: number;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly globalRole: 'User' | 'Admin' | 'Super Admin';
  /** What the user pays for: people in a team of his, and teams. */
  readonly plan: { readonly usersLimit: number; readonly teamsLimit: number };
  /** The team a token acts in. */
  currentTeamId: string | undefined;
};

export type EmulatedTeam = { readonly id: string; readonly name: string; usersLimit: number };

/** A user in a team, or invited to it. */
export type EmulatedMembership = {
  readonly id: number;
  readonly userId: number;
  readonly teamId: string;
  /** `Owner`, `Manager`, `Viewer`, or what else the deployment has. */
  role: string;
  invitationAccepted: boolean;
};

export type NewPerson = {
  readonly email: string;
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly phone?: string | null;
  readonly role?: string;
};

export type IntercodeEmulator = ProviderServer & {
  readonly team: EmulatedTeam;
  /** The owner's, who is an admin of the deployment too. */
  readonly token: string;
  readonly users: readonly EmulatedUser[];
  readonly teams: readonly EmulatedTeam[];
  readonly memberships: readonly EmulatedMembership[];
  readonly mails: readonly { readonly to: string; readonly about: 'invited' | 'new owner'; readonly teamId: string }[];
  /** A token of a user by e-mail; somebody new has the team as the current one, without being in it. */
  readonly addToken: (email: string) => string;
  readonly addMember: (person: NewPerson) => EmulatedMembership;
  /** Another team of the deployment. */
  readonly addTeam: (name: string) => EmulatedTeam;
  /** Puts somebody in a team, or invites him, without a mail. */
  readonly join: (teamId: string, person: NewPerson, how: 'member' | 'invited') => EmulatedMembership;
  /** As somebody would on the deployment's own pages; by user id, in the team. */
  readonly dashboard: {
    readonly invite: (person: NewPerson) => EmulatedMembership;
    readonly cancel: (userId: number) => void;
    readonly removeMember: (userId: number) => void;
  };
  /** The invited person accepts. */
  readonly accept: (userId: number) => void;
};

/** Choices where the documents leave room; each default is the documents' own wording or the strict reading. */
export type IntercodeEmulatorOptions = {
  readonly now: () => number;
  readonly port?: number;
  readonly teamId?: string;
  readonly token?: string;
  /** What people can be invited as. Default Viewer, Manager and Owner. */
  readonly roles?: readonly string[];
  /** How many the team takes, invited people too. Default 25. */
  readonly usersLimit?: number;
  /** What is done with somebody who is invited or a member already: refused, or passed over with a success. */
  readonly duplicates?: 'refuse' | 'pass over';
  /** What "cancelling" a member does. Default: not found. */
  readonly cancelOfMember?: 'not found' | 'removes';
  /** The numbers of refusals: by their texts, or 400 for all of them. */
  readonly numbers?: 'by text' | 'always 400';
  /** The bodies of refusals: the kit's own, or those of its framework. */
  readonly faults?: 'kit' | 'framework';
  /** Put `{data}` around what is answered bare. */
  readonly wrapped?: boolean;
};
