import { createHash } from 'node:crypto';

/** A text as eight signs, for the id of a block: it distinguishes two questions, and keeps no secret. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
