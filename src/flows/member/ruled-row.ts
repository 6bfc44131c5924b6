import { defined } from '../../domain/defined.ts';
import { memberDomainProblem } from '../../domain/member-power.ts';
import type { Person } from '../../domain/person.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';

/** A row of what was pasted, with a Problem where the policy lets this person invite nobody with its address. */
export function ruledRow<Row extends { readonly email?: string; readonly problem?: Problem }>(
  { policy }: Pick<Context, 'policy'>,
  row: Row,
  by: { readonly person: Person; readonly system: string },
): Row {
  if (row.problem !== undefined || row.email === undefined) return row;
  return { ...row, ...defined({ problem: memberDomainProblem(policy(), row.email, by) }) };
}
