import type { Channel, Person, UserGroup } from '../slack-server.types.ts';
import { newId } from './ids.ts';
import type { Workspace } from './workspace.ts';

export function addPerson(
  workspace: Workspace,
  given: { name: string; kind?: Person['kind']; tz?: string; locale?: string; email?: string; realName?: string },
): Person {
  const person: Person = {
    id: newId('U'),
    name: given.name,
    realName: given.realName ?? given.name,
    email: given.email ?? `${given.name}@example.com`,
    tz: given.tz ?? 'Europe/London',
    locale: given.locale ?? 'en-GB',
    kind: given.kind ?? 'member',
  };
  workspace.people.push(person);
  workspace.changes.changed();
  return person;
}

/** Without `members`, everybody there is now is in it; with `bot: false` the bot is not. */
export function addChannel(
  workspace: Workspace,
  given: {
    name: string;
    kind?: 'public' | 'private';
    members?: readonly string[];
    bot?: boolean;
    shared?: boolean | Channel['shared'];
  },
): Channel {
  const { shared = false } = given;
  const people = given.members ?? workspace.people.filter((one) => one.id !== workspace.botUserId).map((one) => one.id);
  const channel: Channel = {
    id: newId('C'),
    name: given.name,
    kind: given.kind ?? 'public',
    members: [...people, ...(given.bot === false ? [] : [workspace.botUserId])],
    archived: false,
    shared: shared === true ? 'company' : shared === false ? 'no' : shared,
  };
  workspace.channels.push(channel);
  workspace.changes.changed();
  return channel;
}

export function addUserGroup(workspace: Workspace, given: { handle: string; members?: readonly string[] }): UserGroup {
  const group: UserGroup = {
    id: newId('S'),
    handle: given.handle,
    members: [...(given.members ?? [])],
    disabled: false,
  };
  workspace.userGroups.push(group);
  workspace.changes.changed();
  return group;
}
