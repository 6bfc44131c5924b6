import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import type { MemberInvites, PendingInvite } from '../provider.ts';
import type { IntercodeApi } from './api.ts';
import { intercodeInvite } from './invite.ts';
import { isInvited, nameOf } from './members.ts';
import type { Person } from './schema.ts';

/** Inviting to the Intercode team, in our words; the contract is in provider.ts. An invite has the id of the invited user. */
export function intercodeMemberInvites(api: IntercodeApi): MemberInvites {
  /** Everybody who is invited and has not accepted. */
  async function waiting(): Promise<readonly Person[] | Problem> {
    const people = await api.getTeamMembers();
    return isProblem(people) ? people : people.filter(isInvited);
  }

  return {
    batchSize: 1,
    // Those of users.
    inviteIds: 'per person',
    asks: { role: 'required', group: false, appRule: false, names: true, sendEmail: 'always' },

    async invite(rows, terms) {
      const [row, ...more] = rows;
      if (row === undefined) return [];
      if (more.length > 0) return told('provider_rejected', { message: 'more than one address at a time' });
      return [await intercodeInvite(api, row, terms)];
    },

    async *pending() {
      const people = await waiting();
      yield isProblem(people) ? people : people.map(pendingOf);
    },

    /**
     * What Intercode does when somebody who accepted is "cancelled" is not documented, and might put a member out: so only who waits
     * is. Afterwards the list decides, in both directions.
     */
    async cancel({ inviteId }) {
      const waits = (people: readonly Person[]) => people.some(({ id }) => id === inviteId);
      const before = await waiting();
      if (isProblem(before)) return before;
      if (!waits(before)) return told('provider_not_found');

      const answer = await api.cancelInvitation(inviteId);
      const isClear = !isProblem(answer) || ['provider_rejected', 'provider_not_found'].includes(answer.code);
      if (!isClear) return answer;
      const after = await waiting();
      if (isProblem(after)) return isProblem(answer) ? answer : 'cancelled';
      // Somebody who is shown without an id may be the one.
      const mayWait = waits(after) || after.some(({ id }) => id === '');
      if (!isProblem(answer)) return mayWait ? told('provider_outcome_unknown') : 'cancelled';
      if (!mayWait) return told('provider_not_found');
      return answer.code === 'provider_rejected' ? answer : told('provider_rejected', { message: 'User not found' });
    },

    async roles() {
      const roles = await api.getTeamRoles();
      return isProblem(roles) ? roles : roles.map(({ value, label }) => ({ id: value, name: nameOrId(label, value) }));
    },

    /**
     * Viewer, Manager, Owner: a Viewer only reads, and invites nobody (https://intercode.gitbook.io/intercode-saas-kit/basics/app-roles).
     * What a deployment calls otherwise is not known.
     */
    leastRole: (roles) => roles.find(({ id }) => id === 'Viewer'),
  };
}

function pendingOf(person: Person): PendingInvite {
  return {
    inviteId: person.id,
    email: undefined,
    name: nameOf(person),
    role: person.role,
    invitedAt: undefined,
    expiresAt: undefined,
  };
}

function told(code: Problem['code'], facts: Problem['facts'] = {}): Problem {
  return problem(code, { provider: 'intercode', ...facts });
}
