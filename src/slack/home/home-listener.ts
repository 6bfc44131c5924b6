import { guestAccessOff } from '../../flows/guest/guest-access-off.ts';
import { chooseHost, choosePage, choosePart, chooseScope } from '../../flows/home/choose.ts';
import { openHome } from '../../flows/home/open-home.ts';
import type { ActionCall, Gate } from '../gate.ts';
import { openInviteForm } from '../guest/invite-form/open-invite-form.ts';
import { homeActions } from '../names.ts';
import type { SlackContext } from '../slack-context.ts';
import { ANY_HOST, readPart } from './home-filters.ts';

/** The Home tab: that it is opened, its filters, and the form it opens. Its invites have the buttons of cards. */
export function listenToHome(gate: Gate, slack: SlackContext): void {
  const { flows } = slack;

  gate.onEvent('app_home_opened', async ({ event }) => {
    // The same event is sent for the Messages tab.
    if (event.tab === 'home' && typeof event.user === 'string')
      await openHome(flows, event.user, event.view !== undefined);
  });

  gate.onButton(homeActions.invite, 'member', async ({ body, person, reply }) => {
    const off = guestAccessOff(flows);
    if (off !== undefined) return reply(off);
    return openInviteForm(slack, body.trigger_id, person, { channelId: undefined, text: '' });
  });

  gate.onAction(homeActions.scope, 'member', ({ action, person }) => chooseScope(flows, person, choiceOf(action)));

  gate.onAction(homeActions.part, 'member', async ({ action, person }) => {
    const part = readPart(choiceOf(action));
    if (part !== undefined) await choosePart(flows, person, part);
  });

  gate.onAction(homeActions.host, 'member', async ({ action, person, reply }) => {
    const chosen = choiceOf(action);
    const why = await chooseHost(flows, person, chosen === ANY_HOST ? undefined : chosen);
    if (why !== undefined) await reply(why);
  });

  gate.onButton(homeActions.show, 'member', async ({ action, person }) => {
    const part = readPart(action.value ?? '');
    if (part !== undefined) await choosePart(flows, person, part);
  });

  gate.onButton(/^home:page:(previous|next)$/, 'member', async ({ action, person }) => {
    if (/^\d{1,3}$/.test(action.value ?? '')) await choosePage(flows, person, Number(action.value));
  });
}

function choiceOf(action: ActionCall['action']): string {
  return action.type === 'static_select' ? action.selected_option.value : '';
}
