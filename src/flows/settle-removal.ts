import type { Problem } from '../domain/problem.ts';
import type { Asker, Removal } from '../domain/removal.ts';
import type { Context, Statements } from './context.ts';
import { notifyPerson } from './notify-admins.ts';
import type { DirectNotice } from './teller.ts';

// What became of a removal, for all who asked for it: in the books, and told to each of them once.

type End =
  | { readonly state: 'done'; readonly gone?: boolean }
  | { readonly state: 'refused'; readonly why: Problem }
  | { readonly state: 'withdrawn'; readonly by: string };

/** Of those who asked, who is in front of the form: that person is answered there. By what stands in the books as asked. */
type InFront = Pick<Asker, 'of'> | undefined;

/**
 * Ends a removal, unless it has ended. Withdrawn, it can still turn out to have been done: a try was under way, and what is so counts.
 * Everybody who asked is told, except who is in front of the form, and those whose own form has yet to answer.
 */
export async function endRemoval(
  context: Context,
  id: string,
  end: End,
  front?: InFront,
): Promise<Removal | undefined> {
  const ended = await context.store.transaction(async (tx) => {
    const removal = await tx.lockRemoval(id);
    const isOpen = removal?.state === 'wanted' || (removal?.state === 'withdrawn' && end.state === 'done');
    if (removal === undefined || !isOpen) return removal;
    await tx.saveRemoval({ ...removal, askers: withWithdrawer(removal, end), state: end.state });
    const told = new Set<string>(end.state === 'withdrawn' ? [end.by] : []);
    for (const asker of removal.askers) {
      await writeDown(context, tx, removal, asker, end);
      const answeredByForm = front !== undefined && (asker.of === front.of || !asker.isTold);
      if (answeredByForm || told.has(asker.by)) continue;
      told.add(asker.by);
      await notify(context, tx, removal, asker, end);
    }
    return { ...removal, state: end.state };
  });
  context.wake();
  return ended;
}

/** Whoever withdraws it hears of it too should it turn out to be done. */
function withWithdrawer({ askers }: Removal, end: End): Removal['askers'] {
  if (end.state !== 'withdrawn' || askers.some(({ by }) => by === end.by)) return askers;
  return [...askers, { by: end.by, of: '', isTold: true }];
}

/**
 * Notes that a try did not get through and that there will be another. `tell`: people must know by now; those who do not are told, once;
 * who is in front of the form is told there, and the job goes on at `at` (epoch ms). `sentBefore`: what `sentAt` was before this try. Answers the removal as it is then.
 */
export async function noteTry(
  context: Context,
  id: string,
  why: Problem,
  how: {
    readonly tell: boolean;
    readonly sentBefore: number | undefined;
    readonly front?: InFront;
    readonly at?: number;
  },
): Promise<Removal | undefined> {
  const noted = await context.store.transaction(async (tx) => {
    const removal = await tx.lockRemoval(id);
    if (removal?.state !== 'wanted') return removal;
    const { front } = how;
    const isNews = ({ of, isTold }: Asker) => how.tell && !isTold && (front === undefined || of === front.of);
    const { code, facts } = why;
    const [first, ...others] = removal.askers;
    const told = (asker: Asker) => (isNews(asker) ? { ...asker, isTold: true } : asker);
    const next: Removal = {
      ...removal,
      askers: [told(first), ...others.map(told)],
      problem: { code, facts },
      stuckSince: removal.stuckSince ?? (how.tell ? context.now() : undefined),
      // What was refused for sure did nothing, whatever an earlier try did; of what has no answer nobody knows.
      sentAt: code === 'provider_outcome_unknown' ? removal.sentAt : how.sentBefore,
    };
    await tx.saveRemoval(next);
    for (const asker of removal.askers.filter(isNews)) {
      await writeDown(context, tx, removal, asker, { state: 'waits', why });
      if (front === undefined) await notify(context, tx, removal, asker, { state: 'waits', why });
    }
    if (how.at !== undefined) await tx.oweWork({ inviteId: '', kind: 'removal', name: id, at: how.at });
    return next;
  });
  context.wake();
  return noted;
}

/** Notes that a try is about to be sent, and what the system shows of it now; false when nobody wants it any more. */
export async function noteSent(
  context: Context,
  id: string,
  seen: Pick<Removal, 'who'> & { readonly target?: Removal['target'] },
): Promise<boolean> {
  return context.store.transaction(async (tx) => {
    const removal = await tx.lockRemoval(id);
    if (removal?.state !== 'wanted') return false;
    const shown = { who: seen.who, ...(seen.target === undefined ? {} : { target: seen.target }) };
    await tx.saveRemoval({ ...removal, ...shown, sentAt: context.now() } as Removal);
    return true;
  });
}

type State = End | { readonly state: 'waits'; readonly why: Problem };

const actionsOf = { member: 'member_remove', invite: 'member_cancel' } as const;

async function writeDown(context: Context, tx: Statements, removal: Removal, asker: Asker, end: State): Promise<void> {
  if (asker.of === '') return;
  const at = context.now();
  if (removal.kind === 'team') {
    const code = 'why' in end ? end.why.code : end.state;
    return tx.settleTeamDeed(asker.of, end.state === 'waits' ? `waits:${code}` : code, at);
  }
  const why = 'why' in end ? { ...end.why.facts, problem: end.why.code } : {};
  await tx.insertAudit({
    id: context.newId(),
    subject: subjectOf(removal),
    at,
    actor: end.state === 'withdrawn' ? end.by : asker.by,
    action: `${actionsOf[removal.kind]}_${end.state}`,
    facts: { ...why, of: asker.of },
  });
}

/** What an audit row of a removal is about. */
export function subjectOf(removal: Pick<Removal, 'provider' | 'kind' | 'targetKey'>): string {
  return `${removal.provider}/${removal.kind}/${removal.targetKey}`;
}

const notices = {
  waits: 'removal_stuck',
  done: 'removal_done',
  refused: 'removal_refused',
  withdrawn: 'removal_withdrawn',
} as const satisfies Record<State['state'], DirectNotice['name']>;

async function notify(context: Context, tx: Statements, removal: Removal, { by }: Asker, end: State): Promise<void> {
  const { id, kind, provider, who, targetKey } = removal;
  const why = 'why' in end ? { ...end.why.facts, problem: end.why.code } : {};
  const more =
    end.state === 'withdrawn' ? { by: end.by } : end.state === 'done' && end.gone === true ? { gone: 1 } : {};
  const facts = { ...why, ...more, removalId: id, kind, provider, who: who || targetKey };
  await notifyPerson(context, by, { name: notices[end.state], id, facts }, tx);
}
