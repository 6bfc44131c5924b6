import { z } from 'zod';
import type { Manners } from '../judge-answer.ts';

/** How Snyk says no: `{errors: [{status, detail}]}`, and other forms of it. */
export function snykManners(token: string, linkHosts: readonly string[]): Manners {
  return { provider: 'snyk', secret: token, linkHosts, messageOf, isNoAddress };
}

/** Snyk answers 410 of a version of its API that it has removed: the invitations are all there. */
function isNoAddress(_message: string, status: number): boolean {
  return status === 410;
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
