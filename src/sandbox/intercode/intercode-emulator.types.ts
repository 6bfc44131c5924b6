import type { EmulatorOptions, ProviderServer } from '../provider-server.types.ts';

export type EmulatedUser = {
  readonly id: number;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly globalRole: 'User' | 'Admin' | 'Super Admin';
  /** The limits of the user's plan. */
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
  /** `Owner`, `Manager`, `Viewer`, or another role of the deployment. */
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
  /** The token of the owner, who is also an admin of the deployment. */
  readonly token: string;
  readonly users: readonly EmulatedUser[];
  readonly teams: readonly EmulatedTeam[];
  readonly memberships: readonly EmulatedMembership[];
  readonly mails: readonly { readonly to: string; readonly about: 'invited' | 'new owner'; readonly teamId: string }[];
  /** Creates a token for a user by email. A new user has the team as the current one without being in it. */
  readonly addToken: (email: string) => string;
  readonly addMember: (person: NewPerson) => EmulatedMembership;
  /** Adds another team to the deployment. */
  readonly addTeam: (name: string) => EmulatedTeam;
  /** Adds a person to a team, or invites them, without an email. */
  readonly join: (teamId: string, person: NewPerson, how: 'member' | 'invited') => EmulatedMembership;
  /** As on the deployment's own pages; by user id, in the team. */
  readonly dashboard: {
    readonly invite: (person: NewPerson) => EmulatedMembership;
    readonly cancel: (userId: number) => void;
    readonly removeMember: (userId: number) => void;
  };
  /** The invited person accepts. */
  readonly accept: (userId: number) => void;
};

/** Variants where the documents leave room; the defaults follow the documents or their strict reading. */
export type IntercodeEmulatorOptions = EmulatorOptions & {
  readonly teamId?: string;
  readonly token?: string;
  /** The roles for invites. Default Viewer, Manager and Owner. */
  readonly roles?: readonly string[];
  /** The size limit of the team, with invited people. Default 25. */
  readonly usersLimit?: number;
  /** What happens with a person who is already invited or a member: refused, or skipped with a success. */
  readonly duplicates?: 'refuse' | 'pass over';
  /** What cancelling a member does. Default: not found. */
  readonly cancelOfMember?: 'not found' | 'removes';
  /** The status of refusals: by message, or always 400. */
  readonly numbers?: 'by text' | 'always 400';
  /** The format of refusals: the kit's own, or its framework's. */
  readonly faults?: 'kit' | 'framework';
  /** Wrap responses in `{data}`. */
  readonly wrapped?: boolean;
};
