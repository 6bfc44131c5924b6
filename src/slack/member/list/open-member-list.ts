import { type Problem, problem } from '../../../domain/problem.ts';
import type { Provider } from '../../../flows/shared/context.ts';
import type { Call } from '../../shared/command-call.ts';
import { openForm, updateForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import { systemInFront } from '../../shared/system-copy.ts';
import { lookedThroughCopy } from '../../shared/system-refusal-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { type ListName, type LoadedList, memberList } from './member-list.ts';
import { noSystemCopy } from './member-list-copy.ts';

/**
 * Opens a list at once, and fills it when the system has answered. The text may begin with the name of a system. Without one, the systems
 * that `can` do this are searched until one finds something; if none does, a note names them.
 */
export async function openMemberList(call: Call, name: ListName, can: (system: Provider) => boolean): Promise<void> {
  const { slack, person } = call;
  const list = memberList(slack, name, person);
  const { named, rest } = systemInFront(call.text);
  const able = list.systems.filter((system) => (named === undefined || system.name === named) && can(system));
  const [first] = able;
  if (list.systems.length === 0) {
    await openForm(slack, call.triggerId, sayModal('Members', noSystemCopy[name]));
    return;
  }
  if (first === undefined) return call.reply(whyNone(slack, named));

  const text = (named === undefined ? call.text : rest).replaceAll(/\s+/g, ' ').trim();
  const asked = (system: Provider) => ({ system: system.name, text, page: 0 });
  let opened = await openForm(slack, call.triggerId, list.loading(asked(first), ''));
  let best: LoadedList | undefined;
  const empty: string[] = [];
  for (const system of able) {
    if (opened === undefined) return;
    // With the hash: a person who has chosen something since sees that.
    if (system !== first) opened = await updateForm(slack, opened, list.loading(asked(system), ''));
    const found = await list.load(asked(system));
    if (found.shown === 0) empty.push(system.name);
    if (best === undefined || worth(found) > worth(best)) best = found;
    if (worth(found) === SOMETHING) break;
  }
  if (opened === undefined || best === undefined) return;
  const note = worth(best) === SOMETHING || able.length === 1 ? '' : lookedThroughCopy(empty);
  await updateForm(slack, opened, best.view(note));
}

const SOMETHING = 2;

/** A list that found something is shown first, then one that failed: an empty list would claim there is nobody. */
function worth({ shown }: LoadedList): number {
  if (shown === undefined) return 1;
  return shown > 0 ? SOMETHING : 0;
}

function whyNone({ flows }: SlackContext, named: string | undefined): Problem | string {
  if (named === undefined) return 'No connected system supports this.';
  const isOn = flows.providers.some(({ name }) => name === named);
  return problem(isOn ? 'ability_missing' : 'provider_off', { provider: named });
}
