import type { Person } from '../../src/domain/person.ts';

/** A full member of the workspace T1, with the parts a test cares about. */
export function aPerson(parts: Partial<Person> = {}): Person {
  return {
    id: 'U1',
    workspaceId: 'T1',
    name: 'Mia',
    timeZone: undefined,
    isAdmin: false,
    isGuest: false,
    isBot: false,
    isDeactivated: false,
    isExternalMember: false,
    isStale: false,
    ...parts,
  };
}
