import { emailKey } from '../../domain/email.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import type { Member, Members } from '../provider.ts';
import type { ParsecApi } from './api.ts';
import { memberOf } from './translate.ts';
import { walkList } from './walk.ts';

/** Members of the Parsec team, in our words; the contract is in provider.ts. Parsec has no roles to give. */
export function parsecMembers(api: ParsecApi): Members {
  async function* walk(filter: { readonly email?: string }): AsyncGenerator<readonly Member[] | Problem> {
    const pages = walkList(
      (paging) => api.getTeamMembers(paging, filter),
      (member) => member.user_id,
    );
    for await (const page of pages) yield isProblem(page) ? page : page.map(memberOf);
  }

  return {
    async findByEmail(email) {
      // Whether Parsec's search minds case is not documented: compared here, and asked in lower case as well.
      for (const asked of new Set([email.trim(), email.trim().toLowerCase()])) {
        for await (const page of walk({ email: asked })) {
          if (isProblem(page)) return page;
          const member = page.find(
            (candidate) => candidate.email !== undefined && emailKey(candidate.email) === emailKey(email),
          );
          if (member !== undefined) return member;
        }
      }
      return 'none';
    },

    async get(memberId) {
      const member = await api.getTeamMember(memberId);
      return isProblem(member) ? member : memberOf(member);
    },

    list: () => walk({}),

    async remove(memberId) {
      const answer = await api.removeTeamMember(memberId);
      return isProblem(answer) ? answer : 'removed';
    },
  };
}
