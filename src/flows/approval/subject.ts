import type { Approval } from '../../domain/approval.ts';
import type { Permissions, Terms } from '../../domain/invite.ts';
import type { Person } from '../../domain/person.ts';
import type { ApprovalNeed } from '../../domain/policy/approval-rule.ts';
import { type Problem, problem } from '../../domain/problem.ts';
import type { TypedWindow } from '../../domain/time/typed-window.ts';
import type { Context, Statements } from '../shared/context.ts';

/** What an approver makes otherwise before approving. */
export type Edit = { readonly window?: TypedWindow; readonly permissions?: Permissions };

/** Something that is wrong with a field of an edit. */
export type EditFault = {
  readonly field: 'zone' | 'start' | 'end' | 'permissions';
  readonly problem: Problem;
};

/** What a request is about, looked at and decided anew by the policy of this moment. */
export type Subject =
  /** It is over, or does not wait for this request any more. */
  | { readonly kind: 'gone' }
  /** Nobody can say now, or it cannot be done as it is: whoever decides reads why. */
  | { readonly kind: 'fault'; readonly faults: readonly EditFault[] }
  | {
      readonly kind: 'ready';
      /** Whose approval it needs; undefined for nobody's. */
      readonly need: ApprovalNeed | undefined;
      /** What would be approved; undefined for members. */
      readonly terms: Terms | undefined;
      /**
       * As it would be without an edit, where that is by now more than approvers were shown: the invite was changed beside the request. They
       * look at it again before anybody approves it.
       */
      readonly moved?: Terms | undefined;
      /** Locks it in a transaction; whether it is still as it was looked at. */
      readonly hold: (tx: Statements) => Promise<boolean>;
      /** Writes what an edit made otherwise, where it is not approved by enough people yet; what the request keeps of it. It is held. */
      readonly amend?: (tx: Statements) => Promise<Partial<Approval>>;
      /** Lets it go on. It is held. */
      readonly approve: (tx: Statements, approval: Approval, by: Decision) => Promise<void>;
    };

export type Decision = { readonly person: Person; readonly approvedBy: readonly string[] };

/** One kind of what can need approval. */
export type SubjectKind = {
  readonly read: (context: Context, approval: Approval, edit: Edit) => Promise<Subject>;
  /** Locks it in a transaction. */
  readonly hold: (tx: Statements, approval: Approval) => Promise<void>;
  /** Ends it, and tells who is to hear of it: somebody denied it (`by`, and why), nobody decided in time, or nobody wants it any more. It is held. */
  readonly refuse: (
    context: Context,
    tx: Statements,
    approval: Approval,
    why: {
      readonly state: 'denied' | 'expired' | 'withdrawn';
      readonly by: string | undefined;
      readonly text: string;
    },
  ) => Promise<void>;
};

/** Why something was not approved, as what it is about keeps it. Problems: approval_denied, approval_expired, approval_withdrawn. */
export function refusalOf({
  state,
  by,
  text,
}: {
  readonly state: 'denied' | 'expired' | 'withdrawn';
  readonly by: string;
  readonly text: string;
}): Problem {
  if (state === 'denied') return problem('approval_denied', { by, message: text });
  return problem(state === 'expired' ? 'approval_expired' : 'approval_withdrawn');
}

/** A Problem that belongs to no field of an edit stands at the first. */
export function faultOf(why: Problem, field: EditFault['field'] = 'end'): Subject {
  return { kind: 'fault', faults: [{ field, problem: why }] };
}
