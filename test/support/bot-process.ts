import { flushCompileCache } from 'node:module';
import Database from 'better-sqlite3';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { createApp } from '../../src/app.ts';
import { createMovableClock } from '../../src/clock.ts';
import type { Config } from '../../src/config.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy/policy.ts';
import { createLog } from '../../src/log.ts';
import { newId } from '../../src/new-id.ts';
import { createDispatcher } from '../../src/providers/http.ts';
import { noLimits, openToAll } from './policies.ts';

/**
 * The product in a process of its own, which kills itself (SIGKILL: no handlers, no flushing) at a chosen step. Steps are what
 * a crash can fall between: every SQL statement, every HTTP request before it leaves and after its answer came, every id made.
 * Talks to its parent over IPC: counts steps from `go` on, moves its clock, reports what it did.
 */
export type FromParent = { readonly go: number | null } | { readonly moveTo: number };
export type FromBot =
  | { readonly ready: string }
  | { readonly aimed: true }
  | { readonly step: string; readonly number: number };

const Start = z.object({
  config: z.custom<Config>(),
  now: z.number(),
  // One person does all there is to do, again and again.
  policy: z.custom<Policy>().default({ ...defaultPolicy, ...openToAll(), ...noLimits }),
});
const { config, now, policy } = Start.parse(JSON.parse(process.argv[2] ?? '{}'));
const clock = createMovableClock(now);

let counting = false;
let steps = 0;
let killAt: number | undefined;

function step(name: string): void {
  if (!counting) return;
  steps += 1;
  if (steps === killAt) process.kill(process.pid, 'SIGKILL');
  process.send?.({ step: name, number: steps } satisfies FromBot);
}

// Looks come by the clock, the empty ones too, and heartbeats: they would make the count differ from run to run.
const uncounted =
  /^\s*select job\.\* from \(|^select \* from \(\s*select \* from job where lane|^select "job"\."id" from "job" inner join|^update "job" set "lease_until"/;

// oxlint-disable-next-line typescript/unbound-method -- called with the database as `this` below
const prepare = Database.prototype.prepare;
// A statement is prepared once and run often: each run is a step.
Database.prototype.prepare = function counted(this: Database.Database, sql: string) {
  const statement = prepare.call(this, sql) as Database.Statement;
  if (uncounted.test(sql)) return statement;
  const all = statement.all.bind(statement);
  const run = statement.run.bind(statement);
  statement.all = (...args) => {
    step(`sql ${sql.slice(0, 60)}`);
    return all(...args);
  };
  statement.run = (...args) => {
    step(`sql ${sql.slice(0, 60)}`);
    return run(...args);
  };
  return statement;
} as typeof prepare;

const real = createDispatcher();
const dispatcher = real.compose((dispatch) => (options, handler) => {
  step(`before ${options.method} ${options.path}`);
  const wrapped: Dispatcher.DispatchHandler = {
    onRequestStart: (...args) => handler.onRequestStart?.(...args),
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => {
      step(`after ${options.method} ${options.path}`);
      handler.onResponseStart?.(...args);
    },
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  };
  return dispatch(options, wrapped);
});

const app = createApp(config, () => policy, {
  now: clock.now,
  newId: () => {
    step('new id');
    return newId();
  },
  log: createLog({ level: 'warn', secrets: [] }),
  dispatcher,
});
clock.onMove(() => app.wake());

process.on('message', (message: FromParent) => {
  if ('moveTo' in message) clock.advance(message.moveTo - clock.now());
  else {
    counting = true;
    steps = 0;
    killAt = message.go ?? undefined;
    process.send?.({ aimed: true } satisfies FromBot);
  }
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void app.stop().then(() => process.exit(0)));

const { url } = await app.start();
// Who is killed writes down nothing of what it compiled, and the next one would compile all of it again.
flushCompileCache();
process.send?.({ ready: url } satisfies FromBot);
