import { afterEach, expect, it } from 'vitest';
import { startTeam, type Team } from './start-team.ts';

const MINUTE = 60_000;
let team: Team;
afterEach(() => team.parsec.stop());

const limited: Record<string, (key?: string) => ReturnType<Team['ask']>> = {
  'Get Audit Log Events': (key) => team.ask('GET', '/events?limit=1', undefined, key),
  // Refused for its body, but counted.
  'Create Team Invites': (key) => team.ask('POST', '/member-invites', {}, key),
  'Resend Team Invites': (key) => team.ask('POST', '/resend-member-invites', { emails: ['waiting@x.io'] }, key),
};

it.each(Object.entries(limited))('%s: 50 in five minutes, then blocked for five', async (name, ask) => {
  team = await startTeam();
  for (let nth = 0; nth < 50; nth++) expect((await ask()).status).not.toBe(429);
  team.clock.advance(4 * MINUTE);
  expect(await ask()).toMatchObject({ status: 429, retryAfter: null });
  // The block starts with the first refused request, and requests during it do not extend it.
  team.clock.advance(5 * MINUTE - 1);
  expect((await ask()).status).toBe(429);
  for (const [other, elsewhere] of Object.entries(limited)) {
    if (other !== name) expect((await elsewhere()).status).not.toBe(429);
  }
  expect((await ask(team.parsec.addKey([]))).status).toBe(403);
  team.clock.advance(1);
  expect((await ask()).status).not.toBe(429);
});

it('the window slides: 50 requests over more than five minutes are allowed', async () => {
  team = await startTeam();
  const ask = limited['Get Audit Log Events'];
  for (let nth = 0; nth < 120; nth++) {
    expect((await ask?.())?.status).toBe(200);
    team.clock.advance(6_001);
  }
});

it('other operations have no quota', async () => {
  team = await startTeam();
  for (let nth = 0; nth < 60; nth++) expect((await team.ask('GET', '/relays')).status).toBe(200);
});

it('sends Retry-After when configured', async () => {
  team = await startTeam({ retryAfter: true });
  for (let nth = 0; nth < 50; nth++) await team.ask('GET', '/events?limit=1');
  expect(await team.ask('GET', '/events?limit=1')).toMatchObject({ status: 429, retryAfter: '300' });
});
