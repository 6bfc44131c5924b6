import { writeDuration } from '../../domain/durations.ts';
import type { Invite } from '../../domain/invite.ts';
import { accessBeyond, noOtherAccess, type OtherAccess } from '../../domain/other-access.ts';
import type { Notice } from '../../flows/teller.ts';
import { escapeText, shortText } from '../views/blocks.ts';
import { heldEndWords, reasonWords } from './inviter.ts';
import { startOnlineWords } from './online.ts';
import { accessWords, alsoWords, goesOnWords } from './other-access.ts';
import { factsProblemWords } from './problems.ts';
import { readerTime } from './times.ts';

type Facts = Readonly<Record<string, string | number>>;

/** How late a notice may be before it says so, ms. */
const LATE_MS = 2 * 60_000;

const who = (facts: Facts): string =>
  facts.by === 'guestlist' || facts.by === undefined ? 'Parsec' : `<@${facts.by}>`;

const instant = (facts: Facts, name: string, zone: string): string | undefined => {
  const at = facts[name];
  return typeof at === 'number' ? readerTime(at, zone) : undefined;
};

/** For a notice that comes late: how late, to be put behind it; '' otherwise. Epoch ms. */
export function lateness(endsAt: number, now: number): string {
  const ms = now - endsAt;
  return ms > LATE_MS ? ` (This notice is ${writeDuration(Math.round(ms / 60_000) * 60_000)} late.)` : '';
}

/** How soon something ends, and when, without a full stop. Epoch ms. */
export function endsInWords(endsAt: number, zone: string, now: number): string {
  const left = Math.max(60_000, Math.ceil((endsAt - now) / 60_000) * 60_000);
  return `ends in ${writeDuration(left)}, ${readerTime(endsAt, zone)}`;
}

// It was taken away at Parsec, with its link.
const againWords = (invite: Invite): string =>
  ` Guestlist creates this invite again at Parsec, with a new link for ${shortText(invite.guestEmail, 254)}.`;

