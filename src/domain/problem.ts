/**
 * A Problem is an expected failure, carried as a value: a person can read about it and often can do something.
 * Bugs are thrown instead. The words for each code stand in slack/shared/problem-copy.ts, one entry per code.
 */
export type ProblemCode = keyof typeof problemCodes;

/** Every code there is, with what it means to a developer. */
export const problemCodes = {
  // What a person typed
  email_invalid: 'not an email address',
  email_letters: 'an email address with letters that have no form in ASCII; facts: text (the part they stand in)',
  email_twice: 'the same address came before',
  email_missing: 'no email address given',
  email_several: 'more than one guest in the field for one',
  email_second: 'a second address of somebody in a table',
  email_of_person: 'somebody of the workspace (@ben) in a list of addresses',
  person_not_found: 'nobody in the workspace is called that',
  person_not_clear: 'several people in the workspace are called that',
  person_address_hidden: 'Slack shows no address of this person; facts: name, scope (1: the scope was not granted)',
  person_unchecked: 'Slack did not say in time whose address it is',
  host_missing: 'no host chosen',
  host_unknown: 'no such host with guest access',
  event_name_missing: 'the event has no name',
  event_name_too_long: 'the event name is too long',
  message_too_long: 'the message is too long',
  zone_unknown: 'not an IANA time zone',
  time_invalid: 'not a date and time',
  time_never: 'the clock skips this time',
  time_twice: 'the clock shows this time twice',
  start_in_past: 'the start has passed',
  end_before_start: 'the end is not after the start',
  end_in_past: 'the end has passed',
  last_day_before_first: 'the last day of a report is before its first',
  host_booked: 'others are invited to this computer then, and nobody said to go on all the same',
  window_too_long: 'longer than the policy allows',
  start_too_far: 'further ahead than the policy allows',
  series_start_now: 'a series starts at a time of day',
  series_days_missing: 'a weekly series without a day',
  series_until_missing: 'a series without a last day',
  series_until_too_early: 'no occurrence comes by the last day',
  series_too_long: 'more occurrences, or more weeks, than one series has',
  series_overlaps: 'another occurrence of the series is then',
  series_unknown: 'no such series, or no such occurrence',
  series_ended: 'the series has ended',
  occurrence_passed: 'the start of the occurrence has passed',
  occurrence_created: 'the occurrence is an invite already',
  occurrence_missed: 'the start passed before it could be created',
  duration_invalid: 'not a duration',
  text_not_understood: 'not understood',
  invite_already_there: 'the same guest, host, event and window',
  invite_too_alike: 'as invite_already_there, for somebody who may not see the other invite for sure',
  guests_too_many: 'more guests than one group takes',
  guests_faulty: 'something is wrong with some of the guests, and the form says what',
  hosts_too_few:
    'fewer computers than guests, and nobody said to choose free ones; facts: asked (guests), count (computers)',
  hosts_too_many: 'more computers than guests; facts: asked (guests), count (computers)',
  hosts_not_free: 'fewer free computers than guests without one; facts: asked (guests without one), count (free ones)',
  hosts_unread: 'the provider did not say in time which computers there are',
  hosts_not_shown: 'the form has not said yet who gets which computer',
  addresses_missing: 'nobody to invite',
  addresses_too_many: 'more than one form takes',
  template_unknown: 'no such template of this person or of the workspace',
  template_of_workspace: 'a template of the workspace, for somebody who is neither coordinator nor admin',
  template_name_missing: 'no name, or one that is too long; facts: max',
  template_name_taken: 'another template of the same owner has that name',
  template_limit: 'as many templates as there can be; facts: max',
  choice_missing: 'none of what there is to choose from',
  form_unreadable: 'a modal of an older Guestlist, or not as it was opened',
  role_missing: 'the system asks for a role',
  members_not_shown: 'the system shows no members',
  member_not_findable: 'the system shows no addresses, and nothing here says who it is',
  member_is_owner: 'an owner is not removed',
  member_is_last_admin: 'the only admin is not removed',
  offboard_self: 'nobody removes themselves everywhere',
  profile_unknown: 'the policy has no such profile',
  term_unknown: 'the system has no such role, group or app rule',
  chosen_unknown: 'the system has nothing of what was chosen',
  // Where it is posted
  channel_missing: 'no channel chosen',
  channel_not_joined: 'the person is not in it, as far as Slack says',
  channel_without_bot: 'Guestlist cannot post there; facts: channel (its name), direct (1: a direct message of others)',
  channel_archived: 'nothing can be posted there',
  channel_not_shown: 'Slack refuses to say what kind of channel it is; a scope is missing',
  channel_unchecked: 'Slack did not say in time whether the person may',
  channel_shared: 'shared with another company, and the form has not said so yet; facts: channel (its name)',
  // Who may
  not_allowed_guest: 'a guest account of the workspace',
  not_allowed_external: 'somebody from another workspace (shared channel)',
  not_allowed_bot: 'a bot',
  not_allowed_deactivated: 'a deactivated account',
  not_allowed_unknown: 'Slack could not say who this is: closed when in doubt',
  not_admin: 'only for admins of the policy',
  not_member_inviter: 'inviting members is not open to this person; facts: open (admins, or some)',
  groups_unknown: 'Slack did not say whether this person is in a user group of the policy',
  inviter_unknown: 'Slack does not say what the person who asked may do now',
  term_not_given: 'this role, group or app rule is not open to this person',
  no_role_given: 'a role is needed, and none is open to this person',
  // The policy: who may invite whom to what; facts: rule (its name)
  policy_domain_blocked: 'nobody with an address of this domain may be invited; facts: domain',
  policy_domain_closed: 'only addresses of some domains may be invited; facts: domain',
  policy_denied: 'a rule refuses it; facts: why (its own words, or none)',
  policy_permissions: 'more permissions than the rule allows; facts: allowed (keyboard,mouse)',
  policy_window: 'longer than the rule allows; facts: maxMs',
  policy_lead: 'further ahead than the rule allows; facts: maxMs',
  host_unread: 'a rule looks at hosts, and the provider does not say what this one is called or which groups it is in',
  policy_hours: 'outside of the hours of the rule; facts: days (1,2,3), from, to, zone',
  // Approval
  approval_needed:
    'others have to approve it first; facts: rule, by (names of groups), count, reason (1: has to be given), bypass (1: may go ahead)',
  approval_reason_missing: 'the rule asks why it is wanted',
  approval_reason_too_long: 'the reason is too long',
  edit_needs_approval:
    'an invite like this of a member needs approval, and a change of one cannot ask for it; facts: provider',
  approval_unknown: 'no such request for approval here',
  approval_decided: 'decided, expired or withdrawn by now; facts: state, by (who)',
  approval_changed: 'something else is asked for since the card was written',
  approval_start_passed: 'the start or the end has passed: a new time has to be chosen',
  approval_denied: 'an approver denied it; facts: by (who), message (why, or none)',
  approval_expired: 'nobody decided in time',
  approval_withdrawn: 'who asked does not want it any more',
  approval_missing: 'it needs approval by the policy of this moment, and has none that counts',
  not_approver: 'not among those who approve this',
  own_approval: 'who asked does not approve it, too',
  not_requester: 'only who asked withdraws a request',
  not_bypasser: 'not among those who may go ahead without approval',
  review_closed: 'the review is closed already',
  own_review: 'who went ahead does not review it',
  // Shares: what one person may have
  open_invites: 'so many open invites already',
  invites_per_hour: 'so many guests within an hour',
  invites_per_day: 'so many guests within 24 hours',
  credits_per_day: 'the workspace has used the credits of a day',
  member_addresses_per_hour: 'so many members within an hour',
  credits_too_few: 'fewer credits than guests who cost one; facts: asked (such guests), credits (those they may use)',
  group_unknown: 'no such group of guests here',
  credits_reserved: 'the credits that are left are for admins',
  team_operation_unknown: 'no such operation, or its system is off',
  link_hidden: "somebody who may not see the guest's link: neither who invited nor a coordinator nor an admin",
  email_hidden:
    "somebody who may not see the guest's whole address: neither who invited nor a coordinator nor an admin",
  not_members_requester: 'neither who invited these members nor an admin',
  not_inviter: "neither the invite's host nor a coordinator nor an admin",
  // The invite as it is
  invite_unknown: 'no such invite here',
  invite_hidden: 'posted in a conversation this person does not read, or Slack does not say: closed when in doubt',
  batch_unknown: 'no such batch of members here',
  links_of_others: 'join links are for the person who invited',
  nothing_to_retry: 'none of the refused can be tried again',
  ability_missing: 'the system cannot do this at all',
  invite_ended: 'ended, cancelled or failed: nothing left to change',
  inviter_left: 'its inviter is no full member any more, and nobody has taken it over',
  nothing_to_take_over: 'its inviter is back, or somebody else has taken it over',
  invite_erased: "the guest's personal data was erased: nobody knows any more whom it was for",
  invite_not_ready: 'still being created or not confirmed yet',
  invite_without_card: 'made at the provider and posted in no channel: there is no thread',
  invite_awaiting: 'waits for approval: nothing of it is at the provider yet',
  invite_not_running: 'only a running invite has a guest to kick',
  change_empty: 'nothing would change',
  not_removal_requester: 'neither among those who asked for the removal nor an admin',
  nothing_to_withdraw: 'no cancel, kick or removal is waiting to get through',
  start_not_changeable: 'the invite is running: its start stays',
  // Providers: the request was certainly not carried out
  provider_off: 'no credentials configured',
  provider_unauthorized: 'the key is not accepted',
  provider_forbidden: 'the key lacks a permission',
  provider_not_found: 'what the request is about is not there',
  provider_account_unknown: 'no such team or organization, or the key may not see it',
  provider_rejected: 'the provider refused the values',
  provider_busy: 'over a quota; facts: provider, retryAt (epoch ms)',
  provider_unreachable: 'no connection, nothing was sent',
  provider_credits_spent: 'no credit left',
  already_member: 'is a member of the team',
  already_invited: 'has an invite that is still pending',
  asked_elsewhere: 'another batch has asked for them and has no answer so far',
  member_offboarded: 'an admin has removed this person everywhere before they were invited',
  domain_not_allowed: 'the provider takes no addresses of this domain',
  plan_full: 'no seat left, or the plan must be upgraded (402)',
  resend_too_soon: 'the provider resends an invite only so often',
  create_taken_back: 'made by Parsec only after the invite had failed here, and taken back there',
  end_unseen: 'ended by our own record: the provider could not be asked whether its end was moved',
  started_late: 'made later than it was to start',
  window_passed: 'the time was over before the provider could be reached',
  // Slack: what came of telling people
  slack_busy: 'over a rate limit; facts: retryAt (epoch ms)',
  slack_unreachable: 'not answered; a repeat is harmless',
  slack_post_in_doubt: 'a post whose answer was lost may still come; facts: retryAt (epoch ms)',
  slack_outcome_unknown: 'a post or an edit whose answer was lost',
  slack_channel_unavailable: 'channel archived, left or gone',
  slack_message_deleted: 'the message to edit is not there any more',
  slack_refused: 'Slack refused for good',
  files_not_allowed: 'the workspace did not grant files:write',
  // The audit stream
  audit_sink_failed:
    'the file or the webhook did not take entries of the audit log; facts: error (why), retryAt (epoch ms)',
  // Providers: nobody knows whether it was carried out
  provider_outcome_unknown: 'time-out, cut off or 5xx after sending',
  provider_shows_nothing: 'said yes, and yet what it was asked for is not there',
  // Providers: an answer that is not what the documents say (reads only)
  provider_nonsense: 'not JSON, or a required value is missing',
} as const;

