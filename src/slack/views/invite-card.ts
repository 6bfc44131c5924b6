import type { Button, KnownBlock } from '@slack/types';
import { cardState, type Invite, isAdopted, isOver } from '../../domain/invite.ts';
import { zoneLabel } from '../../domain/zoned-time.ts';
import { buttons } from '../names.ts';
import { changeWords } from '../words/changes.ts';
import { invitedWords, leftWords } from '../words/inviter.ts';
import { permissionWords } from '../words/permissions.ts';
import { problemWords } from '../words/problems.ts';
import { shortState, stateWords } from '../words/states.ts';
import { readerTime, zonedTime } from '../words/times.ts';
import {
  actions,
  button,
  context,
  cut,
  escapeSigns,
  escapeText,
  fieldsSection,
  header,
  section,
  shortText,
} from './blocks.ts';

export type Message = { readonly text: string; readonly blocks: KnownBlock[] };

/** The one card of an invite as it stands at `now` (epoch ms). */
export function inviteCard(invite: Invite, now: number): Message {
  return {
    text: escapeSigns(
      cut(
        `Guest access for ${invite.guestEmail} to ${invite.hostName}: ${shortState(invite, now)} (${invite.eventName})`,
        500,
      ),
    ),
    blocks: [
      header(invite.eventName),
      section(stateWords(invite, now)),
      fieldsSection(inviteFields(invite)),
      ...problemBlock(invite),
      ...leftBlock(invite, now),
      ...(invite.change === undefined || invite.change.restores === true
        ? []
        : [
            context(
              `:arrows_counterclockwise: Asked for, Parsec has not confirmed it yet: ${changeWords(invite.change, invite.timeZone)}.`,
            ),
          ]),
      context(`${invitedWords(invite)} · ${mailWords(invite)}\`${invite.id}\``),
      ...buttonBlock(invite, now),
    ],
  };
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
function mailWords(invite: Invite): string {
  if (isAdopted(invite)) return '';
  return invite.sendEmail ? 'Parsec mails the guest · ' : 'Parsec does not mail the guest · ';
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

function buttonBlock(invite: Invite, now: number): KnownBlock[] {
  const shown = cardButtons(invite, now);
  return shown.length === 0 ? [] : [actions(shown)];
}

/** The buttons a card has at `now`. Who may press them is decided at the click, not here. */
export function cardButtons(invite: Invite, now: number): Button[] {
  const update = button('Update', buttons.update, invite.id);
  const extend = button('Extend', buttons.extend, invite.id);
  const link = button('Show link', buttons.link, invite.id);
  const kick =
    invite.stuckSince === undefined
      ? button('Kick', buttons.kick, invite.id)
      : button('Withdraw the kick', buttons.keep, invite.id);
  const cancel = button('Cancel', buttons.cancel, invite.id, 'danger');
  const takeOver = button('Take over', buttons.takeOver, invite.id, 'primary');
  const hasLeft = invite.inviterLeft !== undefined;
  switch (cardState(invite, now)) {
    case 'creating':
    case 'unconfirmed':
      return [cancel];
    case 'holding':
    case 'held':
      return [takeOver, cancel];
    case 'scheduled':
      return hasLeft ? [takeOver, cancel] : [update, extend, link, cancel];
    case 'active':
      return hasLeft ? [takeOver, kick, cancel] : [update, extend, kick, link, cancel];
    case 'failed':
      return [button('Try again', buttons.again, invite.id, 'primary')];
    case 'cancelling':
      return invite.stuckSince === undefined || invite.cancel === undefined
        ? []
        : [button('Keep the invite', buttons.keep, invite.id)];
    case 'over':
    case 'cancelled':
    case 'ended':
      return [];
  }
}
