import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../domain/person.ts';
import type { Problem } from '../domain/problem.ts';
import { lastOnline, lookWhetherOnline } from '../flows/host-online.ts';
import { chosenHost } from './chosen-host.ts';
import { costLine, costUnknown, formLines, withFolds } from './form-lines.ts';
import { type FormPlace, formPlaceAgain, formPlaceFirst } from './form-place.ts';
import type { SlackContext } from './slack-context.ts';
import { withSwitchedEnd } from './switched-end.ts';
import { pickWords } from './views/asked-times.ts';
import { escapeText } from './views/blocks.ts';
import { askedFirst } from './views/clash-question.ts';
import { type InviteForm, inviteModal } from './views/invite-form.ts';
import { readInviteForm } from './views/read-invite-form.ts';
import { shownLine } from './views/shown-line.ts';
import { nothingSent } from './words/places.ts';
import { problemWords } from './words/problems.ts';

type FormView = Pick<ViewOutput, 'state' | 'private_metadata' | 'blocks'>;

export type Redrawn = { readonly view: ModalView; readonly complete?: () => Promise<ModalView | undefined> };

/** The invite form as it should be now, from what it holds; `change` is what the bot itself changes in it. */
export async function redrawInviteForm(
  slack: SlackContext,
  view: FormView,
  person: Person,
  options: {
    readonly change?: (form: ReturnType<typeof readInviteForm>) => ReturnType<typeof readInviteForm>;
    /** It was submitted before it could say that its channel is shared, or, of a channel that is folded away, why it cannot be told. */
    readonly isSubmitted?: 'shared' | Problem;
    /** It was submitted before it could ask about other invites on its computer. */
    readonly isClashAsked?: boolean;
  } = {},
): Promise<Redrawn> {
  const { flows } = slack;
  const { hostId, ...read } = (options.change ?? ((form) => form))(readInviteForm(view));
  const [host, place] = await Promise.all([chosenHost(flows, hostId), placeOf(slack, view, person, read, options)]);
  const { checked, proposed } = place;
  const time = withFolds(withSwitchedEnd(read.time, view, flows.now()));
  // Slack refuses a whole view for a channel it does not know; folded away, it is no more than remembered.
  const channelId = read.showsMore ? proposed : read.channelId;
  const form = { ...read, host, checked, channelId, time };
  const shownCost = shownLine(view, 'cost') ?? costUnknown;
  const said = {
    host: hostId === undefined ? (shownLine(view, 'host_line') ?? '') : '',
    others: shownLine(view, 'others_line') ?? '',
    // About a name without an address: who has typed one since has done what it says.
    guest: read.email.includes('@') && !read.email.trim().startsWith('@') ? '' : (shownLine(view, 'guest_line') ?? ''),
    channel: place.line,
    // Said until all is picked that was left open.
    unread: pickWords(form.time) === '' ? '' : (shownLine(view, 'unread_line') ?? ''),
  };
  const draw = async (cost: string, online = hostId === undefined ? undefined : lastOnline(flows, hostId)) => {
    const lines = await formLines(flows, form, person, { ...said, cost, online });
    return inviteModal(
      form,
      options.isClashAsked === true ? { ...lines, clash: `${lines.clash}${askedFirst('Invite')}` } : lines,
    );
  };
  const shownOnline = hostId === undefined ? undefined : lastOnline(flows, hostId);
  return {
    view: await draw(shownCost),
    // The cost takes a journey to Parsec; the rest does not wait for it.
    complete: async () => {
      const [cost, online] = await Promise.all([
        costLine(flows, form.email, person),
        host === undefined ? undefined : lookWhetherOnline(flows, host.id),
      ]);
      return cost === shownCost && online?.is === shownOnline?.is ? undefined : draw(cost, online);
    },
  };
}

async function placeOf(
  { flows }: SlackContext,
  view: FormView,
  person: Person,
  form: Pick<InviteForm, 'channelId' | 'checked'>,
  { isSubmitted }: { readonly isSubmitted?: 'shared' | Problem },
): Promise<FormPlace> {
  if (isSubmitted === 'shared') return formPlaceFirst(flows, 'guest', form, person);
  const place = await formPlaceAgain(flows, 'guest', view, form, person);
  return isSubmitted === undefined
    ? place
    : { ...place, line: `:warning: ${escapeText(problemWords(isSubmitted))}${nothingSent}` };
}
