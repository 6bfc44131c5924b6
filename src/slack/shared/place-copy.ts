import { escapeText } from '../blocks/blocks.ts';

/** What a form is about. */
export type FormSubject = 'guest' | 'members';

const seen = {
  guest: {
    masked: "They'll see this card; the guest's email is masked.",
    whole: "They'll see this card and the guest's email.",
  },
  members: {
    masked: "They'll see this card; the emails are masked.",
    whole: "They'll see this card and the emails.",
  },
} satisfies Record<FormSubject, Record<'masked' | 'whole', string>>;

/** That a channel is shared with another company, and what its people will see; mrkdwn. */
export function sharedCopy(about: FormSubject, channel: string, isMasked: boolean): string {
  return `:globe_with_meridians: #${escapeText(channel)} is shared with people outside your company. ${seen[about][isMasked ? 'masked' : 'whole']}`;
}

/** Ends what a form says only after it was submitted; mrkdwn. */
export const nothingSent = ' *Not sent yet.*';

/** The same where the form was submitted before it could show its line; mrkdwn. */
export const notSentYet = `${nothingSent} Press “Invite” to post there, or choose another channel.`;
