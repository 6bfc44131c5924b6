import { problem } from '../../domain/problem.ts';
import type { Removers } from '../shared/retry-removal.ts';
import { teamOperations } from './team-operations.ts';

/** How what an operation of `/team` takes away is taken away: it cannot be looked at; sent twice, it does no more than once. */
export const teamRemover: Removers['team'] = {
  look: async (_context, { who }) => ({ who }),

  async remove(context, { provider, target }) {
    if (!context.providers.some(({ name }) => name === provider)) return problem('provider_off', { provider });
    const known = teamOperations(context).find(({ id }) => id === `${provider}/${target.operation}`);
    const ready = known?.row.read(target.raw);
    // Another version of Guestlist asks for other things.
    return ready === undefined || 'faults' in ready ? problem('team_operation_unknown') : ready.run();
  },
};
