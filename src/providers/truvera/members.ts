import { mapPages, type Pages } from '../../domain/pages.ts';
import { isProblem, onSuccess, type Problem } from '../../domain/problem.ts';
import { emailKey } from '../../domain/text/email.ts';
import { nameOrId } from '../../domain/text/unnamed.ts';
import { uncounted, walkPages } from '../offset-pages.ts';
import type { Member, Members } from '../provider.ts';
import type { TruveraApi } from './api.ts';
import { truveraProblem } from './problems.ts';
import { pageSize } from './routes.ts';
import { memberRoles, type Member as TruveraMember } from './schema.ts';

/** Members of the Truvera team, in Guestlist's terms; the contract is in provider.ts. */
export function truveraMembers(api: TruveraApi): Required<Members> {
  function list(): Pages<Member> {
    const pages = walkPages({
      ...pageSize,
      // Bare arrays without a total.
      load: (offset, limit) => uncounted(api.listMembers({ offset, limit })),
      keyOf: (member) => member.id,
      endless: truveraProblem('provider_nonsense'),
    });
    return mapPages(pages, (page) => page.map(memberOf));
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
    return isWhole ? 'none' : truveraProblem('provider_nonsense');
  }

  return {
    findByEmail: (email) => find((member) => member.email !== undefined && emailKey(member.email) === emailKey(email)),

    async get(memberId) {
      // One that shows no id may be the one: "not found" would mean that they were removed.
      const member = await find(
        (candidate) => candidate.memberId === memberId,
        (candidate) => candidate.memberId === '',
      );
      return member === 'none' ? truveraProblem('provider_not_found') : member;
    },

    list,

    remove: (memberId) => onSuccess(api.deleteMember(memberId), () => 'removed'),

    setRole: (memberId, roleId) => onSuccess(api.updateMemberRole(memberId, roleId), () => 'changed'),

    roles: async () =>
      memberRoles.map((role) => ({ id: role, name: `${role.charAt(0).toUpperCase()}${role.slice(1)}` })),
  };
}

function memberOf({ id, name, email, role }: TruveraMember): Member {
  return { memberId: id, name: nameOrId(name ?? email, id), email, role };
}
