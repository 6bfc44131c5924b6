import type { EmulatorOptions, ProviderServer } from '../provider-server.types.ts';

export type TeamRole = 'owner' | 'administrator' | 'member';

export type EmulatedTeamMember = { readonly id: number; readonly name: string; readonly email: string; role: TeamRole };

export type EmulatedTeamInvitation = {
  readonly id: number;
  readonly email: string;
  status: 'pending' | 'accepted' | 'canceled';
  /** Not on the wire: the token in the email, and when it was last resent, epoch ms. */
  readonly hidden: { readonly token: string; resentAt: number | undefined };
};

export type EmulatedTeam = {
  readonly id: number;
  name: string;
  retentionPolicy: Readonly<Record<string, unknown>>;
  storeSubjectRef: boolean;
};

export type TruveraEmulator = ProviderServer & {
  readonly team: EmulatedTeam;
  /** The owner's key. */
  readonly apiKey: string;
  readonly members: readonly EmulatedTeamMember[];
  /** Accepted and cancelled ones too. */
  readonly invitations: readonly EmulatedTeamInvitation[];
  readonly mails: readonly {
    readonly to: string;
    readonly about: 'invited' | 'resent';
    readonly invitationId: number;
  }[];
  /** How many more invites the plan allows; undefined: unlimited. */
  invitesLeft: number | undefined;
  /** Creates a key for an email, whether it is a member's or not. */
  readonly addKey: (email: string) => string;
  readonly addMember: (member: { name: string; email: string; role?: TeamRole }) => EmulatedTeamMember;
  /** As in Truvera's own dashboard. */
  readonly dashboard: {
    readonly invite: (email: string) => EmulatedTeamInvitation;
    readonly cancel: (invitationId: number) => void;
    readonly removeMember: (userId: number) => void;
  };
  /** The invited person follows the link in the mail. */
  readonly accept: (invitationId: number) => void;
};

/** Variants where the documents leave room; the defaults follow the documents or their strict reading. */
export type TruveraEmulatorOptions = EmulatorOptions & {
  readonly teamId?: number;
  readonly apiKey?: string;
  /** What happens with addresses that are already invited or members. */
  readonly duplicates?: 'refuse' | 'pass over' | 'repeat';
  /** The status for cancelling or resending an accepted or cancelled invitation. Default 404. */
  readonly settled?: 400 | 404;
  /** Wrap responses in `{data}`. */
  readonly wrapped?: boolean;
  /** Send Retry-After on 429. Not documented. */
  readonly retryAfter?: boolean;
};
