import type { KnownBlock, ModalView } from '@slack/types';
import { type Invite, isAwaiting, mailsGuest } from '../../../domain/invite.ts';
import { option, section, shortText } from '../../blocks/blocks.ts';
import { titleAbout } from '../../blocks/dialog-copy.ts';
import { input, modal, radios } from '../../blocks/inputs.ts';
import { fields, modals } from '../../names.ts';
import { mailBlock } from '../../shared/notification-blocks.ts';
import { readerSpan, readerTime } from '../../shared/time-copy.ts';
import { eventCopy, guestCopy } from '../facts-copy.ts';

const mailCancel = option('Parsec emails the guest about the cancellation', 'mail');

/** The modal that asks before an invite is cancelled. `also`: what else lets the guest in, mrkdwn; '' for nothing. */
export function cancelModal(invite: Invite, also: string): ModalView {
  const said = isAwaiting(invite)
    ? [section('Guestlist withdraws the request for approval. Nothing was sent to Parsec or the guest.')]
    : cancelBlocks(invite, also);
  return modal({
    id: modals.cancel,
    title: titleAbout('Cancel', invite.guestEmail),
    submit: 'Cancel invite',
    close: 'Keep invite',
    metadata: JSON.stringify({ inviteId: invite.id }),
    blocks: [summary(invite), ...said],
  });
}

function cancelBlocks(invite: Invite, also: string): KnownBlock[] {
  return [
    section(
      `A connected guest is disconnected now${also === '' ? " and can't come back" : ''}. If the invite was never used, you get its credit back.`,
    ),
    ...alsoBlock(also),
    mailBlock('Email', mailCancel, mailsGuest(invite)),
  ];
}

export const kickChoices = { cancel: 'cancel', kick: 'kick' } as const;

/**
 * The modal that asks before a guest is kicked; its button names what is `chosen`. A kick alone keeps nobody out, so it comes second. `also`
 * as in cancelModal.
 */
export function kickModal(invite: Invite, also: string, chosen: string = kickChoices.cancel): ModalView {
  const staysOut = also === '' ? 'The guest is out and stays out.' : "The guest can't come back with this invite.";
  const kickAndCancel = option('Kick and cancel', kickChoices.cancel, staysOut);
  const kickOnly = option('Kick only', kickChoices.kick, 'The guest can connect again until the invite ends.');
  const isKickOnly = chosen === kickChoices.kick;
  return modal({
    id: modals.kick,
    title: titleAbout('Kick', invite.guestEmail),
    submit: isKickOnly ? 'Kick guest' : 'Kick and cancel',
    metadata: JSON.stringify({ inviteId: invite.id }),
    blocks: [
      summary(invite),
      section(
        `:warning: A kick disconnects the guest now. The guest *can reconnect* until ${readerTime(invite.endsAt, invite.timeZone)}, unless you cancel the invite too.`,
      ),
      ...alsoBlock(also),
      input(fields.kickChoice, 'Action', radios([kickAndCancel, kickOnly], isKickOnly ? kickOnly : kickAndCancel), {
        dispatches: true,
      }),
      mailBlock('Email', mailCancel, mailsGuest(invite)),
    ],
  });
}

function alsoBlock(also: string): KnownBlock[] {
  return also === '' ? [] : [section(`:busts_in_silhouette: ${also}`)];
}

function summary(invite: Invite): KnownBlock {
  return section(
    `*${eventCopy(invite)}*\n${guestCopy(invite)} on ${shortText(invite.hostName, 150)}\n${readerSpan(invite.startsAt, invite.endsAt, invite.timeZone)}`,
  );
}
