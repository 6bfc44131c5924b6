import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { isStillWanted, type StillWanted } from '../../../flows/shared/take-away.ts';
import { mrkdwnMessage } from '../../blocks/blocks.ts';
import { memoryOf } from '../../blocks/metadata.ts';
import { createNewest } from '../../blocks/newest-only.ts';
import { answer } from '../../posting/answer.ts';
import { type ListMemory, ListMetadata } from '../../shared/list-modal.ts';
import { updateForm } from '../../shared/open-form.ts';
import { stillWantedCopy } from '../../shared/removal-copy.ts';
import { refusalCopy } from '../../shared/system-refusal-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { type ListName, listNamed, memberList } from './member-list.ts';
import { doingCopy, doneCopy, type MemberAction } from './member-list-copy.ts';

/** An open list, who sees it, and what it shows. */
export type ListPlace = {
  readonly viewId: string;
  readonly name: ListName;
  readonly person: Person;
  readonly memory: ListMemory;
};

export type ListScreen = {
  /**
   * Asks the system again and shows its answer; of several only the newest. `note` is mrkdwn. Shows the loading state first, unless it is
   * shown already. True when the answer was shown.
   */
  readonly reload: (place: ListPlace, note: string, waits?: 'show it' | 'is shown') => Promise<boolean>;
  /**
   * Runs an action on one row, and shows that it's in progress and then its result in the list, or in a direct message if the list was
   * closed. `run` returns the person it was done to, plain text.
   */
  readonly perform: (
    place: ListPlace,
    action: MemberAction,
    id: string,
    run: () => Promise<Done | StillWanted | Problem>,
  ) => Promise<void>;
};

export type Done = { readonly who: string };

/** The open list that a view is; undefined for other views. */
export function placeOf(
  view: Pick<ViewOutput, 'id' | 'callback_id' | 'private_metadata'> | undefined,
  person: Person,
): ListPlace | undefined {
  const name = view && listNamed(view.callback_id);
  return name && { viewId: view.id, name, person, memory: memoryOf(view, ListMetadata) };
}

export function createListScreen(slack: SlackContext): ListScreen {
  const newest = createNewest();
  const underWay = new Set<string>();

  async function show(place: ListPlace, view: ModalView): Promise<boolean> {
    // Without a hash: the answer to a submission changes it at an unknown moment. Only the newest is shown, in order.
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

  const perform: ListScreen['perform'] = async (place, action, id, run) => {
    // Of two quick clicks only the first counts.
    const key = JSON.stringify([place.viewId, action, id]);
    if (underWay.has(key)) return;
    underWay.add(key);
    try {
      // A list still loading would show the state before this action.
      newest.begin(place.viewId)();
      await show(place, loading(place, doingCopy(action)));
      const done = await run();
      const note = noteOf(action, done);
      if (await reload(place, note)) return;
      await answer(slack, { personId: place.person.id }, mrkdwnMessage(note));
    } finally {
      underWay.delete(key);
    }
  };

  return { reload, perform };
}

function noteOf(action: MemberAction, done: Done | StillWanted | Problem): string {
  if (isProblem(done)) return `:warning: ${refusalCopy(done)}`;
  return isStillWanted(done) ? `:warning: ${stillWantedCopy(done)}` : doneCopy(action, done.who);
}
