import type { Removal } from '../../src/domain/removal.ts';

/** A member of Snyk whom somebody wants removed, as it is written down before the first try. */
export function aRemoval(parts: Partial<Pick<Removal, 'id' | 'targetKey' | 'provider' | 'who'>> = {}): Removal {
  return {
    id: 'rm_1',
    kind: 'member',
    provider: 'snyk',
    targetKey: 'm1',
    target: { memberId: 'm1' },
    who: 'Tom (tom@example.com)',
    requesters: [{ by: 'U1', of: 'a1', isNotified: false }],
    state: 'wanted',
    problem: undefined,
    stuckSince: undefined,
    sentAt: undefined,
    askedAt: 1_795_424_400_000,
    ...parts,
  };
}
