import type { EmulatorOptions, ProviderServer } from '../provider-server.types.ts';

export type EmulatedRole = { readonly id: string; readonly name: string };

/** `role`: the role's id. `is_active`: pending; false once accepted or cancelled. */
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
  /** Emails of the organization's members. */
  readonly members: readonly string[];
  readonly mails: readonly { readonly to: string; readonly invitationId: string }[];
  /** Creates a token with only these permissions, e.g. `org.read`. */
  readonly addToken: (permissions: readonly string[]) => string;
  readonly addMember: (email: string) => void;
  /** As in Snyk's own pages. */
  readonly dashboard: {
    readonly invite: (email: string) => EmulatedInvitation;
    readonly cancel: (invitationId: string) => void;
  };
  /** The invited person follows the link in the mail. */
  readonly accept: (invitationId: string) => void;
};

/** Variants where the documents leave room or the server differs; the defaults follow the documents. */
export type SnykEmulatorOptions = EmulatorOptions & {
  readonly orgId?: string;
  readonly token?: string;
  readonly roles?: readonly EmulatedRole[];
  /** Links as text, or as `{href}`. */
  readonly links?: 'text' | 'object';
  /** Whether links begin with `/orgs`, with `/rest/orgs`, or with the server. */
  readonly linkPaths?: 'orgs' | 'rest' | 'absolute';
  /** The `next` link of the last page. */
  readonly lastPage?: 'no link' | 'null' | 'itself' | 'an empty page';
  /** The format of errors. */
  readonly faults?: 'detail' | 'details' | 'flat';
  /** The status for an address that is already invited or a member. Not documented. */
  readonly duplicates?: 400 | 409;
  /** Send Retry-After on 429. Not documented for these operations. */
  readonly retryAfter?: boolean;
};
