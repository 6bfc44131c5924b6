import { expect, test } from 'vitest';
import { isProblem } from '../../../src/domain/problem.ts';
import { type Operation, routes } from '../../../src/providers/parsec/routes.ts';
import { samples, startOperations } from './samples.ts';

// With the permission its row names, and no other, an operation can be called; with all others it cannot.

const permissions = [...new Set(Object.values(routes).map(({ permission }) => permission))];

test.each(Object.keys(routes) as Operation[])('%s needs exactly the permission of its row', async (operation) => {
  const bench = await startOperations({});
  try {
    const needed = routes[operation].permission;
    const others = permissions.filter((permission) => permission !== needed);
    const call = (key: string) => samples[operation].call(bench.apiOf(key), bench);
    if (operation !== 'getRelays') {
      expect(await call(bench.emulator.addKey(others))).toMatchObject({ code: 'provider_forbidden' });
    }
    expect(isProblem(await call(bench.emulator.addKey([needed])))).toBe(false);
  } finally {
    await bench.stop();
  }
});