/** Whether a value is the code of a Problem: rows and records keep codes, and may hold older ones. */
export function isProblemCode(value: unknown): value is ProblemCode {
  return typeof value === 'string' && value in problemCodes;
}

/** Everything a Problem may carry for its copy and for decisions. Instants (`...At`) are epoch ms; flags are 1 or absent. */
export type Facts = {
  readonly provider?: string;
  /** What a person typed, or the part of it that is wrong. */
  readonly text?: string;
  readonly name?: string;
  readonly scope?: number;
  readonly channel?: string;
  readonly direct?: number;
  readonly zone?: string;
  readonly local?: string;
  readonly gapFrom?: string;
  readonly gapTo?: string;
  readonly startsAt?: number;
  readonly endsAt?: number;
  readonly retryAt?: number;
  readonly lateMs?: number;
  /** Of a series. */
  readonly occurrences?: number;
  readonly weeks?: number;
  readonly shorterMs?: number;
  readonly maxMs?: number;
  /** The name of a rule of the policy, and its own words. */
  readonly rule?: string;
  readonly why?: string;
  /** Of approvals: how many people, whether a reason has to be given, whether this person may go ahead without; who, or which groups. */
  readonly count?: number;
  readonly reason?: number;
  readonly bypass?: number;
  readonly by?: string;
  readonly state?: string;
  /** Names with commas between. */
  readonly allowed?: string;
  /** 1 for Monday, with commas between; wall times. */
  readonly days?: string;
  readonly from?: string;
  readonly to?: string;
  readonly domain?: string;
  readonly minutes?: number;
  readonly max?: number;
  readonly asked?: number;
  readonly left?: number;
  readonly open?: number | string;
  readonly admin?: number;
  readonly credits?: number;
  readonly reference?: string;
  readonly term?: string;
  /** The field of a request that a provider refused. */
  readonly field?: string;
  readonly message?: string;
  readonly permission?: string;
  /** The HTTP status. */
  readonly status?: number;
  /** Slack's error code. */
  readonly error?: string;
  /** Slack's answer about a person is final: asking again gives the same. */
  readonly definite?: number;
};

