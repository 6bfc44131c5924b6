import type { Parts } from '../parts.ts';
import type { UserActions } from '../slack-server.types.ts';
import { describeView } from '../views/describe-view.ts';
import { directMessageWith, isShownTo, personOf } from '../workspace/workspace.ts';
import { act } from './act.ts';
import { command } from './command.ts';
import { deliverEvent } from './events.ts';
import { actionTs } from './payloads.ts';
import { channelFor, choicesIn, findPlace, messageFor, viewFor } from './place.ts';
import { say } from './say.ts';
import { search } from './search.ts';
import { globalShortcut, messageShortcut } from './shortcut.ts';
import { close, submit } from './submit.ts';

/** The pageActions of one person. Those that nobody could make (a button that is not there) throw. */
export function userActionsOf(parts: Parts, personId: string): UserActions {
  const { workspace } = parts;
  const person = personOf(workspace, personId);
  if (person === undefined) throw new Error(`there is no person ${personId}`);
  if (person.kind === 'bot' || person.kind === 'deactivated') throw new Error(`${person.name} cannot act`);

  const home = () => {
    const open = parts.views.home(person.id);
    return open && describeView(workspace, open);
  };

  return {
    command: async (channel, text) => command(parts, person, channelFor(parts, person, channel), text),
    shortcut: (callbackId) => globalShortcut(parts, person, callbackId),
    messageShortcut: async (callbackId, message) =>
      messageShortcut(parts, person, callbackId, messageFor(parts, person, message)),
    act: async (place, target, value) => act(parts, person, findPlace(parts, person, place, target), value),
    search: async (place, target, text) => search(parts, person, findPlace(parts, person, place, target), text),
    async fill(viewId, target, value) {
      const found = findPlace(parts, person, { viewId }, target);
      if (found.in === 'view') {
        const { [String(found.block.block_id)]: _corrected, ...others } = found.open.errors;
        found.open.errors = others;
      }
      return act(parts, person, found, value);
    },
    submit: async (viewId) => submit(parts, person, viewFor(parts, person, viewId)),
    close: async (viewId, all = false) => close(parts, person, viewFor(parts, person, viewId), all),
    say: (channel, text, threadTs) => say(parts, person, channelFor(parts, person, channel), text, threadTs),
    views: () => parts.views.stackOf(person.id),
    messages(channel) {
      const { id } = channelFor(parts, person, channel);
      return workspace.messages.filter((one) => one.channel === id && isShownTo(person.id, one));
    },
    async openHome(tab = 'home') {
      const { homeTab, messagesTab } = workspace.manifest;
      if (tab === 'home' ? !homeTab : !messagesTab) throw new Error(`the bot has no ${tab} tab`);
      const view = home();
      await deliverEvent(parts, 'app_home_opened', {
        type: 'app_home_opened',
        user: person.id,
        channel: directMessageWith(workspace, person.id).id,
        tab,
        event_ts: actionTs(workspace),
        // Of the Messages tab there is no view.
        ...(view === undefined || tab !== 'home' ? {} : { view }),
      });
    },
    home,
    choices: (message) => choicesIn(parts, person, messageFor(parts, person, message).message),
  };
}
