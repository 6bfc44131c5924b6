import type { Invite } from '../../../domain/invite.ts';
import { accessBeyond, noOtherAccess, type OtherAccess } from '../../../domain/other-access.ts';
import { writeDuration } from '../../../domain/time/durations.ts';
import type { Notice } from '../../../flows/shared/notifier.ts';
import { escapeText, shortText } from '../../blocks/blocks.ts';
import { outcomeCopy } from '../../shared/approval-copy.ts';
import { heldEndCopy, whyLeftCopy } from '../../shared/inviter-copy.ts';
import { accessCopy, alsoCopy, goesOnCopy } from '../../shared/other-access-copy.ts';
import { factsProblemCopy } from '../../shared/problem-copy.ts';
import { readerTime } from '../../shared/time-copy.ts';
import { eventCopy, guestCopy, hostCopy } from '../facts-copy.ts';
import { startOnlineCopy } from '../online-copy.ts';

type Facts = Readonly<Record<string, string | number>>;

/** A notice later than this says so, ms. */
const LATE_MS = 2 * 60_000;

const who = (facts: Facts): string =>
  facts.by === 'guestlist' || facts.by === undefined ? 'Parsec' : `<@${facts.by}>`;

/** How late a notice is, to end it with; '' when it is in time. Epoch ms. */
export function lateness(endsAt: number, now: number): string {
  const ms = now - endsAt;
  return ms > LATE_MS ? ` (This notice is ${writeDuration(Math.round(ms / 60_000) * 60_000)} late.)` : '';
}

/** How soon something ends, and when, without a full stop. Epoch ms. */
export function endsInCopy(endsAt: number, zone: string, now: number): string {
  const left = Math.max(60_000, Math.ceil((endsAt - now) / 60_000) * 60_000);
  return `ends in ${writeDuration(left)}, ${readerTime(endsAt, zone)}`;
}

const insteadOf = (label: string, is: string | undefined, was = ''): string[] =>
  is === undefined ? [] : [`${label} ${is} instead of ${was}`];

// The hold cancelled it in Parsec, and its link with it.
const againCopy = (invite: Invite): string =>
  ` Guestlist creates this invite again in Parsec, with a new link for ${guestCopy(invite)}.`;