/** What the copy of a code cannot do without. A Problem of any code may carry more. */
type Needed = {
  email_letters: 'text';
  email_twice: 'text';
  email_second: 'text';
  email_of_person: 'name';
  person_not_found: 'name';
  person_not_clear: 'name';
  person_address_hidden: 'name';
  person_unchecked: 'name';
  event_name_too_long: 'max';
  message_too_long: 'max';
  zone_unknown: 'zone';
  time_invalid: 'text';
  time_never: 'local' | 'gapFrom' | 'gapTo';
  time_twice: 'local';
  window_too_long: 'maxMs';
  start_too_far: 'maxMs';
  series_too_long: 'occurrences' | 'weeks';
  duration_invalid: 'text';
  text_not_understood: 'text';
  invite_already_there: 'reference';
  addresses_too_many: 'max';
  guests_too_many: 'max';
  hosts_too_few: 'asked' | 'count';
  hosts_too_many: 'asked' | 'count';
  hosts_not_free: 'asked' | 'count';
  hosts_unread: 'provider';
  credits_too_few: 'provider' | 'asked' | 'credits';
  role_missing: 'provider';
  term_unknown: 'provider' | 'term';
  chosen_unknown: 'provider';
  channel_shared: 'channel';
  not_member_inviter: 'open';
  term_not_given: 'provider' | 'term';
  no_role_given: 'provider';
  policy_domain_blocked: 'domain';
  policy_domain_closed: 'domain';
  policy_denied: 'rule' | 'why';
  policy_permissions: 'rule' | 'allowed';
  policy_window: 'rule' | 'maxMs';
  policy_lead: 'rule' | 'maxMs';
  edit_needs_approval: 'provider';
  approval_needed: 'rule' | 'by' | 'count';
  approval_decided: 'state';
  approval_reason_too_long: 'max';
  approval_denied: 'by' | 'message';
  host_unread: 'provider';
  policy_hours: 'rule' | 'days' | 'from' | 'to' | 'zone';
  open_invites: 'max' | 'open';
  invites_per_hour: 'max' | 'left' | 'minutes';
  invites_per_day: 'max' | 'left' | 'minutes';
  credits_per_day: 'max' | 'minutes';
  member_addresses_per_hour: 'max' | 'asked' | 'left' | 'minutes';
  credits_reserved: 'provider' | 'credits';
  ability_missing: 'provider';
  started_late: 'lateMs' | 'shorterMs';
  slack_busy: 'retryAt';
  slack_refused: 'error';
  audit_sink_failed: 'error';
} & Record<ProviderCode, 'provider'>;

