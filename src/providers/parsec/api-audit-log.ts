import { isProblem } from '../../domain/problem.ts';
import { checked } from './bounds.ts';
import { EventPage } from './decode.ts';
import { EventQuery } from './requests.ts';
import type { TeamCalls } from './team-calls.ts';

/** Who did what in the team. */
export function auditLogOperations({ read }: TeamCalls) {
  return {
    /** One page, and the cursor of the next. Parsec: at most 50 requests in 5 minutes. `walkAuditLog` in walk.ts reads them all. */
    async getAuditLogEvents(query: EventQuery) {
      const asked = checked(EventQuery, query);
      if (isProblem(asked)) return asked;
      const { event_names, ...rest } = asked;
      return read('getAuditLogEvents', EventPage, { query: { ...rest, event_names: event_names?.join(',') } });
    },
  };
}
