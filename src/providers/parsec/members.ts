import { isProblem, type Problem } from '../../domain/problem.ts';
import { walkPages } from '../offset-pages.ts';
import type { Member, Members } from '../provider.ts';
import { sameText } from '../same-invite.ts';
import type { ParsecApi } from './api.ts';
import { parsecProblem } from './problems.ts';
import { memberOf } from './translate.ts';

/** Parsec: the longest page. */
const PAGE = 200;

/** Members of the Parsec team, in our words; the contract is in provider.ts. */
export function parsecMembers(api: ParsecApi): Members {
  async function* walk(filters: { readonly email?: string }): AsyncGenerator<readonly Member[] | Problem> {
    const pages = walkPages({
      limit: PAGE,
      load: (offset, limit) => api.getTeamMembers({ offset, limit }, filters),
      keyOf: (member) => member.user_id,
      endless: parsecProblem('provider_nonsense'),
    });
    for await (const page of pages) yield isProblem(page) ? page : page.map(memberOf);
  }

  return {
    async findByEmail(email) {
      // Whether Parsec's search minds case is not documented: compared here, and asked in lower case as well.
      for (const asked of new Set([email.trim(), email.trim().toLowerCase()])) {
        for await (const page of walk({ email: asked })) {
          if (isProblem(page)) return page;
          const member = page.find((candidate) => candidate.email !== undefined && sameText(candidate.email, email));
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
  };
}
