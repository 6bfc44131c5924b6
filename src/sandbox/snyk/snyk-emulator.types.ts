import type { ProviderServer } from '../provider-server.types.ts';

export type EmulatedRole = { readonly id: string; readonly name: string };

/** `role` is the role's id. `is_active`: still waiting; false once accepted or cancelled. */
export type EmulatedInvitation = {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  is_active: boolean;
};

export type SnykEmulator = ProviderServer & {
  readonly orgId: string;
  /** A token with every permission. */
  readonly token: string;
  readonly roles: readonly EmulatedRole[];
  /** Accepted and cancelled ones too. */
  readonly invitations: readonly EmulatedInvitation[];
  /** E-mails of those who are in the organisation. */
  readonly members: readonly string[];
  readonly mails: readonly { readonly to: string; readonly invitationId: string }[];
  /** Makes a token that has only these permissions, e.g. `org.read`. */
  readonly addToken: (permissions: readonly string[]) => string;
  readonly addMember: (email: string) => void;
  /** As somebody would in Snyk's own pages. */
  readonly dashboard: {
    readonly invite: (email: string) => EmulatedInvitation;
    readonly cancel: (invitationId: string) => void;
  };
  /** The invited person follows the link in the mail. */
  readonly accept: (invitationId: string) => void;
};

/** Choices where the documents leave room or the server was seen to differ; each default is the documents' own wording. */
export type SnykEmulatorOptions = {
  readonly now: () => number;
  readonly port?: number;
  readonly orgId?: string;
  readonly token?: string;
  readonly roles?: readonly EmulatedRole[];
  /** Links as text, or as `{href}`. */
  readonly links?: 'text' | 'object';
  /** Whether links begin with `/orgs` or with `/rest/orgs`, or name the server too. */
  readonly linkPaths?: 'orgs' | 'rest' | 'absolute';
  /** What the last page says of the next: nothing, null, itself, or a page with nothing on it. */
  readonly lastPage?: 'no link' | 'null' | 'itself' | 'an empty page';
  /** How a fault is told. */
  readonly faults?: 'detail' | 'details' | 'flat';
  /** What an address that is invited already, or a member already, is answered with. Not documented. */
  readonly duplicates?: 400 | 409;
  /** Send Retry-After on 429. Not documented for these operations. */
  readonly retryAfter?: boolean;
};
