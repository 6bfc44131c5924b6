import { z } from 'zod';
import { problemsOf } from '../../domain/problem.ts';
import type { ErrorMapping } from '../interpret-response.ts';

/** A Problem of this provider. */
export const snykProblem = problemsOf('snyk');

/** How Snyk reports errors: `{errors: [{status, detail}]}`, and other forms of it. */
export function snykErrorMapping(token: string, linkHosts: readonly string[]): ErrorMapping {
  return { provider: 'snyk', secret: token, linkHosts, readMessage, isUnknownRoute };
}

/** Snyk answers 410 of a version of its API that it has removed: the invitations are all there. */
function isUnknownRoute(_message: string, status: number): boolean {
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
function readMessage(body: unknown): string | undefined {
  const said = Faults.safeParse(body).data ?? [Fault.safeParse(body).data ?? ''];
  return said.filter((text) => text !== '').join('; ') || undefined;
}
