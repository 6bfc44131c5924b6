import { isDirectMessage } from '../../domain/direct-message.ts';
import type { Invite } from '../../domain/invite.ts';
import type { DirectNotice } from '../../flows/shared/notifier.ts';
import { escapeSigns, escapeText, shortText } from '../blocks/blocks.ts';
import { approvalNotices } from './approval-copy.ts';
import { whyLeftCopy } from './inviter-copy.ts';
import { alsoCopy } from './other-access-copy.ts';
import { factsProblemCopy } from './problem-copy.ts';
import { removalNotices } from './removal-copy.ts';
import { troubleOfFacts } from './series-trouble-copy.ts';
import { systemNames } from './system-copy.ts';
import { readerTime } from './time-copy.ts';

type Facts = DirectNotice['facts'];

/** The variable with a system's key. */
const keyVariables: Readonly<Record<string, string>> = {
  parsec: 'PARSEC_API_KEY',
  snyk: 'SNYK_TOKEN',
  truvera: 'TRUVERA_API_KEY',
  intercode: 'INTERCODE_TOKEN',
};

/** The text of each direct notice, mrkdwn. */
const texts = {
  key_refused: ({ provider, since }) => {
    const name = systemNames(String(provider));
    const when = typeof since === 'number' ? ` since ${readerTime(since, 'UTC')}` : '';
    const variable = keyVariables[String(provider)] ?? 'its key';
    return `:rotating_light: ${name} refuses Guestlist's key${when}. Until the key works, Guestlist can't invite, cancel or remove anybody there. Check the key at ${name}, or set a new one in \`${variable}\` and restart Guestlist.`;
  },
  policy_refused: ({ line, column, fault, remedy, others }) => {
    const place = line === 0 ? '' : ` (line ${line}, column ${column})`;
    const more = others === 0 ? '' : ` It has ${others === 1 ? 'another mistake' : `${others} more mistakes`}.`;
    return `:warning: policy.yaml has changed and has a mistake, so Guestlist keeps to the policy before it. ${shortText(String(fault), 200)}${place}: ${shortText(String(remedy), 300)}.${more} Correct the file, and Guestlist reads it again.`;
  },
  audit_stream_behind: ({ sink, since, error }) => {
    const variable = sink === 'file' ? 'AUDIT_FILE' : 'AUDIT_WEBHOOK_URL';
    return `:rotating_light: Guestlist can't stream the audit log to \`${variable}\` since ${readerTime(Number(since), 'UTC')} (${shortText(String(error), 100)}). Nothing is lost: Guestlist keeps the entries and keeps trying. Check the ${sink === 'file' ? 'folder and the disk' : 'webhook'}.`;
  },
  inviter_left: ({ inviter, why, held, guest, host, event, startsAt, endsAt, zone }, also) => {
    const text = (fact: string | number | undefined) => shortText(String(fact), 100);
    const time = (fact: string | number | undefined) => readerTime(Number(fact), String(zone));
    const reason = whyLeftCopy(String(why), String(inviter));
    const invite = `${text(guest)} on *${text(host)}* (${text(event)}), ${time(startsAt)} to ${time(endsAt)}`;
    if (held === 1 && also !== '')
      return `:double_vertical_bar: ${reason}. Guestlist is putting this invite on hold until an admin takes it over: ${invite}. ${also}`;
    return held === 1
      ? `:double_vertical_bar: ${reason}. Guestlist is putting this invite on hold: ${invite}. The guest can't connect until an admin takes it over.`
      : `:bust_in_silhouette: ${reason}, so this invite has no inviter: ${invite}. The guest can still connect. Take the invite over, or cancel it.`;
  },
  series_trouble: (facts) =>
    `:warning: Guestlist can't create ${guestOf(facts)}'s invite to ${hostOf(facts)} for ${startOf(facts)} yet. ${escapeText(troubleOfFacts(facts))} Guestlist keeps trying until it starts.`,
  series_missed: (facts) =>
    `:x: Guestlist didn't create ${guestOf(facts)}'s invite to ${hostOf(facts)} for ${startOf(facts)}. ${escapeText(troubleOfFacts(facts))}`,
  series_held: (facts) =>
    `:double_vertical_bar: ${whyLeftCopy(String(facts.why), String(facts.inviter))}. ${guestOf(facts)}'s series on ${hostOf(facts)} (${shortText(String(facts.event), 100)}) is on hold: Guestlist creates nothing more until an admin takes it over.`,
  cancel_refused: (facts) =>
    `:rotating_light: Guestlist couldn't cancel ${guestOf(facts)}'s invite to ${hostOf(facts)} yet. The guest can still connect. ${factsProblemCopy(facts)} Guestlist keeps trying. To stop the guest now, cancel the invite in Parsec's dashboard.`,
  cancelled: (facts, also) =>
    `:no_entry_sign: ${guestOf(facts)}'s invite to ${hostOf(facts)} is cancelled. ${also || 'The guest can no longer connect.'}`,
  kick_refused: (facts) =>
    `:warning: Guestlist couldn't kick ${guestOf(facts)} off ${hostOf(facts)} yet. ${factsProblemCopy(facts)} Guestlist keeps trying while the invite is active.`,
  calendar_not_sent: (facts) =>
    `:warning: Guestlist couldn't send the calendar file of *${shortText(String(facts.event), 150)}* on ${hostOf(facts)}: the Slack app lacks the permission \`files:write\`. Ask a workspace admin to install it again with that permission. “Calendar file” on the card also gives you a link to Google Calendar.`,
  card_elsewhere: (facts) =>
    `:page_facing_up: The card of ${cardCopy(facts)} is in ${placeCopy(facts.channel)}, with its updates.${openCopy(facts.link)}${joinCopy(facts.typedIn, facts.canJoin)}`,
  card_moved: (facts) => {
    const { from, why, typedIn, canJoin } = facts;
    const isArchived = why === 'is_archived';
    const reason = isArchived ? `${placeCopy(from)} is archived` : `Guestlist can't post in ${placeCopy(from)}`;
    const join = joinCopy(from, isArchived ? 0 : from === typedIn ? canJoin : 1);
    return `:page_facing_up: ${reason}, so the card of ${cardCopy(facts)} is in your direct messages with Guestlist.${openCopy(facts.link)}${join}`;
  },
  ...removalNotices,
  ...approvalNotices,
} satisfies Record<DirectNotice['name'], (facts: Facts, also: string, invite: Invite | undefined) => string>;

