import type { ShownWarning } from '../../flows/teller.ts';
import { outcomeWords } from '../words/warnings.ts';
import { cutMrkdwn, section } from './blocks.ts';
import type { Message } from './invite-card.ts';
import { noticeMessage } from './notice.ts';

/** A warning of ends as a message: each with the ways to answer it while it comes, and what became of it afterwards. */
export function warningMessage({ ends, shownAt, mentions }: ShownWarning): Message {
  const naming = { mentions, names: {} };
  const rows = ends.map(({ invite, endsAt, outcome }): Message => {
    if (outcome === undefined)
      return noticeMessage(invite, { name: 'ends_soon', facts: { endsAt } }, shownAt, { naming });
    const text = outcomeWords(invite, endsAt, outcome);
    return { text, blocks: [section(text)] };
  });
  return {
    text: cutMrkdwn(rows.map(({ text }) => text).join('\n'), 3000),
    blocks: rows.flatMap(({ blocks }) => blocks),
  };
}
