import { hostOf } from '../domain/links.ts';
import type { RouteOverrides } from './route.ts';

/** What the configuration of every provider has. */
export type ConnectionConfig = {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly routes?: RouteOverrides;
  /** Hosts its links may lead to, besides the known ones. */
  readonly linkHosts?: readonly string[];
};

/** Hosts a provider's links may lead to: the known ones, the host of its API, and those the operator named. */
export function linkHostsOf(config: ConnectionConfig, ...known: readonly string[]): readonly string[] {
  return [...new Set([...known, hostOf(config.apiUrl), ...(config.linkHosts ?? [])])];
}
