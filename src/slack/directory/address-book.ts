import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import { defined } from '../../domain/defined.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { readEmail } from '../../domain/text/email.ts';
import type { People } from '../../flows/shared/people.ts';

/** Slack: users.list answers so many people at most. */
const PAGE = 1000;
/** As many pages as can be read while somebody waits. Of more people nobody can say in time that a name is one person's only. */
const MOST_PAGES = 5;

/** The scope without which Slack leaves the address out of a profile (https://docs.slack.dev/reference/scopes/users.read.email). */
const SCOPE = 'users:read.email';

const text = z.string().optional().catch(undefined);
const User = z.object({
  id: z.string().min(1),
  name: text,
  real_name: text,
  deleted: z.boolean().optional().catch(undefined),
  is_bot: z.boolean().optional().catch(undefined),
  profile: z.object({ email: text, display_name: text, real_name: text }).optional().catch(undefined),
});
type User = z.infer<typeof User>;

type Answer = { readonly response_metadata?: { readonly scopes?: readonly string[] } | undefined };

/**
 * Looks up the email address of somebody who was mentioned or named: with users.info by id, else with users.list by name. Slack
 * shows addresses only with the optional scope users:read.email. Nothing is kept, since an address may change at any moment.
 */
export function createAddressBook(client: WebClient): People['addressOf'] {
  async function byId(id: string, name: string): Promise<string | Problem> {
    const answer = await client.users.info({ user: id });
    const user = User.safeParse(answer.user).data;
    return user === undefined ? problem('person_unchecked', { name }) : addressIn(user, answer, name);
  }

  async function byName(name: string): Promise<string | Problem> {
    const found: User[] = [];
    let cursor: string | undefined;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const answer = await client.users.list({ limit: PAGE, ...defined({ cursor }) });
      const users = (answer.members ?? []).flatMap((each) => User.safeParse(each).data ?? []);
      found.push(...users.filter((user) => user.deleted !== true && user.is_bot !== true && isCalled(user, name)));
      if (found.length > 1) return problem('person_not_clear', { name });
      cursor = answer.response_metadata?.next_cursor || undefined;
      const [only] = found;
      if (cursor === undefined) return only ? addressIn(only, answer, name) : problem('person_not_found', { name });
    }
    return problem('person_unchecked', { name });
  }

  return async ({ id, name }) => {
    const shown = name || (id ?? '');
    try {
      return await (id === undefined ? byName(name) : byId(id, shown));
    } catch (error) {
      const code = error instanceof WebAPIPlatformError ? error.data.error : '';
      const isUnknown = code === 'user_not_found' || code === 'user_not_visible' || code === 'users_not_found';
      return problem(isUnknown ? 'person_not_found' : 'person_unchecked', { name: shown });
    }
  };
}

function addressIn({ profile }: User, answer: Answer, name: string): string | Problem {
  const email = profile?.email === undefined ? undefined : readEmail(profile.email);
  if (email !== undefined && !isProblem(email)) return email;
  const scopes = answer.response_metadata?.scopes;
  const isGranted = scopes === undefined || scopes.includes(SCOPE);
  return problem('person_address_hidden', { name, ...(isGranted ? {} : { scope: 1 }) });
}

function isCalled({ name, real_name, profile }: User, wanted: string): boolean {
  return [name, real_name, profile?.display_name, profile?.real_name].some(
    (each) => each !== undefined && sameName(each) === sameName(wanted),
  );
}

function sameName(name: string): string {
  return cleanLine(name).normalize('NFKC').toLowerCase();
}
