import type { Provider, ProviderDeps } from '../../../src/providers/provider.ts';
import { providerNames } from '../../../src/providers/registry.ts';
import type { Route } from '../../../src/providers/route.ts';
import { intercodeBenches } from '../intercode/benches.ts';
import { parsecBenches } from '../parsec/benches.ts';
import { snykBenches } from '../snyk/benches.ts';
import { truveraBenches } from '../truvera/benches.ts';
import type { ConnectionsBench } from './connections.ts';
import type { GuestAccessBench } from './guest-access.ts';
import type { MemberInvitesBench } from './member-invites.ts';
import type { MembersBench } from './members.ts';
import type { OperationsBench } from './operations.ts';
import type { TeamBench } from './team.ts';

/** Starts a fresh provider with its server, by how the server behaves where the documents leave room. */
export type Variants<Bench> = Readonly<Record<string, () => Promise<Bench>>>;

/** What a provider brings to be tested: a bench for each of its abilities, and one for its operations. */
export type Benches = {
  /** The provider, for what it can do. */
  readonly make: (deps: ProviderDeps) => Provider;
  readonly guestAccess?: Variants<GuestAccessBench>;
  readonly connections?: Variants<ConnectionsBench>;
  readonly members?: Variants<MembersBench>;
  readonly memberInvites?: Variants<MemberInvitesBench>;
  /** Its lists come whole, in one answer. */
  readonly unpaged?: true;
  /** For its rows of `/team`. */
  readonly team?: () => Promise<TeamBench>;
  readonly operations: {
    /** By the name of the client's function. */
    readonly routes: Readonly<
      Record<string, Pick<Route, 'name' | 'kind' | 'method' | 'path' | 'permission' | 'certainty'>>
    >;
    readonly samples: Readonly<Record<string, { readonly call: unknown; readonly anybody?: true }>>;
    /** The names the emulator serves. */
    readonly served: readonly string[];
    readonly start: () => Promise<OperationsBench>;
  };
};

/** One call of an operation that must succeed. `anybody`: no permission is needed but a good key. */
export type Sample<Api, Bench> = {
  readonly call: (api: Api, bench: Bench) => Promise<unknown>;
  readonly anybody?: true;
};

const known: Readonly<Record<string, Benches>> = {
  parsec: parsecBenches,
  snyk: snykBenches,
  truvera: truveraBenches,
  intercode: intercodeBenches,
};

/** The benches of every provider in the registry: being there is being tested. Throws when one has none. */
export const benches: readonly (readonly [string, Benches])[] = providerNames.map((name) => {
  const found = known[name];
  if (found === undefined) throw new Error(`the provider ${name} brings no benches: test/providers/${name}/benches.ts`);
  return [name, found];
});
