import { defined } from '../../../domain/defined.ts';
import type { ShownWarning } from '../../../flows/shared/notifier.ts';
import { actions, cutMrkdwn, type Message, mrkdwnMessage, section } from '../../blocks/blocks.ts';
import { limits } from '../../blocks/limits.ts';
import { named } from './naming.ts';
import { noticeMessage, warningButtons, warningId } from './notice.ts';
import { outcomeCopy, warnedCopy, warningHeading } from './warning-copy.ts';

/**
 * A warning of ends as a message: each with its buttons while it is to come, and with what happened to it afterwards. Of several, each has a
 * row of its own.
 */
export function warningMessage(warning: ShownWarning): Message {
  const [only, ...others] = warning.ends;
  return only !== undefined && others.length === 0 ? warningOfOne(warning, only) : warningOfMany(warning);
}

type End = ShownWarning['ends'][number];

function warningOfOne({ shownAt, mentions }: ShownWarning, { invite, endsAt, outcome, access }: End): Message {
  if (outcome === undefined) {
    const naming = { mentions, names: {} };
    const notice = { name: 'ends_soon', facts: { endsAt }, ...defined({ access }) };
    return noticeMessage(invite, notice, shownAt, { naming });
  }
  return mrkdwnMessage(outcomeCopy(invite, endsAt, outcome));
}

function warningOfMany({ ends, shownAt, mentions }: ShownWarning): Message {
  const heading = named(warningHeading(ends), { mentions, names: {} });
  const rows = ends.map(({ invite, endsAt, outcome, access }, row): Message => {
    const text =
      outcome === undefined ? warnedCopy(invite, endsAt, shownAt, access) : outcomeCopy(invite, endsAt, outcome);
    const answers = outcome === undefined ? [actions(warningButtons(invite), warningId(endsAt, row))] : [];
    return { text, blocks: [section(text), ...answers] };
  });
  const text = [heading, ...rows.map((row) => row.text)].join('\n');
  return { text: cutMrkdwn(text, limits.text), blocks: [section(heading), ...rows.flatMap(({ blocks }) => blocks)] };
}
