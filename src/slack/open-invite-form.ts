import { hostMeant } from '../domain/host-search.ts';
import { type InlineInvite, readInlineInvite } from '../domain/inline-invite.ts';
import type { Person } from '../domain/person.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { NamedPerson } from '../domain/text/people-in-text.ts';
import { dateOrderOf } from '../domain/time/date-order.ts';
import { computerNames, freshHosts } from '../flows/computer-names.ts';
import { addressOfPerson } from '../flows/guest-address.ts';
import { type HostOnline, lastOnline, lookWhetherOnline } from '../flows/host-online.ts';
import { inTime } from '../flows/in-time.ts';
import { costLine, costUnknown, formLines, withFolds } from './form-lines.ts';
import { formPlace } from './form-place.ts';
import { openForm, updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { escapeText, isCarried, MAX_OPTIONS } from './views/blocks.ts';
import { type FormLines, type InviteForm, inviteModal } from './views/invite-form.ts';
import { sayModal } from './views/pick-form.ts';
import { blankForm } from './views/start-form.ts';
import { hostNotAsked, hostNotFound, notInvited, unreadLine } from './words/inline-invite.ts';
import { problemWords } from './words/problems.ts';

/** Opens the invite form, filled in from what was typed behind the command, and completes it with what Parsec says. */
export async function openInviteForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  options: { readonly channelId: string | undefined; readonly text: string; readonly others?: readonly string[] },
): Promise<void> {
  const inline = readTyped(slack, person, options.text);
  const zone = person.timeZone ?? 'UTC';
  const typed = inline.then(async (read): Promise<Typed & { readonly read: InlineInvite }> => {
    const guest = read.person === undefined ? undefined : await guestOf(slack, read.person);
    return { ...read, read, others: options.others ?? read.others, guest };
  });
  const filled = typed.then(({ read, guest }) => {
    const blank = blankForm({ zone, now: slack.flows.now(), channelId: options.channelId, inline: read });
    const form = { ...blank, typedIn: options.channelId };
    return guest === undefined ? form : { ...form, email: guest.email };
  });
  await openFilledForm(slack, triggerId, person, filled, typed);
}

/** Reads a line with the computers there are, which are asked for only where the line may name one. */
async function readTyped({ flows }: SlackContext, person: Person, text: string): Promise<InlineInvite> {
  const context = { now: flows.now(), zone: person.timeZone ?? 'UTC', order: dateOrderOf(person.locale) };
  const alone = readInlineInvite(text, context);
  if (alone.hostText === undefined && alone.unread.length === 0 && alone.window === undefined) return alone;
  return readInlineInvite(text, { ...context, computers: await computerNames(flows) });
}

/**
 * What stands in the field for somebody who was named as Slack names people (their address, else their name), and why there is no address,
 * mrkdwn.
 */
type NamedGuest = { readonly email: string; readonly line: string };

/** What was typed, as far as it says more than the form's fields hold. */
type Typed = Pick<InlineInvite, 'hostText' | 'others' | 'unread' | 'doubtful'> & {
  readonly guest?: NamedGuest | undefined;
};

async function guestOf(slack: SlackContext, named: NamedPerson): Promise<NamedGuest> {
  const address = await addressOfPerson(slack.flows, named);
  if (!isProblem(address)) return { email: address, line: '' };
  return { email: `@${named.name || named.id}`, line: `:warning: ${escapeText(problemWords(address))}` };
}

/**
 * Opens the invite form with this content, as soon as it is known; where it is a Problem, says so in its place. `typed` is what was typed: its
 * computer is looked up at Parsec once the form is open, and of its words the form says which were not read.
 */
export async function openFilledForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  filled: InviteForm | Promise<InviteForm | Problem>,
  typed: Promise<Typed | undefined> = Promise.resolve(undefined),
): Promise<void> {
  const context = slack.flows;
  const view = async (shown: InviteForm, said: Pick<FormLines, 'cost' | 'host' | 'channel'>, look?: HostOnline) => {
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
        unread: named === undefined ? '' : unreadLine(named, asked.time),
      }),
    );
  };
  // What is said of its channel comes from Slack, and in time.
  const known = Promise.resolve(filled).then(async (form) => {
    if (isProblem(form)) return form;
    const host = form.host ?? knownHost(slack, (await typed)?.hostText);
    const { line, checked } = await formPlace(context, 'guest', form, person);
    // Another has to be chosen.
    const isRefused = line !== '' && checked?.isShared !== true;
    return { form: { ...form, host, checked, showsMore: form.showsMore || isRefused }, channel: line };
  });
  const first = known.then((made) =>
    isProblem(made)
      ? sayModal('Invite a guest', problemWords(made))
      : view(made.form, { cost: costUnknown, host: '', channel: made.channel }),
  );
  const opened = await openForm(slack, triggerId, first);
  const made = await known;
  if (opened === undefined || isProblem(made)) return;
  const { form, channel } = made;
  const named = await typed;
  const [cost, found] = await Promise.all([
    costLine(context, form.email, person),
    form.host === undefined ? findHost(slack, named?.hostText) : undefined,
  ]);
  const complete = found?.host === undefined ? form : { ...form, host: found.host, hostNo: form.hostNo + 1 };
  const online = complete.host === undefined ? undefined : await lookWhetherOnline(context, complete.host.id);
  await updateForm(slack, opened, await view(complete, { cost, host: found?.line ?? '', channel }, online));
}

/** The one computer a text means, of those that are known: it stands in the form from the start, and nothing typed meanwhile gets in its way. */
function knownHost({ flows }: SlackContext, text = ''): InviteForm['host'] {
  if (text.trim() === '') return undefined;
  const offered = freshHosts(flows, text.trim()).filter(({ hostId }) => isCarried(hostId));
  const host = hostMeant(offered, text);
  return host && { id: host.hostId, name: host.name };
}

type FoundHost = { readonly host?: NonNullable<InviteForm['host']>; readonly line: string };

/** The one computer a text means, or a line why there is none, mrkdwn: the form cannot keep the text, so it is said again. */
async function findHost(slack: SlackContext, text = ''): Promise<FoundHost> {
  if (text.trim() === '') return { line: '' };
  const hosts = await inTime(slack.flows.guestAccess.hosts({ text: text.trim(), limit: MAX_OPTIONS }));
  if (hosts === 'late' || isProblem(hosts)) return { line: hostNotAsked(text) };
  // Another cannot stand in the form.
  const offered = hosts.filter(({ hostId }) => isCarried(hostId));
  const host = hostMeant(offered, text);
  if (host === undefined) return { line: hostNotFound(text, offered.length) };
  return { host: { id: host.hostId, name: host.name }, line: '' };
}
