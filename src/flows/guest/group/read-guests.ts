import { isProblem, type Problem, problem } from '../../../domain/problem.ts';
import { emailKey } from '../../../domain/text/email.ts';
import { readPastedMembers } from '../../../domain/text/pasted-members.ts';
import type { Context } from '../../shared/context.ts';
import { addressOfPerson } from '../guest-address.ts';

/** What is wrong with one of the guests. `line`: where it was pasted, from 1; undefined where it is nobody's line. */
export type GuestFault = { readonly who: string; readonly line?: number; readonly problem: Problem };

/** Guests as a form holds them: what was pasted, and people of the workspace by their Slack ids. */
export type TypedGuests = { readonly text: string; readonly peopleIds: readonly string[] };

/**
 * The addresses of guests, in the order of a form: those that were pasted, in any shape a list of members may have, then those of people of
 * the workspace. Each once; what was named twice, and what is no address, is a fault. Problems of the faults: those of readPastedMembers
 * and of addressOfPerson.
 */
export async function readGuests(
  context: Pick<Context, 'people'>,
  { text, peopleIds }: TypedGuests,
): Promise<{ readonly emails: readonly string[]; readonly faults: readonly GuestFault[] }> {
  const { rows } = readPastedMembers(text);
  const faults: GuestFault[] = rows.flatMap(({ raw, line, problem: why }) =>
    why === undefined ? [] : [{ who: raw, line, problem: why }],
  );
  const emails = rows.flatMap(({ email, problem: why }) => (email === undefined || why !== undefined ? [] : [email]));
  const people = [...new Set(peopleIds)];
  const addresses = await Promise.all(people.map((id) => addressOfPerson(context, { id, name: '' })));
  const seen = new Set(emails.map(emailKey));
  for (const address of addresses) {
    if (isProblem(address)) {
      faults.push({ who: address.facts.name || 'somebody', problem: address });
      continue;
    }
    const key = emailKey(address);
    if (seen.has(key)) faults.push({ who: address, problem: problem('email_twice', { text: address }) });
    else emails.push(address);
    seen.add(key);
  }
  return { emails, faults };
}
