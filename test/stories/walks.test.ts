import { afterEach, expect, it } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { asked, walks } from './walks.ts';

// The "Slack" column of the operations table: after each walk, the system has run these operations.
let world: World;
afterEach(() => world.stop());

it.each(walks)('$system: $surface leads to $operations', async (way) => {
  const { system, operations } = way;
  world = await startWorld(system === 'parsec' ? {} : { [system]: {} });
  await way.walk(world);
  for (const operation of operations) {
    await expect.poll(() => [...asked(world, system)]).toContain(operation);
  }
});
