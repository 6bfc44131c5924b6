import type { Channel, Person, SlackServer, UserGroup } from '../slack-server.types.ts';
import { newId } from './ids.ts';
import { added, type Workspace } from './workspace.ts';

export function addPerson(workspace: Workspace, given: Parameters<SlackServer['addPerson']>[0]): Person {
  return added(workspace, workspace.people, {
    id: given.id ?? newId('U'),
    name: given.name,
    realName: given.realName ?? given.name,
    email: given.email ?? `${given.name}@example.com`,
    tz: given.tz ?? 'Europe/London',
    locale: given.locale ?? 'en-GB',
    kind: given.kind ?? 'member',
  });
}

/** `members` defaults to everybody there is now; `bot: false` leaves the bot out. */
export function addChannel(workspace: Workspace, given: Parameters<SlackServer['addChannel']>[0]): Channel {
  const { shared = false } = given;
  const people = given.members ?? workspace.people.filter((one) => one.id !== workspace.botUserId).map((one) => one.id);
  return added(workspace, workspace.channels, {
    id: given.id ?? newId('C'),
    name: given.name,
    kind: given.kind ?? 'public',
    members: [...people, ...(given.bot === false ? [] : [workspace.botUserId])],
    archived: false,
    shared: shared === true ? 'company' : shared === false ? 'no' : shared,
  });
}

export function addUserGroup(workspace: Workspace, given: Parameters<SlackServer['addUserGroup']>[0]): UserGroup {
  const group = {
    id: given.id ?? newId('S'),
    handle: given.handle,
    members: [...(given.members ?? [])],
    disabled: false,
  };
  return added(workspace, workspace.userGroups, group);
}
