import type { AuditFacts } from './audit-facts.ts';
import type { Invite } from './invite.ts';
import { writePermissions } from './permission-codes.ts';

/** What of an invite matters to an auditor, as the audit log has it. */
export function auditedTerms(invite: Invite): AuditFacts {
  return {
    state: invite.state,
    guest: invite.guestEmail,
    inviter: invite.inviterId,
    channel: invite.channelId,
    host: invite.hostName,
    hostId: invite.hostId,
    permissions: writePermissions(invite.permissions),
    timeZone: invite.timeZone,
    startsAt: invite.startsAt,
    endsAt: invite.endsAt,
  };
}

/** What a change of an invite made otherwise, before and after; neither when nothing that matters to an auditor changed. */
export function auditedChange(was: Invite, is: Invite): { readonly before?: AuditFacts; readonly after?: AuditFacts } {
  const [before, after] = [auditedTerms(was), auditedTerms(is)];
  const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
  return changed.length === 0 ? {} : { before: only(before, changed), after: only(after, changed) };
}

function only(facts: AuditFacts, keys: readonly string[]): AuditFacts {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => keys.includes(key)));
}
