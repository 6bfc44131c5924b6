import { defined } from '../../domain/defined.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Removal, Requester } from '../../domain/removal.ts';
import { type Context, type Statements, writeAudit } from './context.ts';
import type { DirectNotice } from './notifier.ts';
import { notifyPerson } from './notify-admins.ts';
import { settleTeamAction } from './team-audit.ts';

// What became of a removal, for all who asked for it: in the books, and in one notice to each of them.

type End =
  | { readonly state: 'done'; readonly isMissing?: boolean }
  | { readonly state: 'refused'; readonly why: Problem }
  | { readonly state: 'withdrawn'; readonly by: string };

/** Of those who asked, who is in front of the form: that person is answered there. By what stands in the books as asked. */
type InFront = Pick<Requester, 'of'> | undefined;

/**
 * Ends a removal, unless it has ended. Withdrawn, it may still be done: a try was under way, and what is so counts.
 * Everybody who asked is notified, except who is in front of the form, and those whose own form has yet to answer.
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
    await tx.saveRemoval({ ...removal, requesters: withWithdrawer(removal, end), state: end.state });
    const notified = new Set<string>(end.state === 'withdrawn' ? [end.by] : []);
    for (const requester of removal.requesters) {
      await writeDown(context, tx, removal, requester, end);
      const answeredByForm = front !== undefined && (requester.of === front.of || !requester.isNotified);
      // A card says it to everybody who reads it.
      if (requester.card === undefined) {
        if (answeredByForm || notified.has(requester.by)) continue;
        notified.add(requester.by);
      }
      await notify(context, tx, removal, requester, end);
    }
    return { ...removal, state: end.state };
  });
  context.wake();
  return ended;
}

/** The person who withdraws it is notified too if it was done after all. */
function withWithdrawer({ requesters }: Removal, end: End): Removal['requesters'] {
  if (end.state !== 'withdrawn' || requesters.some(({ by }) => by === end.by)) return requesters;
  return [...requesters, { by: end.by, of: '', isNotified: true }];
}

/**
 * Notes that a try did not get through and that there will be another. `notifies`: people must know by now; those who
 * do not are notified, once; who is in front of the form reads it there, and the job goes on at `at` (epoch ms).
 * `sentBefore`: what `sentAt` was before this try. Answers the removal as it is then.
 */
export async function noteTry(
  context: Context,
  id: string,
  why: Problem,
  how: {
    readonly notifies: boolean;
    readonly sentBefore: number | undefined;
    readonly front?: InFront;
    readonly at?: number;
  },
): Promise<Removal | undefined> {
  const noted = await context.store.transaction(async (tx) => {
    const removal = await tx.lockRemoval(id);
    if (removal?.state !== 'wanted') return removal;
    const { front } = how;
    const isNews = ({ of, isNotified }: Requester) =>
      how.notifies && !isNotified && (front === undefined || of === front.of);
    const { code, facts } = why;
    const [first, ...others] = removal.requesters;
    const asNotified = (requester: Requester) => (isNews(requester) ? { ...requester, isNotified: true } : requester);
    const next: Removal = {
      ...removal,
      requesters: [asNotified(first), ...others.map(asNotified)],
      problem: { code, facts },
      stuckSince: removal.stuckSince ?? (how.notifies ? context.now() : undefined),
      // What was refused for sure did nothing, whatever an earlier try did; of what has no answer nobody knows.
      sentAt: code === 'provider_outcome_unknown' ? removal.sentAt : how.sentBefore,
    };
    await tx.saveRemoval(next);
    for (const requester of removal.requesters.filter(isNews)) {
      await writeDown(context, tx, removal, requester, { state: 'waits', why });
      if (front === undefined) await notify(context, tx, removal, requester, { state: 'waits', why });
    }
    if (how.at !== undefined) await tx.enqueue({ kind: 'removal', name: id, at: how.at });
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
    const shown = defined({ who: seen.who, target: seen.target });
    await tx.saveRemoval({ ...removal, ...shown, sentAt: context.now() } as Removal);
    return true;
  });
}

type State = End | { readonly state: 'waits'; readonly why: Problem };

const actionsOf = { member: 'member_remove', invite: 'member_cancel' } as const;

async function writeDown(
  context: Context,
  tx: Statements,
  removal: Removal,
  requester: Requester,
  end: State,
): Promise<void> {
  if (requester.of === '') return;
  if (removal.kind === 'team') {
    const code = 'why' in end ? end.why.code : end.state;
    const outcome = end.state === 'waits' ? `waits:${code}` : code;
    return settleTeamAction(context, tx, requester.of, outcome, end.state === 'withdrawn' ? end.by : undefined);
  }
  const why = 'why' in end ? { ...end.why.facts, problem: end.why.code } : {};
  const actor = end.state === 'withdrawn' ? end.by : requester.by;
  const action = `${actionsOf[removal.kind]}_${end.state}` as const;
  const facts = { ...why, of: requester.of };
  await writeAudit(context, tx, { subject: subjectOf(removal), actor, action, facts });
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

async function notify(
  context: Context,
  tx: Statements,
  removal: Removal,
  { by, card }: Requester,
  end: State,
): Promise<void> {
  if (card !== undefined) return tx.enqueue({ kind: 'person_card', name: card });
  const { id, kind, provider, who, targetKey } = removal;
  const why = 'why' in end ? { ...end.why.facts, problem: end.why.code } : {};
  const more = end.state === 'withdrawn' ? { by: end.by } : end.state === 'done' && end.isMissing ? { missing: 1 } : {};
  const facts = { ...why, ...more, removalId: id, kind, provider, who: who || targetKey };
  await notifyPerson(context, by, { name: notices[end.state], id, facts }, tx);
}
