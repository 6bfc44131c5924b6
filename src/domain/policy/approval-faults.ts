import { permissionKeys } from '../invite.ts';
import { nearestWord } from '../text/nearest-word.ts';
import type { ApprovalPolicy, ApprovalRule, MemberApproval } from './approval-rule.ts';
import type { GuestRule } from './guest-rule.ts';
import { meant, type PolicyFault } from './policy-faults.ts';

/** A policy, as far as its approvals depend on it. */
type Policy = {
  readonly approvals: ApprovalPolicy;
  readonly rules: readonly GuestRule[];
  readonly invites: { readonly maxWindowMs: number; readonly maxLeadMs: number };
  readonly members: { readonly systems: Readonly<Record<string, { readonly approval?: MemberApproval }>> };
};

type Place = readonly (string | number)[];

/** What is wrong with the approvals of a policy that can be read: what names nobody, waits for too many, or does nothing. */
export function approvalFaults(
  policy: Policy,
  written: { readonly escalateAfter?: number | undefined },
): PolicyFault[] {
  const ofRules = policy.rules.flatMap((rule, index) => {
    const { approval } = rule;
    const place = ['rules', index, 'approval'];
    return approval === undefined
      ? []
      : [...askedFaults(policy, approval, place), ...aboveFaults(policy, rule, approval, [...place, 'above'])];
  });
  const ofSystems = Object.entries(policy.members.systems).flatMap(([name, { approval }]) =>
    approval === undefined ? [] : askedFaults(policy, approval, ['members', 'systems', name, 'approval']),
  );
  return [...nameFaults(policy), ...timeFaults(policy, written), ...ofRules, ...ofSystems];
}

function faultAt(path: Place, fault: string, remedy: string): PolicyFault {
  return { path, unknownKey: false, fault, remedy };
}

/** Two groups of one name but for its case: nobody who reads a rule knows which is meant. */
function nameFaults({ approvals }: Policy): readonly PolicyFault[] {
  const names = Object.keys(approvals.groups);
  return names.flatMap((name, index) => {
    const twin = names.slice(0, index).find((earlier) => earlier.toLowerCase() === name.toLowerCase());
    const path = ['approvals', 'groups', name];
    return twin === undefined
      ? []
      : {
          ...faultAt(path, `has the name of \`${twin}\` but for its case`, 'give each group a name of its own'),
          unknownKey: true,
        };
  });
}

/** A request that is over before the next group is asked. */
function timeFaults(
  { approvals: { escalateAfterMs, expireAfterMs } }: Policy,
  { escalateAfter }: { readonly escalateAfter?: number | undefined },
): readonly PolicyFault[] {
  if (escalateAfterMs < expireAfterMs) return [];
  return [
    escalateAfter === undefined
      ? faultAt(
          ['approvals', 'expireAfter'],
          'is not later than `escalateAfter`, which is 4h where it is left out',
          'write a longer time, or add a shorter `escalateAfter`',
        )
      : faultAt(
          ['approvals', 'escalateAfter'],
          'is not before `expireAfter`, so that the next group is never asked',
          'write a shorter time, or a longer `expireAfter` (24h where it is left out)',
        ),
  ];
}

/** Groups that are not there, and more approvals than the groups have people, where each of them is named by themselves. */
function askedFaults(
  { approvals: { groups } }: Policy,
  { by, count }: Pick<ApprovalRule, 'by' | 'count'>,
  place: Place,
): readonly PolicyFault[] {
  const names = Object.keys(groups);
  const unknown = by.filter((name) => !names.includes(name));
  if (unknown.length > 0) return unknown.map((name) => unknownGroup(name, names, [...place, 'by', by.indexOf(name)]));
  const people = new Set(by.flatMap((name) => groups[name]?.people ?? []));
  const areSingle = [...people].every((one) => /^[UW][A-Z0-9]/.test(one));
  if (!areSingle || count <= people.size) return [];
  const all = people.size === 1 ? '1 person' : `${people.size} people`;
  return [
    faultAt(
      [...place, 'count'],
      `is more than the ${all} in ${by.map((name) => `\`${name}\``).join(' and ')}`,
      'write a smaller number, or add people or another group',
    ),
  ];
}

function unknownGroup(name: string, names: readonly string[], path: Place): PolicyFault {
  const proposal = meant(nearestWord(name, names)) ?? 'add it under `groups` of `approvals`';
  const known = names.length === 0 ? '' : ` (known here: ${names.join(', ')})`;
  return faultAt(path, 'is not a group of `approvals`', `${proposal}${known}`);
}

/** Parts of `above` that the rule, or what holds for every invite, refuses already: nothing is left that could be approved. */
function aboveFaults(
  { invites }: Policy,
  { maxWindowMs, maxLeadMs, permissions = permissionKeys }: GuestRule,
  { above }: ApprovalRule,
  place: Place,
): readonly PolicyFault[] {
  if (above === undefined) return [];
  const { windowMs = 0, leadMs = 0, permissions: free = [] } = above;
  const longest = Math.min(maxWindowMs ?? Infinity, invites.maxWindowMs);
  const farthest = Math.min(maxLeadMs ?? Infinity, invites.maxLeadMs);
  const isAll = above.permissions !== undefined && permissions.every((key) => free.includes(key));
  const nothing = (part: string, limit: string) =>
    faultAt(
      [...place, part],
      `is all that ${limit} allows, so that nothing is left to approve`,
      'write less, or leave the key out',
    );
  return [
    windowMs >= longest ? [nothing('window', '`maxWindow`')] : [],
    leadMs >= farthest ? [nothing('lead', '`maxLead`')] : [],
    isAll ? [nothing('permissions', 'the rule')] : [],
  ].flat();
}
