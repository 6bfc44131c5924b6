import { type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';

/** Why nobody can be invited as a guest here, provider_off, when no system with guest access is on. */
export function guestAccessOff({ providers }: Pick<Context, 'providers'>): Problem | undefined {
  const on = providers.some(({ guestAccess }) => guestAccess !== undefined);
  return on ? undefined : problem('provider_off', { provider: 'parsec' });
}
