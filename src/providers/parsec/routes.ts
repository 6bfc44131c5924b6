import type { ProviderQuotaName } from '../../domain/quota.ts';

/**
 * Where each operation of the Parsec Teams API V1 is. Parsec publishes the operations but not their methods and paths; how
 * sure each row is stands beside it, and configuration can replace any of them.
 */
export type Route = {
  /** The operation's name in Parsec's documents; configuration overrides a route by it. */
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly method: string;
  /** `{...}` is filled in when it is called. */
  readonly path: string;
  /** What the API key must have been given in Parsec's dashboard. */
  readonly permission: string;
  /** high: in Parsec's own text or in working client code. medium: in a third party's description only. */
  readonly certainty: 'high' | 'medium';
  /** Set where Parsec documents a quota. */
  readonly quota?: ProviderQuotaName;
};

export type Operation = keyof typeof routes;

const team = '/v1/teams/{teamID}';
const invites = `${team}/guest-access-invites`;
const invite = `${invites}/{guestAccessInviteID}`;

export const routes = {
  getGuestAccessInvite: {
    name: 'Get Guest Access Invite',
    kind: 'read',
    method: 'GET',
    path: invite,
    permission: 'View Guest Access Links',
    certainty: 'medium',
  },
  updateGuestAccessInvite: {
    name: 'Update Guest Access Invite',
    kind: 'write',
    method: 'PUT',
    path: invite,
    permission: 'Manage Guest Access Links',
    certainty: 'medium',
  },
  cancelGuestAccessInvite: {
    name: 'Cancel Guest Access Invite',
    kind: 'write',
    method: 'DELETE',
    path: invite,
    permission: 'Manage Guest Access Links',
    certainty: 'medium',
  },
  getGuestAccessInvites: {
    name: 'Get Guest Access Invites',
    kind: 'read',
    method: 'GET',
    path: invites,
    permission: 'View Guest Access Links',
    certainty: 'high',
  },
  createGuestAccessInvite: {
    name: 'Create Guest Access Invite',
    kind: 'write',
    method: 'POST',
    path: invites,
    permission: 'Create Guest Access Links',
    certainty: 'medium',
  },
  kickGuestAccessGuest: {
    name: 'Kick Guest Access Guest',
    kind: 'write',
    method: 'DELETE',
    path: `${invite}/guest`,
    permission: 'Team Machine Kick Guest',
    certainty: 'medium',
  },
  getGuestAccessInviteCredits: {
    name: 'Get Guest Access Invite Credits',
    kind: 'read',
    method: 'GET',
    path: `${team}/guest-access-invite-credits`,
    permission: 'View Credit Balance',
    certainty: 'medium',
  },
  getTeamMachines: {
    name: 'Get Team Machines',
    kind: 'read',
    method: 'GET',
    path: `${team}/machines`,
    permission: 'View Team Computers',
    certainty: 'high',
  },
  getTeamMachine: {
    name: 'Get Team Machine',
    kind: 'read',
    method: 'GET',
    path: `${team}/machines/{machineID}`,
    permission: 'View Team Computers',
    certainty: 'medium',
  },
  getTeamMembers: {
    name: 'Get Team Members',
    kind: 'read',
    method: 'GET',
    path: `${team}/members`,
    permission: 'View Team Members',
    certainty: 'high',
  },
  getTeamMember: {
    name: 'Get Team Member',
    kind: 'read',
    method: 'GET',
    path: `${team}/members/{userID}`,
    permission: 'View Team Members',
    certainty: 'medium',
  },
} as const satisfies Record<string, Route>;

/** Other methods or paths for some operations, by the operation's name in Parsec's documents. */
export type RouteOverrides = Readonly<Record<string, { readonly method?: string; readonly path?: string }>>;

/**
 * The routes with the overrides in place. Throws when an override names no operation, or its path does not have the same
 * blanks to fill in: a bot that starts with such a route would fail at the first click.
 */
export function routesWith(overrides: RouteOverrides = {}): Record<Operation, Route> {
  const names: readonly string[] = Object.values(routes).map((route) => route.name);
  for (const name of Object.keys(overrides)) {
    if (!names.includes(name)) throw new Error(`Parsec routes: there is no operation "${name}"`);
  }
  const replaced = Object.entries(routes).map(([operation, route]) => {
    const { method = route.method, path = route.path } = overrides[route.name] ?? {};
    if (blanks(path) !== blanks(route.path)) {
      throw new Error(`Parsec routes: the path of "${route.name}" must hold ${blanks(route.path)}`);
    }
    return [operation, { ...route, method, path }];
  });
  // Object.fromEntries forgets the keys that Object.entries had.
  return Object.fromEntries(replaced) as Record<Operation, Route>;
}

/** The path with its blanks filled in. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

function blanks(path: string): string {
  return [...path.matchAll(/\{\w+\}/g)].map(String).sort().join(' ');
}
