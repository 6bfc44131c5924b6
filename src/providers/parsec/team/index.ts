import type { TeamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { machineOperations } from './machines.ts';
import { memberOperations } from './members.ts';

/** What admins can do at Parsec besides inviting; adding an operation is adding a row. */
export function parsecTeam(api: ParsecApi): readonly TeamOperation[] {
  return [...machineOperations(api), ...memberOperations(api)];
}
