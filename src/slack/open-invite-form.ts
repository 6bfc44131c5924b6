import { readInlineInvite } from '../domain/inline-invite.ts';
import type { Person } from '../domain/person.ts';
import { isProblem } from '../domain/problem.ts';
import type { Host } from '../flows/context.ts';
import { costLine, costUnknown, formLines, withFolds } from './form-lines.ts';
import { inTime } from './in-time.ts';
import { openForm, updateForm } from './open-form.ts';
import type { SlackContext } from './slack-context.ts';
import { type InviteForm, inviteModal } from './views/invite-form.ts';
import { blankForm } from './views/start-form.ts';

/** Opens the invite form, filled in from what was typed behind the command, and completes it with what Parsec says. */
export async function openInviteForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  options: { readonly channelId: string | undefined; readonly text: string },
): Promise<void> {
  const zone = person.timeZone ?? 'UTC';
  const now = slack.flows.now();
  const inline = readInlineInvite(options.text, { now, zone });
  await openFilledForm(
    slack,
    triggerId,
    person,
    blankForm({ zone, now, channelId: options.channelId, inline }),
    inline.hostText,
  );
}

/** Opens the invite form with this content; `hostText` is looked up among Parsec's machines once the form is open. */
export async function openFilledForm(
  slack: SlackContext,
  triggerId: string,
  person: Person,
  form: InviteForm,
  hostText: string | undefined,
): Promise<void> {
  const context = slack.flows;
  const view = async (shown: InviteForm, cost: string) => {
    const asked = { ...shown, time: withFolds(shown.time) };
    return inviteModal(asked, await formLines(context, asked, person, cost));
  };
  const opened = await openForm(slack, triggerId, view(form, costUnknown));
  if (opened === undefined) return;
  const [cost, host] = await Promise.all([costLine(context, form.email), findHost(slack, hostText)]);
  const complete: InviteForm =
    host === undefined ? form : { ...form, host: { id: host.hostId, name: host.name }, hostNo: form.hostNo + 1 };
  await updateForm(slack, opened, await view(complete, cost));
}

/** The one machine a text means: the only one found, or the one with just that name. */
async function findHost(slack: SlackContext, text: string | undefined): Promise<Host | undefined> {
  if (text === undefined || text.trim() === '') return undefined;
  const wanted = text.trim().toLowerCase();
  const hosts = await inTime(slack.flows.guestAccess.hosts({ text: text.trim(), limit: 20 }));
  if (hosts === 'late' || isProblem(hosts)) return undefined;
  return hosts.find((host) => host.name.toLowerCase() === wanted) ?? (hosts.length === 1 ? hosts[0] : undefined);
}
