import type { ViewOutput } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Person } from '../../../domain/person.ts';
import type { ApprovalNeed } from '../../../domain/policy/approval-rule.ts';
import type { Problem } from '../../../domain/problem.ts';
import { approvalQuestion } from '../../../flows/shared/asked-for.ts';
import { lastOnline, lookWhetherOnline } from '../../../flows/shared/host-online.ts';
import { escapeText } from '../../blocks/blocks.ts';
import { shownLine } from '../../blocks/form-values.ts';
import { submitCopy } from '../../shared/approval-blocks.ts';
import { type FormPlace, formPlaceAgain, formPlaceFirst } from '../../shared/form-place.ts';
import { nothingSent } from '../../shared/place-copy.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { chosenHost } from './chosen-host.ts';
import { askedFirst } from './clash-question.ts';
import { costLine, costUnknown, countOfForm, formLines, withFolds } from './form-lines.ts';
import { pickCopy } from './inline-invite-copy.ts';
import { type InviteForm, inviteModal } from './invite-form.ts';
import { readInviteForm } from './read-invite-form.ts';
import { withFirstDays } from './repeat-blocks.ts';
import { withSwitchedEnd } from './switched-end.ts';

type FormView = Pick<ViewOutput, 'state' | 'private_metadata' | 'blocks'>;

export type Redrawn = { readonly view: ModalView; readonly complete?: () => Promise<ModalView | undefined> };

/** The invite form redrawn from what it holds now; `change` is what the bot itself changes in it. */
export async function redrawInviteForm(
  slack: SlackContext,
  view: FormView,
  person: Person,
  options: {
    readonly change?: (form: ReturnType<typeof readInviteForm>) => ReturnType<typeof readInviteForm>;
    /** It was submitted before it could say that its channel is shared, or why Guestlist can't post in a channel that is folded away. */
    readonly isSubmitted?: 'shared' | Problem;
    /** It was submitted before it could ask about other invites on its computer. */
    readonly isClashAsked?: boolean;
    /** It was submitted before it could ask about this approval. */
    readonly need?: ApprovalNeed;
  } = {},
): Promise<Redrawn> {
  const { flows } = slack;
  const { hostId, ...read } = (options.change ?? ((form) => form))(readInviteForm(view));
  const [host, place] = await Promise.all([chosenHost(flows, hostId), placeOf(slack, view, person, read, options)]);
  const { checked, proposed } = place;
  const time = withFolds(withSwitchedEnd(read.time, view, flows.now()));
  // Slack refuses a whole view for a channel it does not know; a folded one is only remembered.
  const channelId = read.showsMore ? proposed : read.channelId;
  const repeat = withFirstDays(read.repeat, time, view);
  const form = { ...read, host, checked, channelId, time, repeat };
  const shownCost = shownLine(view, 'cost') ?? costUnknown;
  const said = {
    host: hostId === undefined ? (shownLine(view, 'host_line') ?? '') : '',
    others: shownLine(view, 'others_line') ?? '',
    // It asks for an address: gone once one is typed.
    guest: read.email.includes('@') && !read.email.trim().startsWith('@') ? '' : (shownLine(view, 'guest_line') ?? ''),
    channel: place.line,
    // Shown until everything that was left open is picked.
    unread: pickCopy(form.time) === '' ? '' : (shownLine(view, 'unread_line') ?? ''),
  };
  const draw = async (cost: string, online = hostId === undefined ? undefined : lastOnline(flows, hostId)) => {
    const { need } = options;
    const drawn = await formLines(flows, form, person, { ...said, cost, online });
    const asked = need && { approval: approvalQuestion(flows, person, need), isApprovalNew: true };
    const lines = { ...drawn, ...asked };
    const submit = submitCopy('Invite', lines.approval, form.approval);
    const clash = options.isClashAsked === true ? `${lines.clash}${askedFirst('Invite', submit)}` : lines.clash;
    return inviteModal(form, { ...lines, clash });
  };
  const shownOnline = hostId === undefined ? undefined : lastOnline(flows, hostId);
  return {
    view: await draw(shownCost),
    // Parsec has to be asked for the cost; the rest does not wait for it.
    complete: async () => {
      const [cost, online] = await Promise.all([
        costLine(flows, form.email, person, countOfForm(flows, form)),
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
    : { ...place, line: `:warning: ${escapeText(problemCopy(isSubmitted))}${nothingSent}` };
}
