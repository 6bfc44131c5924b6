import { writeDuration } from '../../domain/durations.ts';
import { type Facts, type Problem, type ProblemCode, problemCodes } from '../../domain/problem.ts';
import { escapeText } from '../views/blocks.ts';
import { powerWords } from './power.ts';

type Words = (facts: Facts) => string;

const system = (facts: Facts): string => {
  const name = String(facts.provider ?? '');
  return name === '' ? 'The provider' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
};

/** What each Problem means to a coordinator, and the way out. Plain text. */
const words = {
  email_invalid: () => 'Use a full e-mail address, like ana@example.com.',
  email_letters: (f) =>
    `“${f.text ?? ''}” has letters that cannot stand in an address here. Ask the guest for one in plain letters (a to z).`,
  email_twice: () => 'This address is in the list already. Take one of the two out.',
  email_missing: () => "Enter the guest's e-mail address.",
  email_several: () => 'Enter one address: one invite is for one guest.',
  email_second: (f) => `${f.text ?? 'This'} is a second address in this row. Only the first is invited.`,
  email_of_person: (f) => `Use the e-mail address of @${f.name ?? ''}. Names from Slack aren't looked up in a list.`,
  person_not_found: (f) => `Enter the guest's e-mail address. Nobody in this workspace is called @${f.name ?? ''}.`,
  person_not_clear: (f) => `Enter the guest's e-mail address. Several people here are called @${f.name ?? ''}.`,
  person_address_hidden: (f) =>
    f.scope === 1
      ? "Enter the guest's e-mail address. Guestlist can't see addresses in Slack; whoever installed it can allow that (users:read.email)."
      : `Enter the guest's e-mail address. Slack shows none for @${f.name ?? ''}.`,
  person_unchecked: (f) =>
    `Enter the guest's e-mail address, or try again in a moment. Slack didn't say in time who @${f.name ?? ''} is.`,
  host_missing: () => 'Choose the computer the guest may use.',
  host_unknown: () =>
    'That computer is not open to guests. Choose another one, or have “Allow Guest Access” switched on for it in Parsec.',
  host_booked: () => 'This computer is booked then. Choose another one or another time, or go on all the same.',
  event_name_missing: () => 'Give the event a name; the guest sees it in the invitation.',
  event_name_too_long: (f) => `Use at most ${f.max} characters for the event name.`,
  message_too_long: (f) => `Use at most ${f.max} characters for the message.`,
  zone_unknown: (f) => `“${f.zone ?? ''}” is not a time zone. Pick one from the list; searching for a city works too.`,
  time_invalid: (f) => `“${f.text ?? ''}” is not a date and time. Pick both a day and a time.`,
  time_never: (f) =>
    `The clocks go forward that day: there is no ${f.local ?? 'such time'}. It jumps from ${f.gapFrom} to ${f.gapTo}. Choose a time outside of that.`,
  time_twice: (f) =>
    `The clocks go back that day: ${f.local ?? 'this time'} comes twice. Choose which of the two you mean.`,
  start_in_past: () => 'The start has already passed. Choose a later time, or “Now”.',
  end_before_start: () => 'The end must come after the start.',
  end_in_past: () => 'The end has already passed. Choose a later time.',
  window_too_long: (f) =>
    `That is longer than the ${typeof f.maxMs === 'number' ? writeDuration(f.maxMs) : 'time'} allowed here. Choose an earlier end.`,
  duration_invalid: (f) => `“${f.text ?? ''}” is not a length of time. Write it like 90m, 2h or 1h30.`,
  text_not_understood: (f) => `“${f.text ?? ''}” was not understood.`,
  invite_already_there: (f) =>
    `This guest already has exactly this invite (${f.reference ?? ''}). Change the guest, the computer, the times or the event name.`,
  // Says nothing of another invite: whose it is, and for whom, is not for this person to know.
  invite_too_alike: () => 'Use another event name for this computer and these times.',
  addresses_missing: () => 'Paste at least one e-mail address.',
  addresses_too_many: (f) => `At most ${f.max} addresses at a time. Send the others in a second form.`,
  choice_missing: () => 'Choose one of these.',
  form_unreadable: () => 'Close this form and open it again: Guestlist has changed since.',
  role_missing: (f) => `${system(f)} wants to know the role. Choose one.`,
  channel_missing: () => 'Choose a channel.',
  channel_not_joined: () => "Choose a channel you're in. If you have just joined this one, try again in a moment.",
  channel_without_bot: (f) =>
    f.direct === 1
      ? "Choose a channel. Guestlist can't post in a direct message between other people."
      : `Guestlist isn't in ${f.channel === undefined ? 'this channel' : `#${f.channel}`}. Type “/invite @Guestlist” there, or choose another channel.`,
  channel_archived: (f) => `Choose another channel. #${f.channel ?? ''} is archived.`,
  channel_not_shown: () =>
    "Choose another channel. Slack doesn't let Guestlist look into this one; the person who runs Guestlist can change that.",
  channel_unchecked: () => "Try again in a moment. Slack didn't say in time whether you're in this channel.",
  channel_shared: (f) => `#${f.channel ?? ''} is shared with people outside your company.`,
  not_allowed_guest: () => 'Guest accounts of this workspace cannot invite others. Ask a full member to do it.',
  not_allowed_stranger: () =>
    'Only members of this workspace can use Guestlist. Ask the person you work with here to invite.',
  not_allowed_bot: () => 'Guestlist takes orders from people only, not from bots.',
  team_operation_unknown: () => 'That cannot be done here any more. Open “/team” again.',
  not_allowed_deactivated: () => 'This account is deactivated.',
  not_allowed_unknown: () => 'Slack did not say who you are, so nothing was done. Please try again in a moment.',
  not_admin: () => 'That is for admins: those of the workspace, and those the policy names.',
  link_hidden: () => "Only the person who invited, or an admin, can see the guest's link.",
  not_host_of_invite: () => 'Only the person who invited, or an admin, can change this invite.',
  invite_unknown: () => 'There is no such invite. See /guest list for those there are.',
  invite_hidden: () => 'Only people in its channel, admins and the person who invited can see that.',
  batch_unknown: () => 'These invites are not known here.',
  links_of_others: () => 'Only the person who invited can see the join links.',
  nothing_to_retry: () => 'None of those that were refused can be tried again.',
  ability_missing: (f) => `${system(f)} does not offer that.`,
  invite_over: () => 'This invite is over; there is nothing left to change. Make a new one with /guest invite.',
  inviter_left: () => "Take this invite over first: its inviter can't use Guestlist any more.",
  nothing_to_take_over: () =>
    'Nothing is left to take over: somebody else has done it, or the inviter is back. The card shows who invites now.',
  invite_not_ready: () =>
    'This invite is not confirmed by Parsec yet. Its card will say when it is; you can cancel it already.',
  invite_not_running: () => 'The guest can only be kicked while the invite is running.',
  change_empty: () => 'Nothing would change. Alter something, or close the form.',
  not_asker_of_removal: () => 'Only the person who asked for it, or an admin, can withdraw it.',
  nothing_to_withdraw: () => 'Nothing is waiting here any more: it is done, or somebody withdrew it.',
  start_not_changeable: () => 'The invite is running: its start stays as it is.',
  provider_off: (f) => `${system(f)} is not connected to Guestlist.`,
  provider_unauthorized: (f) => `${system(f)} does not accept Guestlist's key. Tell the person who runs Guestlist.`,
  provider_forbidden: (f) =>
    `Guestlist's key lacks the ${system(f)} permission “${f.permission ?? 'for this'}”. Tell the person who runs Guestlist.`,
  provider_not_found: (f) => `${system(f)} does not know it (any more).`,
  // What systems say ends with a full stop, or not.
  provider_account_unknown: (f) =>
    `${system(f)} does not know the team it is set up for, or does not show it to Guestlist's key: ${String(f.message ?? 'no reason given').replace(/[.\s]+$/, '')}. Tell the person who runs Guestlist.`,
  provider_rejected: (f) => `${system(f)} refused: ${String(f.message ?? 'no reason given').replace(/[.\s]+$/, '')}.`,
  provider_busy: (f) => `${system(f)} asks to wait. Guestlist tries again by itself.`,
  provider_unreachable: (f) => `${system(f)} is not answering. Guestlist tries again by itself.`,
  provider_credits_spent: (f) => `No guest access credits are left at ${system(f)}. Buy some there, then try again.`,
  already_member: (f) => `This person is already a member at ${system(f)}.`,
  already_invited: (f) =>
    `This person already has an invite at ${system(f)} that is waiting. Resend or cancel that one instead.`,
  asked_elsewhere: (f) =>
    `These people are being invited to ${system(f)} with another list too, and that has no answer yet. Guestlist waits for it, and goes on by itself.`,
  domain_not_allowed: (f) => `${system(f)} does not take addresses of this domain. Use another address of this person.`,
  plan_full: (f) =>
    `${system(f)} has no place left on its plan. Remove somebody, cancel an invite or upgrade there, then try again.`,
  resend_too_soon: (f) => `${system(f)} has sent this invite again not long ago. Try again tomorrow.`,
  create_taken_back: () =>
    'Parsec made it only after Guestlist had given up, so it was taken back: this invite lets nobody in.',
  end_unseen: () => 'Parsec could not be asked whether its end was moved there. If it was, this card will say so.',
  started_late: (f) => {
    const late = `It starts ${writeDuration(Number(f.lateMs))} late, since Parsec couldn't make it earlier.`;
    return Number(f.shorterMs) === 0
      ? `${late} It lasts as long as asked, so it ends later.`
      : `${late} It ends when asked, so it's ${writeDuration(Number(f.shorterMs))} shorter.`;
  },
  window_over: () => 'Parsec could not be reached before the time was over.',
  provider_outcome_unknown: (f) => `${system(f)}'s answer was lost. Guestlist checks before it tries again.`,
  provider_shows_nothing: (f) =>
    `${system(f)} said yes, but does not show the invite. Guestlist looks for it for a while.`,
  provider_nonsense: (f) => `${system(f)} answered something that makes no sense. Tell the person who runs Guestlist.`,
  ...powerWords,
  slack_busy: () => 'Slack asks to wait.',
  slack_unreachable: () => 'Slack is not answering.',
  slack_post_in_doubt: () => "Slack's answer was lost. Guestlist checks before it posts again.",
  slack_outcome_unknown: () => "Slack's answer was lost.",
  slack_place_gone: () => 'The channel cannot be written to.',
  slack_message_gone: () => 'The message is gone.',
  slack_refused: (f) => `Slack refused: ${f.error ?? ''}.`,
  files_not_allowed: () =>
    'Guestlist may not send files in this workspace. Whoever installed it can allow it: the permission is called files:write.',
} satisfies Record<ProblemCode, Words>;

/** The Problem that is among the facts of a notice (`problem` is its code), mrkdwn; '' when there is none. */
export function factsProblemWords(facts: Facts): string {
  const code = facts.problem;
  return isCode(code) ? escapeText(problemWords({ code, facts })) : '';
}

function isCode(text: unknown): text is ProblemCode {
  return typeof text === 'string' && text in problemCodes;
}

/** A Problem in words, as plain text: escapeText it before it goes into mrkdwn. */
export function problemWords(problem: Pick<Problem, 'code' | 'facts'>): string {
  return (words[problem.code] as Words)(problem.facts);
}
