import { createParsec, type ParsecConfig, type ParsecDeps } from './parsec/index.ts';
import type { GuestAccess, Members, Provider } from './provider.ts';

/** The part of the configuration that is about providers: one that is there is on. */
export type ProvidersConfig = { readonly parsec?: ParsecConfig };

export type ProviderDeps = ParsecDeps;

export type Providers = {
  readonly list: readonly Provider[];
  /** The first provider that has the ability; undefined when none is on. */
  readonly guestAccess: (Provider & { readonly guestAccess: GuestAccess }) | undefined;
  readonly members: (Provider & { readonly members: Members }) | undefined;
};

// One entry for each folder beside this file; a test compares the two.
const makers = {
  parsec: (config, deps) => config.parsec && createParsec(config.parsec, deps),
} satisfies Record<string, (config: ProvidersConfig, deps: ProviderDeps) => Provider | undefined>;

export const providerNames: readonly string[] = Object.keys(makers);

/** Makes the providers whose credentials are configured. Throws when the configuration names routes that cannot be. */
export function createProviders(config: ProvidersConfig, deps: ProviderDeps): Providers {
  const list = Object.values(makers).flatMap((make) => make(config, deps) ?? []);
  return { list, guestAccess: list.find(hasGuestAccess), members: list.find(hasMembers) };
}

function hasGuestAccess(provider: Provider): provider is Provider & { readonly guestAccess: GuestAccess } {
  return provider.guestAccess !== undefined;
}

function hasMembers(provider: Provider): provider is Provider & { readonly members: Members } {
  return provider.members !== undefined;
}
