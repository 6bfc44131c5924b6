import { isDirectMessage } from '../../domain/direct-message.ts';
import type { DirectNotice } from '../../flows/teller.ts';
import { escapeSigns, shortText } from '../views/blocks.ts';
import { reasonWords } from './inviter.ts';
import { alsoWords } from './other-access.ts';
import { factsProblemWords } from './problems.ts';
import { removalNotices } from './removals.ts';
import { systemNames } from './systems.ts';
import { readerTime } from './times.ts';

type Facts = DirectNotice['facts'];

/** The variable with a system's key. */
const keyVariables: Readonly<Record<string, string>> = {
  parsec: 'PARSEC_API_KEY',
  snyk: 'SNYK_TOKEN',
  truvera: 'TRUVERA_API_KEY',
  intercode: 'INTERCODE_TOKEN',
};

/** Each direct notice in words, mrkdwn. */
const words = {
  key_refused: ({ provider, since }) => {
    const name = systemNames(String(provider));
    const when = typeof since === 'number' ? ` since ${readerTime(since, 'UTC')}` : '';
    const variable = keyVariables[String(provider)] ?? 'its key';
    return `:rotating_light: ${name} refuses Guestlist's key${when}. Until the key works, nobody can be invited to ${name}, and cancels and removals wait. Check the key at ${name}, or set a new one in \`${variable}\` and restart Guestlist.`;
  },
  inviter_left: ({ inviter, why, held, guest, host, event, startsAt, endsAt, zone }, also) => {
    const text = (fact: string | number | undefined) => shortText(String(fact), 100);
    const time = (fact: string | number | undefined) => readerTime(Number(fact), String(zone));
    const reason = reasonWords(String(why), String(inviter));
    const invite = `${text(guest)} on *${text(host)}* (${text(event)}), ${time(startsAt)} to ${time(endsAt)}`;
    if (held === 1 && also !== '')
      return `:double_vertical_bar: ${reason}. Guestlist puts this invite on hold until an admin takes it over: ${invite}. ${also}`;
    return held === 1
      ? `:double_vertical_bar: ${reason}. Guestlist puts this invite on hold: ${invite}. The guest can't connect until an admin takes it over.`
      : `:bust_in_silhouette: ${reason}, so nobody answers for this invite: ${invite}. The guest can still connect. Take the invite over, or cancel it.`;
  },
  cancel_refused: (facts) =>
    `:rotating_light: The invite of ${guestOf(facts)} to ${hostOf(facts)} could *not* be cancelled yet, and the guest can still connect. ${factsProblemWords(facts)} Guestlist keeps trying. To shut the guest out now, cancel the invite in Parsec's dashboard.`,
  cancelled: (facts, also) =>
    `:no_entry_sign: The invite of ${guestOf(facts)} to ${hostOf(facts)} is cancelled. ${also || 'The guest can no longer connect.'}`,
  kick_refused: (facts) =>
    `:warning: ${guestOf(facts)} could not be kicked off ${hostOf(facts)} yet. ${factsProblemWords(facts)} Guestlist keeps trying while the invite runs.`,
  card_elsewhere: (facts) =>
    `:page_facing_up: The card of ${cardWords(facts)} is in ${placeWords(facts.channel)}, with all that happens to it.${openWords(facts.link)}${joinWords(facts.typedIn, facts.canJoin)}`,
  card_moved: (facts) => {
    const { from, why, typedIn, canJoin } = facts;
    const isArchived = why === 'is_archived';
    const reason = isArchived ? `${placeWords(from)} is archived` : `Guestlist can't post in ${placeWords(from)}`;
    const join = joinWords(from, isArchived ? 0 : from === typedIn ? canJoin : 1);
    return `:page_facing_up: ${reason}, so the card of ${cardWords(facts)} is in your direct messages with Guestlist.${openWords(facts.link)}${join}`;
  },
  ...removalNotices,
} satisfies Record<DirectNotice['name'], (facts: Facts, also: string) => string>;

const cardWords = ({ event, provider }: Facts) =>
  provider === undefined ? `*${shortText(String(event), 150)}*` : `your invites to ${systemNames(String(provider))}`;
const placeWords = (channelId: string | number | undefined) =>
  isDirectMessage(String(channelId)) ? 'your direct messages with Guestlist' : `<#${channelId}>`;
// Slack's own address of a message.
const openWords = (link: string | number | undefined) =>
  typeof link === 'string' && URL.canParse(link) ? ` <${escapeSigns(link)}|Open the card>` : '';
const joinWords = (channelId: string | number | undefined, canJoin: string | number | undefined) =>
  canJoin === 1 ? ` To have cards in ${placeWords(channelId)}, type \`/invite @Guestlist\` there.` : '';
const guestOf = ({ guest }: Facts) => shortText(String(guest), 254);
const hostOf = ({ host }: Facts) => `*${shortText(String(host), 150)}*`;

/** A direct notice in words, mrkdwn. `now` in epoch ms. An unknown name is a bug and throws. */
export function directNoticeWords({ name, facts, about }: DirectNotice, now: number): string {
  if (!(name in words)) throw new Error(`no words for the direct notice ${name}`);
  return words[name](facts, about === undefined ? '' : alsoWords('The guest', about.access, about.invite, now));
}
