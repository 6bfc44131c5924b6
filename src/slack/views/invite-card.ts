import type { KnownBlock } from '@slack/types';
import { type CardState, cardState, type Invite, isAdopted, isOver } from '../../domain/invite.ts';
import { noOtherAccess, type OtherAccess } from '../../domain/other-access.ts';
import { zoneLabel } from '../../domain/zoned-time.ts';
import type { HostOnline } from '../../flows/host-online.ts';
import type { BesideInvite } from '../../flows/teller.ts';
import { changeWords } from '../words/changes.ts';
import { invitedWords, leftWords } from '../words/inviter.ts';
import { onlineAtWords } from '../words/online.ts';
import { permissionWords } from '../words/permissions.ts';
import { problemWords } from '../words/problems.ts';
import { shortState, stateWords } from '../words/states.ts';
import { readerSpan, readerTime, sameClock, zonedSpan, zonedTime } from '../words/times.ts';
import { actions, context, cut, escapeSigns, escapeText, section, shortText } from './blocks.ts';
import { againButton, cardButtons } from './card-buttons.ts';

export type Message = { readonly text: string; readonly blocks: KnownBlock[] };

/** The one card of an invite as it stands at `now` (epoch ms). `beside`: what is not in the invite itself. */
export function inviteCard(invite: Invite, now: number, beside: BesideInvite = { access: noOtherAccess }): Message {
  return {
    text: escapeSigns(
      cut(
        `Guest access for ${invite.guestEmail} to ${invite.hostName}: ${shortState(invite, now)} (${invite.eventName})`,
        500,
      ),
    ),
    blocks: isClosed(cardState(invite, now)) ? closedBlocks(invite, now, beside) : openBlocks(invite, now, beside),
  };
}

function isClosed(state: CardState): boolean {
  return state === 'ended' || state === 'cancelled';
}

function openBlocks(invite: Invite, now: number, { access, online }: BesideInvite): KnownBlock[] {
  return [
    section([whoLine(invite), ...timesLines(invite, now, access)].join('\n')),
    ...onlineBlock(invite, now, online),
    ...problemBlock(invite),
    ...leftBlock(invite, now),
    ...changeBlock(invite),
    context(
      [permissionWords(invite.permissions), invitedWords(invite), ...mailWords(invite), reference(invite)].join(' · '),
    ),
    ...buttonBlock(invite, now),
  ];
}

/** What is over takes three lines. */
function closedBlocks(invite: Invite, now: number, { access }: BesideInvite): KnownBlock[] {
  const { startsAt, endsAt, timeZone } = invite;
  return [
    { ...section(`${whoLine(invite)}\n${stateWords(invite, now, access)}`), accessory: againButton(invite) },
    ...problemBlock(invite),
    context([readerSpan(startsAt, endsAt, timeZone), invitedWords(invite), reference(invite)].join(' · ')),
  ];
}

/** Who may go where, and what for, mrkdwn. */
function whoLine({ guestEmail, hostName, eventName }: Invite): string {
  return `*${shortText(guestEmail, 254)}* on *${shortText(hostName, 150)}* · ${shortText(eventName, 150)}`;
}

/** The state with the times, mrkdwn; what they are on the invite's own clock only where the inviter's shows another. */
function timesLines(invite: Invite, now: number, access: OtherAccess): string[] {
  const { startsAt, endsAt, timeZone, inviterZone } = invite;
  const own = zonedSpan(startsAt, endsAt, timeZone);
  const there = sameClock(timeZone, inviterZone, startsAt, endsAt) ? '' : ` _(${escapeText(own)})_`;
  const state = cardState(invite, now);
  const words = stateWords(invite, now, access);
  if (state === 'scheduled' || state === 'active') return [`${words}${there}`];
  return [words, `:clock3: ${readerSpan(startsAt, endsAt, timeZone)}${there}`];
}

/** The facts of an invite, label by label, values as mrkdwn. */
export function inviteFields(invite: Invite): [string, string][] {
  const zone = invite.timeZone;
  return [
    ['Guest', shortText(invite.guestEmail, 254)],
    ['Computer', shortText(invite.hostName, 150)],
    ['From', `${slackTime(invite.startsAt, zone)}`],
    ['Until', `${slackTime(invite.endsAt, zone)}`],
    ['May use', permissionWords(invite.permissions)],
    ['Time zone', escapeText(zoneLabel(zone, invite.startsAt))],
  ];
}

// Both: the reader's own time as Slack writes it, and the invite's zone in words.
function slackTime(at: number, zone: string): string {
  return `${readerTime(at, zone)}\n_${escapeText(zonedTime(at, zone))}_`;
}

// Whether the guest of an adopted invite was mailed is not known.
function mailWords(invite: Invite): string[] {
  if (isAdopted(invite)) return [];
  return [invite.sendEmail ? 'Parsec emails the guest' : 'Parsec does not email the guest'];
}

function reference({ id }: Invite): string {
  return `\`${id}\``;
}

// Who is not in yet, or is in by now, has to do with it; afterwards nobody has.
function onlineBlock(invite: Invite, now: number, online: HostOnline | undefined): KnownBlock[] {
  const state = cardState(invite, now);
  const words = onlineAtWords(invite.hostName, online, invite.timeZone);
  const isOpen = state === 'creating' || state === 'scheduled' || state === 'active';
  return words === '' || !isOpen ? [] : [context(words)];
}

// A failed invite says its reason in the state line already.
function problemBlock(invite: Invite): KnownBlock[] {
  if (invite.problem === undefined || invite.state === 'failed') return [];
  const kicks = invite.state === 'granted' && invite.stuckSince !== undefined;
  const what = kicks ? 'The guest is not kicked yet; Guestlist keeps trying. ' : '';
  return [context(`:warning: ${what}${escapeText(problemWords(invite.problem))}`)];
}

// One that is held says so in the state line already.
function leftBlock(invite: Invite, now: number): KnownBlock[] {
  if (invite.inviterLeft === undefined || invite.state !== 'granted' || isOver(invite, now)) return [];
  return [context(`:bust_in_silhouette: ${leftWords(invite)}. An admin can take this invite over, or cancel it.`)];
}

function changeBlock({ change, timeZone }: Invite): KnownBlock[] {
  if (change === undefined || change.restores === true) return [];
  const words = changeWords(change, timeZone);
  return [context(`:arrows_counterclockwise: Asked for, Parsec has not confirmed it yet: ${words}.`)];
}

function buttonBlock(invite: Invite, now: number): KnownBlock[] {
  const shown = cardButtons(invite, now);
  return shown.length === 0 ? [] : [actions(shown)];
}
