import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import type { Dispatcher } from '../../../src/providers/http.ts';
import { anyBody, anyStatus } from '../support/any-body.ts';
import type { Benches } from './benches.ts';

type Request = (options: Dispatcher.RequestOptions) => Promise<unknown>;

/**
 * Whatever comes back, each operation ends in a value or a Problem. The bodies are made of what the emulator really answered; they
 * are put in where undici would give them.
 */
export function anyAnswer(provider: string, { routes, start }: Benches['operations']): void {
  describe.each(Object.entries(routes))(`${provider}: %s`, (operation, route) => {
    test('any response becomes a value or a Problem', async () => {
      const bench = await start();
      try {
        const { dispatcher } = bench.deps;
        const answerBy = (request: Request) => Object.assign(dispatcher, { request });
        const call = () => bench.call(operation as never, 'good');
        const isWrite = route.kind === 'write';

        let good: unknown;
        const really = dispatcher.request.bind(dispatcher);
        answerBy(async (options) => {
          const response = await really(options);
          const text = await response.body.text();
          good = text === '' ? {} : JSON.parse(text);
          return { ...response, body: [Buffer.from(text)] };
        });
        expect(isProblem(await call())).toBe(false);
        expect(good).toBeDefined();

        const seen = { values: 0, problems: 0 };
        await fc.assert(
          fc.asyncProperty(anyStatus, anyBody([good]), async (statusCode, text) => {
            answerBy(async () => ({ statusCode, headers: {}, body: [Buffer.from(text)] }));
            // A 429 is remembered for an hour at most.
            bench.advance(3_600_000);
            const result = await call();
            expect(result).toBeDefined();
            if (!isProblem(result)) {
              seen.values += 1;
              expect(statusCode).toBeLessThan(300);
              return;
            }
            seen.problems += 1;
            expect(result.facts.provider).toBe(provider);
            // "Not carried out" may be said of a write only when it is certain.
            const unclear = statusCode < 400 || statusCode >= 500;
            expect(result.code === 'provider_outcome_unknown').toBe(isWrite && unclear);
          }),
          { numRuns: 300 },
        );
        expect(seen.values).toBeGreaterThan(15);
        expect(seen.problems).toBeGreaterThan(15);
      } finally {
        await bench.stop();
      }
    });
  });
}
