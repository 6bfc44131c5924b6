import { isProblem } from '../../../domain/problem.ts';
import type { Context } from '../../shared/context.ts';

/** People and channels whose names are looked up for one report: Slack answers about 50 such questions a minute. Others go by their ids. */
const MOST_NAMES = 30;

/** The names of people and channels by id, as far as Slack says; '' and what is too much are left out. */
export async function reportNames(
  { people, channels }: Pick<Context, 'people' | 'channels'>,
  ids: { readonly people: Iterable<string>; readonly channels: Iterable<string> },
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const id of wanted(ids.people)) {
    const person = await people.person(id);
    if (!isProblem(person) && person.name !== '') names.set(id, person.name);
  }
  for (const id of wanted(ids.channels)) {
    const channel = await channels.describe(id);
    if (!isProblem(channel) && channel.name !== '') names.set(id, `#${channel.name}`);
  }
  return names;
}

function wanted(ids: Iterable<string>): readonly string[] {
  return [...new Set(ids)].filter((id) => id !== '').slice(0, MOST_NAMES);
}
