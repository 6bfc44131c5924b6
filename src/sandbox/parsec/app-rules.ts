import { z } from 'zod';
import { type Answer, noContent, pageOf, type Query, readBody, readPage, refuse, refuseUnknown } from './answers.ts';
import { machineOf, type State } from './state.ts';

const Targets = z
  .object({ user_ids: z.array(z.int()).optional(), team_machine_ids: z.array(z.string()).optional() })
  .refine((targets) => targets.user_ids !== undefined || targets.team_machine_ids !== undefined, {
    message: 'user_ids or team_machine_ids is required',
  });

export function listAppRules(state: State, query: Query): Answer {
  return pageOf(state.appRules, readPage(query));
}

/** A member or machine has at most one rule, which is replaced. */
export function assignAppRule(state: State, ruleId: string, body: unknown): Answer {
  for (const target of requireTargets(state, ruleId, body)) target.team_app_rule_id = ruleId;
  return noContent;
}

export function unassignAppRule(state: State, ruleId: string, body: unknown): Answer {
  for (const target of requireTargets(state, ruleId, body)) {
    if (target.team_app_rule_id === ruleId) target.team_app_rule_id = null;
  }
  return noContent;
}

/** Refuses an unknown rule; undefined means no rule. */
export function checkRule(state: State, ruleId: string | undefined): void {
  if (ruleId !== undefined && !hasRule(state, ruleId)) refuse(404, 'team_app_rule_id: no such app rule');
}

function hasRule(state: State, ruleId: string): boolean {
  return state.appRules.some((rule) => rule.id === ruleId);
}

/** All or none. */
function requireTargets(state: State, ruleId: string, body: unknown): { team_app_rule_id: string | null }[] {
  if (!hasRule(state, ruleId)) refuseUnknown();
  const { user_ids = [], team_machine_ids = [] } = readBody(Targets, body);
  const members = user_ids.map((id) => state.members.find((member) => member.user_id === id));
  const machines = team_machine_ids.map((id) => machineOf(state, id));
  return [...members, ...machines].map(
    (target) => target ?? refuse(404, 'user_ids or team_machine_ids: no such member or machine'),
  );
}
