/**
 * A Problem is an expected failure, carried as a value: a person can be told about it and often can do something.
 * Bugs are thrown instead. The words for each code stand in slack/words/problems.ts, one entry per code.
 */
export type ProblemCode = keyof typeof problemCodes;

/** Every code there is, with what it means to a developer. */
export const problemCodes = {
  // What a person typed
  email_invalid: 'not an e-mail address',
  email_letters: 'an e-mail address with letters that have no form in ASCII; facts: text (the part they stand in)',
  email_twice: 'the same address came before; facts: text',
  email_missing: 'no e-mail address given',
  email_several: 'more than one guest in the field for one',
  email_second: 'a second address of somebody in a table; facts: text',
  email_of_person: 'somebody of the workspace (@ben) in a list of addresses; facts: name',
  person_not_found: 'nobody in the workspace is called that; facts: name',
  person_not_clear: 'several people in the workspace are called that; facts: name',
  person_address_hidden: 'Slack shows no address of this person; facts: name, scope (1: the scope was not granted)',
  person_unchecked: 'Slack did not say in time whose address it is; facts: name',
  host_missing: 'no host chosen',
  host_unknown: 'no such host with guest access',
  event_name_missing: 'the event has no name',
  event_name_too_long: 'facts: max',
  message_too_long: 'facts: max',
  zone_unknown: 'not an IANA time zone; facts: zone',
  time_invalid: 'not a date and time; facts: text',
  time_never: 'the clock skips this time; facts: local, zone, gapFrom, gapTo',
  time_twice: 'the clock shows this time twice; facts: local, zone',
  start_in_past: 'facts: startsAt',
  end_before_start: 'the end is not after the start',
  end_in_past: 'facts: endsAt',
  host_booked: 'others are invited to this computer then, and nobody said to go on all the same',
  window_too_long: 'longer than the policy allows; facts: maxMs',
  start_too_far: 'further ahead than the policy allows; facts: maxMs',
  duration_invalid: 'not a duration; facts: text',
  text_not_understood: 'facts: text',
  invite_already_there: 'the same guest, host, event and window; facts: reference',
  invite_too_alike: 'as invite_already_there, for somebody who may not see the other invite for sure',
  addresses_missing: 'nobody to invite',
  addresses_too_many: 'facts: max',
  choice_missing: 'none of what there is to choose from',
  form_unreadable: 'a modal of an older Guestlist, or not as it was opened',
  role_missing: 'the system asks for a role; facts: provider',
  term_unknown: 'the system has no such role, group or app rule; facts: provider, term',
  chosen_unknown: 'the system has nothing of what was chosen; facts: provider',
  // Where it is told
  channel_missing: 'no channel chosen',
  channel_not_joined: 'the person is not in it, as far as Slack says',
  channel_without_bot: 'Guestlist cannot post there; facts: channel (its name), direct (1: a direct message of others)',
  channel_archived: 'facts: channel (its name)',
  channel_not_shown: 'Slack refuses to say what kind of channel it is; a scope is missing',
  channel_unchecked: 'Slack did not say in time whether the person may',
  channel_shared: 'shared with another company, and the form has not said so yet; facts: channel (its name)',
  // Who may
  not_allowed_guest: 'a guest account of the workspace',
  not_allowed_stranger: 'somebody from another workspace (shared channel)',
  not_allowed_bot: 'a bot',
  not_allowed_deactivated: 'a deactivated account',
  not_allowed_unknown: 'Slack could not say who this is: closed when in doubt',
  not_admin: 'only for admins of the policy',
  not_member_inviter: 'inviting members is not open to this person; facts: open (admins, or some)',
  groups_unknown: 'Slack did not say whether this person is in a user group of the policy',
  inviter_unknown: 'Slack does not say what the person who asked may do now',
  term_not_given: 'this role, group or app rule is not open to this person; facts: provider, term',
  no_role_given: 'a role is needed, and none is open to this person; facts: provider',
  // Shares: what one person may have
  open_invites: 'so many open invites already; facts: max, open, admin',
  invites_per_hour: 'so many guests within an hour; facts: max, asked, left, minutes, admin',
  member_addresses_per_hour: 'so many members within an hour; facts: max, asked, left, minutes, admin',
  credits_reserved: 'the credits that are left are for admins; facts: provider, credits',
  team_operation_unknown: 'no such operation, or its system is off',
  link_hidden: "somebody who may not see the guest's link: neither who invited nor an admin",
  not_host_of_invite: "neither the invite's host nor an admin",
  // The invite as it is
  invite_unknown: 'no such invite here',
  invite_hidden: 'told in a conversation this person does not read, or Slack does not say: closed when in doubt',
  batch_unknown: 'no such batch of members here',
  links_of_others: 'join links are for the person who invited',
  nothing_to_retry: 'none of the refused can be tried again',
  ability_missing: 'the system cannot do this at all; facts: provider',
  invite_over: 'ended, cancelled or failed: nothing left to change',
  inviter_left: 'its inviter is no full member any more, and nobody has taken it over',
  nothing_to_take_over: 'its inviter is back, or somebody else has taken it over',
  invite_not_ready: 'still being created or not confirmed yet',
  invite_not_running: 'only a running invite has a guest to kick',
  change_empty: 'nothing would change',
  not_asker_of_removal: 'neither among those who asked for the removal nor an admin',
  nothing_to_withdraw: 'no cancel, kick or removal is waiting to get through',
  start_not_changeable: 'the invite is running: its start stays',
  // Providers: the request was certainly not carried out
  provider_off: 'no credentials configured; facts: provider',
  provider_unauthorized: 'the key is not accepted; facts: provider',
  provider_forbidden: 'the key lacks a permission; facts: provider, permission',
  provider_not_found: 'facts: provider',
  provider_account_unknown: 'no such team or organisation, or the key may not see it; facts: provider, message',
  provider_rejected: 'the provider refused the values; facts: provider, message',
  provider_busy: 'over a quota; facts: provider, retryAt (epoch ms)',
  provider_unreachable: 'no connection, nothing was sent; facts: provider',
  provider_credits_spent: 'no credit left; facts: provider',
  already_member: 'is a member of the team; facts: provider',
  already_invited: 'has an invite that is still pending; facts: provider',
  asked_elsewhere: 'another batch has asked for them and has no answer so far; facts: provider',
  domain_not_allowed: 'the provider takes no addresses of this domain; facts: provider',
  plan_full: 'no seat left, or the plan must be upgraded (402); facts: provider',
  resend_too_soon: 'the provider resends an invite only so often; facts: provider',
  create_taken_back: 'made by Parsec only after the invite had failed here, and taken back there',
  end_unseen: 'ended by our own record: the provider could not be asked whether its end was moved',
  started_late: 'made later than it was to start; facts: lateMs, and shorterMs where it ends as asked',
  window_over: 'the time was over before the provider could be reached',
  // Slack: what came of telling people
  slack_busy: 'over a rate limit; facts: retryAt (epoch ms)',
  slack_unreachable: 'not answered; a repeat is harmless',
  slack_post_in_doubt: 'a post whose answer was lost may still come; facts: retryAt (epoch ms)',
  slack_outcome_unknown: 'a post or an edit whose answer was lost',
  slack_place_gone: 'channel archived, left or gone; facts: error',
  slack_message_gone: 'the message to edit is not there any more',
  slack_refused: 'Slack refused for good; facts: error',
  files_not_allowed: 'the workspace did not grant files:write',
  // Providers: nobody knows whether it was carried out
  provider_outcome_unknown: 'time-out, cut off or 5xx after sending; facts: provider',
  provider_shows_nothing: 'said yes, and yet what it was asked for is not there; facts: provider',
  // Providers: an answer that is not what the documents say (reads only)
  provider_nonsense: 'not JSON, or a required value is missing; facts: provider',
} as const;

export type Facts = { readonly [name: string]: string | number };

export type Problem = { readonly kind: 'problem'; readonly code: ProblemCode; readonly facts: Facts };

/** Makes a Problem. `facts` holds what its words need; never a secret. */
export function problem(code: ProblemCode, facts: Facts = {}): Problem {
  return { kind: 'problem', code, facts };
}

/** Whether a result is a Problem rather than the value asked for. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'problem';
}
