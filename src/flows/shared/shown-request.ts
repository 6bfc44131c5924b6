import type { Approval, Vote } from '../../domain/approval.ts';
import type { HostOnline } from '../../domain/host-online.ts';
import type { Invite } from '../../domain/invite.ts';
import type { MemberBatch, MemberRow } from '../../domain/member-batch.ts';
import type { SeenInvite } from '../../domain/visibility.ts';

/** A request for approval as approvers see it, with what helps them decide. */
export type ShownApproval = {
  readonly approval: Approval;
  /** Who approved so far. */
  readonly votes: readonly Vote[];
  /** In a channel: ids of the people and user groups who are asked there. */
  readonly askedHere?: readonly string[];
  /** Of a guest's invite: as it is now. */
  readonly invite?: Invite;
  /** Who else is on the computer in that time, as far as its readers may see it, and whether it is on; undefined while nobody can say. */
  readonly clashes?: readonly SeenInvite[];
  readonly online?: HostOnline;
  /** The credits that are left. */
  readonly credits?: number;
  /** The address of the invite's card. */
  readonly link?: string;
  /** Of members: as they are now. */
  readonly batch?: MemberBatch;
  readonly rows?: readonly MemberRow[];
};
