export type PersonName = { readonly firstName?: string; readonly lastName?: string };

/** "Ana Maria Adams" or "Adams, Ana Maria": the last word, or what stands before the comma, is the family's name. */
export function namesOf(text: string): PersonName {
  const plain = text.replaceAll(/["<>]/g, '').replace(/\s+/g, ' ').trim();
  const name = plain.replace(/^['‘“„](.*)['’”“]$/u, '$1').trim();
  const comma = /^([^,]+), *([^,]+)$/.exec(name);
  const words = name.split(' ');
  const last = comma?.[1] ?? (words.length > 1 ? words.at(-1) : undefined);
  const first = comma?.[2] ?? (words.length > 1 ? words.slice(0, -1).join(' ') : name);
  return { ...(first ? { firstName: first.trim() } : {}), ...(last ? { lastName: last.trim() } : {}) };
}

/** Without what is no part of a name where words stand freely: the number in a list, a phone number, the "To:" of a mail. */
export function spoken(name: string): string {
  return name
    .split(/\s+/)
    .filter((word) => /\p{L}/u.test(word) && !word.endsWith(':'))
    .join(' ');
}

const NAME_WORD = /^["'“”„‘’«»]*[\p{L}\p{M}][\p{L}\p{M}'’.‐-]*["'“”„‘’«»,]*$/u;

/** Whether words that stand freely beside an address can be the name of a person: letters only, and nothing like half an address. */
export function isName(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return (
    words.length > 0 &&
    words.every((word) => NAME_WORD.test(word) && !isHalfAddress(word) && !/^(?:at|dot)$/i.test(word))
  );
}

/** "bob.x.example": an address that lost its @. "St.John" and "J.R." are names. */
export function isHalfAddress(word: string): boolean {
  return /[\p{L}\p{N}]\.\p{Ll}{2,}["'”’,]*$/u.test(word);
}

/** A phone number as people write one, without a word beside it. */
export function isPhone(text: string): boolean {
  return /^\s*\+?[\d\s()./-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 7;
}
