import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect } from '../support/collect.ts';
import { startParsec } from './start-parsec.ts';

const canary = 'tapi_canaryKeyId.Y2FuYXJ5U2VjcmV0';
const link = 'https://parsec.example/canary-link';

let bench: Awaited<ReturnType<typeof startParsec>>;

beforeEach(async () => {
  bench = await startParsec({ apiKey: canary });
});
afterEach(() => bench.stop());

/** Everything the client can do; what it answers or throws, as text. */
async function everything(): Promise<string[]> {
  const { guestAccess, members } = bench.parsec;
  const startsAt = bench.now() + 3_600_000;
  const wanted = {
    hostId: bench.emulator.machines[0]?.peer_id ?? '',
    guestEmail: 'guest@example.com',
    eventName: 'Colour review',
    permissions: { keyboard: true, mouse: true, gamepad: true },
    timeZone: 'Europe/Paris',
    startsAt,
    endsAt: startsAt + 3_600_000,
    message: '',
  };
  const calls: (() => Promise<unknown>)[] = [
    () => guestAccess.hosts({ text: '', limit: 10 }),
    () => guestAccess.host('x'),
    () => guestAccess.create(wanted, { sendEmail: true }),
    () => collect(guestAccess.list()),
    () => guestAccess.findSame(wanted),
    () => guestAccess.get('x'),
    () => guestAccess.update('x', { endsAt: startsAt }, { sendEmail: true }),
    () => guestAccess.cancel('x', { sendEmail: true }),
    () => guestAccess.kick('x'),
    () => guestAccess.credits(),
    async () => members.findByEmail?.('a@example.com'),
    () => members.get('1'),
    () => collect(members.list()),
  ];
  return Promise.all(
    calls.map((call) =>
      call().then(
        (result) => JSON.stringify(result),
        (error: unknown) => (error instanceof Error ? `${error.message} ${error.stack} ${JSON.stringify(error)}` : ''),
      ),
    ),
  );
}

test('the API key is in no Problem, no error and no log line', async () => {
  bench.emulator.addMachine({ name: 'Render 1' });
  const said = await everything();
  const troubles = [
    { status: 400, body: { message: `header was "Bearer ${canary}"` } },
    { status: 401, body: { message: canary } },
    { status: 422, body: { message: `not enough credit for ${canary}` } },
    { status: 500, body: { message: canary } },
    { raw: `<p>${canary}</p>`, status: 200, contentType: 'text/html' },
    { status: 200, body: { data: { id: [canary] } } },
    { cut: 'before' },
    { hang: 'before' },
    { status: 429, headers: { 'retry-after': canary } },
  ] as const;
  for (const then of troubles) {
    bench.emulator.trouble({ operation: '*', times: 100, then });
    said.push(...(await everything()));
    bench.emulator.clearTrouble();
  }
  expect(said.length).toBe(13 * 10);
  expect(bench.log.lines.length).toBeGreaterThan(100);
  const text = [...said, ...bench.log.lines].join('\n');
  expect(text).not.toContain(canary);
  expect(text).not.toContain('Y2FuYXJ5U2VjcmV0');
  // That the key did go out where it belongs is shown by the calls that succeeded.
  expect(said[0]).toContain('Render 1');
});

test("a guest's link goes to the caller and to nobody else", async () => {
  bench.emulator.trouble({
    operation: '*',
    then: { status: 200, body: { data: { id: 'gai_1', join_url: link, access_link: 7 } } },
  });
  expect(await bench.parsec.guestAccess.get('gai_1')).toMatchObject({ link });
  expect(bench.log.lines.length).toBeGreaterThan(0);
  expect(bench.log.lines.join('')).not.toContain('canary-link');
});
