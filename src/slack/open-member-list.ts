import { problem } from '../domain/problem.ts';
import type { Provider } from '../flows/context.ts';
import { sentence } from './answer.ts';
import type { Call } from './listeners/guest-command.ts';
import { type ListName, type LoadedList, memberList } from './member-list.ts';
import { openForm, updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { systemInFront } from './system-in-front.ts';
import { sayModal } from './views/pick-form.ts';
import { lookedThroughWords } from './words/member-deeds.ts';
import { problemWords } from './words/problems.ts';

const nothingOn = {
  pending:
    'No system members can be invited to is connected to Guestlist. The person who runs Guestlist can change that.',
  members: 'No system that shows its members is connected to Guestlist. The person who runs Guestlist can change that.',
} satisfies Record<ListName, string>;

/**
 * Opens a list at once, and fills it when the system has answered. The name of a system may stand in front of what is searched;
 * without one, those that `can` do what was asked for are looked through until one has something, past those that do not answer. Where
 * none has, it is said which were looked through: what is shown is of one of them.
 */
export async function openMemberList(call: Call, name: ListName, can: (system: Provider) => boolean): Promise<void> {
  const { slack, person } = call;
  const list = memberList(slack, name, person);
  const { named, rest } = systemInFront(call.text);
  const able = list.systems.filter((system) => (named === undefined || system.name === named) && can(system));
  const [first] = able;
  if (list.systems.length === 0) {
    await openForm(slack, call.triggerId, Promise.resolve(sayModal('Members', nothingOn[name])));
    return;
  }
  if (first === undefined) return call.reply(sentence(whyNone(slack, named)));

  const text = (named === undefined ? call.text : rest).replaceAll(/\s+/g, ' ').trim();
  const asked = (system: Provider) => ({ system: system.name, text, page: 0 });
  let opened = await openForm(slack, call.triggerId, Promise.resolve(list.loading(asked(first), '')));
  let best: LoadedList | undefined;
  const empty: string[] = [];
  for (const system of able) {
    if (opened === undefined) return;
    // With the hash: whoever chose something meanwhile sees that.
    if (system !== first) opened = await updateForm(slack, opened, list.loading(asked(system), ''));
    const found = await list.load(asked(system));
    if (found.shown === 0) empty.push(system.name);
    if (best === undefined || worth(found) > worth(best)) best = found;
    if (worth(found) === SOMETHING) break;
  }
  if (opened === undefined || best === undefined) return;
  const note = worth(best) === SOMETHING || able.length === 1 ? '' : lookedThroughWords(empty);
  await updateForm(slack, opened, best.view(note));
}

const SOMETHING = 2;

/** Of several lists the one that has something is shown, else one that did not come: "nobody" would be said without knowing. */
function worth({ shown }: LoadedList): number {
  if (shown === undefined) return 1;
  return shown > 0 ? SOMETHING : 0;
}

function whyNone({ flows }: SlackContext, named: string | undefined): string {
  if (named === undefined) return 'None of the systems that are on can do that.';
  const isOn = flows.providers.some(({ name }) => name === named);
  return problemWords(problem(isOn ? 'ability_missing' : 'provider_off', { provider: named }));
}
