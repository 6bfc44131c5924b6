import { type ByCode, type Facts, isProblem, isProblemCode, type Problem } from '../../domain/problem.ts';
import { writeDuration } from '../../domain/time/durations.ts';
import { escapeText } from '../blocks/blocks.ts';
import { approvalCopy } from './approval-copy.ts';
import { policyCopy } from './policy-copy.ts';
import { powerCopy } from './power-copy.ts';
import { systemOf } from './system-copy.ts';

type Words = (facts: Facts) => string;

const tellOperator = 'Tell the person who runs Guestlist.';

/** What a system gave as its reason, without a full stop: some end with one. */
const reason = ({ message }: Facts): string => (message ?? 'no reason given').replace(/[.\s]+$/, '');

/** What each Problem means to a coordinator, and the way out; at a field, the fix comes first. Plain text. */
const words = {
  email_invalid: () => 'Use a full email address, like ana@example.com.',
  email_letters: (f) => `Enter an address in plain letters (a to z). “${f.text}” has other letters.`,
  email_twice: () => 'Take one out. This address is in the list twice.',
  email_missing: () => "Enter the guest's email address.",
  email_several: () => 'Enter one address. Each invite is for one guest.',
  email_second: (f) => `Put ${f.text} in a row of its own. Only the first address in a row is invited.`,
  email_of_person: (f) => `Use the email address of @${f.name}. Slack names don't work in a list.`,
  person_not_found: (f) => `Enter the guest's email address. Nobody in this workspace is called @${f.name}.`,
  person_not_clear: (f) => `Enter the guest's email address. Several people here are called @${f.name}.`,
  person_address_hidden: (f) =>
    f.scope === 1
      ? "Enter the guest's email address. Guestlist can't see addresses in Slack; the person who installed it can allow that (users:read.email)."
      : `Enter the guest's email address. Slack shows none for @${f.name}.`,
  person_unchecked: (f) =>
    `Enter the guest's email address, or try again in a moment. Slack took too long to look up @${f.name}.`,
  host_missing: () => 'Choose a computer.',
  host_unknown: () =>
    "Choose another computer, or turn on “Allow Guest Access” for this one in Parsec. It isn't open to guests.",
  host_booked: () => 'Choose another computer or time, or invite anyway. This computer is booked then.',
  event_name_missing: () => 'Enter an event name. The guest sees it in the invitation.',
  event_name_too_long: (f) => `Use at most ${f.max} characters for the event name.`,
  message_too_long: (f) => `Use at most ${f.max} characters for the message.`,
  zone_unknown: (f) => `Choose a time zone from the list, or search for a city. “${f.zone}” isn't a time zone.`,
  time_invalid: (f) => `Enter both a day and a time. Guestlist can't read “${f.text}”.`,
  time_never: (f) =>
    `Enter a time before ${f.gapFrom} or from ${f.gapTo} on. The clocks go forward that day, so ${f.local} doesn't exist.`,
  time_twice: (f) =>
    `Choose the first or the second ${f.local}. The clocks go back that day, so this time comes twice.`,
  start_in_past: () => 'Enter a later start, or choose “Now”. This one has passed.',
  end_before_start: () => 'Enter an end after the start.',
  end_in_past: () => 'Enter a later end. This one has passed.',
  last_day_before_first: () => 'Choose a last day that is not before the first.',
  window_too_long: (f) => `Enter an earlier end. Invites can last at most ${writeDuration(f.maxMs)} here.`,
  series_start_now: () => 'Choose “At a set time”. A series starts at the same time of day each time.',
  series_days_missing: () => 'Choose at least one day of the week.',
  series_until_missing: () => 'Choose the last day of the series.',
  series_until_too_early: () => 'Choose a later last day. The series has no day by then.',
  series_too_long: (f) =>
    `Choose an earlier last day. A series has at most ${f.occurrences} invites over ${f.weeks} weeks.`,
  series_overlaps: () => 'Choose another time. The series has another invite then.',
  series_unknown: () => "Guestlist doesn't know this series. Type “/guest series” for a list.",
  series_ended: () => 'This series has ended. Invite the guest again to start a new one.',
  occurrence_passed: () => 'This one has started already. Type “/guest series” to see what is still to come.',
  occurrence_created: () => 'This one is an invite already. Change it on its card.',
  occurrence_missed: () =>
    "Its start passed before Guestlist could create it. Invite the guest by hand if it's still needed.",
  duration_invalid: (f) => `Enter a length of time, like 90m, 2h or 1h30. Guestlist can't read “${f.text}”.`,
  text_not_understood: (f) => `Guestlist can't read “${f.text}”.`,
  invite_already_there: (f) =>
    `Change the guest, the computer, the times or the event name. This guest already has this invite (${f.reference}).`,
  // Says nothing of another invite: this person may not know whose it is, or for whom.
  invite_too_alike: () => 'Use another event name for this computer and these times.',
  guests_too_many: (f) => `Enter at most ${f.max} guests. Invite the others with another form.`,
  guests_faulty: () => 'Correct the guests listed in this form. Nothing was sent.',
  hosts_too_few: (f) =>
    `Choose ${f.asked} computers, one for each guest, or let Guestlist choose free ones. You chose ${f.count}.`,
  hosts_too_many: (f) =>
    `Choose at most ${f.asked === 1 ? '1 computer' : `${f.asked} computers`}, one for each guest. You chose ${f.count}.`,
  hosts_not_free: (f) =>
    `Choose another time, or fewer guests. ${f.asked === 1 ? '1 guest needs' : `${f.asked} guests need`} a free computer, and ${f.count === 0 ? 'none is' : f.count === 1 ? '1 is' : `${f.count} are`} free then.`,
  hosts_unread: (f) => `Try again in a moment, or choose the computers. ${systemOf(f)} is slow to say which are free.`,
  hosts_not_shown: () => 'Check which computer each guest gets, then send the form again.',
  group_unknown: () => "Guestlist can't find these invites.",
  addresses_missing: () => 'Enter at least one email address.',
  addresses_too_many: (f) => `Enter at most ${f.max} addresses. Invite the others in a second form.`,
  template_unknown: () => 'This template no longer exists. Type “/guest template” to see the ones there are.',
  template_of_workspace: () => 'Only coordinators and admins can change templates of the workspace.',
  template_name_missing: (f) => `Enter a name of at most ${f.max} characters.`,
  template_name_taken: () => 'Choose another name. There is a template of that name.',
  template_limit: (f) => `Delete a template first. There can be at most ${f.max}.`,
  choice_missing: () => 'Choose one of these.',
  form_unreadable: () => 'Close this form and open it again. Guestlist has changed since.',
  members_not_shown: (f) =>
    `${systemOf(f)} doesn't show its members. If they are one, remove them in ${systemOf(f)}'s dashboard.`,
  member_not_findable: (f) =>
    `${systemOf(f)} shows no email addresses, and they weren't invited through Guestlist. Look for them with “/member list ${f.provider}”.`,
  member_is_owner: (f) => `They own the team at ${systemOf(f)}. Make somebody else the owner first.`,
  member_is_last_admin: (f) => `They are the only admin at ${systemOf(f)}. Make somebody else an admin first.`,
  offboard_self: () => "You can't remove yourself everywhere. Ask another admin.",
  profile_unknown: () => 'Choose another profile. The policy no longer has this one.',
  role_missing: (f) => `Choose a role. ${systemOf(f)} needs one.`,
  channel_missing: () => 'Choose a channel.',
  channel_not_joined: () => "Choose a channel you're in. If you have just joined this one, try again in a moment.",
  channel_without_bot: (f) =>
    f.direct === 1
      ? "Choose a channel. Guestlist can't post in a direct message between other people."
      : `Type “/invite @Guestlist” in ${f.channel === undefined ? 'this channel' : `#${f.channel}`}, or choose another one. Guestlist isn't in it.`,
  channel_archived: (f) =>
    `Choose another channel. ${f.channel === undefined ? 'This one' : `#${f.channel}`} is archived.`,
  channel_not_shown: () =>
    "Choose another channel. Slack doesn't let Guestlist see this one; the person who runs Guestlist can change that.",
  channel_unchecked: () => "Try again in a moment. Slack took too long to say whether you're in this channel.",
  channel_shared: (f) => `#${f.channel} is shared with people outside your company.`,
  not_allowed_guest: () => "Guest accounts can't use Guestlist. Ask a full member of this workspace.",
  not_allowed_external: () => 'Only members of this workspace can use Guestlist. Ask the person you work with here.',
  not_allowed_bot: () => "Bots can't use Guestlist.",
  team_operation_unknown: () => 'This is no longer available. Open “/team” again.',
  not_allowed_deactivated: () => 'This account is deactivated.',
  not_allowed_unknown: () => "Nothing was done: Slack didn't say who you are. Try again in a moment.",
  not_admin: () => 'Only workspace admins and Guestlist admins can do this.',
  link_hidden: () => "Only the inviter, coordinators and admins can see the guest's link.",
  email_hidden: () => "Only the inviter, coordinators and admins can see the guest's email.",
  invite_erased: () => "Guestlist erased this guest's personal data. To invite someone, type “/guest invite”.",
  not_members_requester: () => 'Only the inviter and admins can change this invite.',
  not_inviter: () => 'Only the inviter, coordinators and admins can change this invite.',
  invite_unknown: () => "Guestlist can't find this invite. Type “/guest list” to see the invites there are.",
  invite_hidden: () => 'Only the inviter, admins and people in its channel can see this invite.',
  batch_unknown: () => "Guestlist can't find these invites.",
  links_of_others: () => 'Only the inviter can see the join links.',
  nothing_to_retry: () => 'None of the refused invites can be sent again.',
  ability_missing: (f) => `${systemOf(f)} doesn't support this.`,
  invite_ended: () => "This invite has ended, so you can't change it. Create a new one with “/guest invite”.",
  inviter_left: () => "Take this invite over first. Its inviter can't use Guestlist any more.",
  nothing_to_take_over: () =>
    'Nobody needs to take this invite over: somebody did, or the inviter is back. The card shows who invites now.',
  invite_not_ready: () => "Parsec hasn't confirmed this invite yet. Wait for the card to change, or cancel the invite.",
  invite_without_card: () => 'This invite is posted in no channel, so there is no thread for a calendar file.',
  invite_not_running: () => 'You can kick a guest only while the invite is active.',
  change_empty: () => 'Change something, or close the form.',
  not_removal_requester: () => 'Only the person who asked for this and admins can withdraw it.',
  nothing_to_withdraw: () => "Nothing is left to withdraw: it's done, or somebody withdrew it.",
  start_not_changeable: () => "You can't change the start of an active invite.",
  provider_off: (f) => `${systemOf(f)} isn't connected to Guestlist.`,
  provider_unauthorized: (f) => `${systemOf(f)} doesn't accept Guestlist's key. ${tellOperator}`,
  provider_forbidden: (f) =>
    `Guestlist's key lacks ${f.permission === undefined ? `a permission at ${systemOf(f)}` : `the ${systemOf(f)} permission “${f.permission}”`}. ${tellOperator}`,
  provider_not_found: (f) => `It no longer exists in ${systemOf(f)}.`,
  provider_account_unknown: (f) =>
    `${systemOf(f)} can't find the team Guestlist is set up for, or hides it from Guestlist's key: ${reason(f)}. ${tellOperator}`,
  provider_rejected: (f) => `${systemOf(f)} refused: ${reason(f)}.`,
  provider_busy: (f) => `${systemOf(f)} asked Guestlist to wait. Guestlist will try again.`,
  provider_unreachable: (f) => `${systemOf(f)} isn't answering. Guestlist will try again.`,
  provider_credits_spent: (f) => `${systemOf(f)} has no guest access credits left. Buy some there, then try again.`,
  already_member: (f) => `This person is already a member at ${systemOf(f)}.`,
  already_invited: (f) =>
    `This person already has a pending invite to ${systemOf(f)}. Resend or cancel that one instead.`,
  member_offboarded: () => 'This person was not invited: an admin offboarded them.',
  asked_elsewhere: (f) =>
    `Another list is inviting the same people to ${systemOf(f)}. Guestlist continues when that list has an answer.`,
  domain_not_allowed: (f) => `Use another address of this person. ${systemOf(f)} doesn't accept this domain.`,
  plan_full: (f) =>
    `The plan at ${systemOf(f)} has no seats left. Remove a member, cancel an invite or upgrade there, then try again.`,
  resend_too_soon: (f) => `${systemOf(f)} sent this invite again not long ago. Try again tomorrow.`,
  create_taken_back: () =>
    'Parsec created this invite after Guestlist had given up, so Guestlist cancelled it. It lets nobody in.',
  end_unseen: () => "Guestlist couldn't ask Parsec whether the end was moved there. If it was, this card will show it.",
  started_late: (f) => {
    const late = `It starts ${writeDuration(f.lateMs)} late because Parsec couldn't create it earlier.`;
    return f.shorterMs === 0
      ? `${late} It lasts as long as asked, so it ends later.`
      : `${late} It ends when asked, so it's ${writeDuration(f.shorterMs)} shorter.`;
  },
  window_passed: () => "Guestlist couldn't reach Parsec before the end of the invite.",
  provider_outcome_unknown: (f) => `${systemOf(f)}'s answer was lost. Guestlist checks before it tries again.`,
  provider_shows_nothing: (f) =>
    `${systemOf(f)} accepted the invite but doesn't show it. Guestlist keeps looking for a while.`,
  provider_nonsense: (f) => `${systemOf(f)} sent a response Guestlist couldn't read. ${tellOperator}`,
  ...powerCopy,
  ...policyCopy,
  ...approvalCopy,
  slack_busy: () => 'Slack asked Guestlist to wait.',
  slack_unreachable: () => "Slack isn't answering.",
  slack_post_in_doubt: () => "Slack's answer was lost. Guestlist checks before it posts again.",
  slack_outcome_unknown: () => "Slack's answer was lost.",
  slack_channel_unavailable: () => "Guestlist can't post in the channel.",
  slack_message_deleted: () => 'The message no longer exists.',
  slack_refused: (f) => `Slack refused: ${f.error}.`,
  audit_sink_failed: (f) => `The audit stream failed: ${f.error}. Guestlist will try again.`,
  files_not_allowed: () =>
    "Guestlist can't send files in this workspace. The person who installed it can allow that (files:write).",
} satisfies ByCode<string>;

/** The Problem that is among the facts of a notice (`problem` is its code), mrkdwn; '' when there is none. */
export function factsProblemCopy(facts: Facts & { readonly problem?: string | number }): string {
  const code = facts.problem;
  return isProblemCode(code) ? escapeText(problemCopy({ code, facts })) : '';
}

/** A Problem in words, as plain text: escapeText it before it goes into mrkdwn. */
export function problemCopy(problem: Pick<Problem, 'code' | 'facts'>): string {
  return (words[problem.code] as Words)(problem.facts);
}

/** A Problem in words, as plain text; everything else as it is. */
export function textOf<Said>(said: Said | Problem): Said | string {
  return isProblem(said) ? problemCopy(said) : said;
}
