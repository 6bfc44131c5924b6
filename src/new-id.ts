import { randomBytes } from 'node:crypto';

// Crockford's letters: none that are mistaken for another when read aloud or typed from a picture.
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A random id of 12 letters (60 bits), short enough to be read out. */
export function newId(): string {
  return Array.from(randomBytes(12), (byte) => LETTERS[byte % 32]).join('');
}
