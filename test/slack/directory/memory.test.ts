import { type FetchFunction, LogLevel, WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import type { Quotas } from '../../../src/domain/quota.ts';
import { createNewest } from '../../../src/slack/blocks/newest-only.ts';
import { createPeople } from '../../../src/slack/directory/people.ts';
import { createRateLimiter } from '../../../src/slack/posting/rate-limiter.ts';

it('looks up only the person who was quiet the longest when there are more people than it remembers', async () => {
  const asked: string[] = [];
  const fetch: FetchFunction = async (_, init) => {
    const id = new URLSearchParams(typeof init?.body === 'string' ? init.body : '').get('user') ?? '';
    asked.push(id);
    const flags = { deleted: false, is_bot: false, is_admin: false, is_owner: false, is_restricted: false };
    const user = { id, team_id: 'T1', name: id, ...flags, is_ultra_restricted: false };
    return new Response(JSON.stringify({ ok: true, user }));
  };
  const client = new WebClient('xoxb-1', { fetch, logLevel: LogLevel.ERROR });
  const people = createPeople(
    client,
    () => 'T1',
    () => 0,
  );
  for (let nth = 0; nth < 5_000; nth++) await people.person(`U${nth}`);
  // Heard of again: now U1 is the one who was quiet the longest.
  await people.person('U0');
  await people.person('U5000');
  asked.length = 0;
  for (const id of ['U0', 'U2', 'U4999', 'U5000']) await people.person(id);
  expect(asked).toEqual([]);
  await people.person('U1');
  expect(asked).toEqual(['U1']);
});

it('does not keep a form forever that was begun and never shown', () => {
  const newest = createNewest();
  const first = newest.begin('V0');
  const second = newest.begin('V1');
  for (let nth = 2; nth <= 2_000; nth++) newest.begin(`V${nth}`);
  expect([first(), second()]).toEqual([false, true]);
  const older = newest.begin('V1');
  expect([newest.begin('V1')(), older()]).toEqual([true, false]);
});

it('does not keep forever when a channel is free, and asks again about one that is forgotten', async () => {
  const quotas: Quotas = { acquire: async () => ({ waitMs: 60_000 }), block: async () => {} };
  const limiter = createRateLimiter(quotas, () => 0);
  await limiter.acquire('slack-post', 'C0');
  expect(limiter.freeAt('C0')).toBeGreaterThanOrEqual(60_000);
  for (let nth = 1; nth < 5_000; nth++) await limiter.acquire('slack-post', `C${nth}`);
  expect(limiter.freeAt('C0')).toBeGreaterThanOrEqual(60_000);
  await limiter.acquire('slack-post', 'C5000');
  expect(limiter.freeAt('C0')).toBe(0);
});
