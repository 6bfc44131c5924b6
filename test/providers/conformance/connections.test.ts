import { expect, test } from 'vitest';
import { nobody } from '../support/nobody.ts';
import { benches } from './benches.ts';
import { connectionsConformance } from './connections.ts';

test('exactly the providers with this ability have a bench for it', () => {
  const able = benches.filter(([, { make }]) => make(nobody).connections !== undefined);
  const tested = benches.filter(([, bench]) => Object.keys(bench.connections ?? {}).length > 0);
  expect(able.length).toBeGreaterThan(0);
  expect(tested.map(([name]) => name)).toEqual(able.map(([name]) => name));
});

for (const [name, { connections }] of benches) {
  for (const [variant, start] of Object.entries(connections ?? {}))
    connectionsConformance(`${name}, ${variant}`, start);
}
