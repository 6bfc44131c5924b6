import { z } from 'zod';
import { isProblem, type Problem, problem } from './problem.ts';
import { cleanLine, withoutUnseen } from './text/clean.ts';

/** Zod's own pattern, with the top-level domains of other scripts, which it does not take. */
const Email = z
  .email({
    pattern: /^(?!\.)(?!.*\.\.)[\w'+.-]*[\w+-]@(?:[a-z0-9][a-z0-9-]*\.)+(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/i,
  })
  .max(254);

/** A domain of letters, accents and figures of any script. The full stops of Chinese and Japanese part names, too. */
const INTERNATIONAL = /^[\p{L}\p{M}\p{Nd}\p{Join_C}.。．｡-]+$/u;

/**
 * Reads one e-mail address as people paste it (`<mailto:a@b.co|a@b.co>`, `Ana <a@b.co>`). Domain in lower case, and in ASCII
 * (`xn--mnchen-3ya.de`): so mail servers know it, and so two spellings of it are one address. Problems: email_invalid, email_letters.
 */
export function readEmail(text: string): string | Problem {
  const seen = withoutUnseen(text);
  const inner = /<mailto:([^|>?]+)[^>]*>/i.exec(seen)?.[1] ?? /<([^<>]+@[^<>]+)>/.exec(seen)?.[1] ?? seen;
  const clean = inner.trim().replace(/^mailto:/i, '');
  const at = clean.lastIndexOf('@');
  const name = clean.slice(0, Math.max(0, at));
  const domain = clean.slice(at + 1);
  const ascii = asciiDomain(domain);
  const isAddress = (local: string) => Email.safeParse(`${local}@${ascii ?? 'example.com'}`).success;
  if (ascii !== undefined && isAddress(name)) return `${name}@${ascii}`;
  // With other letters it would be one: those are what is wrong with it.
  const foreign = isAddress(name) ? domain : name;
  const isForeign = INTERNATIONAL.test(domain) && isAddress(name.replaceAll(/(?![a-z])[\p{L}\p{M}]/giu, 'x'));
  return isForeign
    ? problem('email_letters', { text: foreign.slice(0, 80).toWellFormed() })
    : problem('email_invalid', { text: cleanLine(text).slice(0, 80).toWellFormed() });
}

/** An address for comparing: without regard to case, and to whether its domain is written in ASCII. */
export function emailKey(email: string): string {
  const key = email.trim().toLowerCase();
  const at = key.lastIndexOf('@') + 1;
  return key.slice(0, at) + (asciiDomain(key.slice(at)) ?? key.slice(at));
}

/** What a person looks for, as it is kept: an address as it is read, anything else as it is. */
export function searchedFor(text: string): string {
  const email = readEmail(text);
  return isProblem(email) ? text : email;
}

/** DNS: what stands between two full stops. */
const LONGEST_LABEL = 63;

/** Undefined when a domain has no form in ASCII, or is none. */
function asciiDomain(domain: string): string | undefined {
  // URL would also read a port, a path, or a number as an address of a machine.
  if (/^[\x20-\x7e]*$/.test(domain)) return domain.toLowerCase();
  if (!INTERNATIONAL.test(domain) || !URL.canParse(`https://${domain}`)) return undefined;
  const ascii = new URL(`https://${domain}`).hostname;
  return ascii.split('.').every((label) => label.length <= LONGEST_LABEL) ? ascii : undefined;
}

/**
 * An address within a text. A domain may have letters of any script, but its end is of one: in Japanese the next word follows without a
 * blank. The end of an address whose name has letters we do not take (é) is none.
 */
const WITHIN =
  /(?<!&amp;|[\p{L}\p{N}!#$%&^{}.+-])[a-z0-9_][\w.'+-]{0,63}@(?:[\p{L}\p{M}\p{Nd}-]+\.)+(?:[\p{sc=Latin}\p{M}\p{Nd}-]+|[\p{L}\p{M}\p{Nd}-]+)/giu;

/** All e-mail addresses in a message, as Slack escapes it; each once, in order. Quotes and marks of bold around one are not part of it. */
export function findEmails(text: string): string[] {
  const found = new Map<string, string>();
  for (const [each] of text.matchAll(WITHIN)) {
    const email = readEmail(each);
    if (!isProblem(email) && !found.has(emailKey(email))) found.set(emailKey(email), email);
  }
  return [...found.values()];
}

/** A text with blanks where its e-mail addresses were. */
export function withoutEmails(text: string): string {
  return text.replaceAll(WITHIN, (each) => (isProblem(readEmail(each)) ? each : ' '));
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
