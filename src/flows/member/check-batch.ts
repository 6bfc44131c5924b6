import type { BatchTerms, MemberBatch } from '../../domain/member-batch.ts';
import { termKinds } from '../../domain/member-power.ts';
import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';
import { inviterRefusal } from './inviter-refusal.ts';
import type { InvitingSystem } from './member-systems.ts';
import { findTerms, isLater, wantedByName } from './member-terms.ts';

/** What may be done with the rest of a batch: send it, wait (nobody can say now), or refuse it. */
export type Checked =
  /** `person`: on whose right. */
  | { readonly may: 'send'; readonly batch: MemberBatch; readonly person: Person }
  | { readonly may: 'wait'; readonly why: Problem }
  | { readonly may: 'refuse'; readonly why: Problem };

/**
 * Whether the rest of a batch may be sent, by what is so now: the policy, the person on whose right it is sent, the user groups, and the
 * system's own roles, groups and app rules. Between the request and this moment any of them may have changed. What the system calls
 * otherwise by now is written down under its new name.
 */
export async function checkBatch(context: Context, batch: MemberBatch, system: InvitingSystem): Promise<Checked> {
  const person = await context.people.person(batch.actorId, 'admin');
  if (isProblem(person) && person.facts.definite !== undefined) return { may: 'refuse', why: person };
  if (isProblem(person) || person.isStale) return { may: 'wait', why: problem('inviter_unknown') };
  const refused = await inviterRefusal(context, person, 'admin');
  if (refused !== undefined) {
    return { may: refused.code === 'groups_unknown' ? 'wait' : 'refuse', why: refused };
  }
  const wanted = await wantedByName(system, batch.terms);
  const found = isProblem(wanted) ? wanted : await findTerms(context, system, person, wanted);
  if (isProblem(found)) return { may: isLater(found) ? 'wait' : 'refuse', why: found };
  const terms: BatchTerms = { ...found, sendEmail: batch.terms.sendEmail };
  if (
    termKinds.some((kind) => terms[kind]?.name !== batch.terms[kind]?.name || terms[kind]?.id !== batch.terms[kind]?.id)
  ) {
    await context.store.saveMemberTerms(batch.id, terms);
  }
  return { may: 'send', batch: { ...batch, terms }, person };
}
