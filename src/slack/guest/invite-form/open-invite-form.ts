import { defined } from '../../../domain/defined.ts';
import type { HostOnline } from '../../../domain/host-online.ts';
import type { Person } from '../../../domain/person.ts';
import { isProblem, type Problem } from '../../../domain/problem.ts';
import { hostMeant } from '../../../domain/text/host-search.ts';
import type { NamedPerson } from '../../../domain/text/people-in-text.ts';
import { dateOrderOf } from '../../../domain/time/date-order.ts';
import { type InlineInvite, readInlineInvite } from '../../../domain/time/inline-invite.ts';
import { addressOfPerson } from '../../../flows/guest/guest-address.ts';
import { freshHosts, hostNames } from '../../../flows/guest/known-host-names.ts';
import { lookUpHost } from '../../../flows/guest/look-up-host.ts';
import { preferencesOf } from '../../../flows/guest/preferences.ts';
import { lastOnline, lookWhetherOnline } from '../../../flows/shared/host-online.ts';
import { escapeText, isCarried } from '../../blocks/blocks.ts';
import { formPlace } from '../../shared/form-place.ts';
import { openForm, updateForm } from '../../shared/open-form.ts';
import { sayModal } from '../../shared/pick-form.ts';
import { problemCopy } from '../../shared/problem-copy.ts';
import type { SlackContext } from '../../slack-context.ts';
import { type FoundHost, findHost } from './find-host.ts';
import { costLine, costUnknown, countOfForm, formLines, withFolds } from './form-lines.ts';
import { hostGone, notInvited, unreadLine } from './inline-invite-copy.ts';
import { type FormLines, type InviteForm, inviteModal } from './invite-form.ts';
import { blankForm } from './start-form.ts';

/** Opens the invite form, filled in from what was typed after the command, and completes it with what Parsec says. */
export async function openInviteForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  options: { readonly channelId: string | undefined; readonly text: string; readonly others?: readonly string[] },
): Promise<void> {
  const { channelId } = options;
  const typed = readTyped(slack, person, options.text).then(async (read) => {
    const guest = read.person === undefined ? undefined : await guestOf(slack, read.person);
    return { ...read, others: options.others ?? read.others, guest };
  });
  const filled = Promise.all([typed, preferencesOf(slack.flows, person)]).then(([inline, preferences]) => {
    const [zone, now] = [person.timeZone ?? 'UTC', slack.flows.now()];
    const blank = blankForm({ zone, now, channelId, inline, preferences });
    return { ...blank, typedIn: channelId, email: inline.guest?.email ?? blank.email };
  });
  await openFilledForm(slack, triggerId, person, filled, typed);
}

/** Reads a typed line. Parsec is asked for its computers only where the line may name one. */
async function readTyped({ flows }: SlackContext, person: Person, text: string): Promise<InlineInvite> {
  const context = { now: flows.now(), zone: person.timeZone ?? 'UTC', order: dateOrderOf(person.locale) };
  const alone = readInlineInvite(text, context);
  if (alone.hostText === undefined && alone.unread.length === 0 && alone.window === undefined) return alone;
  return readInlineInvite(text, { ...context, hosts: await hostNames(flows) });
}

/**
 * The value of the email field for a guest who was mentioned or named (their address, else their name), and why there is no address,
 * mrkdwn.
 */
type NamedGuest = { readonly email: string; readonly line: string };

/** What was typed, as far as it says more than the form's fields hold. */
type Typed = Pick<InlineInvite, 'hostText' | 'others' | 'unread' | 'doubtful'> & {
  readonly guest?: NamedGuest | undefined;
};

/** A form to open, with what it says of its times (slot-copy.ts). */
export type FilledForm = InviteForm & { readonly slotLine?: string };

