import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import type { ProviderDeps } from '../../../src/providers/provider.ts';
import type { EmulatedTrouble } from '../../../src/sandbox/provider-server.types.ts';
import { problemIn, type Trouble } from './bench.ts';
import type { Benches } from './benches.ts';

/** A provider's operations in its own words, before a fresh server on which each of them can succeed. */
export type OperationsBench = {
  /** Makes the sample call of an operation. */
  call(operation: never, key: 'good' | 'unknown' | 'may not'): Promise<unknown>;
  readonly emulator: {
    readonly requests: readonly { readonly operation: string | undefined; readonly status: number | string }[];
    trouble(trouble: EmulatedTrouble): void;
    clearTrouble(): void;
  };
  readonly deps: ProviderDeps;
  /** The key of the good calls. */
  readonly secret: string;
  readonly log: { readonly lines: readonly string[] };
  readonly now: () => number;
  advance(ms: number): void;
  stop(): Promise<void>;
};

/** What every operation of every provider must do: one function of the client, one route of the emulator, real HTTP between. */
export function operationConformance(provider: string, { routes, samples, start }: Benches['operations']): void {
  describe.each(Object.entries(routes))(`${provider}: %s`, (operation, route) => {
    let bench: OperationsBench;
    beforeEach(async () => {
      bench = await start();
    });
    afterEach(() => bench.stop());

    // The samples are typed by their own provider; here they are names.
    const call = (key: 'good' | 'unknown' | 'may not' = 'good') => bench.call(operation as never, key);
    const requests = () => bench.emulator.requests.filter((request) => request.operation === route.name);
    const trouble = (then: Trouble, times = 1) => bench.emulator.trouble({ operation: route.name, times, then });
    const isWrite = route.kind === 'write';

    test('sends one request, which the emulator knows and serves', async () => {
      const result = await call();
      expect(isProblem(result), JSON.stringify(result)).toBe(false);
      expect(result).toBeDefined();
      expect(bench.emulator.requests).toMatchObject([{ operation: route.name }]);
      expect(String(bench.emulator.requests[0]?.status)).toMatch(/^20[014]$/);
    });

    test.each([
      ['a time named', { 'retry-after': '120' }],
      ['no time named', {}],
    ])('is not sent again before the block is over: busy, %s', async (_, headers) => {
      trouble({ status: 429, body: {}, headers });
      const busy = problemIn(await call());
      expect(busy).toMatchObject({ code: 'provider_busy', facts: { provider } });
      const retryAt = Number(busy.facts.retryAt);
      if ('retry-after' in headers) expect(retryAt).toBe(bench.now() + 120_000);
      expect(retryAt).toBeGreaterThanOrEqual(bench.now() + 60_000);
      bench.advance(retryAt - bench.now() - 1);
      expect(problemIn(await call()).code).toBe('provider_busy');
      expect(requests()).toHaveLength(1);
      bench.advance(1);
      expect(isProblem(await call())).toBe(false);
    });

    test('is refused with an unknown key', async () => {
      expect(await call('unknown')).toMatchObject({ code: 'provider_unauthorized', facts: { provider } });
    });

    test(samples[operation]?.anybody ? 'is open to every key' : 'is refused with a key that may not', async () => {
      const result = await call('may not');
      const { permission } = route;
      if (samples[operation]?.anybody) expect(isProblem(result)).toBe(false);
      else expect(result).toMatchObject({ code: 'provider_forbidden', facts: { provider, permission } });
    });

    const lost: [string, Trouble][] = [
      ['slow, nothing done', { hang: 'before' }],
      ['cut off, nothing done', { cut: 'before' }],
      ['cut off, but done', { cut: 'after' }],
      ['502', { raw: '<html>Bad Gateway</html>', status: 502, contentType: 'text/html' }],
    ];
    if (isWrite) lost.push(['slow, but done', { hang: 'after' }], ['500', { status: 500, body: {} }]);
    const then = isWrite ? 'has an unknown outcome and is sent once' : 'is retried';
    test.each(lost)(`${then}: %s`, async (_, how) => {
      trouble(how);
      const result = await call();
      if (isWrite) expect(result).toMatchObject({ code: 'provider_outcome_unknown', facts: { provider } });
      else expect(isProblem(result)).toBe(false);
      expect(requests()).toHaveLength(isWrite ? 1 : 2);
    });

    test('does not accept a page of another server as a response', async () => {
      trouble({ raw: '<html>Welcome to the hotel Wi-Fi</html>', status: 200, contentType: 'text/html' });
      const code = isWrite ? 'provider_outcome_unknown' : 'provider_nonsense';
      expect(await call()).toMatchObject({ code, facts: { provider } });
    });

    test('does not accept “not found” of a web server as a response of the provider', async () => {
      trouble({ raw: '404 page not found', status: 404, contentType: 'text/plain' });
      const code = isWrite ? 'provider_rejected' : 'provider_nonsense';
      expect(await call()).toMatchObject({ code, facts: { provider } });
    });

    test('shows the key in no Problem and no log line, also when the server echoes it', async () => {
      const { secret } = bench;
      const results: unknown[] = [await call()];
      const troubles: Trouble[] = [
        { status: 400, body: { message: `header was ${secret}`, errors: [{ detail: secret }] } },
        { status: 401, body: { message: secret } },
        { status: 403, body: { message: secret } },
        { status: 500, body: { message: secret } },
        { status: 429, body: { message: secret }, headers: { 'retry-after': secret } },
        { raw: secret, status: 200, contentType: 'text/plain' },
        { cut: 'before' },
      ];
      for (const how of troubles) {
        trouble(how, 3);
        results.push(await call());
        bench.emulator.clearTrouble();
        bench.advance(3_600_000);
      }
      expect(results.filter(isProblem)).toHaveLength(troubles.length);
      expect(bench.log.lines.length).toBeGreaterThanOrEqual(troubles.length);
      expect([...results.map((result) => JSON.stringify(result)), ...bench.log.lines].join('\n')).not.toContain(secret);
    });
  });
}
