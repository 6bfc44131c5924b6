import { cleanText } from '../../domain/text/clean.ts';

/**
 * What of a text mrkdwn would not show as it stands: signs of *bold*, _italic_ and ~gone~, of code, of references and quotes, and the colon
 * in front of an emoji's name, or of what begins like one and could be ended by the text after it. The colons of `13:35:02Z` are not.
 */
const READ_BY_SLACK =
  /[*_~]+|[`&<>]|:(?!(?<=\d:)\d\d(?::|(?:\.\d+)?Z$))(?=[\p{L}\p{N}_+'-]+:|[\p{N}_+'-]*\p{L}[\p{L}\p{N}_+'-]*$)/gu;

/**
 * Everything a person or a provider wrote goes through here on its way into mrkdwn, and is shown as it was typed: no mention, no bold, no
 * code, no quote, no emoji. That nothing in it becomes a link is `verbatim`'s (blocks.ts).
 */
export function escapeText(text: string): string {
  const clean = cleanText(text);
  return clean.replace(READ_BY_SLACK, (signs, at: number) => {
    const first = signs.charAt(0);
    if (first === '>') return at === 0 || clean[at - 1] === '\n' ? asTyped('&gt;') : '&gt;';
    if (first === '&' || first === '<') return escapeSigns(signs);
    return isInsideWord(clean, at, signs) ? signs : asTyped(signs);
  });
}

/** The same for the text beside blocks, which shows in notifications only: there mentions and links matter, and bold does not. */
export function escapeSigns(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Slack has no escape for *, _, ~, ` and :. What it shows as it stands is the fallback of a date that it cannot write; copied, it
 * is just the signs that were typed, unlike with an invisible sign beside them. That it does so stands in no document of Slack's, but
 * others rely on it too.
 */
function asTyped(signs: string): string {
  return `<!date^00000000^{_}|${signs}>`;
}

/** Alone between two letters or figures a sign is read as itself: `snake_case`, `2*3`. Not one of code. */
function isInsideWord(text: string, at: number, signs: string): boolean {
  const [before = '', after = ''] = [text[at - 1], text[at + 1]];
  return signs.length === 1 && signs !== '`' && signs !== ':' && /^[a-z0-9]{2}$/i.test(before + after);
}

/** A link, mrkdwn; `url` must be one whose host was checked. */
export function linkTo(url: string): string {
  return `<${escapeSigns(url.replaceAll(/[<>|]/g, encodeURIComponent))}>`;
}

/** Cuts mrkdwn to a Slack limit, never through a reference, an escaped sign or a surrogate pair. */
export function cutMrkdwn(text: string, max: number): string {
  if (text.length <= max) return text;
  const whole = text.slice(0, max - 1).replace(/<[^>]*$|&\w{0,3}$|[\uD800-\uDBFF]$/, '');
  return `${whole}…`;
}
