import type { KnownBlock } from '@slack/types';
import type { HostOnline } from '../../../domain/host-online.ts';
import { cardState, hasEnded, type Invite, isExternal } from '../../../domain/invite.ts';
import { noOtherAccess } from '../../../domain/other-access.ts';
import { zoneLabel } from '../../../domain/time/zoned-time.ts';
import type { BesideInvite } from '../../../flows/shared/notifier.ts';
import {
  buttonRow,
  context,
  cut,
  escapeSigns,
  escapeText,
  lineBlock,
  type Message,
  section,
  shortText,
} from '../../blocks/blocks.ts';
import { waitsCopy } from '../../shared/approval-copy.ts';
import { invitedCopy, leftCopy } from '../../shared/inviter-copy.ts';
import { permissionCopy } from '../../shared/permission-copy.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import { readerSpan, readerTime, sameClock, zonedSpan, zonedTime } from '../../shared/time-copy.ts';
import { eventCopy, guestCopy, hostCopy } from '../facts-copy.ts';
import { onlineLine } from '../online-copy.ts';
import { againButton, cardButtons, emailButton, withdrawButton } from './card-buttons.ts';
import { changeCopy } from './change-copy.ts';
import { presenceCopy, shortState, stateCopy } from './state-copy.ts';

/** The one card of an invite as it stands at `now` (epoch ms). `beside`: what is not in the invite itself. */
export function inviteCard(invite: Invite, now: number, beside: BesideInvite = { access: noOtherAccess }): Message {
  const state = cardState(invite, now);
  const isClosed = state === 'ended' || state === 'cancelled';
  return {
    text: escapeSigns(
      cut(`${invite.guestEmail} on ${invite.hostName}: ${shortState(invite, now)} (${invite.eventName})`, 500),
    ),
    blocks: isClosed ? closedBlocks(invite, now, beside) : openBlocks(invite, now, beside),
  };
}

function openBlocks(invite: Invite, now: number, beside: BesideInvite): KnownBlock[] {
  const { online, isMasked } = beside;
  return [
    section([whoLine(invite), ...timesLines(invite, now, beside), ...presenceLine(invite, now, beside)].join('\n')),
    ...onlineBlock(invite, now, online),
    ...problemBlock(invite),
    ...leftBlock(invite, now),
    ...changeBlock(invite),
    ...waitsBlock(invite, beside),
    context(
      [
        permissionCopy(invite.permissions),
        invitedCopy(invite),
        ...mailCopy(invite),
        ...(invite.seriesId === undefined ? [] : ['One of a series']),
        reference(invite),
      ].join(' · '),
    ),
    ...buttonRow([...cardButtons(invite, now), ...withdrawButton(beside), ...emailButton(invite, isMasked)]),
  ];
}

/** An ended or cancelled invite takes three lines. */
function closedBlocks(invite: Invite, now: number, { access, isMasked, presence }: BesideInvite): KnownBlock[] {
  const { startsAt, endsAt, timeZone } = invite;
  const said = [stateCopy(invite, now, access), presenceCopy(invite, presence, now)].filter((line) => line !== '');
  const copy = section(`${whoLine(invite)}\n${said.join(' ')}`);
  return [
    // Nobody can be invited again who is not known any more.
    invite.erasedAt === undefined ? { ...copy, accessory: againButton(invite) } : copy,
    ...problemBlock(invite),
    context([readerSpan(startsAt, endsAt, timeZone), invitedCopy(invite), reference(invite)].join(' · ')),
    ...buttonRow(emailButton(invite, isMasked)),
  ];
}

/** Guest, computer and event, mrkdwn. */
function whoLine(invite: Invite): string {
  return `*${guestCopy(invite)}* on ${hostCopy(invite)} · ${eventCopy(invite)}`;
}

/** The state with the times, mrkdwn; also in the invite's own zone where the inviter's clock shows others. */
function timesLines(invite: Invite, now: number, { access, waits }: BesideInvite): string[] {
  const { startsAt, endsAt, timeZone, inviterZone } = invite;
  const own = zonedSpan(startsAt, endsAt, timeZone);
  const there = sameClock(timeZone, inviterZone, startsAt, endsAt) ? '' : ` _(${escapeText(own)})_`;
  const state = cardState(invite, now);
  const copy = stateCopy(invite, now, access, waits);
  if (state === 'scheduled' || state === 'active') return [`${copy}${there}`];
  return [copy, `:clock3: ${readerSpan(startsAt, endsAt, timeZone)}${there}`];
}

function presenceLine(invite: Invite, now: number, { presence }: BesideInvite): string[] {
  const copy = presenceCopy(invite, presence, now);
  return copy === '' ? [] : [`${presence?.is === 'connected' ? ':link:' : ':white_circle:'} ${copy}`];
}

/** The facts of an invite as label and value, mrkdwn. */
export function inviteFields(invite: Invite): [string, string][] {
  const zone = invite.timeZone;
  return [
    ['Guest', guestCopy(invite)],
    ['Computer', shortText(invite.hostName, 150)],
    ['Start', slackTime(invite.startsAt, zone)],
    ['End', slackTime(invite.endsAt, zone)],
    ['Permissions', permissionCopy(invite.permissions)],
    ['Time zone', escapeText(zoneLabel(zone, invite.startsAt))],
  ];
}

// The reader's own time as Slack writes it, then the time in the invite's zone.
function slackTime(at: number, zone: string): string {
  return `${readerTime(at, zone)}\n_${escapeText(zonedTime(at, zone))}_`;
}

// Whether Parsec emailed the guest of an external invite is not known.
function mailCopy(invite: Invite): string[] {
  if (isExternal(invite)) return [];
  return [invite.sendEmail ? 'Parsec emails the guest' : "Parsec doesn't email the guest"];
}

function reference({ id }: Invite): string {
  return `\`${id}\``;
}

// Only while the guest may still connect.
function onlineBlock(invite: Invite, now: number, online: HostOnline | undefined): KnownBlock[] {
  const state = cardState(invite, now);
  const isOpen = state === 'creating' || state === 'scheduled' || state === 'active';
  return isOpen ? lineBlock(onlineLine(invite.hostName, online, invite.timeZone)) : [];
}

// The state line of a failed invite already gives its reason.
function problemBlock(invite: Invite): KnownBlock[] {
  if (invite.problem === undefined || invite.state === 'failed') return [];
  const kicks = invite.state === 'granted' && invite.stuckSince !== undefined;
  const what = kicks ? "The guest isn't kicked yet. Guestlist keeps trying. " : '';
  return [context(`:warning: ${what}${escapeText(problemCopy(invite.problem))}`)];
}

// The state line of an invite on hold already says so.
function leftBlock(invite: Invite, now: number): KnownBlock[] {
  if (invite.inviterLeft === undefined || invite.state !== 'granted' || hasEnded(invite, now)) return [];
  return [context(`:bust_in_silhouette: ${leftCopy(invite)}. An admin can take over this invite or cancel it.`)];
}

function changeBlock({ change, timeZone }: Invite): KnownBlock[] {
  if (change === undefined || change.restores === true) return [];
  return [context(`:arrows_counterclockwise: Waiting for Parsec to confirm: ${changeCopy(change, timeZone)}.`)];
}

/** A change that waits for approval: the invite stays as it is until then. */
function waitsBlock({ timeZone }: Invite, { waits }: BesideInvite): KnownBlock[] {
  const change = waits?.approval.change;
  if (waits === undefined || change === undefined) return [];
  return [context(`:raised_hand: Waiting for approval ${waitsCopy(waits)}: ${changeCopy(change, timeZone)}.`)];
}
