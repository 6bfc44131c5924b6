/** What the Parsec emulator offers to the sandbox page and to the tests; clients only ever use its HTTP side. */
export type EmulatedMachine = {
  id: string;
  peer_id: string;
  name: string;
  user_id: number | null;
  is_online: boolean;
  is_guest_access: boolean;
};

export type EmulatedMember = { user_id: number; name: string; email: string; is_admin: boolean };

export type EmulatedInvite = {
  id: string;
  team_id: string;
  host_peer_id: string;
  guest_email: string;
  event_name: string;
  keyboard: boolean;
  mouse: boolean;
  gamepad: boolean;
  time_zone: string;
  starts_at: string;
  expires_at: string;
  message: string;
  created_at: string;
  /** Not on the wire: whether a credit was taken, whether the guest ever connected, is connected now, was cancelled. */
  readonly hidden: { charged: boolean; used: boolean; connected: boolean; cancelled: boolean };
};

/** Mail the provider would have sent. */
export type EmulatedMail = {
  readonly to: string;
  readonly about: 'invited' | 'updated' | 'cancelled';
  readonly inviteId: string;
};

export type RecordedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number | 'cut' | 'hung';
  readonly operation: string | undefined;
};

/** One scripted trouble; used up `times` times (once by default), in the order given, for the operation named (or '*'). */
export type ParsecTrouble = {
  /** A name of the documents, or `*` for any. */
  readonly operation: string;
  readonly times?: number;
  readonly then:
    | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
    /** A body as raw text with a content type, e.g. an HTML error page with status 200. */
    | { readonly raw: string; readonly status: number; readonly contentType: string }
    | { readonly hang: 'before' | 'after' }
    | { readonly cut: 'before' | 'after' }
    | { readonly delayMs: number };
};

export type ParsecEmulator = {
  /** `http://127.0.0.1:PORT`, for PARSEC_API_URL. */
  readonly url: string;
  readonly teamId: string;
  /** A key with every permission. */
  readonly apiKey: string;
  readonly machines: EmulatedMachine[];
  readonly members: EmulatedMember[];
  /** Cancelled ones too; see hidden.cancelled. */
  readonly invites: readonly EmulatedInvite[];
  readonly mails: readonly EmulatedMail[];
  readonly requests: readonly RecordedRequest[];
  credits: number;
  /** Makes a key that has only these permissions (the names of the documents, e.g. 'View Guest Access Links'). */
  addKey(permissions: readonly string[]): string;
  addMachine(machine: { name: string; online?: boolean; guestAccess?: boolean }): EmulatedMachine;
  addMember(member: { name: string; email: string; isAdmin?: boolean }): EmulatedMember;
  /** As somebody would in Parsec's own dashboard. */
  dashboard: {
    createInvite(
      invite: Partial<Omit<EmulatedInvite, 'hidden'>> & { host_peer_id: string; guest_email: string },
    ): EmulatedInvite;
    changeInvite(
      id: string,
      change: Partial<
        Pick<EmulatedInvite, 'starts_at' | 'expires_at' | 'keyboard' | 'mouse' | 'gamepad' | 'host_peer_id'>
      >,
    ): void;
    cancelInvite(id: string): void;
  };
  /** The guest connects to, or leaves, the host through the invite. */
  guestConnects(inviteId: string): void;
  guestLeaves(inviteId: string): void;
  trouble(trouble: ParsecTrouble): void;
  clearTrouble(): void;
  onChange(listener: () => void): () => void;
  stop(): Promise<void>;
};

/** Choices where the documents leave room; each default is the documents' own wording or the strict reading. */
export type ParsecEmulatorOptions = {
  readonly now: () => number;
  readonly port?: number;
  readonly teamId?: string;
  readonly apiKey?: string;
  readonly credits?: number;
  /** Answer guest invites bare instead of `{data}`. Default: wrapped. */
  readonly bareInvites?: boolean;
  /** Keys for the link on an invite: left out by default, since no document promises it. */
  readonly linkKey?: 'join_url' | 'link' | 'url';
  /** Status for a key that lacks the permission. Default 403. */
  readonly missingPermissionStatus?: 401 | 403;
  /** 201 for creates instead of 200. */
  readonly createdStatus?: 200 | 201;
  /** The five-day window of the dashboard, enforced with 400 (default true). */
  readonly enforceFiveDays?: boolean;
  /** Whether cancelled invites leave the list and answer 404 (default true). */
  readonly cancelledVanish?: boolean;
  /** Send Retry-After on 429. Default off: no document names it. */
  readonly retryAfter?: boolean;
};
