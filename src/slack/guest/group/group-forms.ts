import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { cardState, type Invite, mailsGuest, wishedTerms } from '../../../domain/invite.ts';
import type { GroupForChange } from '../../../flows/guest/group/change-group.ts';
import { context, option, section } from '../../blocks/blocks.ts';
import { input, modal, radios } from '../../blocks/inputs.ts';
import { Id, Instant, Zone } from '../../blocks/metadata.ts';
import { lineSections } from '../../blocks/pages.ts';
import { fields, modals } from '../../names.ts';
import { mailBlock } from '../../shared/notification-blocks.ts';
import { readerTime, zonedTime } from '../../shared/time-copy.ts';
import { endLaterBy, extensions } from '../change-form/extend-form.ts';
import { eventCopy, guestCopy, hostCopy } from '../facts-copy.ts';
import { guestsCopy } from './group-copy.ts';

/** Which group a form is about. */
export const AboutGroup = z.object({ groupId: Id });

/** And the end its extensions count from (epoch ms), as when it opened: submitted twice, it extends once. */
export const GroupExtends = AboutGroup.extend({ endsAt: Instant, timeZone: Zone });

/** Guests that a form names; the others are counted. */
const MOST_NAMED = 10;

const mailExtend = option('Parsec emails the guests the new end', 'mail');
const mailCancel = option('Parsec emails the guests about the cancellation', 'mail');

/** The modal in which the end of all guests of a group is moved to one time. */
export function groupExtendModal({ group, invites }: GroupForChange): ModalView {
  const ends = invites.map((invite) => wishedTerms(invite).endsAt);
  const endsAt = Math.max(...ends);
  const { timeZone = 'UTC' } = invites[0] ?? {};
  const options = Object.entries(extensions).flatMap(([value, label]) => {
    const end = endLaterBy(value, endsAt, timeZone);
    return end === undefined ? [] : [option(label, value, `until ${zonedTime(end, timeZone)}`)];
  });
  const differ = new Set(ends).size > 1;
  return modal({
    id: modals.groupExtend,
    title: 'Extend all guests',
    submit: 'Extend all',
    metadata: JSON.stringify({ groupId: group.id, endsAt, timeZone } satisfies z.infer<typeof GroupExtends>),
    blocks: [
      section(`*${eventOf(invites)}*\n${guestsCopy(invites.length)}, until ${readerTime(endsAt, timeZone)}`),
      ...lineSections(namedLines(invites)),
      input(fields.extension, 'Extend by', radios(options, options[0])),
      ...(differ ? [context('The ends differ: all of them move to the same new end, counted from the latest.')] : []),
      context('Guests whose computer is booked then, or who may not stay so long, keep their end, and you read which.'),
      mailBlock('Email', mailExtend, invites.every(mailsGuest)),
    ],
  });
}

/** The modal that asks before all open invites of a group are cancelled. `now` in epoch ms. */
export function groupEndModal({ group, invites }: GroupForChange, now: number): ModalView {
  const isActive = invites.some((invite) => cardState(invite, now) === 'active');
  const verb = isActive ? 'End all' : 'Cancel all';
  return modal({
    id: modals.groupEnd,
    title: isActive ? 'End all invites' : 'Cancel all invites',
    submit: verb,
    close: 'Keep invites',
    metadata: JSON.stringify({ groupId: group.id } satisfies z.infer<typeof AboutGroup>),
    blocks: [
      section(
        `*${eventOf(invites)}*\n${guestsCopy(invites.length)} can no longer connect. Guests who are connected are disconnected now. You get back the credits of invites that were never used.`,
      ),
      ...lineSections(namedLines(invites)),
      mailBlock('Email', mailCancel, invites.every(mailsGuest)),
    ],
  });
}

/** What an action came to that was not done for all, as a modal. */
export function outcomeModal(title: string, lines: readonly string[]): ModalView {
  return modal({ id: 'say', title, blocks: lineSections(lines) });
}

function eventOf(invites: readonly Invite[]): string {
  const [first] = invites;
  return first === undefined ? '' : eventCopy(first);
}

function namedLines(invites: readonly Invite[]): readonly string[] {
  const lines = invites.slice(0, MOST_NAMED).map((invite) => `• ${guestCopy(invite)} on ${hostCopy(invite)}`);
  const left = invites.length - lines.length;
  return left > 0 ? [...lines, `…and ${left} more`] : lines;
}
