import { z } from 'zod';
import { type Problem, problem } from './problem.ts';

const Email = z.email().max(254);

/** Reads one e-mail address as people paste it (`<mailto:a@b.co|a@b.co>`, `Ana <a@b.co>`). Domain in lower case. Problem: email_invalid. */
export function readEmail(text: string): string | Problem {
  const inner = /<mailto:([^|>?]+)[^>]*>/i.exec(text)?.[1] ?? /<([^<>]+@[^<>]+)>/.exec(text)?.[1] ?? text;
  const clean = inner.trim().replace(/^mailto:/i, '');
  const at = clean.lastIndexOf('@');
  const address = clean.slice(0, at + 1) + clean.slice(at + 1).toLowerCase();
  return Email.safeParse(address).success ? address : problem('email_invalid', { text: text.slice(0, 80) });
}

/**
 * All e-mail addresses in a message, as Slack escapes it; each once, in order. Quotes and marks of bold around one are not part
 * of it, and the end of an address that has letters we do not take (é) is not an address.
 */
export function findEmails(text: string): string[] {
  const plain = text.replaceAll('&amp;', '&');
  const found = plain.matchAll(/(?<![\p{L}\p{N}!#$%&^{}.+-])[a-z0-9_][\w.'+-]{0,63}@[a-z0-9-]+(?:\.[a-z0-9-]+)+/giu);
  const addresses = [...found].map(([each]) => readEmail(each)).filter((address) => typeof address === 'string');
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return addresses.filter((each, index) => addresses.findIndex((other) => same(other, each)) === index);
}
