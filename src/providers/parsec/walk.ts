import type { Problem } from '../../domain/problem.ts';
import { emailKey } from '../../domain/text/email.ts';
import { walkCursor } from '../cursor-pages.ts';
import { type Page, walkPages } from '../offset-pages.ts';
import type { ParsecApi } from './api.ts';
import type { Paging } from './bounds.ts';
import { parsecProblem } from './problems.ts';
import type { EventQuery, GroupFilter, MachineFilter, MemberFilter } from './requests.ts';
import type { AuditEvent } from './schema.ts';
import { machineId } from './translate.ts';

/** Parsec: the longest page of a list. */
export const PAGE = 200;
/** The same, of the audit log. */
const EVENT_PAGE = 1000;

const endless = parsecProblem('provider_nonsense');

/** All of a list that is read by offset and limit, each item once, page by page; a page that fails ends it with its Problem. */
function walkList<Item>(
  load: (paging: Paging) => Promise<Page<Item> | Problem>,
  keyOf: (item: Item) => string,
): AsyncGenerator<readonly Item[] | Problem> {
  return walkPages({
    limit: PAGE,
    shortIsLast: true,
    load: (offset, limit) => load({ offset, limit }),
    keyOf,
    endless,
  });
}

/** Whole lists of Parsec, as `walkList` reads them. */
export const walkMachines = (api: Pick<ParsecApi, 'getTeamMachines'>, filter: MachineFilter = {}) =>
  walkList((paging) => api.getTeamMachines(paging, filter), machineId);

export const walkMembers = (api: Pick<ParsecApi, 'getTeamMembers'>, filter: MemberFilter = {}) =>
  walkList(
    (paging) => api.getTeamMembers(paging, filter),
    (member) => member.user_id,
  );

export const walkGroups = (api: Pick<ParsecApi, 'getTeamGroups'>, filter: GroupFilter = {}) =>
  walkList(
    (paging) => api.getTeamGroups(paging, filter),
    (group) => group.id,
  );

export const walkAppRules = (api: Pick<ParsecApi, 'getAppRules'>) => walkList(api.getAppRules, (rule) => rule.id);

export const walkMemberInvites = (api: Pick<ParsecApi, 'getTeamInvites'>) =>
  walkList(api.getTeamInvites, (invite) => emailKey(invite.email));

export const walkGuestInvites = (api: Pick<ParsecApi, 'getGuestAccessInvites'>) =>
  walkList(api.getGuestAccessInvites, (invite) => invite.id);

/**
 * All events of the audit log that `filter` lets through, each once, page by page; a page that fails ends it with its Problem. To go
 * on later, give the id of the last event seen as `after`. A page is one request of the 50 Parsec allows in five minutes.
 */
export function walkAuditLog(
  api: Pick<ParsecApi, 'getAuditLogEvents'>,
  filter: Omit<EventQuery, 'limit' | 'cursor'> = {},
): AsyncGenerator<readonly AuditEvent[] | Problem> {
  return walkCursor({
    load: (cursor) => {
      // Where `after` began the cursor goes on: Parsec takes one of the two.
      const { after, ...rest } = filter;
      const from = cursor === undefined ? { after } : { cursor };
      return api.getAuditLogEvents({ ...rest, ...from, limit: EVENT_PAGE });
    },
    // Which key holds the id is not documented; an event without one is identified by all it says.
    keyOf: (event) => event.id ?? JSON.stringify(event),
    endless,
  });
}
