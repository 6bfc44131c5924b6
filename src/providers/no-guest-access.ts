import { type Problem, problem } from '../domain/problem.ts';
import type { GuestAccess } from './provider.ts';

/** Guest access where no provider that has it is configured: every operation answers provider_off, and nothing is sent. */
export function noGuestAccess(): GuestAccess {
  // The only system with guest access; the copy names it, so that an operator knows which key is missing.
  const off = async (): Promise<Problem> => problem('provider_off', { provider: 'parsec' });
  return {
    hosts: off,
    host: off,
    create: off,
    page: off,
    list: async function* () {
      yield await off();
    },
    findSame: off,
    get: off,
    update: off,
    cancel: off,
    kick: off,
    credits: off,
  };
}
