import type { Person } from '../../../domain/person.ts';
import type { Window, WindowProblem } from '../../../domain/time/typed-window.ts';
import { questionOfNew } from '../../../flows/guest/approval-question.ts';
import type { ApprovalQuestion } from '../../../flows/shared/asked-for.ts';
import type { Context } from '../../../flows/shared/context.ts';
import type { InviteForm } from './invite-form.ts';

/** What the invite form has to ask about approval of what is chosen so far; undefined for nothing, and until it is all there. */
export async function approvalOfForm(
  context: Context,
  person: Person,
  { email, host, channelId = '', permissions }: Pick<InviteForm, 'email' | 'host' | 'channelId' | 'permissions'>,
  window: Window | readonly WindowProblem[],
): Promise<ApprovalQuestion | undefined> {
  if (host === undefined || !('startsAt' in window)) return undefined;
  const { startsAt, endsAt, zone: timeZone } = window;
  const terms = { startsAt, endsAt, timeZone, permissions, hostId: host.id, hostName: host.name };
  return questionOfNew(context, person, { ...terms, email, channelId });
}
