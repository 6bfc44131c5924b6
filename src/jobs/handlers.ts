import type { Work } from '../domain/work.ts';
import { cancelSurplus } from '../flows/cancel-surplus.ts';
import { checkKey } from '../flows/check-key.ts';
import type { Claim, Context, Outcome } from '../flows/context.ts';
import { deleteLatePosts } from '../flows/delete-late-posts.ts';
import { endInvite, startInvite } from '../flows/end-invite.ts';
import { inviteMembers } from '../flows/invite-members.ts';
import { lookAtInviters } from '../flows/look-at-inviters.ts';
import { lookBeforeStart } from '../flows/look-before-start.ts';
import { notifyEachAdmin, sendDirectNotice } from '../flows/notify-admins.ts';
import { reconcile } from '../flows/reconcile.ts';
import { retryRemoval } from '../flows/retry-removal.ts';
import { sendChannelNotice } from '../flows/send-channel-notice.ts';
import { sendDigest } from '../flows/send-digest.ts';
import { sendInviterNotice } from '../flows/send-inviter-notice.ts';
import { sendNotice } from '../flows/send-notice.ts';
import { settleInvite } from '../flows/settle-invite.ts';
import { showCard } from '../flows/show-card.ts';
import { showMemberCard } from '../flows/show-member-card.ts';
import { showWarning } from '../flows/show-warning.ts';
import { tellCardPlace } from '../flows/tell-card-place.ts';
import { warnOfEnd } from '../flows/warn-of-end.ts';
import { writeCardAgain } from '../flows/write-card-again.ts';

const handlers = {
  provider: (context, work, claim) => settleInvite(context, work.inviteId, claim),
  card: showCard,
  card_again: writeCardAgain,
  inviter: (context, work, claim) => lookBeforeStart(context, work.inviteId, claim),
  start: (context, work) => startInvite(context, work.inviteId),
  warn: (context, work) => warnOfEnd(context, work.inviteId),
  warning: showWarning,
  end: (context, work, claim) => endInvite(context, work.inviteId, claim),
  notice: sendNotice,
  inviter_notice: sendInviterNotice,
  digest: sendDigest,
  members: inviteMembers,
  member_card: showMemberCard,
  admin_notice: notifyEachAdmin,
  direct_notice: (context, work, claim) =>
    /^card_(elsewhere|moved):/.test(work.name)
      ? tellCardPlace(context, work, claim)
      : sendDirectNotice(context, work, claim),
  channel_notice: sendChannelNotice,
  inviters: lookAtInviters,
  surplus: cancelSurplus,
  removal: retryRemoval,
  late_post: deleteLatePosts,
  key_check: checkKey,
  reconcile,
} satisfies Record<Work['kind'], (context: Context, work: Work, claim: Claim) => Promise<Outcome>>;

/** Runs one piece of claimed work. */
export function runWork(context: Context, work: Work, claim: Claim): Promise<Outcome> {
  return handlers[work.kind](context, work, claim);
}
