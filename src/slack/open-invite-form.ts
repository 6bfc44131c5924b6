import { hostMeant } from '../domain/host-search.ts';
import { readInlineInvite } from '../domain/inline-invite.ts';
import type { Person } from '../domain/person.ts';
import { isProblem, type Problem } from '../domain/problem.ts';
import { inTime } from '../flows/in-time.ts';
import { costLine, costUnknown, formLines, withFolds } from './form-lines.ts';
import { formPlace } from './form-place.ts';
import { openForm, updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { isCarried, MAX_OPTIONS } from './views/blocks.ts';
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
  await openFilledForm(slack, triggerId, person, blankForm({ zone, now, channelId: options.channelId, inline }), {
    hostText: inline.hostText,
    others: options.others ?? inline.others,
  });
}

/**
 * Opens the invite form with this content, as soon as it is known; where it is a Problem, says so in its place. `hostText` is looked up among Parsec's machines once the form is open; `others` are addresses
 * that were named besides the guest's.
 */
export async function openFilledForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  filled: InviteForm | Promise<InviteForm | Problem>,
  named: { readonly hostText?: string | undefined; readonly others?: readonly string[] } = {},
): Promise<void> {
  const context = slack.flows;
  const others = notInvited(named.others ?? []);
  const view = async (shown: InviteForm, said: Pick<FormLines, 'cost' | 'host' | 'channel'>) => {
    const asked = { ...shown, time: withFolds(shown.time) };
    return inviteModal(asked, await formLines(context, asked, person, { ...said, others }));
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
