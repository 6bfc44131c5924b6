import { cut, escapeText } from '../views/blocks.ts';

/** No computer, or several, are called what was typed; mrkdwn. */
export function hostNotFound(text: string, found: number): string {
  return found === 0
    ? `:warning: No computer open to guests is called ${quoted(text)}. Choose one.`
    : `:warning: More than one computer matches ${quoted(text)}. Choose the one you mean.`;
}

/** Parsec did not answer, or not in time; mrkdwn. */
export function hostNotAsked(text: string): string {
  return `:warning: Parsec did not say which computers there are, so ${quoted(text)} was not looked up. Choose the computer.`;
}

function quoted(text: string): string {
  return `“${escapeText(cut(text.trim(), 100))}”`;
}
