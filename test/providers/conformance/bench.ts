import { isProblem, type Problem } from '../../../src/domain/problem.ts';
import type { ProviderServer } from '../../../src/sandbox/provider-server.types.ts';

/** How a server misbehaves on one kind of call. */
export type Trouble =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly raw: string; readonly status: number; readonly contentType: string }
  /** Never answers, before or after it did the work. */
  | { readonly hang: 'before' | 'after' }
  /** Cuts the connection, before or after it did the work. */
  | { readonly cut: 'before' | 'after' };

/** What every conformance suite needs of a provider under test and of the server it talks to over real HTTP. */
export type Bench<Call extends string> = {
  /** Epoch ms, one clock for client and server. */
  readonly now: () => number;
  advance(ms: number): void;
  /** From now on, `times` calls of this kind go wrong (once by default). */
  trouble(call: Call, trouble: Trouble, times?: number): void;
  /** How many requests of this kind the server received. */
  received(call: Call): number;
  stop(): Promise<void>;
};

/** After which nobody knows whether it was done. */
export const lostAnswers: [string, Trouble][] = [
  ['no answer in time, nothing done', { hang: 'before' }],
  ['no answer in time, but done', { hang: 'after' }],
  ['cut off, nothing done', { cut: 'before' }],
  ['cut off, but done', { cut: 'after' }],
  ['502 from something in between', { raw: '<html>Bad Gateway</html>', status: 502, contentType: 'text/html' }],
  ['500', { status: 500, body: { message: 'Internal Server Error' } }],
];

/** Bodies that are no answer of a provider, whatever their status says. */
export const nonsense: [string, Trouble][] = [
  ['HTML', { raw: '<html><body>Welcome to the hotel Wi-Fi</body></html>', status: 200, contentType: 'text/html' }],
  ['nothing', { raw: '', status: 200, contentType: 'application/json' }],
  ['cut JSON', { raw: '{"data":{"id":"abc","na', status: 200, contentType: 'application/json' }],
  ['wrong types', { status: 200, body: { data: 'seven', count: 'many', balance: true } }],
];

/** Troubles and counts by kind of call, at an emulator that goes by the names of the documents. */
export function atServer<Call extends string>(
  emulator: Pick<ProviderServer, 'trouble' | 'requests'>,
  operations: Readonly<Record<Call, string>>,
): Pick<Bench<Call>, 'trouble' | 'received'> {
  return {
    trouble: (call, then, times = 1) => emulator.trouble({ operation: operations[call], times, then }),
    received: (call) => emulator.requests.filter((request) => request.operation === operations[call]).length,
  };
}

/** The result, which must not be a Problem. */
export function value<Value>(result: Value): Exclude<Value, Problem> {
  if (isProblem(result)) throw new Error(`a value was expected, not ${JSON.stringify(result)}`);
  return result as Exclude<Value, Problem>;
}

/** The Problem, which the result must be. */
export function problemIn(result: unknown): Problem {
  if (!isProblem(result)) throw new Error(`a Problem was expected, not ${JSON.stringify(result)}`);
  return result;
}
