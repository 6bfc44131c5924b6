import { cleanLine } from '../../../domain/text/clean.ts';

/** How wide a character is at most times in DejaVu Sans, as a part of the font size. */
const AVERAGE_WIDTH = 0.6;

/** Text as SVG holds it. XML has no control characters and no halves of a surrogate pair; cleaned text has neither. */
export function svgText(text: string): string {
  return cleanLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Cuts a text to about a width, as people see characters; '' where not even three of them fit. What is still too wide is clipped. */
export function fitText(text: string, width: number, fontSize: number): string {
  const room = Math.floor(width / (fontSize * AVERAGE_WIDTH));
  const signs = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(cleanLine(text))];
  if (signs.length <= room) return cleanLine(text);
  if (room < 3) return '';
  return `${signs
    .slice(0, room - 1)
    .map(({ segment }) => segment)
    .join('')
    .trimEnd()}…`;
}
