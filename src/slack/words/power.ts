import { writeDuration } from '../../domain/durations.ts';
import type { TermKind } from '../../domain/member-power.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Facts } from '../../domain/problem.ts';
import { systemNames } from './systems.ts';

const terms: Readonly<Record<string, string>> = { role: 'role', group: 'group', appRule: 'app rule' };
const and = new Intl.ListFormat('en-US');
/** What a Problem is about, in a word. */
export const termWord = ({ term: kind }: Facts): string => terms[String(kind)] ?? 'choice';
const system = ({ provider }: Facts) => systemNames(String(provider ?? 'the system'));

/** Who can help: admins can change the policy themselves. */
const wayOut = ({ admin }: Facts) => (admin === 1 ? 'raise the limit in policy.yaml' : 'ask an admin');
const closed = ({ admin }: Facts) =>
  `Inviting guests is closed here by policy.yaml. ${admin === 1 ? 'Raise the limit there' : 'Ask an admin to invite this guest'}.`;
const inMinutes = ({ minutes }: Facts) => `in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}`;
const count = (number: unknown, one: string, many = `${one}s`) =>
  `${Number(number).toLocaleString('en-US')} ${number === 1 ? one : many}`;

/** What somebody is told who wants more than they may have, and the way out. Plain text. */
export const powerWords = {
  start_too_far: (f: Facts) =>
    `Choose a start within ${typeof f.maxMs === 'number' ? writeDuration(f.maxMs) : 'the time allowed'} from now. Invites can't start further ahead here.`,
  term_unknown: (f: Facts) => `Choose another ${termWord(f)}. ${system(f)} no longer has this one.`,
  chosen_unknown: (f: Facts) => `Search again and choose another one. ${system(f)} no longer has this one.`,
  not_member_inviter: (f: Facts) =>
    f.open === 'admins'
      ? 'Only admins can invite members and change their invites. Ask one of them, or have it opened to others with members.invite in policy.yaml.'
      : 'Only admins and the people named in policy.yaml can invite members and change their invites. Ask one of them, or have yourself added to members.invite there.',
  groups_unknown: () =>
    "Slack didn't say in time whether you're in a group that can invite members. Try again in a moment.",
  inviter_unknown: () => "Slack doesn't say what the person who asked can do now. Nothing is sent until it does.",
  term_not_given: (f: Facts) =>
    `Choose another ${termWord(f)}. Only admins can give this one; ask an admin, or have it added to members.systems.${f.provider} in policy.yaml.`,
  no_role_given: (f: Facts) =>
    `Only admins can invite members to ${system(f)}: no role there is open to others. Ask an admin, or have one added to members.systems.${f.provider}.roles in policy.yaml.`,
  open_invites: (f: Facts) => {
    if (f.max === 0) return closed(f);
    const limit = f.open === f.max ? 'the limit here' : `and ${f.max} is the limit here`;
    return `You have ${count(f.open, 'open invite')}, ${limit}. Cancel one, or ${wayOut(f)}.`;
  },
  invites_per_hour: (f: Facts) =>
    f.max === 0
      ? closed(f)
      : `You invited ${count(Number(f.max) - Number(f.left), 'guest')} within an hour, the limit here. Try again ${inMinutes(f)}, or ${wayOut(f)}.`,
  member_addresses_per_hour: (f: Facts) => {
    const limit = `The limit here is ${count(f.max, 'address', 'addresses')} an hour for each person`;
    if (f.minutes === 0) return `${limit}. Take ${Number(f.asked) - Number(f.left)} out, or ${wayOut(f)}.`;
    const few = Number(f.left) > 0 ? `Take ${Number(f.asked) - Number(f.left)} out, try again` : 'Try again';
    return `${limit}, and you can invite ${f.left} more now. ${few} ${inMinutes(f)}, or ${wayOut(f)}.`;
  },
  credits_reserved: (f: Facts) =>
    `Only admins can use the last ${count(f.credits, 'credit')} at ${system(f)}. Ask an admin to invite this guest, or buy more credits there.`,
};

/** Who may invite members here, for the help; plain text. */
export function inviterWords({ members: { invite } }: Policy): string {
  const who = {
    everyone: 'Everyone in this workspace can invite members',
    admins: 'Only admins can invite members',
    named: 'Admins and the people named in policy.yaml can invite members',
  }[typeof invite === 'string' ? invite : 'named'];
  const what =
    invite === 'admins'
      ? 'To open it to others, set members.invite in policy.yaml.'
      : 'They change the invites they made themselves; roles, groups and app rules beyond the least are for admins, unless policy.yaml opens them.';
  return `${who}. ${what} Members are removed, and their roles changed, by admins only.`;
}

/** That the menus of a form do not show all there is, plain text; `asked` are the kinds of what this system asks. */
export function othersForAdmins(asked: readonly TermKind[]): string {
  const kinds = and.format(asked.map((kind) => `${terms[kind]}s`));
  return `Only admins can give other ${kinds}. To open more, see members.systems in policy.yaml.`;
}

/** Nothing of an invite is this person's to change, plain text. */
export function nothingToGive(provider: string): string {
  return `Only admins can change what somebody is invited to at ${systemNames(provider)}. Ask one of them, or have it opened with members.systems.${provider} in policy.yaml.`;
}
