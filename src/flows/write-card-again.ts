import type { Work } from '../domain/work.ts';
import type { Owed } from '../store/works.ts';
import { type Context, done, type Outcome } from './context.ts';

/** After this an edit whose answer was lost is no longer on its way to Slack, ms. */
const LATE_MS = 30_000;

/**
 * Slack keeps the edit that reaches it last, which may be an old one that was long under way: a card with a doubtful edit behind it
 * is written once more when that can have come through. `card`: what the card's own work goes by, an invite or a batch of members.
 */
export async function doubtEdit(context: Context, card: Pick<Work, 'inviteId' | 'name'>): Promise<void> {
  const { inviteId, name } = card;
  await context.store.oweWork({ inviteId, kind: 'card_again', name, at: context.now() + LATE_MS });
}

/** Owes the card itself; who edits a card is always the one piece of work that is its own. */
export async function writeCardAgain(context: Context, { inviteId, name }: Work): Promise<Outcome> {
  const card: Owed =
    inviteId === '' ? { inviteId, kind: 'member_card', name, at: 0 } : { inviteId, kind: 'card', at: 0 };
  await context.store.oweWork(card);
  return done;
}