/** The text of each notice, mrkdwn, by the name the flows give it. */
const texts = {
  expired: (invite, facts, now, access) => {
    const endsAt = typeof facts.endsAt === 'number' ? facts.endsAt : invite.endsAt;
    const late = lateness(endsAt, now);
    const guest = guestCopy(invite);
    const host = `${hostCopy(invite)} (${eventCopy(invite)})`;
    const also = goesOnCopy(guest, access, invite, now);
    return also === ''
      ? `:checkered_flag: ${guest}'s access to ${host} ended ${readerTime(endsAt, invite.timeZone)}.${late}`
      : `:checkered_flag: ${guest}'s invite to ${host} ended ${readerTime(endsAt, invite.timeZone)}. ${also}${late}`;
  },
  started: (invite, facts) =>
    `:arrow_forward: ${guestCopy(invite)} can now connect to ${hostCopy(invite)} until ${readerTime(invite.endsAt, invite.timeZone)}.${startOnlineCopy(invite.hostName, facts.online)}`,
  host_offline: (invite) =>
    `:black_circle: ${guestCopy(invite)}'s invite has started.${startOnlineCopy(invite.hostName, 'offline')}`,
  arrived: (invite, facts, now) => {
    const at = typeof facts.at === 'number' ? facts.at : now;
    return `:wave: ${guestCopy(invite)} connected to ${hostCopy(invite)} ${readerTime(at, invite.timeZone)}.`;
  },
  absent: (invite) =>
    `:mag: ${guestCopy(invite)} hasn't connected to ${hostCopy(invite)} yet. The invite started ${readerTime(invite.startsAt, invite.timeZone)}. Check that the guest got the link, or extend the invite.`,
  ends_soon: (invite, facts, now, access) => {
    const endsAt = typeof facts.endsAt === 'number' ? facts.endsAt : invite.endsAt;
    const guest = guestCopy(invite);
    const also = goesOnCopy('The guest', accessBeyond(access, endsAt), invite, now);
    // Only the invite ends where another one lets the guest in.
    const what = also === '' ? 'access' : 'invite';
    return `:hourglass_flowing_sand: ${guest}'s ${what} to ${hostCopy(invite)} ${endsInCopy(endsAt, invite.timeZone, now)}.${also === '' ? '' : ` ${also}`}`;
  },
  cancelled: (invite, facts, now, access) => {
    const guest = accessCopy(guestCopy(invite), access, invite, now);
    return facts.by === 'guestlist'
      ? `:no_entry_sign: This invite was cancelled in Parsec. ${guest}`
      : `:no_entry_sign: ${who(facts)} cancelled this invite. ${guest}`;
  },
  changed: (invite, facts) => {
    const host = (name: Facts[string] | undefined) => (name === undefined ? undefined : shortText(String(name), 150));
    const time = (at: Facts[string] | undefined) =>
      typeof at === 'number' ? readerTime(at, invite.timeZone) : undefined;
    const parts = [
      ...insteadOf('computer', host(facts.host), host(facts.hostBefore)),
      ...(facts.permissions === undefined ? [] : ['permissions']),
      ...insteadOf('starts', time(facts.startsAt), time(facts.startsAtBefore)),
      ...insteadOf('ends', time(facts.endsAt), time(facts.endsAtBefore)),
      ...(facts.timeZone === undefined ? [] : [`time zone ${escapeText(String(facts.timeZone))}`]),
    ];
    const what = facts.by === 'guestlist' ? 'This invite was changed in Parsec' : `${who(facts)} changed this invite`;
    return `:pencil2: ${what}: ${parts.join('; ')}.`;
  },
  change_refused: (_invite, facts) =>
    `:warning: The change ${who(facts)} requested wasn't made. ${factsProblemCopy(facts)}`,
  cancel_refused: (invite, facts) =>
    `:rotating_light: This invite is *not* ${facts.held === 1 ? 'on hold' : 'cancelled'} yet, and ${guestCopy(invite)} can still connect. ${factsProblemCopy(facts)} Guestlist keeps trying. To shut the guest out now, cancel the invite in Parsec's dashboard.`,
  cancel_withdrawn: (invite, facts) =>
    `:leftwards_arrow_with_hook: ${who(facts)} kept the invite. ${guestCopy(invite)} can connect until ${readerTime(invite.endsAt, invite.timeZone)}.`,
  twin_cancelled: (invite, facts, now, access) =>
    facts.stands === 1
      ? `:wastebasket: Parsec created this invite twice because an answer was lost. Guestlist cancelled the second one; nothing changes for ${guestCopy(invite)}.`
      : `:wastebasket: Parsec ran an old request late and let ${guestCopy(invite)} in again. Guestlist cancelled that invite in Parsec. ${accessCopy('The guest', access, invite, now)}`,
  twin_refused: (invite, facts) =>
    `:rotating_light: Parsec created a second invite for ${guestCopy(invite)} because an answer was lost, and it is *not* cancelled yet. ${factsProblemCopy(facts)} Guestlist keeps trying. To shut the guest out now, cancel the second one in Parsec's dashboard.`,
  kicked: (invite, facts, now, access) => {
    const also = goesOnCopy('The guest', access, invite, now);
    const out = access.kind === 'invites' ? 'cancel both to keep the guest out' : 'cancel it to keep the guest out';
    return `:door: ${who(facts)} disconnected ${guestCopy(invite)}. The guest can connect again until the invite ends; ${out}.${also === '' ? '' : ` ${also}`}`;
  },
  kick_refused: (_invite, facts) =>
    facts.problem === 'invite_not_running'
      ? `:warning: The guest wasn't kicked. ${factsProblemCopy(facts)}`
      : `:warning: The guest isn't kicked yet. ${factsProblemCopy(facts)} Guestlist keeps trying while the invite runs.`,
  kick_withdrawn: (invite, facts) =>
    `:leftwards_arrow_with_hook: ${who(facts)} withdrew the kick. ${guestCopy(invite)} stays connected.`,
  inviter_left: (invite, facts, now, access) => {
    const reason = whyLeftCopy(String(facts.why), String(facts.inviter));
    const guest = guestCopy(invite);
    const also = alsoCopy(guest, access, invite, now);
    if (facts.held === 1 && also !== '')
      return `:double_vertical_bar: ${reason}, so Guestlist puts this invite on hold until an admin takes it over. ${also}`;
    return facts.held === 1
      ? `:double_vertical_bar: ${reason}, so Guestlist puts this invite on hold. ${guest} can't connect to ${hostCopy(invite)} until an admin takes it over.`
      : `:bust_in_silhouette: ${reason}. ${guest} can still connect until ${readerTime(invite.endsAt, invite.timeZone)}. An admin can take over this invite or cancel it.`;
  },
  inviter_back: (invite, facts) =>
    `:bust_in_silhouette: <@${invite.inviterId}> is back.${facts.held === 1 ? againCopy(invite) : ''}`,
  taken_over: (invite, facts) =>
    `:bust_in_silhouette: ${who(facts)} took over this invite from <@${facts.from}>.${facts.held === 1 ? againCopy(invite) : ''}`,
  held_ended: (invite) => `:checkered_flag: This invite ended on hold. ${heldEndCopy(invite)}`,
  approval_approved: (_invite, facts) => outcomeCopy(facts),
  approval_denied: (_invite, facts) => outcomeCopy(facts),
  approval_expired: (_invite, facts) => outcomeCopy(facts),
  failed: (invite, facts) =>
    `:x: <@${invite.inviterId}>: the invite for ${guestCopy(invite)} wasn't created. ${factsProblemCopy(facts)}`,
} satisfies Record<string, (invite: Invite, facts: Facts, now: number, access: OtherAccess) => string>;

/** A notice as text, mrkdwn. `now` in epoch ms. An unknown name is a bug and throws. */
export function noticeCopy(invite: Invite, { name, facts, access = noOtherAccess }: Notice, now: number): string {
  if (!(name in texts)) throw new Error(`no text for the notice ${name}`);
  return texts[name as keyof typeof texts](invite, facts, now, access);
}
