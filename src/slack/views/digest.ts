import type { EndedInvite } from '../../flows/teller.ts';
import { digestHeading, digestLine } from '../words/digest.ts';
import { cutMrkdwn, escapeSigns, section } from './blocks.ts';
import type { Message } from './invite-card.ts';

/** Slack: a section holds 3000 characters. */
const SECTION = 3000;

const byName = new Intl.Collator('en', { numeric: true });

/** One message about the ends of many invites; every one of them is named, so that a person finds whom they look for. `now` in epoch ms. */
export function digestMessage(invites: readonly EndedInvite[], now: number): Message {
  const ended = invites.toSorted(
    ({ invite: a }, { invite: b }) => a.endsAt - b.endsAt || byName.compare(a.guestEmail, b.guestEmail),
  );
  const heading = digestHeading(ended, now);
  const sections: string[] = [heading];
  for (const line of ended.map((each) => digestLine(each, now))) {
    const last = sections.at(-1) ?? '';
    if (last === heading || last.length + line.length + 1 > SECTION) sections.push(line);
    else sections[sections.length - 1] = `${last}\n${line}`;
  }
  return {
    text: cutMrkdwn(`${heading} ${ended.map(({ invite }) => escapeSigns(invite.guestEmail)).join(', ')}`, SECTION),
    blocks: sections.map((text) => section(text)),
  };
}
