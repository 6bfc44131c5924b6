import fc from 'fast-check';
import { afterAll, expect } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { createDispatcher } from '../../../src/providers/http.ts';
import type { ProviderDeps } from '../../../src/providers/provider.ts';
import { memoryQuotas } from '../../support/memory-quotas.ts';
import { anyBody, anyStatus } from './any-body.ts';
import { openLog } from './open-log.ts';

/** Bodies such as these systems send: bare, wrapped, and as JSON:API. */
const person = { id: 7, user_id: 7, name: 'Ana', email: 'ana@example.com', role: 'member', status: 'pending' };
const good = [
  [{ id: 7, firstName: 'Ana', lastName: 'Lima', phone: '+33123', role: 'Viewer', invitationAccepted: false }],
  [{ label: 'Viewer', value: 'Viewer' }],
  [person],
  { data: [person], count: 1 },
  {
    data: { id: 'a', attributes: { email: 'ana@example.com', role: 'Developer' } },
    links: { next: '/a?starting_after=b' },
  },
  { data: [{ id: 'a', attributes: { email: 'ana@example.com' } }], links: {} },
  { code: 1 },
];

const dispatcher = createDispatcher();
afterAll(() => dispatcher.close());

/** Makes the call again and again, each request of it answered with anything at all: it ends in values and Problems, and soon. */
export async function withAnyAnswers(call: () => Promise<unknown>, provider: string): Promise<void> {
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anyStatus, anyBody(good)), { minLength: 1, maxLength: 5 }), async (answers) => {
      let nth = 0;
      hours += 1;
      Object.assign(dispatcher, {
        request: async () => {
          const [statusCode, text] = answers[nth++ % answers.length] ?? [200, ''];
          return { statusCode, headers: {}, body: [Buffer.from(text)] };
        },
      });
      const result = await call();
      calls += 1;
      for (const part of [result].flat()) {
        if (isProblem(part)) expect(part.facts.provider).toBe(provider);
      }
      expect(nth).toBeLessThan(100);
    }),
    { numRuns: 150 },
  );
  expect(calls).toBeGreaterThan(100);
}

let hours = 0;
const now = () => hours * 3_600_000;
/** An hour passes between two calls: a 429 is remembered no longer than that, and a list that was read less. */
export const anyAnswerDeps = (): ProviderDeps => ({
  now,
  log: openLog(),
  dispatcher,
  quotas: memoryQuotas(now),
  timing: { backoffMs: 0 },
});
