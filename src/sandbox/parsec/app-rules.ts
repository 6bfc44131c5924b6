import { z } from 'zod';
import { type Answer, noContent, notFound, pageOf, type Query, readPage, refuse, withBody } from './answers.ts';
import { machineOf, type State } from './state.ts';

const Targets = z
  .object({ user_ids: z.array(z.int()).optional(), team_machine_ids: z.array(z.string()).optional() })
  .refine((targets) => targets.user_ids !== undefined || targets.team_machine_ids !== undefined, {
    message: 'user_ids or team_machine_ids is required',
  });

export function listAppRules(state: State, query: Query): Answer {
  const page = readPage(query);
  return 'status' in page ? page : pageOf(state.appRules, page);
}

/** A member or a machine has one rule at most: another one takes its place. */
export function assignAppRule(state: State, ruleId: string, body: unknown): Answer {
  return onTargets(state, ruleId, body, (target) => {
    target.team_app_rule_id = ruleId;
  });
}

export function unassignAppRule(state: State, ruleId: string, body: unknown): Answer {
  return onTargets(state, ruleId, body, (target) => {
    if (target.team_app_rule_id === ruleId) target.team_app_rule_id = null;
  });
}

/** Refuses a rule there is not; undefined is no rule, which is always there. */
export function ruleFault(state: State, ruleId: string | undefined): Answer | undefined {
  const there = ruleId === undefined || state.appRules.some((rule) => rule.id === ruleId);
  return there ? undefined : refuse(404, 'team_app_rule_id: no such app rule');
}

/** All of them or none. */
function onTargets(
  state: State,
  ruleId: string,
  body: unknown,
  change: (target: { team_app_rule_id: string | null }) => void,
): Answer {
  if (ruleFault(state, ruleId) !== undefined) return notFound;
  return withBody(Targets, body, ({ user_ids = [], team_machine_ids = [] }) => {
    const members = user_ids.map((id) => state.members.find((member) => member.user_id === id));
    const machines = team_machine_ids.map((id) => machineOf(state, id));
    const targets = [...members, ...machines];
    if (targets.includes(undefined)) return refuse(404, 'user_ids or team_machine_ids: no such member or machine');
    for (const target of targets) if (target !== undefined) change(target);
    return noContent;
  });
}
