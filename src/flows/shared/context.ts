import type { AuditAction } from '../../domain/audit-action.ts';
import type { AuditSink } from '../../domain/audit-sink.ts';
import { auditedChange } from '../../domain/audited-terms.ts';
import { type Invite, type InviteState, isAnnounced } from '../../domain/invite.ts';
import type { Lane } from '../../domain/lanes.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Log } from '../../log.ts';
import type { Connections, GuestAccess, Members, Provider } from '../../providers/provider.ts';
import type { AuditEntry } from '../../store/audit.ts';
import type { NewJob } from '../../store/job-rows.ts';
import type { Statements, Store } from '../../store/open-store.ts';
import type { Channels } from './channels.ts';
import type { Credits } from './credits.ts';
import { currentVia } from './done-via.ts';
import { GUESTS, isDoneToOthers } from './history-actions.ts';
import type { KnownHosts } from './known-hosts.ts';
import type { Notifier } from './notifier.ts';
import type { People } from './people.ts';
import type { ShownNames } from './shown-names.ts';

export type {
  Host,
  Member,
  MemberInvites,
  Members,
  PendingInvite,
  Provider,
  ProviderGuestInvite,
} from '../../providers/provider.ts';
export type {
  Choice,
  Field,
  RawInput,
  RawValue,
  ReadyOperation,
  Table,
  TeamOperation,
  TeamResult,
} from '../../providers/team-operation.ts';
export type { HistoryRow } from '../../store/history.ts';
export type { HomeQuery } from '../../store/home-invites.ts';
export type { InviteQuery, Reader } from '../../store/list-invites.ts';
export type { InvitedRow } from '../../store/member-batches.ts';
export type { Statements, Store } from '../../store/open-store.ts';
export type { AuditCursor } from '../../store/read-audit.ts';
export type { Warning } from '../../store/warnings.ts';

/** What every flow is given. Time and ids come from outside, so that a test holds them in its hand. */
export type Context = {
  readonly store: Store;
  readonly guestAccess: GuestAccess;
  /** What guestAccess has shown of hosts. */
  readonly knownHosts: KnownHosts;
  /** Who lists have shown members and pending invites to be. */
  readonly shownNames: ShownNames;
  readonly credits: Credits;
  /** Who connects to hosts; undefined where the system of guestAccess keeps no log of that. */
  readonly connections: Connections | undefined;
  readonly members: Members | undefined;
  /** All that are on. */
  readonly providers: readonly Provider[];
  /** Where the audit log is streamed to. */
  readonly auditSinks: readonly AuditSink[];
  /** As the file says at this moment: it may change while the bot runs. */
  readonly policy: () => Policy;
  /** The workspace the bot is installed in; '' until Slack has said so. */
  readonly workspaceId: () => string;
  readonly notifier: Notifier;
  readonly channels: Channels;
  readonly people: People;
  readonly now: () => number;
  readonly newId: () => string;
  readonly log: Log;
  /** Something may be due now: the runner looks. */
  readonly wake: () => void;
};

/** What a job came to: done, or not yet. `failed` counts towards longer waits. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly at: number; readonly failed: boolean; readonly why: string };

export const done: Outcome = { kind: 'done' };

/** Not done yet, which is no failure: it goes on at `at` (epoch ms), 0 for at once. */
export function continueAt(at: number, why: string): Outcome {
  return { kind: 'retry', at, failed: false, why };
}

/** What a runner gives the flow it runs. */
export type Claim = {
  /** 1 for the first claim ever; above it, an earlier one may have got anywhere. */
  readonly attempt: number;
  /** Failed tries of this generation so far. */
  readonly tries: number;
  /** The claim before this one never ended: what it had sent may still arrive. */
  readonly afterLost?: boolean;
  /** A heartbeat just before something that must not happen twice; false: another has taken over, stop. */
  readonly heartbeat: () => Promise<boolean>;
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
  const written = await change(invite, isAnnounced(invite) ? tx : unannounced(tx, invite.id));
  if (written === undefined) return undefined;
  if ('kind' in written) return written;
  const saved = await tx.saveInvite({ ...invite, ...written.parts }, context.now());
  if (saved === undefined) throw new InviteMoved(inviteId);
  const { parts: _, ...row } = written;
  const isHistory = isDoneToOthers(row.action, row.actor, invite.inviterId);
  const history = isHistory ? historyOf(invite, written) : {};
  const { workspaceId } = invite;
  await writeAudit(context, tx, { ...row, ...history, inviteId, workspaceId, ...auditedChange(invite, saved) });
  return saved;
}

/** What a flow says of something done; the rest is known where it is written. */
export type AuditNote = Omit<AuditEntry, 'id' | 'at' | 'facts' | 'action'> &
  Partial<Pick<AuditEntry, 'id' | 'facts'>> & { readonly action: AuditAction };

/**
 * Writes an audit row about what is done at this moment, in the chain of the workspace, with the surface through which it came. The only
 * place that does.
 */
export function writeAudit(
  context: Pick<Context, 'newId' | 'now' | 'workspaceId'>,
  tx: Pick<Statements, 'insertAudit'>,
  note: AuditNote,
): Promise<void> {
  const via = note.via ?? currentVia();
  return tx.insertAudit({
    id: context.newId(),
    facts: {},
    ...note,
    workspaceId: note.workspaceId ?? context.workspaceId(),
    ...(via === undefined ? {} : { via }),
    at: context.now(),
  });
}

/** What an audit row adds so that admins can read what was done to an invite of somebody else, whatever becomes of that later. */
function historyOf(invite: Invite, { facts }: Written): Pick<AuditEntry, 'facts' | 'history'> {
  const { inviterId: inviter, guestEmail: guest, hostName: host, eventName: event } = invite;
  return {
    facts: { ...facts, inviter, guest, host, event },
    history: { area: GUESTS, about: `${guest} ${host} ${event}` },
  };
}

/** The statements for an invite that is announced nowhere: no card and no notice is enqueued. */
function unannounced(tx: Statements, id: string): Statements {
  const silent = ({ inviteId, kind }: NewJob) => inviteId === id && (kind === 'card' || kind === 'notice');
  return {
    ...tx,
    enqueue: async (job) => (silent(job) ? undefined : tx.enqueue(job)),
    enqueueOnce: async (job) => (silent(job) ? undefined : tx.enqueueOnce(job)),
    addToDigest: async () => undefined,
  };
}

/** What a flow writes: the parts of the invite that change, and the audit row that goes with them. */
export type Written = { readonly parts: Partial<Invite> } & Pick<
  AuditNote,
  'actor' | 'action' | 'facts' | 'via' | 'rule' | 'approvedBy' | 'reason'
>;

/** The actor of what nobody asked for by hand. */
export const guestlist = 'guestlist';

/** States in which the provider has nothing more to do for us. */
export const closedStates: readonly InviteState[] = ['cancelled', 'ended', 'failed'];
