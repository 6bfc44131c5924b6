import type { Memberships, Person } from '../../domain/person.ts';
import type { Problem } from '../../domain/problem.ts';
import type { NamedPerson } from '../../domain/text/people-in-text.ts';

/** Who people are at this moment. Implemented in slack/. */
export type People = {
  /**
   * The person as Slack describes them. `not_allowed_unknown` when Slack does not say who it is: closed when in doubt
   * (`definite`: Slack has answered, and will not say anything else; `error`: what it answered, `user_not_found` for somebody who was
   * removed). `weight`: for what only admins may do, nothing older than a few seconds counts.
   */
  person(id: string, weight?: 'any' | 'admin'): Promise<Person | Problem>;
  /**
   * The email address of somebody of the workspace, by their id, else by the name behind an @ (handle, display name or real name).
   * Problems: person_not_found, person_not_clear, person_address_hidden, person_unchecked.
   */
  addressOf(person: NamedPerson): Promise<string | Problem>;
  /**
   * Those of these user groups that a person is in, and those of which Slack does not say it now, or not at all (the scope was not
   * granted). A group that was deleted or disabled has nobody in it.
   */
  groupsOf(personId: string, groupIds: readonly string[], weight?: 'any' | 'admin'): Promise<Memberships>;
  /**
   * The people in these user groups, each once, as Slack lists them: its papers do not say that it leaves out who was deactivated, so
   * `person` says who may do something. A group that was deleted or disabled has nobody in it. Problems: groups_unknown while Slack
   * does not say who is in one of them (`scope`: it says it to nobody until somebody changes something).
   */
  membersOf(groupIds: readonly string[]): Promise<readonly string[] | Problem>;
};
