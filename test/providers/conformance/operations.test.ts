import { expect, test } from 'vitest';
import { benches } from './benches.ts';
import { operationConformance } from './operations.ts';

test.each(benches)(
  '%s: each operation of the client has a sample call, and the emulator serves it',
  (_, { operations }) => {
    const { routes, samples, served } = operations;
    expect(Object.keys(routes).length).toBeGreaterThan(0);
    expect(Object.keys(samples).toSorted()).toEqual(Object.keys(routes).toSorted());
    const names = Object.values(routes).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...served].toSorted()).toEqual(names.toSorted());
  },
);

for (const [name, { operations }] of benches) operationConformance(name, operations);
