import { hostOf } from '../domain/links.ts';

/** Hosts a system's links may lead to: those it is known for, that of its API, and those the operator named. */
export function linkHostsOf(
  config: { readonly apiUrl: string; readonly linkHosts?: readonly string[] },
  ...knownFor: readonly string[]
): readonly string[] {
  return [...new Set([...knownFor, hostOf(config.apiUrl), ...(config.linkHosts ?? [])])];
}
