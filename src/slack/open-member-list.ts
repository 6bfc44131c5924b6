import { problem } from '../domain/problem.ts';
import type { Provider } from '../flows/context.ts';
import { sentence } from './answer.ts';
import type { Call } from './listeners/guest-command.ts';
import { type ListName, memberList } from './member-list.ts';
import { openForm, updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { systemInFront } from './system-in-front.ts';
import { sayModal } from './views/pick-form.ts';
import { problemWords } from './words/problems.ts';

const nothingOn = {
  pending:
    'No system members can be invited to is connected to Guestlist. The person who runs Guestlist can change that.',
  members: 'No system that shows its members is connected to Guestlist. The person who runs Guestlist can change that.',
} satisfies Record<ListName, string>;

/**
 * Opens a list at once, and fills it when the system has answered. The name of a system may stand in front of what is searched;
 * without one, those that `can` do what was asked for are looked through until one has something.
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
  const begin = { system: first.name, text, page: 0 };
  let opened = await openForm(slack, call.triggerId, Promise.resolve(list.loading(begin, '')));
  const here = await list.load(begin, '');
  let view = here.view;
  for (const { name: system } of here.shown !== 0 ? [] : able.slice(1)) {
    if (opened === undefined) return;
    // With the hash: whoever chose something meanwhile sees that.
    opened = await updateForm(slack, opened, list.loading({ ...begin, system }, ''));
    const found = await list.load({ ...begin, system }, '');
    if (found.shown !== undefined && found.shown > 0) {
      view = found.view;
      break;
    }
  }
  if (opened !== undefined) await updateForm(slack, opened, view);
}

function whyNone({ flows }: SlackContext, named: string | undefined): string {
  if (named === undefined) return 'None of the systems that are on can do that.';
  const isOn = flows.providers.some(({ name }) => name === named);
  return problemWords(problem(isOn ? 'ability_missing' : 'provider_off', { provider: named }));
}
