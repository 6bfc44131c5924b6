import { escapeText } from '../views/blocks.ts';

/** What a form is about. */
export type Told = 'guest' | 'members';

const seen = {
  guest: {
    masked: "They will see this card; the guest's address is masked.",
    whole: "They will see this card and the guest's address.",
  },
  members: {
    masked: 'They will see this card; the addresses are masked.',
    whole: 'They will see this card and the addresses.',
  },
} satisfies Record<Told, Record<'masked' | 'whole', string>>;

/** That a channel is shared with another company, and what its people will see; mrkdwn. */
export function sharedWords(told: Told, channel: string, isMasked: boolean): string {
  return `:globe_with_meridians: #${escapeText(channel)} is shared with people outside your company. ${seen[told][isMasked ? 'masked' : 'whole']}`;
}

/** Stands behind what a form says only when it was submitted; mrkdwn. */
export const nothingSent = ' *Nothing was sent yet.*';

/** Stands behind it where the form was submitted before it could say so; mrkdwn. */
export const notSentYet = `${nothingSent} Press “Invite” to post there, or choose another channel.`;
