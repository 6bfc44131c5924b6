/** What people do to members, each noted as asked for, and then with how it ended. */
export type MemberAction = 'member_remove' | 'member_role' | 'member_resend' | 'member_edit' | 'member_cancel';

type MemberStep =
  | `${MemberAction}_${'asked' | 'done' | 'refused'}`
  /** What takes access away is tried until it is done, or until nobody wants it any more. */
  | `${'member_remove' | 'member_cancel'}_${'waits' | 'withdrawn'}`;

/**
 * Every action the audit log knows. Its words are in slack/guest/audit/audit-words.ts, and in slack/shared/audit-copy.ts for what is part of
 * an invite's history: a new one does not compile without them.
 */
export type AuditAction =
  // A guest's invite
  | 'requested'
  | 'imported'
  | 'create_sent'
  | 'create_not_sent'
  | 'granted'
  | 'found_after_doubt'
  | 'in_doubt'
  | 'failed'
  | 'create_taken_back'
  | 'twin_cancelled'
  | 'clock_set_back'
  | 'moved_to_direct_message'
  | 'awaits_approval'
  | 'approval_asked'
  | 'approval_changed'
  | 'approval_bypassed'
  | 'approval_given'
  | 'approval_granted'
  | 'approval_denied'
  | 'approval_expired'
  | 'approval_escalated'
  | 'approval_withdrawn'
  | 'approval_overtaken'
  | 'review_closed'
  | 'change_asked'
  | 'change_sent'
  | 'changed'
  | 'change_refused'
  | 'changed_at_provider'
  | 'extended_at_provider'
  | 'late_change_found'
  | 'not_restored'
  | 'cancel_asked'
  | 'cancel_not_confirmed'
  | 'cancel_refused'
  | 'cancel_withdrawn'
  | 'cancel_resumed'
  | 'cancelled'
  | 'kick_asked'
  | 'kicked'
  | 'kick_refused'
  | 'kick_withdrawn'
  | 'onboard_asked'
  | 'offboard_asked'
  | 'guest_connected'
  | 'guest_absent'
  | 'end_seen'
  | 'ended'
  | 'held'
  | 'held_ended'
  | 'hold_withdrawn'
  | 'inviter_left'
  | 'inviter_back'
  | 'taken_away'
  | 'taken_over'
  // A series of invites
  | 'series_requested'
  | 'series_skipped'
  | 'series_restored'
  | 'series_moved'
  | 'series_trouble'
  | 'series_missed'
  | 'series_held'
  | 'series_back'
  | 'series_taken_over'
  | 'series_ended'
  // Members
  | 'members_asked'
  | 'members_retry_asked'
  | 'members_answered'
  | 'members_looked_for'
  | 'members_stopped'
  | MemberStep
  // Actions of /team
  | 'team_asked'
  | 'team_settled'
  // Settings, and who read what
  | 'settings_changed'
  | 'report_made'
  | 'audit_exported'
  | 'revealed'
  | 'erased'
  | 'person_erased';
