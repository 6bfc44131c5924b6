import { isProblem, type Problem } from '../../../src/domain/problem.ts';

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

/** Bodies that are no answer of a provider, whatever their status says. */
export const nonsense: [string, Trouble][] = [
  ['HTML', { raw: '<html><body>Welcome to the hotel Wi-Fi</body></html>', status: 200, contentType: 'text/html' }],
  ['nothing', { raw: '', status: 200, contentType: 'application/json' }],
  ['cut JSON', { raw: '{"data":{"id":"abc","na', status: 200, contentType: 'application/json' }],
  ['wrong types', { status: 200, body: { data: 'seven', count: 'many', balance: true } }],
];

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
