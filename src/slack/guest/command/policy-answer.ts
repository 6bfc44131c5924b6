import { isAdmin, isCoordinator, type Person } from '../../../domain/person.ts';
import type { GuestRule, RuleWhen } from '../../../domain/policy/guest-rule.ts';
import { matchesOf } from '../../../domain/policy/match-rule.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { writeDuration } from '../../../domain/time/durations.ts';
import { context, cut, escapeText, header, type Message, section } from '../../blocks/blocks.ts';
import type { Call } from '../../shared/command-call.ts';
import { allowedCopy } from '../../shared/policy-copy.ts';

/** Rules shown at most: more is not read in one message. */
const MOST_RULES = 20;

/** `/guest policy`: what this person may do, by the policy of this moment. */
export function policyAnswer({ slack, person, reply }: Call): Promise<void> {
  return reply(policyMessage(slack.flows.policy(), person));
}

/** What the policy lets a person do: the rules that can be about them, in order, and what holds for every invite. */
export function policyMessage(policy: Policy, person: Person): Message {
  const rules = policy.rules.filter((rule) => mayConcern(policy, rule, person));
  const left = rules.length - MOST_RULES;
  const title = 'What you can do';
  return {
    text: title,
    blocks: [
      header(title),
      section(roleCopy(policy, person)),
      ...(isPlain(rules) ? [] : [section(rulesLead(rules)), ...rules.slice(0, MOST_RULES).map(ruleSection(rules))]),
      ...(left > 0 ? [context(`And ${left} more ${left === 1 ? 'rule' : 'rules'}. Ask an admin for them.`)] : []),
      section(everyInvite(policy, person)),
    ],
  };
}

/** Only the rule that every policy has, and it limits nothing. */
function isPlain(rules: readonly GuestRule[]): boolean {
  return rules.every((rule) => rule.deny === undefined && allowedCopy(rule) === '');
}

function mayConcern(policy: Policy, { when }: GuestRule, person: Person): boolean {
  const { people } = when;
  if (people === undefined) return true;
  const ask = { person, channelId: '', guestEmail: '', host: undefined };
  return matchesOf(policy, { people }, ask).every(({ match }) => match !== 'no');
}

function roleCopy(policy: Policy, person: Person): string {
  if (isAdmin(person, policy)) return 'You are an *admin*: you can change every invite, and invite members.';
  if (isCoordinator(person, policy)) return "You are a *coordinator*: you can change every guest's invite.";
  return 'You can invite guests, and change your own invites.';
}

/** The last rule of a policy is about every invite that is left; where it is the only one, about every invite. */
function rulesLead(rules: readonly GuestRule[]): string {
  return rules.length === 1
    ? 'This rule decides about every invite:'
    : 'The first of these rules that fits an invite decides:';
}

function ruleSection(rules: readonly GuestRule[]): (rule: GuestRule) => ReturnType<typeof section> {
  return (rule) => section(ruleLine(rule, rules.length === 1));
}

function ruleLine(rule: GuestRule, isOnly: boolean): string {
  const whom = isOnly ? '' : `(${whomCopy(rule.when)})`;
  const allowed = allowedCopy(rule);
  const said =
    rule.deny === undefined
      ? `allowed${allowed === '' ? '' : `, ${allowed}`}`
      : `not allowed${rule.deny === '' ? '' : `. ${rule.deny}`}`;
  return `*${escapeText(rule.name)}* ${escapeText(cut(`${whom}: ${said}`.trim(), 600))}`;
}

function whomCopy({ guests, hosts, channels }: RuleWhen): string {
  const parts = [
    guests === undefined ? [] : guestsCopy(guests),
    hosts === undefined ? [] : `on ${hosts.map(hostCopy).join(', ')}`,
    channels === undefined ? [] : `in ${channels.length === 1 ? 'one channel' : `${channels.length} channels`}`,
  ].flat();
  return parts.length === 0 ? 'everything else' : parts.join(' ');
}

/** The domains a rule is about; of addresses only how many, since they are somebody's. */
function guestsCopy(guests: readonly string[]): string {
  const domains = guests.filter((guest) => !guest.includes('@'));
  const count = guests.length - domains.length;
  const people = count === 0 ? [] : count === 1 ? ['one person'] : [`${count} people`];
  return [domains.length === 0 ? [] : `guests at ${domains.join(', ')}`, people].flat().join(' and ');
}

/** A computer's name as the rule has it, or the group that is meant. */
function hostCopy(host: string): string {
  const prefix = 'group:';
  return host.startsWith(prefix) ? `computers of ${host.slice(prefix.length)}` : host;
}

function everyInvite(policy: Policy, person: Person): string {
  const { maxWindowMs, maxLeadMs, creditReserve } = policy.invites;
  const { openInvites, invitesPerHour } = policy.limits[isAdmin(person, policy) ? 'admins' : 'everyone'];
  const { allowed, blocked } = policy.domains;
  const lines = [
    `Every invite: at most ${writeDuration(maxWindowMs)} long, and at most ${writeDuration(maxLeadMs)} ahead.`,
    `You: at most ${openInvites.toLocaleString('en-US')} open invites, and ${invitesPerHour.toLocaleString('en-US')} an hour.`,
    allowed === undefined ? [] : `Only guests at ${cut(allowed.join(', '), 300)}.`,
    blocked.length === 0 ? [] : `No guests at ${cut(blocked.join(', '), 300)}.`,
    creditReserve === 0 ? [] : `Only admins can use the last ${creditReserve} credits.`,
  ].flat();
  return escapeText(lines.join('\n'));
}
