import { z } from 'zod';
import { type Problem, problem } from '../problem.ts';

/** Zod's own pattern, with at most 64 characters before the @ (RFC 5321), and with the top-level domains of other scripts. */
const Address = z
  .email({
    pattern:
      /^(?=[^@]{1,64}@)(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@(?:[a-z0-9][a-z0-9-]*\.)+(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/i,
  })
  .max(254);

/** A domain of letters, accents and figures of any script. The full stops of Chinese and Japanese part names, too. */
const INTERNATIONAL = /^[\p{L}\p{M}\p{Nd}\p{Join_C}.。．｡-]+$/u;

/** What keyboards and text programs write for an apostrophe inside a word. */
const APOSTROPHE = /(?<=[\p{L}\p{N}])[’‘ʼ´′](?=[\p{L}\p{N}])/gu;

/**
 * Reads one address from text that holds nothing else: no name, no brackets, no punctuation around it. Answers it with its domain in lower
 * case and in ASCII (`xn--mnchen-3ya.de`), as mail servers know it. Problems: email_invalid, email_letters.
 */
export function readAddress(text: string): string | Problem {
  const at = text.lastIndexOf('@');
  const name = text.slice(0, Math.max(0, at)).replaceAll(APOSTROPHE, "'");
  const domain = text.slice(at + 1);
  const ascii = asciiDomain(domain);
  const isAddress = (local: string) => Address.safeParse(`${local}@${ascii ?? 'example.com'}`).success;
  if (ascii !== undefined && isAddress(name)) return `${name}@${ascii}`;
  // With other letters it would be one: those are what is wrong with it.
  const foreign = isAddress(name) ? domain : name;
  const isForeign = INTERNATIONAL.test(domain) && isAddress(name.replaceAll(/(?![a-z])[\p{L}\p{M}]/giu, 'x'));
  const facts = { text: (isForeign ? foreign : text).slice(0, 80).toWellFormed() };
  return isForeign ? problem('email_letters', facts) : problem('email_invalid', facts);
}

/** An address for comparing: without regard to case, and to whether its domain is written in ASCII. */
export function emailKey(email: string): string {
  const key = email.trim().toLowerCase();
  const at = key.lastIndexOf('@') + 1;
  return key.slice(0, at) + (asciiDomain(key.slice(at)) ?? key.slice(at));
}

/** DNS: what stands between two full stops. */
const LONGEST_LABEL = 63;

/** A domain in lower case and in ASCII, as mail servers know it; undefined when it has no such form. */
export function asciiDomain(domain: string): string | undefined {
  // URL would also read a port, a path, or a number as an address of a machine.
  if (/^[\x20-\x7e]*$/.test(domain)) return domain.toLowerCase();
  if (!INTERNATIONAL.test(domain) || !URL.canParse(`https://${domain}`)) return undefined;
  const ascii = new URL(`https://${domain}`).hostname;
  return ascii.split('.').every((label) => label.length <= LONGEST_LABEL) ? ascii : undefined;
}
