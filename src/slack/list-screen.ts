import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../domain/person.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import { isStillWanted, type StillWanted } from '../flows/take-away.ts';
import { answer } from './answer.ts';
import { type ListName, listNamed, memberList } from './member-list.ts';
import { createNewest } from './newest-only.ts';
import { updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { section } from './views/blocks.ts';
import { type ListMemory, readListMemory } from './views/list-modal.ts';
import { doingWords, doneWords, type MemberDeed, refusalWords } from './words/member-deeds.ts';
import { stillWantedWords } from './words/removals.ts';

/** An open list modal, whose it is and what it is to show. */
export type ListPlace = {
  readonly viewId: string;
  readonly name: ListName;
  readonly person: Person;
  readonly memory: ListMemory;
};

export type ListScreen = {
  /**
   * Asks the system again and shows what it says; of several only the newest. `note` is mrkdwn; that it is asked is shown first, unless
   * it is already. True when the answer was shown.
   */
  readonly reload: (place: ListPlace, note: string, waits?: 'show it' | 'is shown') => Promise<boolean>;
  /**
   * Does something to one row, shows that it is under way, and then in the list what came of it; whoever has closed the list meanwhile
   * is told in a direct message. `run` answers whom it was done to, plain text.
   */
  readonly perform: (
    place: ListPlace,
    deed: MemberDeed,
    id: string,
    run: () => Promise<Done | StillWanted | Problem>,
  ) => Promise<void>;
};

export type Done = { readonly who: string };

/** An open list, for the person in front of it; undefined when the modal is none. */
export function placeOf(
  view: Pick<ViewOutput, 'id' | 'callback_id' | 'private_metadata'> | undefined,
  person: Person,
): ListPlace | undefined {
  const name = view && listNamed(view.callback_id);
  return name && { viewId: view.id, name, person, memory: readListMemory(view) };
}

export function createListScreen(slack: SlackContext): ListScreen {
  const newest = createNewest();
  const underWay = new Set<string>();

  async function show(place: ListPlace, view: ModalView): Promise<boolean> {
    // Without a hash: what a submission was answered with changes it at a moment of its own. Only the newest is shown, in order.
    return (await updateForm(slack, { id: place.viewId, hash: '' }, view)) !== undefined;
  }

  const loading = (place: ListPlace, note: string) =>
    memberList(slack, place.name, place.person).loading(place.memory, note);

  async function reload(place: ListPlace, note: string, waits: 'show it' | 'is shown' = 'show it'): Promise<boolean> {
    const isNewest = newest.begin(place.viewId);
    if (waits === 'show it' && !(await show(place, loading(place, note)))) return false;
    const { view } = await memberList(slack, place.name, place.person).load(place.memory);
    return isNewest() && show(place, view(note));
  }

  async function perform(
    place: ListPlace,
    deed: MemberDeed,
    id: string,
    run: () => Promise<Done | StillWanted | Problem>,
  ): Promise<void> {
    // The second of two quick clicks means the first.
    const key = JSON.stringify([place.viewId, deed, id]);
    if (underWay.has(key)) return;
    underWay.add(key);
    try {
      // What was being loaded shows the list as it was before.
      newest.begin(place.viewId)();
      await show(place, loading(place, doingWords(deed)));
      const done = await run();
      const note = noteOf(deed, done);
      if (await reload(place, note)) return;
      const message = { text: note, blocks: [section(note)] };
      await answer(slack, undefined, { personId: place.person.id, channelId: undefined }, message);
    } finally {
      underWay.delete(key);
    }
  }

  return { reload, perform };
}

function noteOf(deed: MemberDeed, done: Done | StillWanted | Problem): string {
  if (isProblem(done)) return `:warning: ${refusalWords(done)}`;
  return isStillWanted(done) ? `:warning: ${stillWantedWords(done)}` : doneWords(deed, done.who);
}
