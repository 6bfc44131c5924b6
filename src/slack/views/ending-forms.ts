import type { KnownBlock, ModalView } from '@slack/types';
import { type Invite, mailsGuest } from '../../domain/invite.ts';
import { actions as actionIds, fields, modals } from '../names.ts';
import { readerSpan, readerTime } from '../words/times.ts';
import { option, plain, section, shortText } from './blocks.ts';
import { titleAbout } from './dialog-words.ts';
import { mailBlock } from './telling-blocks.ts';

const mailCancel = option('Parsec emails the guest', 'mail');

/** The modal that asks before an invite is cancelled. `also`: what else lets the guest in, mrkdwn; '' for nothing. */
export function cancelModal(invite: Invite, also: string): ModalView {
  return {
    type: 'modal',
    callback_id: modals.cancel,
    title: titleAbout('Cancel', invite.guestEmail),
    submit: plain('Cancel invite'),
    close: plain('Keep invite'),
    private_metadata: JSON.stringify({ inviteId: invite.id }),
    blocks: [
      summary(invite),
      section(
        `A connected guest is disconnected at once${also === '' ? ' and cannot come back' : ''}. If the invite was never used, its credit comes back.`,
      ),
      ...alsoBlock(also),
      mailBlock('When the invite is cancelled', mailCancel, mailsGuest(invite)),
    ],
  };
}

export const kickChoices = { cancel: 'cancel', kick: 'kick' } as const;

/**
 * The modal that asks before a guest is kicked; its button names what is `chosen`. A kick alone keeps nobody out, so it comes second. `also`
 * as in cancelModal.
 */
export function kickModal(invite: Invite, also: string, chosen: string = kickChoices.cancel): ModalView {
  const kickAndCancel = option(
    'Kick and cancel',
    kickChoices.cancel,
    also === '' ? 'The guest is out and stays out.' : 'This invite lets the guest in no more.',
  );
  const kickOnly = option('Only kick', kickChoices.kick, 'The guest can connect again until the invite ends.');
  return {
    type: 'modal',
    callback_id: modals.kick,
    title: titleAbout('Kick', invite.guestEmail),
    submit: plain(chosen === kickChoices.kick ? 'Kick guest' : 'Kick and cancel'),
    close: plain('Close'),
    private_metadata: JSON.stringify({ inviteId: invite.id }),
    blocks: [
      summary(invite),
      section(
        `:warning: A kick disconnects the guest now, but the guest *can reconnect* until ${readerTime(invite.endsAt, invite.timeZone)}. To keep the guest out, cancel the invite too.`,
      ),
      ...alsoBlock(also),
      {
        type: 'input',
        block_id: fields.kickChoice,
        label: plain('What should happen?'),
        dispatch_action: true,
        element: {
          type: 'radio_buttons',
          action_id: actionIds.value,
          options: [kickAndCancel, kickOnly],
          initial_option: chosen === kickChoices.kick ? kickOnly : kickAndCancel,
        },
      },
      mailBlock('When the invite is cancelled', mailCancel, mailsGuest(invite)),
    ],
  };
}

function alsoBlock(also: string): KnownBlock[] {
  return also === '' ? [] : [section(`:busts_in_silhouette: ${also}`)];
}

function summary(invite: Invite): KnownBlock {
  return section(
    `*${shortText(invite.eventName, 150)}*\n${shortText(invite.guestEmail, 254)} on ${shortText(invite.hostName, 150)}\n${readerSpan(invite.startsAt, invite.endsAt, invite.timeZone)}`,
  );
}
