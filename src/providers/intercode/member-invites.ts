import { isProblem, onSuccess } from '../../domain/problem.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import type { MemberInvites, PendingInvite } from '../provider.ts';
import type { IntercodeApi } from './api.ts';
import { intercodeInvite } from './invite.ts';
import { isInvited, nameOf } from './members.ts';
import { intercodeProblem } from './problems.ts';
import type { Person } from './schema.ts';

/** Inviting to the Intercode team, in Guestlist's terms; the contract is in provider.ts. An invite has the id of the invited user. */
export function intercodeMemberInvites(api: IntercodeApi): MemberInvites {
  /** Everybody who is invited and has not accepted. */
  const waiting = () => onSuccess(api.getTeamMembers(), (people) => people.filter(isInvited));

  return {
    batchSize: 1,
    // Those of users.
    inviteIds: 'per person',
    asks: { role: 'required', group: false, appRule: false, names: true, sendEmail: 'always' },

    async invite(rows, terms) {
      const [row, ...more] = rows;
      if (row === undefined) return [];
      if (more.length > 0) return intercodeProblem('provider_rejected', { message: 'more than one address at a time' });
      return [await intercodeInvite(api, row, terms)];
    },

    async *pending() {
      yield await onSuccess(waiting(), (people) => people.map(pendingOf));
    },

    /**
     * What Intercode does when somebody who accepted is "cancelled" is not documented, and might put a member out: so only who waits
     * is. Afterwards the list decides, in both directions.
     */
    async cancel({ inviteId }) {
      const waits = (people: readonly Person[]) => people.some(({ id }) => id === inviteId);
      const before = await waiting();
      if (isProblem(before)) return before;
      if (!waits(before)) return intercodeProblem('provider_not_found');

      const answer = await api.cancelInvitation(inviteId);
      const isClear = !isProblem(answer) || ['provider_rejected', 'provider_not_found'].includes(answer.code);
      if (!isClear) return answer;
      const after = await waiting();
      if (isProblem(after)) return isProblem(answer) ? answer : 'cancelled';
      // Somebody who is shown without an id may be the one.
      const mayWait = waits(after) || after.some(({ id }) => id === '');
      if (!isProblem(answer)) return mayWait ? intercodeProblem('provider_outcome_unknown') : 'cancelled';
      if (!mayWait) return intercodeProblem('provider_not_found');
      return answer.code === 'provider_rejected'
        ? answer
        : intercodeProblem('provider_rejected', { message: 'User not found' });
    },

    roles: () =>
      onSuccess(api.getTeamRoles(), (roles) =>
        roles.map(({ value, label }) => ({ id: value, name: nameOrId(label, value) })),
      ),

    /**
     * Viewer, Manager, Owner: a Viewer only reads, and invites nobody (https://intercode.gitbook.io/intercode-saas-kit/basics/app-roles).
     * What a deployment calls otherwise is not known.
     */
    leastRole: (roles) => roles.find(({ id }) => id === 'Viewer'),
  };
}

function pendingOf(person: Person): PendingInvite {
  const { id: inviteId, role } = person;
  return { inviteId, email: undefined, name: nameOf(person), role, invitedAt: undefined, expiresAt: undefined };
}
