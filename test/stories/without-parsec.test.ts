import { afterEach, expect, it } from 'vitest';
import { guest, whisper } from '../support/gestures.ts';
import { memberCardSaying, submitMembers } from '../support/member-gestures.ts';
import { openToAll } from '../support/policies.ts';
import { startWorld, type World } from '../support/world.ts';

// Not every team that uses Guestlist has Parsec.
let world: World;
afterEach(() => world.stop());

it('without Parsec, members are invited, and /guest says what is missing', async () => {
  world = await startWorld({ policy: openToAll(), withoutParsec: true, truvera: {} });
  const { mia } = world.people;
  const { result } = await submitMembers(world, mia, { system: 'truvera', addresses: 'ana@example.com' });
  expect(result).toBe('closed');
  await memberCardSaying(world, '*Invited to Truvera.*');
  await guest(world, mia, 'invite ana@example.com');
  await whisper(world, mia, "Parsec isn't connected to Guestlist.");
  expect(world.parsec.requests).toEqual([]);
});
