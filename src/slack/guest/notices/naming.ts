import type { Naming } from '../../../flows/shared/notifier.ts';
import { shortText } from '../../blocks/blocks.ts';

/** For a person whose name Slack does not give now. */
const UNNAMED = 'the inviter';

/**
 * A text, mrkdwn, as it names people. Slack notifies people of every mention in a new message, so only one person is mentioned (`mentions`):
 * after the mark the text begins with, unless the text mentions them already. Those in `names` are written by their name.
 */
export function named(text: string, { mentions, names }: Naming): string {
  const quiet = Object.entries(names).reduce((named, [id, name]) => withName(named, id, name), text);
  if (mentions === undefined || quiet.includes(`<@${mentions}>`)) return quiet;
  return quiet.replace(/^(:\w+: )?/, `$1<@${mentions}>: `);
}

function withName(text: string, id: string, name: string): string {
  const mention = `<@${id}>`;
  if (name !== '') return text.replaceAll(mention, () => shortText(name, 80));
  const [before = '', ...rest] = text.split(mention);
  const isFirst = /^(:\w+: )?$/.test(before);
  const first = isFirst ? `T${UNNAMED.slice(1)}` : UNNAMED;
  return rest.length === 0 ? text : `${before}${first}${rest.join(UNNAMED)}`;
}
