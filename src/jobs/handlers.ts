import { inviteIdOf, type Job } from '../domain/job.ts';
import { askApprovers } from '../flows/approval/ask-approvers.ts';
import { showApprovalCard } from '../flows/approval/show-approval-card.ts';
import { tendApproval } from '../flows/approval/tend-approval.ts';
import { readConnections } from '../flows/guest/attendance/read-connections.ts';
import { sendCalendarFile } from '../flows/guest/calendar/send-calendar-file.ts';
import { cancelSurplus } from '../flows/guest/cancel-surplus.ts';
import { endInvite, startInvite } from '../flows/guest/end-invite.ts';
import { lookAtInviters } from '../flows/guest/look-at-inviters.ts';
import { lookBeforeStart } from '../flows/guest/look-before-start.ts';
import { sendDigest } from '../flows/guest/send-digest.ts';
import { sendInviterNotice } from '../flows/guest/send-inviter-notice.ts';
import { sendNotice } from '../flows/guest/send-notice.ts';
import { lookAtSeries } from '../flows/guest/series/look-at-series.ts';
import { showSeriesCard } from '../flows/guest/series/show-series-card.ts';
import { settleInvite } from '../flows/guest/settle-invite.ts';
import { showCard } from '../flows/guest/show-card.ts';
import { showWarning } from '../flows/guest/show-warning.ts';
import { reconcile } from '../flows/guest/sync/reconcile.ts';
import { warnOfEnd } from '../flows/guest/warn-of-end.ts';
import { followChanges } from '../flows/home/follow-changes.ts';
import { showHome } from '../flows/home/show-home.ts';
import { inviteMembers } from '../flows/member/invite-members.ts';
import { inviteRemover, memberRemover } from '../flows/member/member-removers.ts';
import { showMemberCard } from '../flows/member/show-member-card.ts';
import { offboard } from '../flows/person/offboard.ts';
import { showPersonCard } from '../flows/person/person-card.ts';
import { checkKey } from '../flows/shared/check-key.ts';
import type { Claim, Context, Outcome } from '../flows/shared/context.ts';
import { deleteLatePosts } from '../flows/shared/delete-late-posts.ts';
import { doneVia } from '../flows/shared/done-via.ts';
import { eraseInSlack } from '../flows/shared/erase-in-slack.ts';
import { eraseOld } from '../flows/shared/erase-old.ts';
import { notifyEachAdmin, sendDirectNotice } from '../flows/shared/notify-admins.ts';
import { notifyCardPlace } from '../flows/shared/notify-card-place.ts';
import { type Removers, retryRemoval } from '../flows/shared/retry-removal.ts';
import { sendChannelNotice } from '../flows/shared/send-channel-notice.ts';
import { streamAudit } from '../flows/shared/stream-audit.ts';
import { writeCardAgain } from '../flows/shared/write-card-again.ts';
import { teamRemover } from '../flows/team/team-remover.ts';

const removers: Removers = { member: memberRemover, invite: inviteRemover, team: teamRemover };

const handlers = {
  provider: (context, job, claim) => settleInvite(context, inviteIdOf(job), claim),
  card: showCard,
  card_again: writeCardAgain,
  inviter: (context, job, claim) => lookBeforeStart(context, inviteIdOf(job), claim),
  start: (context, job) => startInvite(context, inviteIdOf(job)),
  warn: (context, job) => warnOfEnd(context, inviteIdOf(job)),
  warning: showWarning,
  end: (context, job, claim) => endInvite(context, inviteIdOf(job), claim),
  calendar: sendCalendarFile,
  notice: sendNotice,
  inviter_notice: sendInviterNotice,
  digest: sendDigest,
  members: inviteMembers,
  member_card: showMemberCard,
  admin_notice: notifyEachAdmin,
  direct_notice: (context, job, claim) =>
    /^card_(elsewhere|moved):/.test(job.name)
      ? notifyCardPlace(context, job, claim)
      : sendDirectNotice(context, job, claim),
  channel_notice: sendChannelNotice,
  inviters: lookAtInviters,
  surplus: cancelSurplus,
  removal: (context, job, claim) => retryRemoval(context, job, claim, removers),
  late_post: deleteLatePosts,
  erasure: eraseInSlack,
  retention: eraseOld,
  approval: tendApproval,
  approval_ask: askApprovers,
  approval_card: showApprovalCard,
  key_check: checkKey,
  audit_stream: streamAudit,
  series: lookAtSeries,
  series_card: showSeriesCard,
  home: showHome,
  homes: followChanges,
  attendance: readConnections,
  person_card: showPersonCard,
  offboard,
  reconcile,
} satisfies Record<Job['kind'], (context: Context, job: Job, claim: Claim) => Promise<Outcome>>;

/** Runs a claimed job. */
export function runJob(context: Context, job: Job, claim: Claim): Promise<Outcome> {
  return doneVia('job', () => handlers[job.kind](context, job, claim));
}
