import { isProblem } from '../../domain/problem.ts';
import { changeable } from '../../flows/read-invites.ts';
import { sentence } from '../answer.ts';
import { changeForm } from '../open-change-form.ts';
import { openForm } from '../open-form.ts';
import { type Intent, pickModal } from '../views/pick-form.ts';
import { problemWords } from '../words/problems.ts';
import type { Call } from './guest-command.ts';

/**
 * `/guest update|extend|cancel|kick [reference]`: the form of the invite that is meant; when none or several could be, a
 * form to pick one first.
 */
export async function openChange(call: Call, intent: Intent): Promise<void> {
  const { slack, person } = call;
  const candidates =
    call.text === '' ? [] : await changeable(slack.flows, person, { text: call.text, intent, limit: 2 });
  const [only] = candidates;
  if (candidates.length !== 1 || only === undefined) {
    if (call.text !== '' && candidates.length === 0) {
      return call.reply(
        sentence(`No invite you may ${intent} matches “${call.text}”. “/guest list” shows those there are.`),
      );
    }
    await openForm(slack, call.triggerId, Promise.resolve(pickModal(intent)));
    return;
  }
  const view = await changeForm(slack, intent, only.id, person);
  if (isProblem(view)) return call.reply(sentence(problemWords(view)));
  await openForm(slack, call.triggerId, Promise.resolve(view));
}
