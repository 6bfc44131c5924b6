import { createHash } from 'node:crypto';
import { withoutAddresses } from '../domain/erasure.ts';
import { emailKey } from '../domain/text/address.ts';

/**
 * What an audit row is about, with no address in it: Parsec's id of a member invite is the address. The same address gives the same text, so
 * that what is said later of the same subject is found; and a subject is never erased, since the chain is made of it.
 */
export function withoutAddress(subject: string): string {
  return withoutAddresses(subject, (address) => `#${sha256(emailKey(address)).slice(0, 24)}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
