import type { ProviderQuotaName } from '../domain/quota.ts';

/** Where one operation of a provider is, as its documents have it. */
export type Route = {
  /** The operation's name in the provider's documents; configuration overrides a route by it. */
  readonly name: string;
  /** What it does, whatever its method: a read may be sent again, a write is sent exactly once. */
  readonly kind: 'read' | 'write';
  readonly method: string;
  /** Below the provider's base URL. `{...}` is filled in when it is called. */
  readonly path: string;
  /** What the key, or the person whose key it is, must have been given. */
  readonly permission: string;
  /** high: in the provider's own text or in working client code. medium: in a third party's description. low: assumed. */
  readonly certainty: 'high' | 'medium' | 'low';
  /** It reads one thing, by an id in its path: only that can be gone. What reads a list, or what there is always one of, is without. */
  readonly ofOne?: true;
  /** It invites people: a refusal may be about somebody's address, who is in already or invited. Elsewhere such words mean other things. */
  readonly invites?: true;
  /** The documented quota; without one only a 429 holds back. */
  readonly quota?: ProviderQuotaName;
};

type Extra = Pick<Route, 'quota' | 'invites' | 'ofOne'>;
type Certainty = Route['certainty'];

/** A route that reads, with GET. */
export function read(name: string, path: string, permission: string, certainty: Certainty, extra: Extra = {}): Route {
  return { name, kind: 'read', method: 'GET', path, permission, certainty, ...extra };
}

/** A route that changes something; `where` is its method and path, as in `POST /teams`. */
export function write(name: string, where: string, permission: string, certainty: Certainty, extra: Extra = {}): Route {
  const [method = '', path = ''] = where.split(' ');
  return { name, kind: 'write', method, path, permission, certainty, ...extra };
}

/** Other methods or paths for some operations, by the operation's name in the provider's documents. */
export type RouteOverrides = Readonly<Record<string, { readonly method?: string; readonly path?: string }>>;

/** A path of segments, blanks among them: no query, no fragment, no step up (some servers drop what follows a `;`), no brace that opens nothing. */
const segments = /^(\/(?!\.{1,2}(\/|;|$))([\w.~!$&'()*+,;=:@-]|%[\da-f]{2}|\{\w+\})+)+$/i;

/** What stands for `.`, `/`, `\\`, `%`, `?`, `#`, `{`, `}` or a control character: behind the spelling the path would be another one. */
const disguised = /%(2e|2f|5c|25|3f|23|7b|7d|7f|[01][\da-f])/i;

/**
 * All that is wrong with overrides: one names no operation, its path is none or does not have the same blanks to fill in, or it stands
 * where another operation is. A bot that starts with such a route would fail at the first click, or do another thing than it says.
 * `provider` by its name in the registry. Never shows a path: a key may stand in it.
 */
export function overrideFaults(
  provider: string,
  routes: Readonly<Record<string, Route>>,
  overrides: RouteOverrides,
): string[] {
  const known = Object.values(routes);
  const names = known.map((route) => route.name);
  const unknown = Object.keys(overrides)
    .filter((name) => !names.includes(name))
    .map((name) => `there is no operation "${name}" (see src/providers/${provider}/README.md)`);
  const wrong = known.flatMap((route) => pathFault(route, overrides[route.name]?.path ?? route.path) ?? []);
  const replaced = known.map((route) => ({ name: route.name, at: place({ ...route, ...overrides[route.name] }) }));
  const twice = replaced.flatMap((one, nth) =>
    replaced
      .slice(nth + 1)
      .filter((other) => other.at === one.at)
      .map((other) => `"${one.name}" and "${other.name}" have the same method and path`),
  );
  return [...unknown, ...wrong, ...twice];
}

function pathFault(route: Route, path: string): string | undefined {
  if (!isPath(path)) return `the path of "${route.name}" is not a valid path`;
  if (blanks(path) === blanks(route.path)) return undefined;
  return `the path of "${route.name}" must contain ${blanks(route.path) || 'no placeholders'}`;
}

function isPath(path: string): boolean {
  return segments.test(path) && !disguised.test(path) && isDecodable(path);
}

/** Half an encoding, or an overlong one (`%c0%ae` for a dot), is read differently by every server. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** The routes with the overrides in place. Throws when these have a fault. */
export function overrideRoutes<Operation extends string>(
  provider: string,
  routes: Readonly<Record<Operation, Route>>,
  overrides: RouteOverrides = {},
): Readonly<Record<Operation, Route>> {
  const faults = overrideFaults(provider, routes, overrides);
  if (faults.length > 0) throw new Error(`${provider.toUpperCase()}_ROUTES: ${faults.join('; ')}`);
  const replaced = Object.entries<Route>(routes).map(([operation, route]) => [
    operation,
    { ...route, ...overrides[route.name] },
  ]);
  // Object.fromEntries forgets the keys that Object.entries had.
  return Object.fromEntries(replaced) as Record<Operation, Route>;
}

/** The path with its blanks filled in. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** Where a server is asked; what its blanks are called is our own. */
function place({ method, path }: Route): string {
  return `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
}

function blanks(path: string): string {
  return [...path.matchAll(/\{\w+\}/g)].map(String).sort().join(' ');
}
