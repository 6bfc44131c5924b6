import type { ProviderCode } from '../domain/problem.ts';

// No document lists the words, so each needs two signs that stand close together; all else stays a plain refusal with the
// provider's own words, which a person can read.
const meanings: readonly (readonly [RegExp, ProviderCode])[] = [
  [/\balready\b.{0,40}\b(invited|invitation|invite|pending)\b/is, 'already_invited'],
  [/\b(invitation|invite)\b.{0,60}\balready\b/is, 'already_invited'],
  [/\balready\b.{0,40}\b(member|belongs?|part of|in (the|this) (team|org))/is, 'already_member'],
  [/\bdomain\b.{0,60}\bnot\b.{0,20}\b(allowed|permitted|accepted)\b/is, 'domain_not_allowed'],
  [/\b(team|plan|organi[sz]ation) is full\b/is, 'plan_full'],
  [/\b(seat|member|user)s?\b.{0,30}\b(limit|quota)\b.{0,30}\b(reached|exceeded)\b/is, 'plan_full'],
];

/** What a provider means by the words of a refusal; `provider_rejected` when they are not clear. */
export function refusalCode(message: string): ProviderCode {
  return meanings.find(([sign]) => sign.test(message))?.[1] ?? 'provider_rejected';
}
