import type { PlainTextElement } from '@slack/types';
import { cleanLine } from '../../domain/text/clean.ts';
import { cut, plain } from './blocks.ts';

/** Slack: the title of a modal has at most 24 characters, and each of its buttons too. */
const MOST = 24;

/**
 * A dialog's title: what is done, and to whom. Of an address that is too long the part before the @ stands for it, and what is still too long
 * is cut: the dialog itself names it whole.
 */
export function titleAbout(deed: string, address: string): PlainTextElement {
  const whole = `${deed} ${cleanLine(address)}`;
  return plain(whole.length <= MOST ? whole : cut(whole.replace(/@.*$/, ''), MOST));
}

/** A dialog's title that names a thing, cut where it is too long. */
export function titleOf(thing: string): PlainTextElement {
  return plain(cut(cleanLine(thing), MOST));
}

/** A dialog's button that names what it does ("Delete group"), or only its verb where that is too long. */
export function deedButton(deed: string): PlainTextElement {
  return plain(deed.length <= MOST ? deed : (deed.split(' ')[0] ?? deed));
}
