import type { TeamOperation } from '../../team-operation.ts';
import type { ParsecApi } from '../api.ts';
import { appRuleOperations } from './app-rules.ts';
import { assignmentOperations } from './assignment.ts';
import { auditLogOperations } from './audit-log.ts';
import { parsecChoices } from './choices.ts';
import { groupMemberOperations } from './group-members.ts';
import { groupOperations } from './groups.ts';
import { machineOperations } from './machines.ts';
import { memberOperations } from './members.ts';
import { permittedGroupOperations } from './permitted-groups.ts';
import { relayOperations } from './relays.ts';

/** What admins can do at Parsec besides inviting; adding an operation is adding a row. `now` in epoch ms. */
export function parsecTeam(api: ParsecApi, now: () => number): readonly TeamOperation[] {
  const { choices, forgetAfterChange } = parsecChoices(api, now);
  return forgetAfterChange([
    ...machineOperations(api, choices),
    ...assignmentOperations(api, choices),
    ...memberOperations(api, choices),
    ...groupOperations(api, choices),
    ...groupMemberOperations(api, choices),
    ...permittedGroupOperations(api, choices),
    ...appRuleOperations(api, choices),
    ...relayOperations(api),
    ...auditLogOperations(api, choices, now),
  ]);
}
