import { type Invite, type InviteState, isTold } from '../domain/invite.ts';
import type { Lane } from '../domain/lanes.ts';
import type { Policy } from '../domain/policy.ts';
import type { Problem } from '../domain/problem.ts';
import type { WorkKind } from '../domain/work.ts';
import type { Log } from '../log.ts';
import type { GuestAccess, Members, Provider } from '../providers/provider.ts';
import type { AuditEntry } from '../store/audit.ts';
import type { Statements, Store } from '../store/open-store.ts';
import type { Channels } from './channels.ts';
import type { Credits } from './credits.ts';
import { GUESTS, isDoneToOthers } from './history-actions.ts';
import type { KnownHosts } from './known-hosts.ts';
import type { People } from './people.ts';
import type { ShownNames } from './shown-names.ts';
import type { Teller } from './teller.ts';

export type {
  Choice,
  Host,
  Member,
  MemberInvites,
  Members,
  PendingInvite,
  Provider,
  SeenGuestInvite,
} from '../providers/provider.ts';
export type {
  Field,
  RawInput,
  RawValue,
  ReadyOperation,
  Table,
  TeamAnswer,
  TeamOperation,
} from '../providers/team-operation.ts';
export type { HistoryRow } from '../store/history.ts';
export type { InviteQuery, Reader } from '../store/list-invites.ts';
export type { InvitedRow } from '../store/member-batches.ts';
export type { Statements, Store } from '../store/open-store.ts';
export type { Warning } from '../store/warnings.ts';

/** What every flow is given. Time and ids come from outside, so that a test holds them in its hand. */
export type Context = {
  readonly store: Store;
  readonly guestAccess: GuestAccess;
  /** What guestAccess has shown of hosts. */
  readonly knownHosts: KnownHosts;
  /** Who lists have shown members and pending invites to be. */
  readonly shownNames: ShownNames;
  readonly credits: Credits;
  readonly members: Members | undefined;
  /** All that are on. */
  readonly providers: readonly Provider[];
  readonly policy: Policy;
  readonly teller: Teller;
  readonly channels: Channels;
  readonly people: People;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
  /** Something may be due now: the runner looks. */
  readonly wake: () => void;
};

/** What a piece of work came to: done, or not yet. `failed` counts towards longer waits. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'again'; readonly at: number; readonly failed: boolean; readonly why: string };

export const done: Outcome = { kind: 'done' };

/** What a runner tells the flow it runs. */
export type Claim = {
  /** 1 for the first claim ever; above it, an earlier one may have got anywhere. */
  readonly attempt: number;
  /** Failed tries of this generation so far. */
  readonly tries: number;
  /** The claim before this one never ended: what it had sent may still arrive. */
  readonly afterLost?: boolean;
  /** A sign of life just before something that must not happen twice; false: another has taken over, stop. */
  readonly stillMine: () => Promise<boolean>;
  /** Whose slot it occupies. */
  readonly lane?: Lane;
  /** Something more urgent is wanted, and another claim sees to it: go no further. */
  readonly isOvertaken?: () => boolean;
};

/** Somebody else wrote the invite in between: start over from what it is now. */
export class InviteMoved extends Error {
  override name = 'InviteMoved';
}

/**
 * Reads the invite inside a transaction and holds it, so that two who change it come one after the other; lets `change` decide,
 * writes it with its audit row. Undefined from `change`: leave it.
 */
export async function changeInvite(
  context: Context,
  inviteId: string,
  change: (invite: Invite, tx: Statements) => Promise<Written | Problem | undefined>,
): Promise<Invite | Problem | undefined> {
  return context.store.transaction((tx) => changeInviteIn(context, tx, inviteId, change));
}

/** As changeInvite, inside a transaction that is under way. */
export async function changeInviteIn(
  context: Context,
  tx: Statements,
  inviteId: string,
  change: (invite: Invite, tx: Statements) => Promise<Written | Problem | undefined>,
): Promise<Invite | Problem | undefined> {
  const invite = await tx.lockInvite(inviteId);
  if (invite === undefined) return undefined;
  const written = await change(invite, isTold(invite) ? tx : untold(tx, invite.id));
  if (written === undefined) return undefined;
  if ('kind' in written) return written;
  const saved = await tx.saveInvite({ ...invite, ...written.parts }, context.now());
  if (saved === undefined) throw new InviteMoved(inviteId);
  await tx.insertAudit({
    id: context.newId(),
    inviteId,
    at: context.now(),
    actor: written.actor,
    action: written.action,
    facts: written.facts ?? {},
    ...(isDoneToOthers(written.action, written.actor, invite.inviterId) ? historyOf(invite, written) : {}),
  });
  return saved;
}

/** What an audit row adds so that admins can read what was done to an invite of somebody else, whatever becomes of that later. */
function historyOf(invite: Invite, { facts }: Written): Pick<AuditEntry, 'facts' | 'history'> {
  const { inviterId: inviter, guestEmail: guest, hostName: host, eventName: event } = invite;
  return {
    facts: { ...facts, inviter, guest, host, event },
    history: { area: GUESTS, about: `${guest} ${host} ${event}` },
  };
}

/** The statements for an invite nobody is told about: a card or a notice of it is not owed. */
function untold(tx: Statements, id: string): Statements {
  const silent = ({ inviteId, kind }: { readonly inviteId: string; readonly kind: WorkKind }) =>
    inviteId === id && (kind === 'card' || kind === 'notice');
  return {
    ...tx,
    oweWork: async (owed) => (silent(owed) ? undefined : tx.oweWork(owed)),
    oweWorkOnce: async (owed) => (silent(owed) ? undefined : tx.oweWorkOnce(owed)),
    oweInDigest: async () => undefined,
  };
}

/** What a flow writes: the parts of the invite that change, and the audit row that goes with them. */
export type Written = {
  readonly parts: Partial<Invite>;
  readonly actor: string;
  readonly action: string;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
};

/** The actor of what nobody asked for by hand. */
export const guestlist = 'guestlist';

/** States in which the provider has nothing more to do for us. */
export const closedStates: readonly InviteState[] = ['cancelled', 'ended', 'failed'];
