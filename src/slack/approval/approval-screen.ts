import type { Person } from '../../domain/person.ts';
import { isProblem, type Problem } from '../../domain/problem.ts';
import { pendingFor } from '../../flows/approval/pending.ts';
import { readApproval } from '../../flows/approval/read-approval.ts';
import { escapeText } from '../blocks/blocks.ts';
import type { ActionCall } from '../gate.ts';
import { modals } from '../names.ts';
import type { Call } from '../shared/command-call.ts';
import { isInModal, openForm, pushForm, updateForm } from '../shared/open-form.ts';
import { sayModal } from '../shared/pick-form.ts';
import { textOf } from '../shared/problem-copy.ts';
import type { SlackContext } from '../slack-context.ts';
import { approvalCard } from './approval-card.ts';
import { requestModal } from './approval-forms.ts';
import { approvalList } from './approval-list.ts';

type Click = Pick<ActionCall, 'body' | 'person' | 'reply'>;

/** A modal, and those under it: the list is always at the root, and a request that was opened from it may be between. */
type InStack = {
  readonly id: string;
  readonly callback_id?: string;
  readonly root_view_id?: string | null;
  readonly previous_view_id?: string | null;
};

/** What people see of requests after a click, wherever that was. */
export type ApprovalScreen = {
  /** `/guest approvals`. */
  readonly open: (call: Call) => Promise<void>;
  /** Shows a whole request: over the list, or for this person alone. */
  readonly show: (call: Click, id: string) => Promise<void>;
  /** After a click: what is shown of the request there is as it is now, with what there is to say. */
  readonly after: (call: Click, id: string, said?: Problem | string) => Promise<void>;
  /** The same under a form that was submitted and closes. */
  readonly refreshBelow: (form: InStack, person: Person, id: string) => Promise<void>;
};

/** The list of requests in a modal, a request over it, and a request as an answer. */
export function createApprovalScreen(slack: SlackContext): ApprovalScreen {
  const list = async (person: Person, note = '') => approvalList(await pendingFor(slack.flows, person), note);
  const request = async (person: Person, id: string, note = '') => {
    const shown = await readApproval(slack.flows, id, person);
    return isProblem(shown) ? sayModal('Request', shown) : requestModal(shown, note);
  };
  const redraw = async (viewId: string, making: ReturnType<typeof list>) =>
    void (await updateForm(slack, { id: viewId, hash: '' }, await making));

  return {
    open: ({ triggerId, person }) => openForm(slack, triggerId, list(person)).then(() => undefined),

    async show({ body, person, reply }, id) {
      if (isInModal(body)) {
        await pushForm(slack, body.trigger_id, await request(person, id));
        return;
      }
      if (body.view !== undefined) {
        await openForm(slack, body.trigger_id, request(person, id));
        return;
      }
      const shown = await readApproval(slack.flows, id, person);
      await reply(isProblem(shown) ? shown : approvalCard(shown));
    },

    async after({ body, person, reply }, id, said) {
      const { view } = body;
      // Home is drawn again by itself.
      if (view === undefined || !isInModal(body)) {
        // Nobody redraws what only one person sees.
        const shown = isEphemeral(body) ? await readApproval(slack.flows, id, person) : undefined;
        if (shown !== undefined && !isProblem(shown)) await reply(approvalCard(shown), true);
        if (said !== undefined) await reply(said);
        return;
      }
      const note = said === undefined ? '' : `:warning: ${escapeText(textOf(said))}`;
      if (view.callback_id === modals.approvals) return redraw(view.id, list(person, note));
      await redraw(view.id, request(person, id, note));
      if (view.root_view_id !== view.id && view.root_view_id) await redraw(view.root_view_id, list(person));
    },

    async refreshBelow({ id: viewId, root_view_id: root, previous_view_id: previous }, person, id) {
      if (!root || root === viewId) return;
      await redraw(root, list(person));
      if (previous && previous !== root) await redraw(previous, request(person, id));
    },
  };
}

function isEphemeral({ container }: ActionCall['body']): boolean {
  return 'is_ephemeral' in container && container.is_ephemeral === true;
}
