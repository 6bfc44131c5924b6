/**
 * The operations served, as the documents name them: method, path below /v1/teams/{teamID}, and the permission a key needs.
 * Paths are the documents' own where they show one, otherwise as publicly reconstructed.
 */
export const operations = [
  ['Get Guest Access Invites', 'GET', '/guest-access-invites', 'View Guest Access Links'],
  ['Create Guest Access Invite', 'POST', '/guest-access-invites', 'Create Guest Access Links'],
  ['Get Guest Access Invite', 'GET', '/guest-access-invites/{id}', 'View Guest Access Links'],
  ['Update Guest Access Invite', 'PUT', '/guest-access-invites/{id}', 'Manage Guest Access Links'],
  ['Cancel Guest Access Invite', 'DELETE', '/guest-access-invites/{id}', 'Manage Guest Access Links'],
  ['Kick Guest Access Guest', 'DELETE', '/guest-access-invites/{id}/guest', 'Team Machine Kick Guest'],
  ['Get Guest Access Invite Credits', 'GET', '/guest-access-invite-credits', 'View Credit Balance'],
  ['Get Team Machines', 'GET', '/machines', 'View Team Computers'],
  ['Get Team Machine', 'GET', '/machines/{id}', 'View Team Computers'],
  ['Get Team Members', 'GET', '/members', 'View Team Members'],
  ['Get Team Member', 'GET', '/members/{id}', 'View Team Members'],
] as const;

export type OperationName = (typeof operations)[number][0];

export type Route = { readonly name: OperationName; readonly permission: string; readonly id: string };

/** The operation of a request; undefined when there is none, which is answered with 404. */
export function findRoute(method: string, path: string): Route | undefined {
  for (const [name, wanted, template, permission] of operations) {
    if (wanted !== method) continue;
    const pattern = new RegExp(`^${template.replace('{id}', '([^/]+)')}$`);
    const match = pattern.exec(path);
    if (match) return { name, permission, id: decodeURIComponent(match[1] ?? '') };
  }
  return undefined;
}
