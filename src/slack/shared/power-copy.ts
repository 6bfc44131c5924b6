import type { TermKind } from '../../domain/member-power.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { ByCode, Facts } from '../../domain/problem.ts';
import { writeDuration } from '../../domain/time/durations.ts';
import { systemNames, systemOf } from './system-copy.ts';

const terms: Readonly<Record<string, string>> = { role: 'role', group: 'group', appRule: 'app rule' };
const and = new Intl.ListFormat('en-US');
/** What kind of term a Problem is about: "role". */
export const termWord = ({ term }: { readonly term?: string | undefined }): string => (term && terms[term]) ?? 'choice';

/** The way out: admins can change the policy themselves. */
const wayOut = ({ admin }: Facts) => (admin === 1 ? 'raise the limit in policy.yaml' : 'ask an admin');
const closed = ({ admin }: Facts) =>
  `policy.yaml allows no guest invites here. ${admin === 1 ? 'Raise the limit there' : 'Ask an admin to invite this guest'}.`;
const inMinutes = ({ minutes }: Facts) => `in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}`;
const inHours = (facts: Facts) =>
  Number(facts.minutes) <= 90 ? inMinutes(facts) : `in ${Math.ceil(Number(facts.minutes) / 60)} hours`;
const count = (number: unknown, one: string, many = `${one}s`) =>
  `${Number(number).toLocaleString('en-US')} ${number === 1 ? one : many}`;

/** Problems of asking for more than one may have, and the way out. Plain text. */
export const powerCopy = {
  start_too_far: (f) =>
    `Enter a start within ${writeDuration(f.maxMs)} from now. Invites can't start later than that here.`,
  term_unknown: (f) => `Choose another ${termWord(f)}. ${systemOf(f)} no longer has this one.`,
  chosen_unknown: (f) => `Search again and choose another one. ${systemOf(f)} no longer has this one.`,
  not_member_inviter: (f) =>
    f.open === 'admins'
      ? `Only admins can invite members and change their invites. Ask an admin to do it, or to open it with members.invite in policy.yaml.`
      : `Only admins and people named in policy.yaml can invite members and change their invites. Ask an admin to do it, or to add you to members.invite there.`,
  groups_unknown: (f) =>
    f.scope === 1
      ? "Ask an admin to give Guestlist access to user groups. policy.yaml names some, and Slack doesn't show who is in them."
      : "Slack took too long to say whether you're in a user group that policy.yaml names. Try again in a moment.",
  inviter_unknown: () =>
    "Slack doesn't say whether the inviter can still invite. Guestlist sends nothing until it does.",
  term_not_given: (f) =>
    `Choose another ${termWord(f)}, or ask an admin to add this one to members.systems.${f.provider} in policy.yaml. Only admins can assign it.`,
  no_role_given: (f) =>
    `Only admins can invite members to ${systemOf(f)}, because no role there is open to others. Ask an admin to do it, or to add one to members.systems.${f.provider}.roles in policy.yaml.`,
  open_invites: (f) => {
    if (f.max === 0) return closed(f);
    if (f.asked !== undefined)
      return `You have ${count(f.open, 'open invite')}, ${f.asked} more are too many: ${f.max} is the limit here. Cancel some, or ${wayOut(f)}.`;
    const limit = f.open === f.max ? 'the limit here' : `and ${f.max} is the limit here`;
    return `You have ${count(f.open, 'open invite')}, ${limit}. Cancel one, or ${wayOut(f)}.`;
  },
  invites_per_hour: (f) =>
    f.max === 0
      ? closed(f)
      : Number(f.asked) > 1
        ? `Invite fewer guests at once: ${f.left === 0 ? 'none are' : f.left === 1 ? '1 is' : `${f.left} are`} left of the ${f.max} you can invite within an hour. Or ${wayOut(f)}.`
        : `You invited ${count(f.max - f.left, 'guest')} within an hour, the limit here. Try again ${inMinutes(f)}, or ${wayOut(f)}.`,
  invites_per_day: (f) =>
    f.max === 0
      ? closed(f)
      : Number(f.asked) > 1
        ? `Invite fewer guests at once: ${f.left === 0 ? 'none are' : f.left === 1 ? '1 is' : `${f.left} are`} left of the ${f.max} you can invite within 24 hours. Or ${wayOut(f)}.`
        : `You invited ${count(f.max - f.left, 'guest')} within 24 hours, the limit here. Try again ${inHours(f)}, or ${wayOut(f)}.`,
  credits_per_day: (f) =>
    `Try again ${inHours(f)}, or ask an admin to invite this guest. This workspace has used its ${count(f.max, 'credit')} for 24 hours. Team members are free.`,
  member_addresses_per_hour: (f) => {
    const limit = `The limit here is ${count(f.max, 'address', 'addresses')} an hour for each person`;
    if (f.minutes === 0) return `${limit}. Take ${f.asked - f.left} out, or ${wayOut(f)}.`;
    const few = f.left > 0 ? `Take ${f.asked - f.left} out, try again` : 'Try again';
    return `${limit}, and you can invite ${f.left} more now. ${few} ${inMinutes(f)}, or ${wayOut(f)}.`;
  },
  credits_too_few: (f) =>
    `Invite fewer guests: ${count(f.asked, 'guest needs a credit', 'guests need a credit each')}, and ${systemOf(f)} has ${Number(f.credits) === 0 ? 'none' : f.credits} left for you. Team members are free.`,
  credits_reserved: (f) =>
    `Only admins can use the last ${count(f.credits, 'credit')} at ${systemOf(f)}. Ask an admin to invite this guest, or buy more credits there.`,
} satisfies Partial<ByCode<string>>;

/** Who can invite members here, for the help; plain text. */
export function inviterCopy({ members: { invite } }: Policy): string {
  const who = {
    everyone: 'Everyone in this workspace can invite members',
    admins: 'Only admins can invite members',
    named: 'Admins and people named in policy.yaml can invite members',
  }[typeof invite === 'string' ? invite : 'named'];
  const what =
    invite === 'admins'
      ? 'To open it to others, set members.invite in policy.yaml.'
      : 'They can change their own invites. Only admins can assign other roles, groups and app rules, unless policy.yaml opens them.';
  return `${who}. ${what} Only admins can remove members and change their roles.`;
}

/** That the menus of a form don't show everything, plain text. `asked`: the kinds this system asks for. */
export function othersForAdmins(asked: readonly TermKind[]): string {
  const kinds = and.format(asked.map((kind) => `${terms[kind]}s`));
  return `Only admins can assign other ${kinds}. They can open more with members.systems in policy.yaml.`;
}

/** This person can change nothing about an invite. Plain text. */
export function nothingToGive(provider: string): string {
  return `Only admins can change invites to ${systemNames(provider)}. Ask an admin to do it, or to open this with members.systems.${provider} in policy.yaml.`;
}
