import { hostMeant } from '../domain/host-search.ts';
import { readInlineInvite } from '../domain/inline-invite.ts';
import type { Person } from '../domain/person.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import type { NamedPerson } from '../domain/text/people-in-text.ts';
import { addressOfPerson } from '../flows/guest-address.ts';
import { inTime } from '../flows/in-time.ts';
import { costLine, costUnknown, formLines, withFolds } from './form-lines.ts';
import { formPlace } from './form-place.ts';
import { openForm, updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { escapeText, isCarried, MAX_OPTIONS } from './views/blocks.ts';
import { type FormLines, type InviteForm, inviteModal } from './views/invite-form.ts';
import { sayModal } from './views/pick-form.ts';
import { blankForm } from './views/start-form.ts';
import { hostNotAsked, hostNotFound, notInvited } from './words/inline-invite.ts';
import { problemWords } from './words/problems.ts';

/** Opens the invite form, filled in from what was typed behind the command, and completes it with what Parsec says. */
export async function openInviteForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  options: { readonly channelId: string | undefined; readonly text: string; readonly others?: readonly string[] },
): Promise<void> {
  const zone = person.timeZone ?? 'UTC';
  const now = slack.flows.now();
  const inline = readInlineInvite(options.text, { now, zone });
  const form = blankForm({ zone, now, channelId: options.channelId, inline });
  const guest = inline.person === undefined ? undefined : guestOf(slack, inline.person);
  const filled = guest === undefined ? form : guest.then(({ email }) => ({ ...form, email }));
  await openFilledForm(slack, triggerId, person, filled, {
    hostText: inline.hostText,
    others: options.others ?? inline.others,
    guest: guest?.then(({ line }) => line),
  });
}

/** What stands in the field for somebody who was named as Slack names people: their address, else their name and why there is none. */
async function guestOf(slack: SlackContext, named: NamedPerson): Promise<{ email: string; line: string }> {
  const address = await addressOfPerson(slack.flows, named);
  if (!isProblem(address)) return { email: address, line: '' };
  return { email: `@${named.name || named.id}`, line: `:warning: ${escapeText(problemWords(address))}` };
}

/**
 * Opens the invite form with this content, as soon as it is known; where it is a Problem, says so in its place. `hostText` is looked up among Parsec's machines once the form is open; `others` are addresses
 * that were named besides the guest's; `guest` is what is to be said about the guest's own, mrkdwn, known when the content is.
 */
export async function openFilledForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  filled: InviteForm | Promise<InviteForm | Problem>,
  named: {
    readonly hostText?: string | undefined;
    readonly others?: readonly string[];
    readonly guest?: Promise<string> | undefined;
  } = {},
): Promise<void> {
  const context = slack.flows;
  const others = notInvited(named.others ?? []);
  const view = async (shown: InviteForm, said: Pick<FormLines, 'cost' | 'host' | 'channel'>) => {
    const asked = { ...shown, time: withFolds(shown.time) };
    return inviteModal(
      asked,
      await formLines(context, asked, person, { ...said, others, guest: (await named.guest) ?? '' }),
    );
  };
  // What is said of its channel comes from Slack, and in time.
  const known = Promise.resolve(filled).then(async (form) => {
    if (isProblem(form)) return form;
    const { line, checked } = await formPlace(context, 'guest', form, person);
    return { form: { ...form, checked }, channel: line };
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
  const [cost, { host, line }] = await Promise.all([
    costLine(context, form.email, person),
    findHost(slack, named.hostText),
  ]);
  const complete = host === undefined ? form : { ...form, host, hostNo: form.hostNo + 1 };
  await updateForm(slack, opened, await view(complete, { cost, host: line, channel }));
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
