import { isProblem } from '../../../domain/problem.ts';
import { hostMeant } from '../../../domain/text/host-search.ts';
import { inTime } from '../../../flows/shared/in-time.ts';
import { isCarried } from '../../blocks/blocks.ts';
import { limits } from '../../blocks/limits.ts';
import type { SlackContext } from '../../slack-context.ts';
import { hostNotAsked, hostNotFound } from './inline-invite-copy.ts';

export type FoundHost = { readonly host?: { readonly id: string; readonly name: string }; readonly line: string };

/** The one computer a text means, or a line why there is none, mrkdwn: the form cannot keep the text, so the line repeats it. */
export async function findHost({ flows }: Pick<SlackContext, 'flows'>, text = ''): Promise<FoundHost> {
  if (text.trim() === '') return { line: '' };
  const hosts = await inTime(flows.guestAccess.hosts({ text: text.trim(), limit: limits.options }));
  if (hosts === 'late' || isProblem(hosts)) return { line: hostNotAsked(text) };
  // A form cannot hold the others.
  const offered = hosts.filter(({ hostId }) => isCarried(hostId));
  const host = hostMeant(offered, text);
  if (host === undefined) return { line: hostNotFound(text, offered.length) };
  return { host: { id: host.hostId, name: host.name }, line: '' };
}
