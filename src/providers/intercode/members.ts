import { isProblem, onSuccess, type Problem } from '../../domain/problem.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import type { Member, Members } from '../provider.ts';
import type { IntercodeApi } from './api.ts';
import { intercodeProblem } from './problems.ts';
import type { Person } from './schema.ts';

/** Members of the token's Intercode team, in Guestlist's terms; the contract is in provider.ts. Nobody can be found by email: none is shown. */
export function intercodeMembers(api: Pick<IntercodeApi, 'getTeamMembers'>): Members {
  const all = () => onSuccess(acceptedPeople(api), (people) => people.map(memberOf));

  return {
    /** There is no operation that reads one member. */
    async get(memberId) {
      const members = await all();
      if (isProblem(members)) return members;
      const member = members.find((each) => each.memberId === memberId);
      // One that shows no id may be the one.
      const isWhole = members.every((each) => each.memberId !== '');
      return member ?? intercodeProblem(isWhole ? 'provider_not_found' : 'provider_nonsense');
    },

    async *list() {
      yield await all();
    },
  };
}

/** Everybody who is in the team. */
export function acceptedPeople(api: Pick<IntercodeApi, 'getTeamMembers'>): Promise<readonly Person[] | Problem> {
  return onSuccess(api.getTeamMembers(), (people) => people.filter((person) => !isInvited(person)));
}

/** Only who is said not to have accepted: an invite can be cancelled, a member must not be. */
export function isInvited(person: Person): boolean {
  return person.invitationAccepted === false;
}

export function nameOf({ firstName, lastName }: Pick<Person, 'firstName' | 'lastName'>): string | undefined {
  return `${firstName?.trim() ?? ''} ${lastName?.trim() ?? ''}`.trim() || undefined;
}

function memberOf(person: Person): Member {
  return { memberId: person.id, name: nameOrId(nameOf(person), person.id), email: undefined, role: person.role };
}
