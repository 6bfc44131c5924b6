import { mapPages } from '../../domain/pages.ts';
import { isProblem, onSuccess } from '../../domain/problem.ts';
import { emailKey } from '../../domain/text/email.ts';
import type { Members } from '../provider.ts';
import type { ParsecApi } from './api.ts';
import { memberOf } from './translate.ts';
import { walkMembers } from './walk.ts';

/** Members of the Parsec team, in Guestlist's terms; the contract is in provider.ts. Parsec has no roles to give. */
export function parsecMembers(api: ParsecApi): Members {
  const walk = (filter: { readonly email?: string }) =>
    mapPages(walkMembers(api, filter), (page) => page.map(memberOf));

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

    get: (memberId) => onSuccess(api.getTeamMember(memberId), (member) => memberOf(member)),

    list: () => walk({}),

    remove: (memberId) => onSuccess(api.removeTeamMember(memberId), () => 'removed'),
  };
}
