// Text that somebody else wrote, made fit to be kept and shown: what nobody sees is taken out, since it can reverse a line, hide a
// part of a name, make two names look alike, or break what stands beside it.

/** Line breaks of every kind: CR and LF, VT, FF, NEL, and the two of Unicode. */
const BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;
/** White space that breaks no line, and the blank of Braille, which looks like it. */
const BLANK = /[^\S\n\v\f\r\u2028\u2029]|\u2800/g;

/**
 * What is never seen and has nothing to do with what is: control characters (white space aside), format characters (zero-width, bidirectional,
 * tags, soft hyphen, BOM), fillers that are letters by name only, halves of surrogate pairs, and what Unicode will never assign. Left
 * to a closer look are joiners and variation selectors; left alone are the signs of Arabic and other numbers, which Unicode calls
 * format characters and which are seen.
 */
const UNSEEN =
  /(?!\u200C|\u200D)(?![\uFE00-\uFE0F\u180B-\u180D\u180F\u{E0100}-\u{E01EF}])(?![\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}])(?![\t\n\v\f\r\u0085])[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** The three flags that are written with tags; anything else written with them is hidden text. */
const TAGGED_FLAG =
  /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/gu;

/** Scripts in which a joiner or a non-joiner between letters is part of the spelling (Persian, Urdu, Hindi, Malayalam, Sinhala, ...). */
const joining =
  'Arabic|Syriac|Mandaic|Nko|Mongolian|Devanagari|Bengali|Gurmukhi|Gujarati|Oriya|Tamil|Telugu|Kannada|Malayalam|Sinhala|Khmer|Myanmar|Tibetan|Balinese|Javanese'
    .split('|')
    .map((script) => `\\p{Script=${script}}`)
    .join('');
const virama = '\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA';
const emoji = '\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F';

/** Of several joiners in a row the first does all there is to do. */
const JOINERS = /(\u200C|\u200D)(?:\u200C|\u200D)+/gu;

/** Joiners that join nothing: not in such a script, not after the sign that takes a vowel away, not between emoji. */
const STRAY_JOINER = new RegExp(
  `(?<![${joining}])\\u200C|\\u200C(?![${joining}])|(?<![${joining}${emoji}])\\u200D|(?<=[${emoji}])\\u200D(?!\\p{Extended_Pictographic})|(?<=(?![${virama}])[${joining}])\\u200D(?![${joining}])`,
  'gu',
);

/**
 * Variation selectors behind what has no variation: emoji (a figure is one with a keycap only), Han, and the scripts
 * that have selectors of their own.
 */
const STRAY_SELECTOR =
  /(?<!\p{Extended_Pictographic})(?!(?<=[0-9#*])\uFE0F\u20E3)[\uFE0E\uFE0F]|(?<![\p{Script=Han}\p{Script=Myanmar}\p{Script=Phags_Pa}])[\uFE00-\uFE0D]|(?<!\p{Script=Han})[\u{E0100}-\u{E01EF}]|(?<!\p{Script=Mongolian})[\u180B-\u180D\u180F]/gu;

/** Without what nobody sees; white space and line breaks stay as they are. */
export function withoutUnseen(text: string): string {
  // Flags are put aside by a sign that cannot be in the text any more when they come back.
  const flags: string[] = [];
  const aside = text.replaceAll('\uFDD0', '').replace(TAGGED_FLAG, (flag) => {
    flags.push(flag);
    return '\uFDD0';
  });
  const seen = aside
    .split('\uFDD0')
    .map((part) =>
      part.replace(UNSEEN, '').replace(STRAY_SELECTOR, '').replace(JOINERS, '$1').replace(STRAY_JOINER, ''),
    );
  return seen.reduce((before, part, nth) => `${before}${flags[nth - 1] ?? ''}${part}`);
}

/** Text of one line: without what nobody sees, each run of white space and line breaks one space, none at the ends. '' when nothing is left. */
export function cleanLine(text: string): string {
  return withoutUnseen(text).replace(BREAK, ' ').replace(BLANK, ' ').replace(/ {2,}/g, ' ').trim();
}

/** Text of several lines: as `cleanLine`, but line breaks stay, as `\n`, and so do empty lines between others. */
export function cleanText(text: string): string {
  return withoutUnseen(text)
    .replace(BREAK, '\n')
    .replace(BLANK, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(/ *\n */g, '\n')
    .trim();
}
