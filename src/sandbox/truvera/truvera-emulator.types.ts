import type { ProviderServer } from '../provider-server.types.ts';

export type TeamRole = 'owner' | 'administrator' | 'member';

export type EmulatedTeamMember = { readonly id: number; readonly name: string; readonly email: string; role: TeamRole };

export type EmulatedTeamInvitation = {
  readonly id: number;
  readonly email: string;
  status: 'pending' | 'accepted' | 'canceled';
  /** Not on the wire: what the mail holds, and when it was last sent again, epoch ms. */
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
  /** How many more the plan takes; undefined: as many as there are. */
  invitesLeft: number | undefined;
  /** A key of a member by e-mail, or of somebody the team does not know. */
  readonly addKey: (email: string) => string;
  readonly addMember: (member: { name: string; email: string; role?: TeamRole }) => EmulatedTeamMember;
  /** As somebody would in Truvera's own dashboard. */
  readonly dashboard: {
    readonly invite: (email: string) => EmulatedTeamInvitation;
    readonly cancel: (invitationId: number) => void;
    readonly removeMember: (userId: number) => void;
  };
  /** The invited person follows the link in the mail. */
  readonly accept: (invitationId: number) => void;
};

/** Choices where the documents leave room; each default is the documents' own wording or the strict reading. */
export type TruveraEmulatorOptions = {
  readonly now: () => number;
  readonly port?: number;
  readonly teamId?: number;
  readonly apiKey?: string;
  /** What is done with addresses that are invited or members already: all refused with 400, passed over, or invited again. */
  readonly duplicates?: 'refuse' | 'pass over' | 'repeat';
  /** What a cancelled or accepted invitation is to cancel and resend. Default 404. */
  readonly settled?: 400 | 404;
  /** Put `{data}` around what is answered bare. */
  readonly wrapped?: boolean;
  /** Send Retry-After on 429. Not documented. */
  readonly retryAfter?: boolean;
};
