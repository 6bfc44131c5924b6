import { isProblem } from '../problem.ts';
import { type Length, readLength } from './durations.ts';
import { halfOf, type Token } from './tokens.ts';
import { months, separators } from './vocabulary.ts';

/** The most words a length has: "2 and a half hours and 10 minutes". */
const MOST_TOKENS = 8;

const UNIT = /^(?:w(?:ks?|eeks?)?|d(?:ays?)?|h(?:(?:ou)?rs?)?|m(?:in(?:ute)?s?)?)$/;
const PART =
  /^(?:an?|and|half|of|couple|quarter|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|forty-five|fifty|sixty|ninety)$/;

/**
 * The length of time that begins at a token: the longest run of them that reads as one. `isBare` is a number without a unit ("for 90"). Answers
 * it and where it ends; undefined when none begins there.
 */
export function lengthAt(
  tokens: readonly Token[],
  at: number,
): { readonly length: Length; readonly end: number; readonly isBare: boolean } | undefined {
  let most = at;
  while (most < tokens.length && most < at + MOST_TOKENS && isPart(tokens[most])) most += 1;
  for (let end = most; end > at; end -= 1) {
    const run = tokens.slice(at, end);
    if (isCutShort(run, tokens[end])) continue;
    const text = run.map((token) => token.text.replace(/^\+/, '')).join(' ');
    const length = readLength(text);
    if (!isProblem(length)) return { length, end, isBare: run.length === 1 && isNumber(run[0]) };
  }
  return undefined;
}

function isPart(token: Token | undefined): boolean {
  switch (token?.kind) {
    case 'number':
      return !token.isOrdinal;
    case 'dotted':
    case 'length':
    case 'hours':
      return true;
    case 'clock':
      return token.clock.half === undefined && !token.clock.isMidnight;
    case 'word':
      return UNIT.test(token.word) || PART.test(token.word);
    default:
      return false;
  }
}

// "1h 30" ends with a number; but in "for 2h 25 nov" and "2h 14-16" that number begins something else.
function isCutShort(run: readonly Token[], next: Token | undefined): boolean {
  const last = run.at(-1);
  if (!isNumber(last) || next === undefined) return false;
  if (next.kind === 'dash' || halfOf(next) !== undefined) return true;
  return next.kind === 'word' && (months.has(next.word) || separators.has(next.word) || UNIT.test(next.word));
}

function isNumber(token: Token | undefined): boolean {
  return token?.kind === 'number' || token?.kind === 'dotted';
}
