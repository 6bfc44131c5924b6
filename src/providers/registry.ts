import { createIntercode, type IntercodeConfig } from './intercode/index.ts';
import { routes as intercode } from './intercode/routes.ts';
import { createParsec, type ParsecConfig } from './parsec/index.ts';
import { routes as parsec } from './parsec/routes.ts';
import type { GuestAccess, MemberInvites, Members, Provider, ProviderDeps } from './provider.ts';
import { overrideFaults, type RouteOverrides } from './route.ts';
import { createSnyk, type SnykConfig } from './snyk/index.ts';
import { routes as snyk } from './snyk/routes.ts';
import { createTruvera, type TruveraConfig } from './truvera/index.ts';
import { routes as truvera } from './truvera/routes.ts';

/** The part of the configuration that is about providers: one that is there is on. */
export type ProvidersConfig = {
  readonly parsec?: ParsecConfig;
  readonly snyk?: SnykConfig;
  readonly truvera?: TruveraConfig;
  readonly intercode?: IntercodeConfig;
};

export type Providers = {
  readonly list: readonly Provider[];
  /** The first provider that has the ability; undefined when none is on. */
  readonly guestAccess: (Provider & { readonly guestAccess: GuestAccess }) | undefined;
  /** All that have the ability, in the order of the table below: several may be on, and a person chooses. */
  readonly memberInvites: readonly (Provider & { readonly memberInvites: MemberInvites })[];
  readonly members: readonly (Provider & { readonly members: Members })[];
};

// One entry for each folder beside this file; a test compares the two.
const makers = {
  parsec: (config, deps) => config.parsec && createParsec(config.parsec, deps),
  snyk: (config, deps) => config.snyk && createSnyk(config.snyk, deps),
  truvera: (config, deps) => config.truvera && createTruvera(config.truvera, deps),
  intercode: (config, deps) => config.intercode && createIntercode(config.intercode, deps),
} satisfies Record<string, (config: ProvidersConfig, deps: ProviderDeps) => Provider | undefined>;

export const providerNames: readonly string[] = Object.keys(makers);

const routes = { parsec, snyk, truvera, intercode } satisfies Record<keyof typeof makers, unknown>;

/** All faults of the routes configured for a provider, on or not. */
export function routeFaults(provider: keyof typeof makers, overrides: RouteOverrides): string[] {
  return overrideFaults(provider, routes[provider], overrides);
}

/** Makes the providers whose credentials are configured. Throws when the configured routes are invalid. */
export function createProviders(config: ProvidersConfig, deps: ProviderDeps): Providers {
  const list = Object.values(makers).flatMap((make): Provider[] => {
    const made = make(config, deps);
    return made === undefined ? [] : [made];
  });
  return {
    list,
    guestAccess: list.find(hasGuestAccess),
    memberInvites: list.filter(hasMemberInvites),
    members: list.filter(hasMembers),
  };
}

function hasGuestAccess(provider: Provider): provider is Provider & { readonly guestAccess: GuestAccess } {
  return provider.guestAccess !== undefined;
}

function hasMemberInvites(provider: Provider): provider is Provider & { readonly memberInvites: MemberInvites } {
  return provider.memberInvites !== undefined;
}

function hasMembers(provider: Provider): provider is Provider & { readonly members: Members } {
  return provider.members !== undefined;
}