/** What systems answer, or fail to. */
export type ProviderCode =
  | Extract<ProblemCode, `provider_${string}`>
  | 'already_member'
  | 'already_invited'
  | 'asked_elsewhere'
  | 'member_offboarded'
  | 'domain_not_allowed'
  | 'plan_full'
  | 'resend_too_soon';

/** The facts of a Problem of this code. */
export type FactsOf<Code extends ProblemCode> = Facts &
  (Code extends keyof Needed ? Required<Pick<Facts, Needed[Code]>> : unknown);

/** For each code a function of its facts, such as the one that puts it into words. */
export type ByCode<Result> = { readonly [Code in ProblemCode]: (facts: FactsOf<Code>) => Result };

export type Problem = { readonly kind: 'problem'; readonly code: ProblemCode; readonly facts: Facts };

/** A Problem as a row of the store keeps it. */
export type StoredProblem = Pick<Problem, 'code' | 'facts'>;

/** Makes a Problem. `facts` holds what its words need; never a secret. */
export function problem<Code extends keyof Needed>(code: Code, facts: FactsOf<Code>): Problem;
export function problem(code: Exclude<ProblemCode, keyof Needed>, facts?: Facts): Problem;
export function problem(code: ProblemCode, facts: Facts = {}): Problem {
  return { kind: 'problem', code, facts };
}

/** Makes Problems of one provider. */
export function problemsOf(provider: string): (code: ProviderCode, facts?: Facts) => Problem {
  return (code, facts) => problem(code, { provider, ...facts });
}

/** What follows from a success; a Problem stays what it is. */
export async function onSuccess<Value, const Next>(
  result: Promise<Value | Problem>,
  next: (value: Value) => Next | Promise<Next>,
): Promise<Next | Problem> {
  const value = await result;
  return isProblem(value) ? value : next(value);
}

/** Whether a result is a Problem rather than the value asked for. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'problem';
}
