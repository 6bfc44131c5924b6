import { afterEach, expect, it } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { asked, walks } from './walks.ts';

// The column "Slack" of the table of operations: each way is gone, and the system's server says what it was asked.
let world: World;
afterEach(() => world.stop());

it.each(walks)('$system: $door leads to $operations', async (way) => {
  const { system, operations } = way;
  world = await startWorld(system === 'parsec' ? {} : { [system]: {} });
  await way.walk(world);
  for (const operation of operations) {
    await expect.poll(() => [...asked(world, system)]).toContain(operation);
  }
});
