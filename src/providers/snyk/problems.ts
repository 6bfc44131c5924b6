import { z } from 'zod';
import type { Manners } from '../judge-answer.ts';

/**
 * How Snyk says no. Above 1,620 requests a minute it answers 429 until it was left alone for a whole minute: a request every few
 * seconds would keep the block alive, so a shorter Retry-After is not believed.
 */
export function snykManners(token: string): Manners {
  return { provider: 'snyk', secret: token, messageOf, block: { usualMs: 60_000, leastMs: 60_000 } };
}

const Text = z.string().trim().min(1);

// The documents have `detail`; the server was seen to say `details`, and without any the title or the code has to do.
const Fault = z.union([
  z.object({ detail: Text }).transform((fault) => fault.detail),
  z.object({ details: Text }).transform((fault) => fault.details),
  z.object({ title: Text }).transform((fault) => fault.title),
  z.object({ message: Text }).transform((fault) => fault.message),
  z.object({ code: Text }).transform((fault) => fault.code),
]);

const Faults = z.object({ errors: z.array(Fault.catch('')) }).transform(({ errors }) => errors);

/** Of `{errors: [...]}`, or of one fault that stands there bare. */
function messageOf(body: unknown): string | undefined {
  const said = Faults.safeParse(body).data ?? [Fault.safeParse(body).data ?? ''];
  return said.filter((text) => text !== '').join('; ') || undefined;
}
