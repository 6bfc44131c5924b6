import { expect, test } from 'vitest';
import { nobody } from '../support/nobody.ts';
import { benches } from './benches.ts';
import { membersConformance } from './members.ts';

test('exactly the providers with this ability have a bench for it', () => {
  const able = benches.filter(([, { make }]) => make(nobody).members !== undefined);
  const tested = benches.filter(([, bench]) => Object.keys(bench.members ?? {}).length > 0);
  expect(able.length).toBeGreaterThan(0);
  expect(tested.map(([name]) => name)).toEqual(able.map(([name]) => name));
});

for (const [name, { make, members }] of benches) {
  const ability = make(nobody).members;
  for (const [variant, start] of Object.entries(members ?? {})) {
    if (ability !== undefined) membersConformance(`${name}, ${variant}`, ability, start);
  }
}
