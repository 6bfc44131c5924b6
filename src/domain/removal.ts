import type { Problem, ProblemCode } from './problem.ts';

/**
 * Access that somebody wants taken away at a system: a member removed, a pending invite cancelled, or an operation of `/team` that takes
 * access away. It is written down before it is tried, and stays wanted until the system confirms it, somebody withdraws it, or the system
 * refuses it for good.
 */
export type Removal = {
  readonly id: string;
  readonly provider: string;
  /** What makes two people's wishes one, together with kind and provider. */
  readonly targetKey: string;
  /** Whom or what it is about, as the system shows it, plain text; '' while nobody knows more than the key. */
  readonly who: string;
  /** Everybody who asked for it, in this order; the first has caused the job. */
  readonly requesters: readonly [Requester, ...Requester[]];
  readonly state: 'wanted' | 'done' | 'refused' | 'withdrawn';
  /** Why it is not done yet, by the last try. */
  readonly problem: Pick<Problem, 'code' | 'facts'> | undefined;
  /** Epoch ms; undefined while it may get through with the first try. */
  readonly stuckSince: number | undefined;
  /** When a try was sent whose answer is not known (yet), epoch ms. */
  readonly sentAt: number | undefined;
  /** Epoch ms. */
  readonly askedAt: number;
} & RemovalTarget;

export type RemovalTarget =
  | { readonly kind: 'member'; readonly target: { readonly memberId: string } }
  | { readonly kind: 'invite'; readonly target: InviteTarget }
  | { readonly kind: 'team'; readonly target: TeamTarget };

export type RemovalKind = RemovalTarget['kind'];

/** A pending invite as the system showed it last. `owner`: set when it was asked for unseen, by who must have made it. */
export type InviteTarget = {
  readonly inviteId: string;
  readonly email?: string | undefined;
  readonly invitedAt?: number | undefined;
  readonly owner?: string | undefined;
};

/** An operation of `/team`, and what was put into its form. No secret: an operation that needs one cannot be repeated. */
export type TeamTarget = {
  readonly operation: string;
  readonly raw: Readonly<Record<string, string | readonly string[]>>;
};

export type Requester = {
  /** A Slack person's id. */
  readonly by: string;
  /** What stands in the books as asked: an audit row, or for `/team` its record; '' for who has only withdrawn it. */
  readonly of: string;
  /** Whether this person knows that it does not get through. */
  readonly isNotified: boolean;
  /** The request about one person (person-request.ts) whose card says what came of it; without one they are notified directly. */
  readonly card?: string;
};

/** Whether "not found" means that nothing is left: of several things one may be, while the others are still there. */
export function isOneThing(removal: RemovalTarget): boolean {
  if (removal.kind !== 'team') return true;
  return Object.values(removal.target.raw).every((value) => typeof value === 'string' || value.length < 2);
}

/** No answer, or none yet; the key, a permission, the team or the plan: somebody can put that right, and then it gets through. */
const passing: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'provider_busy',
  'provider_unreachable',
  'provider_outcome_unknown',
  'provider_nonsense',
  'provider_unauthorized',
  'provider_forbidden',
  'provider_account_unknown',
  'provider_off',
  'plan_full',
]);
/** A refusal with one of these is not about what was asked for: a wrong address of ours (404, 410), or a moment (409, 423). */
const passingStatus: ReadonlySet<unknown> = new Set([404, 409, 410, 423]);

/** Whether what a system says to a removal can pass, so that it is to be asked again. */
export function canPass({ code, facts }: Pick<Problem, 'code' | 'facts'>): boolean {
  return passing.has(code) || (code === 'provider_rejected' && passingStatus.has(facts.status));
}

/**
 * Whether it is wanted although the system cannot even be looked at now: when it does not answer, or refuses the key. One that is off, or
 * shows what nobody can read, is said to be so instead: nobody knows whether there is anything to take away.
 */
export function canPassUnseen(why: Pick<Problem, 'code' | 'facts'>): boolean {
  return canPass(why) && why.code !== 'provider_off' && why.code !== 'provider_nonsense';
}
