import { afterEach, describe, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import type { AuditEvent } from '../../../src/providers/parsec/schema.ts';
import { walkAuditLog } from '../../../src/providers/parsec/walk.ts';
import type { ParsecEmulatorOptions } from '../../../src/sandbox/parsec/parsec-emulator.types.ts';
import { value } from '../conformance/bench.ts';
import { collect } from '../support/collect.ts';
import { startParsec } from './start-parsec.ts';

let bench: Awaited<ReturnType<typeof startParsec>>;
let machineId: string;
let adaId: number;
afterEach(() => bench.stop());

async function begin(options: Partial<ParsecEmulatorOptions> = {}): Promise<void> {
  bench = await startParsec(options);
  machineId = bench.emulator.addMachine({ name: 'Render 1' }).id;
  adaId = bench.emulator.addMember({ name: 'Ada', email: 'ada@example.com' }).user_id;
}

/** That many events, one a second. */
function happen(times: number): void {
  for (let nth = 0; nth < times; nth++) {
    bench.advance(1_000);
    bench.emulator.memberConnects(machineId, adaId);
  }
}

async function read(filter: Parameters<typeof walkAuditLog>[1] = {}): Promise<AuditEvent[]> {
  return (await collect(walkAuditLog(bench.api, filter))).flatMap((page) => value(page));
}

const ids = (events: readonly AuditEvent[]) => events.map(({ id }) => id);
const requests = () => bench.emulator.requests.filter(({ operation }) => operation === 'Get Audit Log Events');

// What the last page has for a cursor is not documented.
describe.each(['absent', 'null', 'empty', 'repeated'] as const)('the last cursor is %s', (lastCursor) => {
  test('every event is returned once, with one request per page', async () => {
    await begin({ lastCursor });
    happen(2_100);
    expect(ids(await read())).toEqual(bench.emulator.events.map(({ id }) => id));
    expect(requests()).toHaveLength(3);
  });

  test('an empty log has no events', async () => {
    await begin({ lastCursor });
    expect(await read()).toEqual([]);
    expect(requests()).toHaveLength(1);
  });
});

test('continues after the last seen event, without repeating it', async () => {
  await begin();
  happen(3);
  const seen = await read();
  happen(1_002);
  const later = await read({ after: seen.at(-1)?.id ?? '' });
  expect(ids(later)).toEqual(bench.emulator.events.slice(3).map(({ id }) => id));
  expect(requests().map(({ query }) => ['after' in query, 'cursor' in query])).toEqual([
    [false, false],
    [true, false],
    [false, true],
  ]);
});

test('filters by time, both ends included, by name and by user', async () => {
  await begin();
  const ben = bench.emulator.addMember({ name: 'Ben', email: 'ben@example.com' });
  happen(3);
  bench.emulator.memberConnects(machineId, ben.user_id);
  await bench.api.kickUser(machineId, String(ben.user_id));
  const at = (nth: number) => bench.emulator.events[nth]?.timestamp ?? '';
  expect(await read({ start_at: at(1), end_at: at(1) })).toHaveLength(1);
  expect(await read({ user_id: adaId })).toHaveLength(3);
  const names = ['client_disconnect', 'kick_user'];
  expect((await read({ event_names: names })).map(({ event_name }) => event_name)).toEqual(names);
  expect(requests().at(-1)?.query.event_names).toBe('client_disconnect,kick_user');
});

test("shows the account's email as it is now", async () => {
  await begin();
  happen(1);
  const [ada] = bench.emulator.members;
  if (ada !== undefined) ada.email = 'ada@new.example';
  expect(await read()).toMatchObject([{ email: 'ada@new.example', user_id: String(adaId) }]);
});

test('a page that fails ends it with its Problem', async () => {
  await begin();
  happen(1_001);
  const pages: unknown[] = [];
  for await (const page of walkAuditLog(bench.api)) {
    pages.push(page);
    bench.emulator.trouble({ operation: 'Get Audit Log Events', then: { status: 429 } });
  }
  expect(pages).toHaveLength(2);
  expect(pages.map(isProblem)).toEqual([false, true]);
});