async function guestOf(slack: SlackContext, named: NamedPerson): Promise<NamedGuest> {
  const address = await addressOfPerson(slack.flows, named);
  if (!isProblem(address)) return { email: address, line: '' };
  return { email: `@${named.name || named.id}`, line: `:warning: ${escapeText(problemCopy(address))}` };
}

/**
 * Opens the invite form with this content as soon as it is known; for a Problem, a modal that says so. `typed` is what was typed: its
 * computer is looked up in Parsec once the form is open, and the form says which parts could not be read.
 */
export async function openFilledForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  filled: FilledForm | Promise<FilledForm | Problem>,
  typed: Promise<Typed | undefined> = Promise.resolve(undefined),
): Promise<void> {
  const context = slack.flows;
  const view = async (
    { slotLine, ...shown }: FilledForm,
    said: Pick<FormLines, 'cost' | 'host' | 'channel'>,
    look?: HostOnline,
  ) => {
    const online = look ?? (shown.host === undefined ? undefined : lastOnline(context, shown.host.id));
    const asked = { ...shown, time: withFolds(shown.time) };
    const named = await typed;
    return inviteModal(
      asked,
      await formLines(context, asked, person, {
        ...said,
        online,
        guest: named?.guest?.line ?? '',
        others: notInvited(named?.others ?? []),
        ...defined({ slot: slotLine }),
        unread: named === undefined ? '' : unreadLine(named, asked.time),
      }),
    );
  };
  // Slack answers in time about the channel.
  const known = Promise.resolve(filled).then(async (form) => {
    if (isProblem(form)) return form;
    const host = form.host ?? knownHost(slack, (await typed)?.hostText);
    const { line, checked, proposed } = await formPlace(
      context,
      'guest',
      { ...form, typedIn: form.typedIn ?? '' },
      person,
    );
    // The person has to choose another channel.
    const isRefused = line !== '' && checked?.isShared !== true;
    return {
      form: { ...form, channelId: proposed, host, checked, showsMore: form.showsMore || isRefused },
      channel: line,
    };
  });
  const first = known.then((made) =>
    isProblem(made)
      ? sayModal('Invite a guest', made)
      : view(made.form, { cost: costUnknown, host: '', channel: made.channel }),
  );
  const opened = await openForm(slack, triggerId, first);
  const made = await known;
  if (opened === undefined || isProblem(made)) return;
  const { form, channel } = made;
  const named = await typed;
  const [cost, found] = await Promise.all([
    costLine(context, form.email, person, countOfForm(context, form)),
    form.host === undefined ? findHost(slack, named?.hostText) : lostHost(slack, form.host),
  ]);
  const complete = found === undefined ? form : { ...form, ...hostInstead(form, found) };
  const online = complete.host === undefined ? undefined : await lookWhetherOnline(context, complete.host.id);
  await updateForm(slack, opened, await view(complete, { cost, host: found?.line ?? '', channel }, online));
}

/** The one known computer a text means: it is in the form from the start, so nothing typed meanwhile is overwritten. */
function knownHost({ flows }: SlackContext, text = ''): InviteForm['host'] {
  if (text.trim() === '') return undefined;
  const offered = freshHosts(flows, text.trim()).filter(({ hostId }) => isCarried(hostId));
  const host = hostMeant(offered, text);
  return host && { id: host.hostId, name: host.name };
}

/** A computer that Parsec does not know any more: another has to be chosen. */
async function lostHost(
  { flows }: SlackContext,
  host: NonNullable<InviteForm['host']>,
): Promise<FoundHost | undefined> {
  const known = await lookUpHost(flows, host.id);
  if (!isProblem(known) || known.code !== 'host_unknown') return undefined;
  return { line: hostGone(host.name) };
}

/** What was found, or nothing in the place of what is gone: Slack keeps what an input holds, unless the input is a new one. */
function hostInstead(form: InviteForm, found: FoundHost): Partial<InviteForm> {
  return found.host === form.host ? {} : { host: found.host, hostNo: form.hostNo + 1 };
}
