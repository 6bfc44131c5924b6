import { isProblem } from '../../../domain/problem.ts';
import { nameOrId } from '../../../domain/text/unnamed.ts';
import { listed } from '../../team-lists.ts';
import { type TeamOperation, teamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';

/** Relays connections go through. */
export function relayOperations(api: ParsecApi) {
  return [
    teamOperation({
      operation: 'Get Relays',
      section: 'Relays',
      title: 'List relays',
      effect: 'reads',
      fields: {},
      run: async () => {
        const page = await api.getRelays();
        if (isProblem(page)) return page;
        return listed(
          { items: page.items, more: false },
          {
            one: 'relay',
            columns: ['Name', 'Address', 'Id'],
            row: ({ name, address, id }) => [nameOrId(name, id ?? ''), address ?? '', id ?? ''],
          },
        );
      },
    }),
  ] satisfies TeamOperation[];
}
