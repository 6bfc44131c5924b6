import { isProblem, type Problem, problem } from '../problem.ts';
import { asShown, unescaped } from './as-shown.ts';
import { cleanLine } from './clean.ts';
import { distinct, type NamedPerson, type Piece, piecesOf } from './people-in-text.ts';

export { emailKey } from './address.ts';

/** The one guest of a form: an address, or somebody of the workspace, whose address Slack knows. */
export type TypedGuest = { readonly email: string } | { readonly person: NamedPerson };

/**
 * Reads who is typed into a field for one guest, as people paste it: `<mailto:a@b.co|a@b.co>`, `'a@b.co',`, `Ana <a@b.co>`, `@ben`,
 * `<@U123|ben>`. The same address twice is one. Problems: email_invalid, email_letters, email_several.
 */
export function readGuest(text: string): TypedGuest | Problem {
  const shown = asShown(text);
  const name = /^\s*@([\p{L}\p{N}_][^@<>,;/]*)$/u.exec(shown)?.[1];
  if (name !== undefined) return { person: { name: cleanLine(name) } };

  const pieces = piecesOf(shown);
  const named = distinct(pieces);
  const [first] = named;
  const invalid = problem('email_invalid', { text: cleanLine(text).slice(0, 80).toWellFormed() });
  const isRead = named.every(({ kind }) => kind !== 'unread');
  if (named.length > 1) return isRead ? problem('email_several') : invalid;
  if (first === undefined) return invalid;
  if (first.kind === 'unread')
    return first.problem.code === 'email_letters' && pieces.length === 1 ? first.problem : invalid;
  // "ana b@x.co" may have been meant as "ana.b@x.co": a name stands in other brackets than the address, or outside of them.
  const isBeside = (piece: Piece) => piece.kind !== 'word' || piece.bracket !== first.bracket || isLabel(piece);
  if (!pieces.every(isBeside)) return invalid;
  return first.kind === 'address' ? { email: first.email } : { person: first.person };
}

/** A word that says what comes ("E-mail:"), or no word at all. */
function isLabel({ raw }: Piece): boolean {
  return /[:：]$/.test(raw) || !/[\p{L}\p{N}]/u.test(raw);
}

/**
 * Reads one email address, as `readGuest` does. Domain in lower case, and in ASCII (`xn--mnchen-3ya.de`): so mail servers know it, and so
 * two spellings of it are one address. Problems: email_invalid (also for somebody of the workspace), email_letters, email_several.
 */
export function readEmail(text: string): string | Problem {
  const guest = readGuest(text);
  if (isProblem(guest)) return guest;
  if ('email' in guest) return guest.email;
  return problem('email_invalid', { text: cleanLine(text).slice(0, 80).toWellFormed() });
}

/** What a person looks for, as it is kept: an address as it is read, anything else as it is. */
export function searchedFor(text: string): string {
  const email = readEmail(text);
  return isProblem(email) ? text : email;
}

/** All email addresses in a message, as Slack escapes it; each once, in order. Half an address would be somebody else's: it is left out. */
export function findEmails(text: string): string[] {
  return distinct(piecesOf(asShown(unescaped(text)))).flatMap((piece) =>
    piece.kind === 'address' ? [piece.email] : [],
  );
}

/** Who is named in a line, each once and in order, and the line without them: `unread` has an @ and is no address. */
export function takeGuests(line: string): {
  readonly guests: readonly (TypedGuest | { readonly unread: string })[];
  readonly rest: string;
} {
  const shown = asShown(line);
  const pieces = piecesOf(shown);
  const guests = distinct(pieces).map((piece) => {
    if (piece.kind === 'address') return { email: piece.email };
    return piece.kind === 'person' ? { person: piece.person } : { unread: piece.raw };
  });
  let rest = '';
  let read = 0;
  for (const { kind, start, end } of pieces) {
    if (kind === 'word' || end <= read) continue;
    rest += `${shown.slice(read, start)} `;
    read = end;
  }
  return { guests, rest: (rest + shown.slice(read)).replaceAll(/[<([]\s*[>)\]]/g, ' ') };
}

/**
 * An address for people who may not know it: its first sign and its domain (`a…@example.com`), so that who knows it recognizes it. Of what is
 * no address, the first sign.
 */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email.trim();
  return `${first === '@' ? '' : first}…${at < 0 ? '' : email.slice(at)}`;
}

/** A text with every address in it masked, and whatever looks like one. */
export function maskAddresses(text: string): string {
  return text.replaceAll(LOOKS_LIKE_ADDRESS, '$1…@');
}

const LOOKS_LIKE_ADDRESS = /([\p{L}\p{N}_])[^\s<>,;:|()[\]"“”@]*@(?=[\p{L}\p{N}])/gu;
