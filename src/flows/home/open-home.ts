import type { HomeFilter } from '../../domain/home.ts';
import type { Context } from '../shared/context.ts';

/** A person opened Home: it is drawn at once. `stands`: Slack shows them what was published before. */
export async function openHome(context: Context, personId: string, stands: boolean): Promise<void> {
  await context.store.transaction(async (tx) => {
    await tx.noteHomeOpened(personId, { at: context.now(), stands });
    await tx.enqueueHomeBy(personId, 0);
  });
  context.wake();
}

/** A person pressed something in Home, or chose what to see in it: it is drawn at once. */
export async function useHome(context: Context, personId: string, chosen: Partial<HomeFilter> = {}): Promise<void> {
  await context.store.transaction(async (tx) => {
    await tx.noteHomeUsed(personId, { at: context.now(), chosen });
    await tx.enqueueHomeBy(personId, 0);
  });
  context.wake();
}
