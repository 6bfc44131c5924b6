import type { Approval } from '../../domain/approval.ts';
import { type Invite, type InviteChange, type Terms, wishedTerms } from '../../domain/invite.ts';
import type { MemberBatch, MemberRow } from '../../domain/member-batch.ts';
import type { ShownApproval } from '../../flows/shared/notifier.ts';
import { escapeText, shortText } from '../blocks/blocks.ts';
import { changeCopy } from '../guest/card/change-copy.ts';
import { eventCopy, guestCopy, hostCopy } from '../guest/facts-copy.ts';
import { permissionCopy } from '../shared/permission-copy.ts';
import { systemNames } from '../shared/system-copy.ts';
import { readerSpan, readerTime, zonedSpan } from '../shared/time-copy.ts';

/** How many addresses of a batch are named. */
const MOST_ADDRESSES = 5;

/** What somebody asks for, after "asks to" or "went ahead to", mrkdwn: "invite *ana@…* to *Edit 3* · Render review". */
export function subjectCopy({ approval, invite, batch, rows }: ShownApproval): string {
  if (approval.kind === 'members') return batch === undefined ? 'invite members' : membersCopy(batch, rows ?? []);
  if (invite === undefined) return approval.kind === 'change' ? 'change an invite' : 'invite a guest';
  const event = eventCopy(invite);
  if (approval.kind === 'change') return `change *${guestCopy(invite)}*'s access to ${hostCopy(invite)} · ${event}`;
  return `invite *${guestCopy(invite)}* to ${hostCopy(approval.terms ?? invite)} · ${event}`;
}

function membersCopy({ provider, terms: { role, group } }: MemberBatch, rows: readonly MemberRow[]): string {
  const parts = [
    ...(role === undefined ? [] : [`role “${shortText(role.name, 80)}”`]),
    ...(group === undefined ? [] : [`group “${shortText(group.name, 80)}”`]),
  ];
  const who = rows.length === 1 ? '1 person' : `${rows.length} people`;
  return [`invite *${who}* to ${shortText(systemNames(provider), 80)}`, ...parts].join(' · ');
}

/** The first addresses of a batch, mrkdwn; '' for none. */
export function addressesCopy(rows: readonly MemberRow[]): string {
  const named = rows.slice(0, MOST_ADDRESSES).map(({ email }) => shortText(email, 254));
  const more = rows.length > MOST_ADDRESSES ? ` and ${rows.length - MOST_ADDRESSES} more` : '';
  return `${named.join(', ')}${more}`;
}

/** The times of a request in the reader's zone and in its own, mrkdwn: many people read a card, each with another clock. */
export function windowCopy({ startsAt, endsAt, timeZone }: Terms): string {
  return `:clock3: ${readerSpan(startsAt, endsAt, timeZone)} _(${escapeText(zonedSpan(startsAt, endsAt, timeZone))})_`;
}

/** What a change that waits would change, from what to what, mrkdwn. */
export function wishedCopy(invite: Invite, change: InviteChange, terms: Terms): string {
  const now = wishedTerms(invite);
  const time = (at: number) => readerTime(at, terms.timeZone);
  const parts = [
    ...(change.hostId === undefined ? [] : [`computer ${hostCopy(terms)} instead of ${hostCopy(now)}`]),
    ...(change.permissions === undefined
      ? []
      : [`permissions ${permissionCopy(terms.permissions)} instead of ${permissionCopy(now.permissions)}`]),
    ...(change.startsAt === undefined ? [] : [`start ${time(terms.startsAt)} instead of ${time(now.startsAt)}`]),
    ...(change.endsAt === undefined ? [] : [`end ${time(terms.endsAt)} instead of ${time(now.endsAt)}`]),
    ...(change.timeZone === undefined
      ? []
      : [`time zone ${escapeText(change.timeZone)} instead of ${escapeText(now.timeZone)}`]),
  ];
  return parts.length === 0 ? '' : `:arrows_counterclockwise: ${parts.join('; ')}`;
}

/** What was asked for, in a line, when it is decided, mrkdwn; '' for nothing. */
export function askedTermsCopy({ kind, terms, change }: Approval): string {
  if (terms === undefined) return '';
  if (kind === 'change') return change === undefined ? '' : `Change: ${changeCopy(change, terms.timeZone)}`;
  return `${readerSpan(terms.startsAt, terms.endsAt, terms.timeZone)} · ${permissionCopy(terms.permissions)}`;
}
