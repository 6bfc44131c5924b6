import type { Piece } from './tokens.ts';
import { isTimeWord, nameLinks } from './vocabulary.ts';

/** More words than the name of a host has. */
const MOST_WORDS = 8;

/**
 * Finds the hosts that are called by their whole name, before anything is read as time: "Art 2" is no two o'clock where there is such a
 * host. The pieces of one become one piece. Case does not count, nor do the signs between letters and figures: "edit3" is "Edit 3", but
 * "Edit 3 1" is not "Edit 31".
 */
export function withNames(pieces: readonly Piece[], hosts: readonly string[]): Piece[] {
  const keys = new Map(hosts.map((name) => [nameKey([name]), name]));
  keys.delete('');
  const named: { readonly piece: Piece; readonly isWeak: boolean; readonly of: readonly Piece[] }[] = [];
  for (let at = 0; at < pieces.length; ) {
    const hit = pieces[at]?.isName === true ? undefined : hitAt(pieces, at, keys);
    const of = pieces.slice(at, at + (hit?.count ?? 1));
    const text = of.map((piece) => piece.text).join(' ');
    const [first] = of;
    if (hit === undefined && first !== undefined) named.push({ piece: first, isWeak: false, of });
    else named.push({ piece: { text, isName: true }, isWeak: isWeakName(text, pieces[at - 1]), of });
    at += of.length;
  }
  // Where another host is named for certain, a word of time is one: "Edit 1 sat 9:00" beside a host called "Sat".
  const isSure = named.some(({ piece, isWeak }) => piece.isName && !isWeak);
  const first = isSure ? undefined : named.find(({ piece, isWeak }) => isWeak && !/^[\d\W]+$/.test(piece.text));
  return named.flatMap((each) => (each.isWeak && each !== first ? each.of : [each.piece]));
}

function hitAt(
  pieces: readonly Piece[],
  at: number,
  keys: ReadonlyMap<string, string>,
): { readonly count: number } | undefined {
  for (let count = Math.min(MOST_WORDS, pieces.length - at); count > 0; count -= 1) {
    const words = pieces.slice(at, at + count);
    if (!words.some((word) => word.isName) && keys.has(nameKey(words.map(({ text }) => text)))) return { count };
  }
  return undefined;
}

// A name of figures alone is one only where it is said to be: "host 14".
function isWeakName(text: string, before: Piece | undefined): boolean {
  if (before !== undefined && nameLinks.has(before.text.toLowerCase())) return false;
  return /^[\d\W]+$/.test(text) || isTimeWord(text.toLowerCase());
}

/** Letters and figures of a name; where figures stand apart from figures, that is kept. */
function nameKey(words: readonly string[]): string {
  const runs = words.flatMap((word) => word.toLowerCase().match(/\p{N}+|[\p{L}\p{M}]+/gu) ?? []);
  return runs.reduce((key, run) => (/\p{N}$/u.test(key) && /^\p{N}/u.test(run) ? `${key} ${run}` : key + run), '');
}
