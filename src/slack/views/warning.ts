import type { ShownWarning } from '../../flows/teller.ts';
import { outcomeWords, warnedWords, warningHeading } from '../words/warnings.ts';
import { actions, cutMrkdwn, section } from './blocks.ts';
import type { Message } from './invite-card.ts';
import { named } from './naming.ts';
import { noticeMessage, warningButtons, warningId } from './notice.ts';

/** The text beside the blocks: for notifications and screen readers. */
const LONGEST_TEXT = 3000;

/**
 * A warning of ends as a message: each with the ways to answer it while it comes, and what became of it afterwards. Of several, what changes
 * with one is its own row.
 */
export function warningMessage(warning: ShownWarning): Message {
  const [only, ...others] = warning.ends;
  return only !== undefined && others.length === 0 ? warningOfOne(warning, only) : warningOfMany(warning);
}

type End = ShownWarning['ends'][number];

function warningOfOne({ shownAt, mentions }: ShownWarning, { invite, endsAt, outcome, access }: End): Message {
  if (outcome === undefined) {
    const naming = { mentions, names: {} };
    const notice = { name: 'ends_soon', facts: { endsAt }, ...(access === undefined ? {} : { access }) };
    return noticeMessage(invite, notice, shownAt, { naming });
  }
  const text = outcomeWords(invite, endsAt, outcome);
  return { text, blocks: [section(text)] };
}

function warningOfMany({ ends, shownAt, mentions }: ShownWarning): Message {
  const heading = named(warningHeading(ends), { mentions, names: {} });
  const rows = ends.map(({ invite, endsAt, outcome, access }, row): Message => {
    const text =
      outcome === undefined ? warnedWords(invite, endsAt, shownAt, access) : outcomeWords(invite, endsAt, outcome);
    const answers = outcome === undefined ? [actions(warningButtons(invite), warningId(endsAt, row))] : [];
    return { text, blocks: [section(text), ...answers] };
  });
  const text = [heading, ...rows.map((row) => row.text)].join('\n');
  return { text: cutMrkdwn(text, LONGEST_TEXT), blocks: [section(heading), ...rows.flatMap(({ blocks }) => blocks)] };
}
