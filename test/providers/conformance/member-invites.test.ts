import { expect, test } from 'vitest';
import { nobody } from '../support/nobody.ts';
import { benches } from './benches.ts';
import { memberInvitesConformance } from './member-invites.ts';

test('exactly the providers with this ability have a bench for it', () => {
  const able = benches.filter(([, { make }]) => make(nobody).memberInvites !== undefined);
  const tested = benches.filter(([, bench]) => Object.keys(bench.memberInvites ?? {}).length > 0);
  expect(able.length).toBeGreaterThan(0);
  expect(tested.map(([name]) => name)).toEqual(able.map(([name]) => name));
});

for (const [name, { make, memberInvites, unpaged = false }] of benches) {
  const ability = make(nobody).memberInvites;
  for (const [variant, start] of Object.entries(memberInvites ?? {})) {
    if (ability !== undefined) memberInvitesConformance(`${name}, ${variant}`, ability, start, { unpaged });
  }
}
