import { isProblem } from '../../domain/problem.ts';
import { checked } from './bounds.ts';
import type { Caller } from './call.ts';
import { decodeEvents } from './decode.ts';
import { EventQuery } from './requests.ts';

/** Who did what in the team. */
export function auditLogOperations({ read }: Caller) {
  return {
    /** One page, and the cursor of the next. Parsec: at most 50 requests in 5 minutes. `events` in events.ts reads them all. */
    async getAuditLogEvents(query: EventQuery) {
      const asked = checked(EventQuery, query);
      if (isProblem(asked)) return asked;
      const { event_names, ...rest } = asked;
      return read('getAuditLogEvents', decodeEvents, { query: { ...rest, event_names: event_names?.join(',') } });
    },
  };
}
