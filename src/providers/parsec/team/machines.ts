import { isProblem } from '../../../domain/problem.ts';
import { optional, search, type TeamOperation, teamOperation, text, yesNo } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import type { Machine } from '../schema.ts';
import { findMachines } from './choices.ts';
import { counted, everything } from './everything.ts';

const section = 'Computers';
const columns = ['Name', 'Online', 'Open to guests', 'Id'];
const yes = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : 'no');
const rowOf = (machine: Machine) => [
  machine.name ?? '(no name)',
  yes(machine.is_online),
  yes(machine.is_guest_access),
  machine.id ?? machine.peer_id ?? '',
];

/** Team computers. */
export function machineOperations(api: ParsecApi): readonly TeamOperation[] {
  return [
    teamOperation({
      operation: 'Get Team Machines',
      section,
      title: 'List computers',
      effect: 'looks',
      fields: { name: optional(text('Name contains')), is_guest_access: optional(yesNo('Open to guests')) },
      run: async (filters) => {
        const machines = await everything(
          (paging) => api.getTeamMachines(paging, filters),
          (machine) => machine.id ?? machine.peer_id ?? '',
        );
        if (isProblem(machines)) return machines;
        return { words: `${counted(machines.length, 'computer')}.`, table: { columns, rows: machines.map(rowOf) } };
      },
    }),
    teamOperation({
      operation: 'Get Team Machine',
      section,
      title: 'Show a computer',
      effect: 'looks',
      fields: { machine: search('Computer', findMachines(api)) },
      run: async ({ machine }) => {
        const found = await api.getTeamMachine(machine);
        return isProblem(found) ? found : { words: 'As Parsec has it now:', table: { columns, rows: [rowOf(found)] } };
      },
    }),
  ];
}
