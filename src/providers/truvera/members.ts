import { emailKey } from '../../domain/email.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import { walkPages } from '../offset-pages.ts';
import type { Member, Members } from '../provider.ts';
import type { TruveraApi } from './api.ts';
import { routes } from './routes.ts';
import { memberRoles, type Member as TruveraMember } from './schema.ts';

/** Members of the Truvera team, in our words; the contract is in provider.ts. */
export function truveraMembers(api: TruveraApi): Required<Members> {
  async function* list(): AsyncGenerator<readonly Member[] | Problem> {
    const pages = walkPages({
      ...routes.listMembers.page,
      // Bare arrays without a total.
      load: async (offset, limit) => {
        const items = await api.listMembers({ offset, limit });
        return isProblem(items) ? items : { items, count: undefined };
      },
      keyOf: (member) => member.id,
      endless: problem('provider_nonsense', { provider: 'truvera' }),
    });
    for await (const page of pages) yield isProblem(page) ? page : page.map(memberOf);
  }

  /** There is no operation that reads one member. */
  async function find(
    wanted: (member: Member) => boolean,
    mayBe: (member: Member) => boolean = () => false,
  ): Promise<Member | 'none' | Problem> {
    let isWhole = true;
    for await (const page of list()) {
      if (isProblem(page)) return page;
      const member = page.find(wanted);
      if (member !== undefined) return member;
      isWhole &&= !page.some(mayBe);
    }
    return isWhole ? 'none' : problem('provider_nonsense', { provider: 'truvera' });
  }

  return {
    findByEmail: (email) => find((member) => member.email !== undefined && emailKey(member.email) === emailKey(email)),

    async get(memberId) {
      // One that shows no id may be the one: "not found" would mean that they were removed.
      const member = await find(
        (candidate) => candidate.memberId === memberId,
        (candidate) => candidate.memberId === '',
      );
      return member === 'none' ? problem('provider_not_found', { provider: 'truvera' }) : member;
    },

    list,

    async remove(memberId) {
      const answer = await api.deleteMember(memberId);
      return isProblem(answer) ? answer : 'removed';
    },

    async setRole(memberId, roleId) {
      const answer = await api.updateMemberRole(memberId, roleId);
      return isProblem(answer) ? answer : 'changed';
    },

    roles: async () =>
      memberRoles.map((role) => ({ id: role, name: `${role.charAt(0).toUpperCase()}${role.slice(1)}` })),
  };
}

function memberOf({ id, name, email, role }: TruveraMember): Member {
  return { memberId: id, name: nameOrId(name ?? email, id), email, role };
}
