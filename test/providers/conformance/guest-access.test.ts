import { expect, test } from 'vitest';
import { nobody } from '../support/nobody.ts';
import { benches } from './benches.ts';
import { guestAccessConformance } from './guest-access.ts';

test('exactly the providers with this ability have a bench for it', () => {
  const able = benches.filter(([, { make }]) => make(nobody).guestAccess !== undefined);
  const tested = benches.filter(([, bench]) => Object.keys(bench.guestAccess ?? {}).length > 0);
  expect(able.length).toBeGreaterThan(0);
  expect(tested.map(([name]) => name)).toEqual(able.map(([name]) => name));
});

for (const [name, { make, guestAccess }] of benches) {
  const ability = make(nobody).guestAccess;
  for (const [variant, start] of Object.entries(guestAccess ?? {})) {
    if (ability !== undefined) guestAccessConformance(`${name}, ${variant}`, start);
  }
}
