import type { Approval } from '../../domain/approval.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { isProblem, type Problem, problem } from '../../domain/problem.ts';
import type { Context } from '../shared/context.ts';

/** More than read a request, in direct messages: a larger group has a channel. */
const MOST_PEOPLE = 30;

/** Whether a place is a person, who gets a direct message. */
export function isPersonId(place: string): boolean {
  return /^[UW]/.test(place);
}

/**
 * Where a group of approvers is asked: in its channel, or each of its people in a direct message. `direct`: people even where there is a
 * channel. Nobody where the policy has no such group any more. Problems: groups_unknown while Slack does not say who is in a user group.
 */
export async function placesOf(context: Context, group: string, direct: boolean): Promise<readonly string[] | Problem> {
  const policy = context.policy();
  const asked = Object.hasOwn(policy.approvals.groups, group) ? policy.approvals.groups[group] : undefined;
  if (asked === undefined) return [];
  if (asked.channelId !== undefined && !direct) return [asked.channelId];
  const people = await peopleOf(context, policy, asked.people);
  return isProblem(people) ? people : people.slice(0, MOST_PEOPLE);
}

/** More are not mentioned: each mention notifies everybody it stands for. */
const MOST_MENTIONS = 10;

/**
 * Ids of the people and user groups who are asked in a channel, for mentions: without one Slack notifies nobody of a message. Who is an
 * admin in Slack is not looked up; of the words `admins` and `coordinators` it is whom the policy names.
 */
export function askedIn(
  { admins, coordinators, approvals }: Policy,
  { by, asked, requesterId }: Pick<Approval, 'by' | 'asked' | 'requesterId'>,
  channelId: string,
): readonly string[] {
  const words: Readonly<Record<string, readonly string[]>> = { admins, coordinators };
  const written = by.slice(0, asked).flatMap((name) => {
    const group = Object.hasOwn(approvals.groups, name) ? approvals.groups[name] : undefined;
    return group?.channelId === channelId ? group.people : [];
  });
  const ids = written.flatMap((each) => words[each] ?? [each]);
  return [...new Set(ids)].filter((id) => approvals.self || id !== requesterId).slice(0, MOST_MENTIONS);
}

/** The people that ids of people and user groups stand for, and the words `admins` and `coordinators`. */
async function peopleOf(
  context: Context,
  policy: Policy,
  written: readonly string[],
): Promise<readonly string[] | Problem> {
  const spelled = written.flatMap((each) => (each === 'coordinators' ? policy.coordinators : [each]));
  const found = spelled.filter(isPersonId);
  if (spelled.includes('admins')) {
    const admins = await context.notifier.admins();
    // What Slack refuses (no scope) it refuses for good: then the policy's own admins are all there are.
    if (isProblem(admins) && admins.code !== 'slack_refused') return problem('groups_unknown');
    found.push(...policy.admins, ...(isProblem(admins) ? [] : admins));
  }
  const groups = spelled.filter((each) => each !== 'admins' && !isPersonId(each));
  const members = groups.length === 0 ? [] : await context.people.membersOf(groups);
  return isProblem(members) ? members : [...new Set([...found, ...members])];
}
