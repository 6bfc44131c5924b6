import type { EndedInvite } from '../../../flows/shared/notifier.ts';
import { cutMrkdwn, escapeSigns, type Message, section } from '../../blocks/blocks.ts';
import { limits } from '../../blocks/limits.ts';
import { lineSections } from '../../blocks/pages.ts';
import { digestHeading, digestLine } from './digest-copy.ts';

const byName = new Intl.Collator('en', { numeric: true });

/** One message about the ends of many invites; it names every guest, so that people can find theirs. `now` in epoch ms. */
export function digestMessage(invites: readonly EndedInvite[], now: number): Message {
  const ended = invites.toSorted(
    ({ invite: a }, { invite: b }) => a.endsAt - b.endsAt || byName.compare(a.guestEmail, b.guestEmail),
  );
  const heading = digestHeading(ended, now);
  const lines = ended.map((each) => digestLine(each, now));
  return {
    text: cutMrkdwn(`${heading} ${ended.map(({ invite }) => escapeSigns(invite.guestEmail)).join(', ')}`, limits.text),
    blocks: [section(heading), ...lineSections(lines)],
  };
}