const cardCopy = ({ event, provider, request }: Facts) =>
  request !== undefined
    ? `your ${request === 'onboard' ? 'onboarding' : 'offboarding'}`
    : provider === undefined
      ? `*${shortText(String(event), 150)}*`
      : `your invites to ${systemNames(String(provider))}`;
const placeCopy = (channelId: string | number | undefined) =>
  isDirectMessage(String(channelId)) ? 'your direct messages with Guestlist' : `<#${channelId}>`;
// Slack's own address of a message.
const openCopy = (link: string | number | undefined) =>
  typeof link === 'string' && URL.canParse(link) ? ` <${escapeSigns(link)}|Open the card>` : '';
const joinCopy = (channelId: string | number | undefined, canJoin: string | number | undefined) =>
  canJoin === 1 ? ` To get cards in ${placeCopy(channelId)}, type \`/invite @Guestlist\` there.` : '';
const startOf = ({ startsAt, zone }: Facts) => readerTime(Number(startsAt), String(zone));
const guestOf = ({ guest }: Facts) => shortText(String(guest), 254);
const hostOf = ({ host }: Facts) => `*${shortText(String(host), 150)}*`;

/** The text of a direct notice, mrkdwn. `now` in epoch ms. An unknown name is a bug and throws. */
export function directNoticeCopy({ name, facts, about }: DirectNotice, now: number): string {
  if (!(name in texts)) throw new Error(`no copy for the direct notice ${name}`);
  const also = about === undefined ? '' : alsoCopy('The guest', about.access, about.invite, now);
  return texts[name](facts, also, about?.invite);
}
