import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { createDispatcher } from '../../../src/providers/http.ts';
import { createParsec, type Parsec } from '../../../src/providers/parsec/index.ts';
import { memoryQuotas } from '../../support/memory-quotas.ts';
import { anyBody, anyStatus } from '../support/any-body.ts';
import { collect } from '../support/collect.ts';
import { openLog } from '../support/open-log.ts';

// Whatever comes back, each operation ends in a value or a Problem. The answer is put in where undici would give it.

const invite = {
  id: 'gai_1',
  team_id: 'team_1',
  host_peer_id: '1pUe1weinVRfcejzWTq9srLpsTb',
  guest_email: 'guest@example.com',
  event_name: 'Colour review',
  keyboard: true,
  mouse: false,
  gamepad: true,
  time_zone: 'Europe/Paris',
  starts_at: '2026-12-01T13:00:00Z',
  expires_at: '2026-12-01T15:00:00.25Z',
  message: 'Welcome',
  join_url: 'https://example.com/join/secret',
  state: 'scheduled',
};
const machine = { id: 'm_1', peer_id: 'p_1', user_id: null, name: 'Render 1', is_online: true, is_guest_access: true };
const member = { user_id: 7, name: 'Ada', email: 'ada@example.com', is_admin: false };
const wanted = {
  hostId: 'p_1',
  guestEmail: 'guest@example.com',
  eventName: 'Colour review',
  permissions: { keyboard: true, mouse: true, gamepad: true },
  timeZone: 'Europe/Paris',
  startsAt: Date.parse('2026-12-01T13:00:00Z'),
  endsAt: Date.parse('2026-12-01T15:00:00Z'),
  message: '',
};

const one = (data: object) => [{ data }, data];
const many = (data: object) => [{ data: [data], count: 1 }, [data], { data: [data, data] }];

const operations: Record<string, { good: object[]; write?: true; run: (parsec: Parsec) => Promise<unknown> }> = {
  hosts: { good: many(machine), run: ({ guestAccess }) => guestAccess.hosts({ text: 'render', limit: 100 }) },
  host: { good: many(machine), run: ({ guestAccess }) => guestAccess.host('p_1') },
  create: { good: one(invite), write: true, run: ({ guestAccess }) => guestAccess.create(wanted, { sendEmail: true }) },
  list: { good: many(invite), run: ({ guestAccess }) => collect(guestAccess.list()) },
  page: { good: many(invite), run: async ({ guestAccess }) => pageItems(await guestAccess.page(undefined)) },
  findSame: { good: many(invite), run: ({ guestAccess }) => guestAccess.findSame(wanted) },
  get: { good: one(invite), run: ({ guestAccess }) => guestAccess.get('gai_1') },
  update: {
    good: one(invite),
    write: true,
    run: ({ guestAccess }) => guestAccess.update('gai_1', { endsAt: wanted.endsAt }, { sendEmail: false }),
  },
  cancel: { good: [{}], write: true, run: ({ guestAccess }) => guestAccess.cancel('gai_1', { sendEmail: false }) },
  kick: { good: [{}], write: true, run: ({ guestAccess }) => guestAccess.kick('gai_1') },
  credits: { good: [{ balance: 3 }, { data: { balance: 3 } }], run: ({ guestAccess }) => guestAccess.credits() },
  findByEmail: { good: many(member), run: async ({ members }) => members.findByEmail?.('Ada@example.com') },
  member: { good: one(member), run: ({ members }) => members.get('7') },
  members: { good: many(member), run: ({ members }) => collect(members.list()) },
};

/** The invites of a page, or its Problem. */
function pageItems(page: Awaited<ReturnType<Parsec['guestAccess']['page']>>) {
  return isProblem(page) ? page : page.invites;
}

let answer = { status: 200, text: '' };
const dispatcher = Object.assign(createDispatcher(), {
  request: async () => ({ statusCode: answer.status, headers: {}, body: [Buffer.from(answer.text)] }),
});
afterAll(() => dispatcher.close());

// An hour passes between two calls: a 429 is remembered no longer than that.
let hours = 0;
const now = () => hours * 3_600_000;

function parsec() {
  const config = { apiKey: 'tapi_a.b', teamId: 'team_1', apiUrl: 'http://127.0.0.1:1' };
  return createParsec(config, {
    now,
    log: openLog(),
    dispatcher,
    quotas: memoryQuotas(now),
    timing: { backoffMs: 0 },
  });
}

test.each(Object.entries(operations))('%s: good bodies become values', async (_, { good, run }) => {
  const client = parsec();
  for (const body of good) {
    answer = { status: 200, text: JSON.stringify(body) };
    const result = await run(client);
    expect(isProblem(result)).toBe(false);
    if (Array.isArray(result)) expect(result.some(isProblem)).toBe(false);
  }
});

test.each(Object.entries(operations))('%s: any body becomes a value or a Problem', async (_, { good, write, run }) => {
  const seen = { values: 0, problems: 0 };
  const client = parsec();
  await fc.assert(
    fc.asyncProperty(anyStatus, anyBody(good), async (status, text) => {
      answer = { status, text };
      hours += 1;
      const result = await run(client);
      const found = Array.isArray(result) ? result.find(isProblem) : result;
      if (!isProblem(found)) {
        seen.values += 1;
        expect(status).toBeLessThan(300);
        expect(result).toBeDefined();
        return;
      }
      seen.problems += 1;
      expect(found.facts.provider ?? found.code).toMatch(/^(parsec|host_unknown)$/);
      // "Not carried out" may be said of a write only when it is certain.
      if (write && (status < 400 || status >= 500)) expect(found.code).toBe('provider_outcome_unknown');
      if (!write) expect(found.code).not.toBe('provider_outcome_unknown');
    }),
    { numRuns: 400 },
  );
  expect(seen.values).toBeGreaterThan(20);
  expect(seen.problems).toBeGreaterThan(20);
});
