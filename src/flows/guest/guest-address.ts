import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import { cleanLine } from '../../domain/text/clean.ts';
import { readGuest } from '../../domain/text/email.ts';
import type { NamedPerson } from '../../domain/text/people-in-text.ts';
import type { Context } from '../shared/context.ts';
import { startPatience } from '../shared/in-time.ts';

/** How long Slack may take to say whose address it is, ms: with what else is looked up it has to fit into three seconds. */
const PATIENCE_MS = 1_000;

/**
 * The address of the guest a form or a command names: as typed, or as Slack shows it of somebody of the workspace (`@ben`). Problems:
 * email_missing, those of `readGuest`, and those of `addressOfPerson`.
 */
export async function guestAddress(context: Pick<Context, 'people'>, typed: string): Promise<string | Problem> {
  if (cleanLine(typed) === '') return problem('email_missing');
  const guest = readGuest(typed);
  if (isProblem(guest)) return guest;
  return 'email' in guest ? guest.email : addressOfPerson(context, guest.person);
}

/** What Slack shows as somebody's address. Problems: person_not_found, person_not_clear, person_address_hidden, person_unchecked (also: late). */
export async function addressOfPerson(
  { people }: Pick<Context, 'people'>,
  person: NamedPerson,
): Promise<string | Problem> {
  const address = await startPatience(PATIENCE_MS)(people.addressOf(person));
  return address === 'late' ? problem('person_unchecked', { name: person.name || (person.id ?? '') }) : address;
}