/** Each notice in words, mrkdwn. The names are those the flows owe. */
const words = {
  expired: (invite, facts, now, access) => {
    const endsAt = typeof facts.endsAt === 'number' ? facts.endsAt : invite.endsAt;
    const late = lateness(endsAt, now);
    const guest = shortText(invite.guestEmail, 254);
    const host = `*${shortText(invite.hostName, 150)}* (${shortText(invite.eventName, 150)})`;
    const also = goesOnWords(guest, access, invite, now);
    return also === ''
      ? `:checkered_flag: The guest access of ${guest} to ${host} has ended. It ended ${readerTime(endsAt, invite.timeZone)}.${late}`
      : `:checkered_flag: The invite of ${guest} to ${host} ended ${readerTime(endsAt, invite.timeZone)}. ${also}${late}`;
  },
  started: (invite, facts) =>
    `:arrow_forward: ${shortText(invite.guestEmail, 254)} can now connect to *${shortText(invite.hostName, 150)}*, until ${readerTime(invite.endsAt, invite.timeZone)}.${startOnlineWords(invite.hostName, facts.online)}`,
  host_offline: (invite) =>
    `:black_circle: The invite of ${shortText(invite.guestEmail, 254)} has started.${startOnlineWords(invite.hostName, 'offline')}`,
  ends_soon: (invite, facts, now, access) => {
    const endsAt = typeof facts.endsAt === 'number' ? facts.endsAt : invite.endsAt;
    const guest = shortText(invite.guestEmail, 254);
    const also = goesOnWords('The guest', accessBeyond(access, endsAt), invite, now);
    // What ends is the invite, where another lets the guest in.
    const what = also === '' ? 'guest access' : 'invite';
    return `:hourglass_flowing_sand: The ${what} of ${guest} to *${shortText(invite.hostName, 150)}* ${endsInWords(endsAt, invite.timeZone, now)}.${also === '' ? '' : ` ${also}`}`;
  },
  cancelled: (invite, facts, now, access) => {
    const guest = accessWords(shortText(invite.guestEmail, 254), access, invite, now);
    return facts.by === 'guestlist'
      ? `:no_entry_sign: This invite was cancelled in Parsec. ${guest}`
      : `:no_entry_sign: ${who(facts)} cancelled this invite. ${guest}`;
  },
  changed: (invite, facts) => {
    const parts = [
      ...(facts.host === undefined
        ? []
        : [
            `computer ${shortText(String(facts.host), 150)} instead of ${shortText(String(facts.hostBefore ?? ''), 150)}`,
          ]),
      ...(facts.permissions === undefined ? [] : ['what the guest may use']),
      ...(facts.startsAt === undefined
        ? []
        : [
            `starts ${instant(facts, 'startsAt', invite.timeZone)} instead of ${instant(facts, 'startsAtBefore', invite.timeZone)}`,
          ]),
      ...(facts.endsAt === undefined
        ? []
        : [
            `ends ${instant(facts, 'endsAt', invite.timeZone)} instead of ${instant(facts, 'endsAtBefore', invite.timeZone)}`,
          ]),
      ...(facts.timeZone === undefined ? [] : [`time zone ${escapeText(String(facts.timeZone))}`]),
    ];
    return `:pencil2: Changed ${facts.by === 'guestlist' ? 'in Parsec' : `by ${who(facts)}`}: ${parts.join('; ')}.`;
  },
  change_refused: (_invite, facts) =>
    `:warning: The change ${who(facts)} asked for was not made. ${factsProblemWords(facts)}`,
  cancel_refused: (invite, facts) =>
    `:rotating_light: The invite could *not* be ${facts.held === 1 ? 'put on hold' : 'cancelled'} yet, and ${shortText(invite.guestEmail, 254)} can still connect. ${factsProblemWords(facts)} Guestlist keeps trying. To shut the guest out now, cancel the invite in Parsec's dashboard.`,
  cancel_withdrawn: (invite, facts) =>
    `:leftwards_arrow_with_hook: ${who(facts)} kept the invite. ${shortText(invite.guestEmail, 254)} can connect until ${readerTime(invite.endsAt, invite.timeZone)}.`,
  twin_cancelled: (invite, facts, now, access) =>
    facts.stands === 1
      ? `:wastebasket: Parsec made this invite twice, since an answer of it was lost. Guestlist cancelled the second one; nothing changes for ${shortText(invite.guestEmail, 254)}.`
      : `:wastebasket: Parsec let ${shortText(invite.guestEmail, 254)} in once more: a request of Guestlist was carried out too late. Guestlist cancelled that at Parsec. ${accessWords('The guest', access, invite, now)}`,
  twin_refused: (invite, facts) =>
    `:rotating_light: Parsec made a second invite for ${shortText(invite.guestEmail, 254)}, since an answer of it was lost, and that could *not* be cancelled yet. ${factsProblemWords(facts)} Guestlist keeps trying. To shut the guest out now, cancel the second one in Parsec's dashboard.`,
  kicked: (invite, facts, now, access) => {
    const also = goesOnWords('The guest', access, invite, now);
    const out = access.kind === 'invites' ? 'cancel both to keep the guest out' : 'cancel it to keep the guest out';
    return `:door: ${who(facts)} disconnected ${shortText(invite.guestEmail, 254)}. The guest can connect again until the invite ends; ${out}.${also === '' ? '' : ` ${also}`}`;
  },
  kick_refused: (_invite, facts) =>
    `:warning: The guest could not be kicked${facts.problem === 'invite_not_running' ? '' : ' yet'}. ${factsProblemWords(facts)}${facts.problem === 'invite_not_running' ? '' : ' Guestlist keeps trying while the invite runs.'}`,
  kick_withdrawn: (invite, facts) =>
    `:leftwards_arrow_with_hook: ${who(facts)} withdrew the kick. ${shortText(invite.guestEmail, 254)} stays connected.`,
  inviter_left: (invite, facts, now, access) => {
    const reason = reasonWords(String(facts.why), String(facts.inviter));
    const guest = shortText(invite.guestEmail, 254);
    const also = alsoWords(guest, access, invite, now);
    if (facts.held === 1 && also !== '')
      return `:double_vertical_bar: ${reason}, so Guestlist puts this invite on hold until an admin takes it over. ${also}`;
    return facts.held === 1
      ? `:double_vertical_bar: ${reason}, so Guestlist puts this invite on hold. ${guest} can't connect to *${shortText(invite.hostName, 150)}* until an admin takes it over.`
      : `:bust_in_silhouette: ${reason}. ${guest} can still connect until ${readerTime(invite.endsAt, invite.timeZone)}. An admin can take this invite over, or cancel it.`;
  },
  inviter_back: (invite, facts) =>
    `:bust_in_silhouette: <@${invite.inviterId}> is back.${facts.held === 1 ? againWords(invite) : ''}`,
  taken_over: (invite, facts) =>
    `:bust_in_silhouette: ${who(facts)} took over this invite from <@${facts.from}>.${facts.held === 1 ? againWords(invite) : ''}`,
  held_ended: (invite) => `:checkered_flag: The time of this invite is over. ${heldEndWords(invite)}`,
  failed: (invite, facts) =>
    `:x: <@${invite.inviterId}>: no invite was made for ${shortText(invite.guestEmail, 254)}. ${factsProblemWords(facts)}`,
} satisfies Record<string, (invite: Invite, facts: Facts, now: number, access: OtherAccess) => string>;

/** A notice in words, mrkdwn. `now` in epoch ms. An unknown name is a bug and throws. */
export function noticeWords(invite: Invite, { name, facts, access = noOtherAccess }: Notice, now: number): string {
  if (!(name in words)) throw new Error(`no words for the notice ${name}`);
  return words[name as keyof typeof words](invite, facts, now, access);
}
