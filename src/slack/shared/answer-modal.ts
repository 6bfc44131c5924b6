import type { ModalView } from '@slack/types';
import type { Problem } from '../../domain/problem.ts';
import type { Message } from '../blocks/blocks.ts';
import { modal } from '../blocks/inputs.ts';
import { modals } from '../names.ts';
import { answer, type Listener, sentence } from '../posting/answer.ts';
import type { SlackContext } from '../slack-context.ts';
import { isInModal, openForm, updateForm } from './open-form.ts';
import { textOf } from './problem-copy.ts';

type View = { readonly id: string; readonly type: string; readonly callback_id: string };
type Click = { readonly trigger_id: string; readonly view?: View | undefined };

/** What would be an ephemeral message in a channel, for somebody who is in none. */
function answerModal(said: Message): ModalView {
  return modal({ id: modals.answer, title: 'Guestlist', blocks: said.blocks });
}

/** Whether a click was where Slack gives no address for an answer, and where a modal is the place for it: in Home, or in such a modal. */
export function answersOver(view: View | undefined): boolean {
  return view?.type === 'home' || view?.callback_id === modals.answer;
}

/**
 * Answers a click in Home with a modal, and a click in that modal in its place. An answer that comes too late for that, and a second one, is a
 * direct message. Never throws, like every answer.
 */
export function replyInModal(
  slack: SlackContext,
  to: Listener,
  click: Click,
): (said: Message | Problem | string) => Promise<void> {
  return async (said) => {
    const message = typeof said === 'object' && 'blocks' in said ? said : sentence(textOf(said));
    const view = answerModal(message);
    try {
      const shown =
        isInModal(click) && click.view !== undefined
          ? await updateForm(slack, { id: click.view.id, hash: '' }, view)
          : await openForm(slack, click.trigger_id, view);
      if (shown !== undefined) return;
    } catch (error) {
      slack.flows.log.info({ err: error }, 'no modal for an answer; trying a direct message');
    }
    await answer(slack, to, message);
  };
}
