import { isAwaiting } from '../../../domain/invite.ts';
import { isProblem, problem } from '../../../domain/problem.ts';
import { changeable } from '../../../flows/guest/read-invites.ts';
import type { Call } from '../../shared/command-call.ts';
import { openForm } from '../../shared/open-form.ts';
import { type Intent, pickModal } from '../../shared/pick-form.ts';
import { changeForm } from '../change-form/open-change-form.ts';

/**
 * `/guest update|extend|cancel|kick [reference]`: the form of the invite that is meant; when none or several could be, a
 * form to pick one first.
 */
export async function openChange(call: Call, intent: Intent): Promise<void> {
  const { slack, person } = call;
  const candidates =
    call.text === '' ? [] : await changeable(slack.flows, person, { text: call.text, intent, limit: 2 });
  if (call.text !== '' && candidates.length === 0) {
    if (intent === 'extend' && (await isWaiting(call))) return call.reply(problem('invite_awaiting'));
    return call.reply(`No invite you can ${intent} matches “${call.text}”. “/guest list” shows your invites.`);
  }
  const [only, another] = candidates;
  const isClear = only !== undefined && another === undefined;
  const view = isClear ? await changeForm(slack, intent, only.id, person) : pickModal(intent);
  if (isProblem(view)) return call.reply(view);
  await openForm(slack, call.triggerId, view);
}

/** Whether what was meant waits for approval: it is updated, and not extended. */
async function isWaiting({ slack, person, text }: Call): Promise<boolean> {
  const [first] = await changeable(slack.flows, person, { text, intent: 'update', limit: 1 });
  return first !== undefined && isAwaiting(first);
}
