import type { Naming } from '../../flows/teller.ts';
import { shortText } from './blocks.ts';

/** Somebody Slack does not describe now. */
const UNNAMED = 'the person who invited';

/**
 * A text, mrkdwn, as it names people: those who are not to be called by their name, and whoever is called once, by a mention behind the
 * mark it begins with, or where the text names them already. Slack notifies people of every mention in a new message.
 */
export function named(text: string, { mentions, names }: Naming): string {
  const quiet = Object.entries(names).reduce((words, [id, name]) => withName(words, id, name), text);
  if (mentions === undefined || quiet.includes(`<@${mentions}>`)) return quiet;
  return quiet.replace(/^(:\w+: )?/, `$1<@${mentions}> `);
}

function withName(text: string, id: string, name: string): string {
  const mention = `<@${id}>`;
  if (name !== '') return text.replaceAll(mention, () => shortText(name, 80));
  const [before = '', ...rest] = text.split(mention);
  const isFirst = /^(:\w+: )?$/.test(before);
  const first = isFirst ? `T${UNNAMED.slice(1)}` : UNNAMED;
  return rest.length === 0 ? text : `${before}${first}${rest.join(UNNAMED)}`;
}
